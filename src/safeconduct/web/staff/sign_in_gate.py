"""Two sign-ins at a time on one host: each costs 64 MiB and a quarter of a second, and requests must get through.

One of the two places is kept for browsers with which somebody signed in before. One stranger may wait for the other;
the next is told at once to come back, so that a flood of sign-ins holds two workers and no more.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

FOR_ALL, FOR_KNOWN, WAITING = "sign-in-0.lock", "sign-in-1.lock", "sign-in-waiting.lock"
LONGEST_WAIT_SECONDS = 5.0
_STEP_SECONDS = 0.05


class Full(Exception):
    """Nobody gets a place for now."""


@contextmanager
def place(folder: Path, *, is_known: bool) -> Iterator[None]:
    """Hold one of the places, shared by all worker processes. Raises Full: at once when another stranger waits, or
    after five seconds."""
    with ExitStack() as held:
        places = [_opened(folder / name, held) for name in ((FOR_KNOWN, FOR_ALL) if is_known else (FOR_ALL,))]
        if not _takes_one(places):
            with ExitStack() as waiting:
                if not is_known and not _takes_one([_opened(folder / WAITING, waiting)]):
                    raise Full
                _wait_for_one(places)
        yield


def _opened(path: Path, held: ExitStack) -> int:
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    held.callback(os.close, file)
    return file


def _wait_for_one(places: list[int]) -> None:
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while not _takes_one(places):
        if time.monotonic() > until:
            raise Full
        time.sleep(_STEP_SECONDS)


def _takes_one(places: list[int]) -> bool:
    for place in places:
        try:
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return True
    return False
