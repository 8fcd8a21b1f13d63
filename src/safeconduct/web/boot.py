"""The boot secret of this host: made before the workers fork, only in memory, gone with the power."""

from safeconduct.sealing.session_key import new_boot_secret

_secret = new_boot_secret()


def secret() -> bytes:
    """The same for every worker that was forked after this module was loaded."""
    return _secret
