"""One worker at a time in a folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from safeconduct.vocabulary.refusal import Refusal, insist


@contextmanager
def alone(folder: Path, busy: Refusal) -> Iterator[None]:
    """Nobody else works in it meanwhile; who is killed lets go. Raises Refused with `busy`, and OSError for what is no folder,
    such as a link to one."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            insist(busy)
        yield
    finally:
        os.close(descriptor)
