"""The boot secret of this host: made before the workers fork, only in memory, gone with the power.

It is another one as soon as the clock is moved, so that no session comes back to life or lives longer by it.
"""

import time

from safeconduct.sealing.record import derived_key
from safeconduct.sealing.session_key import new_boot_secret

LARGEST_CORRECTION_SECONDS = 300
"""What is smaller is a clock being kept right."""


def _ahead_of_uptime() -> float:
    """Seconds between the clock that people set and the one that nobody sets. Only a step of the first changes it."""
    return time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)


_secret, _ahead_at_start = new_boot_secret(), _ahead_of_uptime()


def secret() -> bytes:
    """The same for every worker that was forked after this module was loaded, while the clock goes on evenly."""
    steps = round((_ahead_of_uptime() - _ahead_at_start) / (2 * LARGEST_CORRECTION_SECONDS))
    return derived_key(_secret, "boot-secret", steps) if steps else _secret
