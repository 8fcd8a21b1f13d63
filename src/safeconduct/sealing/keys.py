"""Key pairs that seal and sign, each made from a 32-byte seed, so that only the seed is ever kept.

Sealing is HPKE (RFC 9180, base mode) with ML-KEM-768 + X25519 (X-Wing), HKDF-SHA256 and ChaCha20-Poly1305:
a wrap made today stays closed to whoever keeps it for a quantum computer. Signing is Ed25519.
"""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

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

from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key
from safeconduct.sealing.unopened import Unopened

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
_MLKEM_PUBLIC_BYTES = 1184
PUBLIC_SEAL_BYTES = _MLKEM_PUBLIC_BYTES + 32
WRAP_OVERHEAD_BYTES = 1088 + 32 + 16

RIGHT_SIGNATURES_KEPT = 8_192  # of each worker; see decision 0048
_right_signatures: dict[bytes, None] = {}
"""Hashes of what was found rightly signed in this process, oldest first. Whether a signature fits its text and key never
changes, and a hash over all three leads back to none of them; what the text says, or whose key it is, is asked anew."""


@dataclass(frozen=True)
class Identity:
    """The pair of key pairs of a member, a compartment or a code, made from one secret. What opens is made when it is
    first needed, which takes as long as opening, and lives as long as this does: one request."""

    secret: bytes = field(repr=False)

    @property
    def seal_seed(self) -> bytes:
        return derived_key(self.secret, "identity", "seal")

    @property
    def sign_seed(self) -> bytes:
        return derived_key(self.secret, "identity", "sign")

    @cached_property
    def _seal_parts(self) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
        return _seal_parts(self.seal_seed)

    @cached_property
    def _holder(self) -> MLKEM768X25519PrivateKey:
        return MLKEM768X25519PrivateKey(*self._seal_parts)

    @cached_property
    def public_seal(self) -> bytes:
        return _public_bytes(*self._seal_parts)

    @property
    def public_sign(self) -> bytes:
        return _signing_key(self.sign_seed).public_key().public_bytes_raw()

    def sign(self, statement: bytes) -> bytes:
        return _signing_key(self.sign_seed).sign(statement)

    def unwrap(self, wrapped: bytes, at: bytes) -> bytes:
        """Raises Unopened."""
        return _opened(self._holder, wrapped, at)


def public_seal_key(seed: bytes) -> bytes:
    """The 1,216 public bytes (ML-KEM-768 then X25519) that belong to a 32-byte seed."""
    return _public_bytes(*_seal_parts(seed))


def _public_bytes(mlkem: MLKEM768PrivateKey, x25519: X25519PrivateKey) -> bytes:
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
    return _opened(MLKEM768X25519PrivateKey(*_seal_parts(seed)), wrapped, at)


def _opened(holder: MLKEM768X25519PrivateKey, wrapped: bytes, at: bytes) -> bytes:
    try:
        return _SUITE.decrypt(wrapped, holder, info=at)
    except (InvalidTag, ValueError):
        raise Unopened from None


def signed_by(public_sign: bytes, signature: bytes, statement: bytes) -> bool:
    """A signature that was found right in this process is not computed again."""
    name = hashlib.sha256(place("right-signature", public_sign, signature, statement)).digest()
    if name in _right_signatures:
        return True
    try:
        Ed25519PublicKey.from_public_bytes(public_sign).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    if len(_right_signatures) >= RIGHT_SIGNATURES_KEPT:
        del _right_signatures[next(iter(_right_signatures))]
    _right_signatures[name] = None
    return True


def fingerprint(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()


def _seal_parts(seed: bytes) -> tuple[MLKEM768PrivateKey, X25519PrivateKey]:
    # The expansion of X-Wing (draft-connolly-cfrg-xwing-kem): SHAKE256 to 96 bytes, 64 for ML-KEM and 32 for X25519.
    expanded = hashlib.shake_256(seed).digest(96)
    return MLKEM768PrivateKey.from_seed_bytes(expanded[:64]), X25519PrivateKey.from_private_bytes(expanded[64:])


def _signing_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)
