"""Whether this machine's clock can be believed when keys are to be destroyed by it.

Beside the clock that people set, a machine counts the seconds since it was started; nobody sets that one.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from safeconduct.dossiers.models import Sweep
from safeconduct.vocabulary.refusal import Refusal

LONGEST_UNEXPLAINED = timedelta(hours=24)
SMALL_STEP = timedelta(minutes=1)
"""Corrections that are smaller are a clock being kept right."""

_WHAT_TO_DO = "Nothing was erased. Set the clock right; if it is right, run `safeconduct tick --the-clock-is-right`."


@dataclass(frozen=True)
class Reading:
    """The clock, the name of the machine's last start, and the whole seconds since then."""

    at: datetime
    start: str
    uptime: int


def reading() -> Reading:
    start = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return Reading(timezone.now(), start, int(time.clock_gettime(time.CLOCK_BOOTTIME)))


def last_trusted() -> Reading | None:
    row = Sweep.objects.first()
    return Reading(row.at, row.start, row.uptime) if row else None


def trust(now: Reading) -> None:
    """The next run is compared with this one."""
    Sweep.objects.update_or_create(row=1, defaults=vars(now))


def refusal_to_erasing(now: Reading, *, last: Reading | None) -> Refusal | None:
    if last is None:
        return None
    passed, counted = now.at - last.at, _counted(now, last)
    if passed < timedelta() or (counted is not None and passed < counted - SMALL_STEP):
        return Refusal(f"The clock of this machine went back since the last run. {_WHAT_TO_DO}")
    # After a new start only the seconds since then are known: how long the machine was off, nobody counted.
    explained = timedelta(seconds=now.uptime) if counted is None else counted
    if passed - explained > LONGEST_UNEXPLAINED:
        return Refusal(
            "The clock of this machine is more than a day ahead of what the machine itself has counted since the last "
            f"run, or the machine was off for that long. {_WHAT_TO_DO}"
        )
    return None


def _counted(now: Reading, last: Reading) -> timedelta | None:
    return timedelta(seconds=now.uptime - last.uptime) if now.start == last.start else None
