"""Key pairs that seal and sign, each made from a 32-byte seed, so that only the seed is ever kept.

Sealing is HPKE (RFC 9180, base mode) with ML-KEM-768 + X25519 (X-Wing), HKDF-SHA256 and ChaCha20-Poly1305:
a wrap made today stays closed to whoever keeps it for a quantum computer. Signing is Ed25519.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from safeconduct.sealing.record import derived_key
from safeconduct.sealing.unopened import Unopened

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_MLKEM_PUBLIC_BYTES = 1184
PUBLIC_SEAL_BYTES = _MLKEM_PUBLIC_BYTES + 32
WRAP_OVERHEAD_BYTES = 1088 + 32 + 16


@dataclass(frozen=True)
class Identity:
    """The pair of key pairs of a member, a compartment or a code, made from one secret."""

    secret: bytes = field(repr=False)

    @property
    def seal_seed(self) -> bytes:
        return derived_key(self.secret, "identity", "seal")

    @property
    def sign_seed(self) -> bytes:
        return derived_key(self.secret, "identity", "sign")

    @property
    def public_seal(self) -> bytes:
        return public_seal_key(self.seal_seed)

    @property
    def public_sign(self) -> bytes:
        return _signing_key(self.sign_seed).public_key().public_bytes_raw()

    def sign(self, statement: bytes) -> bytes:
        return _signing_key(self.sign_seed).sign(statement)

    def unwrap(self, wrapped: bytes, at: bytes) -> bytes:
        """Raises Unopened."""
        return unwrap(self.seal_seed, wrapped, at)

    def opener(self) -> Callable[[bytes, bytes], bytes]:
        """`unwrap` for many wraps: making the key pair anew takes as long as opening one."""
        return _opener(self.seal_seed)


def public_seal_key(seed: bytes) -> bytes:
    """The 1,216 public bytes (ML-KEM-768 then X25519) that belong to a 32-byte seed."""
    mlkem, x25519 = _seal_parts(seed)
    return mlkem.public_key().public_bytes_raw() + x25519.public_key().public_bytes_raw()


def wrap(public: bytes, secret: bytes, at: bytes) -> bytes:
    """Seal a secret to the holder of a public key, for one place. Anonymous: sign inside where the sender matters."""
    recipient = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC_BYTES]),
        X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC_BYTES:]),
    )
    return _SUITE.encrypt(secret, recipient, info=at)


def unwrap(seed: bytes, wrapped: bytes, at: bytes) -> bytes:
    """Raises Unopened."""
    return _opener(seed)(wrapped, at)


def _opener(seed: bytes) -> Callable[[bytes, bytes], bytes]:
    holder = MLKEM768X25519PrivateKey(*_seal_parts(seed))

    def opened(wrapped: bytes, at: bytes) -> bytes:
        try:
            return _SUITE.decrypt(wrapped, holder, info=at)
        except (InvalidTag, ValueError):
            raise Unopened from None

    return opened


def signed_by(public_sign: bytes, signature: bytes, statement: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_sign).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()


def _seal_parts(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    # The expansion of X-Wing (draft-connolly-cfrg-xwing-kem): SHAKE256 to 96 bytes, 64 for ML-KEM and 32 for X25519.
    expanded = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


def _signing_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
