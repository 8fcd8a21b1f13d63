"""Files that appear when all of them is written, so that nobody reads half of one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def appearing(path: Path) -> Iterator[Path]:
    """Where to write. It takes the place of `path` at the end; after a fault, what was at `path` stays as it was."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        yield unfinished
        # What it was made from may be thrown away next: a power cut then must not take both.
        with unfinished.open("rb") as written:
            os.fsync(written.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
