"""Hides the size of what is sealed: 1, 4, 16, 64 or 256 KiB, above that PADMÉ (at most 12 % more).

PADMÉ: Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and Communication with PURBs", PETS 2019.
"""

from safeconduct.sealing.unopened import Unopened

_STEPS = tuple(1024 << 2 * power for power in range(5))
_LENGTH_BYTES = 8


def padded_size(size: int) -> int:
    """The size in bytes that something of `size` bytes is shown to have."""
    for step in _STEPS:
        if size <= step:
            return step
    exponent = size.bit_length() - 1
    mantissa = exponent.bit_length()
    mask = (1 << (exponent - mantissa)) - 1
    return (size + mask) & ~mask


def pad(body: bytes) -> bytes:
    whole = len(body).to_bytes(_LENGTH_BYTES, "big") + body
    return whole.ljust(padded_size(len(whole)), b"\0")


def unpad(padded: bytes) -> bytes:
    length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
    body = padded[_LENGTH_BYTES : _LENGTH_BYTES + length]
    if len(padded) < _LENGTH_BYTES or len(body) != length:
        raise Unopened
    return body
