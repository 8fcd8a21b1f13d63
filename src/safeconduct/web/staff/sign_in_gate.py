"""Two sign-ins at a time on one host: each costs 64 MiB and a quarter of a second, and requests must get through."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = 2
LONGEST_WAIT_SECONDS = 5.0
_STEP_SECONDS = 0.05


class Full(Exception):
    """Nobody gets a place for now."""


@contextmanager
def place(folder: Path) -> Iterator[None]:
    """Hold one of the places, shared by all worker processes. Raises Full after five seconds."""
    files = [
        os.open(folder / f"sign-in-{number}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        for number in range(PLACES)
    ]
    try:
        _wait_for_one(files)
        yield
    finally:
        for file in files:
            os.close(file)


def _wait_for_one(files: list[int]) -> None:
    until = time.monotonic() + LONGEST_WAIT_SECONDS
    while True:
        for file in files:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            return
        if time.monotonic() > until:
            raise Full
        time.sleep(_STEP_SECONDS)
