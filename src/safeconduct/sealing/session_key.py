"""The key of a session, split in two: half in the browser's cookie, half in a boot secret that is only in memory.

Neither the database, nor a backup, nor the cookie alone opens anything; power off closes everything.
"""

import hmac
import secrets
from hashlib import sha256

from safeconduct.sealing.record import derived_key

COOKIE_BYTES = 32


def new_boot_secret() -> bytes:
    return secrets.token_bytes(COOKIE_BYTES)


def new_cookie() -> str:
    return secrets.token_hex(COOKIE_BYTES)


def row_of(cookie: str) -> str:
    """The name under which a session's row is kept; it does not lead back to the cookie."""
    return sha256(b"sc1/session-row" + cookie.encode()).hexdigest()


def session_key(cookie: str, boot_secret: bytes) -> bytes:
    return derived_key(cookie.encode() + boot_secret, "session")


def new_device_mark(boot_secret: bytes) -> str:
    """What tells this host that somebody signed in with this browser since it was started. It names nobody."""
    number = secrets.token_hex(COOKIE_BYTES)
    return f"{number}.{_device_tag(number, boot_secret)}"


def is_device_mark(mark: str, boot_secret: bytes) -> bool:
    number, _, tag = mark.partition(".")
    return hmac.compare_digest(tag.encode(), _device_tag(number, boot_secret).encode())


def _device_tag(number: str, boot_secret: bytes) -> str:
    return derived_key(number.encode() + boot_secret, "known-device").hex()
