"""Random bytes of the length of a sealed thing, for where there is none: the database cannot tell which it is.

Imports nothing of the sealing, since jobs see the rows and must hold no keys.
"""

import secrets

PAPER_SECRET_BYTES = 12 + 2 * 32 + 16
FACTORS_BYTES = 12 + 1024 + 16
PASSKEYS_BYTES = 12 + 4096 + 16


def no_paper() -> bytes:
    return secrets.token_bytes(PAPER_SECRET_BYTES)


def no_factors() -> bytes:
    return secrets.token_bytes(FACTORS_BYTES)


def no_passkeys() -> bytes:
    return secrets.token_bytes(PASSKEYS_BYTES)


def noise_like(sealed: bytes) -> bytes:
    """For a thing that is to open for nobody any more."""
    return secrets.token_bytes(len(sealed))
