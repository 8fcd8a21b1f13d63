"""Seals records and keys under a symmetric key: AES-256-GCM-SIV with a random nonce, bound to a place.

GCM-SIV because one key seals many records: a repeated nonce shows only that two texts are equal (RFC 8452).
What is sealed together under a key that is made for it, and seals nothing else, is sealed with AES-256-GCM, which
opens in a fraction of the time.
"""

import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from safeconduct.sealing.padding import pad, unpad
from safeconduct.sealing.place import place
from safeconduct.sealing.unopened import Unopened

KEY_BYTES = 32
_NONCE_BYTES = 12


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def new_ref() -> str:
    """A random 128-bit reference in hexadecimal: it says nothing and cannot be guessed."""
    return secrets.token_hex(16)


def derived_key(secret: bytes, purpose: str, *parts: str | int | bytes) -> bytes:
    """A key for one purpose from a secret of full strength (HKDF-SHA256). Not for passphrases."""
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=place(purpose, *parts)).derive(secret)


def seal(key: bytes, body: bytes, at: bytes) -> bytes:
    """The body, padded so that its size says little, sealed to the place `at`."""
    return _close(AESGCMSIV, key, pad(body), at)


def unseal(key: bytes, sealed: bytes, at: bytes) -> bytes:
    """Raises Unopened."""
    return unpad(_open(AESGCMSIV, key, sealed, at))


def sealed_together(bodies: Iterable[tuple[bytes, bytes]]) -> tuple[bytes, list[bytes]]:
    """Each text, padded and sealed to the place that comes with it, under one new key, which must seal nothing else."""
    key = new_key()
    return key, [_close(AESGCM, key, pad(body), at) for body, at in bodies]


def unseal_one(key: bytes, sealed: bytes, at: bytes) -> bytes:
    """One of those that were sealed together. Raises Unopened."""
    return unpad(_open(AESGCM, key, sealed, at))


def wrap_key(key: bytes, inner: bytes, at: bytes) -> bytes:
    """A key sealed under a key; not padded, since keys have one length."""
    return _close(AESGCMSIV, key, inner, at)


def unwrap_key(key: bytes, wrapped: bytes, at: bytes) -> bytes:
    """Raises Unopened."""
    return _open(AESGCMSIV, key, wrapped, at)


def _close(mode: type[AESGCM | AESGCMSIV], key: bytes, body: bytes, at: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + mode(key).encrypt(nonce, body, at)


def _open(mode: type[AESGCM | AESGCMSIV], key: bytes, sealed: bytes, at: bytes) -> bytes:
    try:
        return mode(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], at)
    except (InvalidTag, ValueError):
        raise Unopened from None
