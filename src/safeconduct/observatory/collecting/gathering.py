"""From the copy of a source into the ledger: each thing that is found, or why it could not be read. A bad one never stops the rest."""

import hashlib
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from types import FrameType
from typing import Any

from safeconduct.observatory.collecting.archive import ArchiveCopy
from safeconduct.observatory.collecting.found_text import (
    Found,
    FoundAddress,
    FoundText,
    Reject,
    Waiting,
    checked,
    rejected,
)
from safeconduct.observatory.collecting.ledger import Ledger, Progress
from safeconduct.observatory.collecting.source_file import items

LONGEST_READING = 20.0  # seconds for one page or PDF
_ID_LETTERS = 16


class _TooSlow(Exception):
    """Reading one thing takes longer than it may."""


def gather(copy: ArchiveCopy, ledger: Ledger, *, at: str, progress: Callable[[], object]) -> None:
    """`at`: the moment as ISO, for what does not say when it was seen. What the ledger has of this source is passed over."""
    done = ledger.sources.get(copy.hash, Progress())
    if done.finished:
        return
    if copy.hash not in ledger.sources:
        ledger.write({"kind": "begin", "source": copy.hash, "name": copy.name, "seen": at})
    number = 0
    for number, waiting in enumerate(_to_its_end(copy, at), start=1):
        if number > done.items:
            ledger.write({"source": copy.hash, "item": number, **_as_row(_read(waiting))})
            progress()
    ledger.write({"kind": "end", "source": copy.hash, "items": number})


def _to_its_end(copy: ArchiveCopy, at: str) -> Iterator[Waiting]:
    """What the readers of a hostile file may run into ends this source, and is said."""
    found = items(copy, seen=at)
    while True:
        try:
            with _within(LONGEST_READING):
                waiting = next(found)
        except StopIteration:
            return
        except ImportError:
            raise
        except (Exception, RecursionError, MemoryError) as problem:
            what = (
                "takes too long to read" if isinstance(problem, _TooSlow) else f"breaks off ({type(problem).__name__})"
            )
            yield rejected(f"From here on this file {what}. Look at it, and save it again.")
            return
        yield waiting


def _read(waiting: Waiting) -> Found:
    try:
        with _within(LONGEST_READING):
            return checked(waiting())
    except _TooSlow:
        return Reject(f"Reading this took longer than {LONGEST_READING:.0f} seconds. Put its text into a table.")
    except ImportError:  # a library is missing: that is no fault of the source
        raise
    except (Exception, RecursionError, MemoryError) as problem:
        return Reject(f"This cannot be read ({type(problem).__name__}). Put its text into a table.")


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Only in the main thread of a program, where a signal can end what takes too long."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise _TooSlow

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _as_row(found: Found) -> dict[str, Any]:
    match found:
        case FoundText():
            told = f"{found.url}\0{found.title}\0{found.text}"
            return {"kind": "text", "id": hashlib.sha256(told.encode()).hexdigest()[:_ID_LETTERS], **asdict(found)}
        case FoundAddress():
            return {"kind": "address", **asdict(found)}
        case Reject():
            return {"kind": "reject", **asdict(found)}
