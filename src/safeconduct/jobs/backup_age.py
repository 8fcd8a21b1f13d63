"""How long artefacts of a backup are kept."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from safeconduct.jobs.artefact import artefacts

KEPT = {"wraps": timedelta(days=14), "data": timedelta(days=90)}


@dataclass(frozen=True)
class Removed:
    removed: int
    held_back: int


_ALWAYS_ALLOWED = 3


def refuse_mass_removal(old: int, known: int) -> bool:
    """Whether so much falls due at once that the clock is more likely wrong than the backups old."""
    return old > _ALWAYS_ALLOWED and old > known / 2


def remove_old(folder: Path, *, at: datetime, clock_is_right: bool = False) -> Removed:
    """Take away what is older than its kind is kept, but never the newest of a kind."""
    removed = held_back = 0
    for kind, kept in KEPT.items():
        known = artefacts(folder, kind)
        old = [one for one in known[1:] if at - one.made_at > kept]
        if refuse_mass_removal(len(old), len(known)) and not clock_is_right:
            held_back += len(old)
            continue
        for one in old:
            with suppress(FileNotFoundError):
                one.path.unlink()
            removed += 1
    return Removed(removed, held_back)
