"""One run at a time writes into a folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Another run writes into this folder."""

    def __init__(self) -> None:
        super().__init__("Another run is writing into this folder. Wait until it has ended.")


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Makes the folder if it is not there. Raises Busy."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise Busy from taken
        yield
