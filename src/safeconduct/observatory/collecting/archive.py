"""Every source is copied under the hash of its octets before anything is read: what a figure rests on can be looked at again."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class ArchiveCopy:
    """`name` as it was given; `hash` the SHA-256 of the octets, in hex."""

    name: str
    hash: str
    path: Path


def archived(source: Path, folder: Path, *, name: str, progress: Callable[[int], object]) -> ArchiveCopy:
    """The copy appears when it is whole; the same octets are kept once, whatever the files are called."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished, digest = folder / "copying.unfinished", hashlib.sha256()
    with source.open("rb") as octets, unfinished.open("wb") as copy:
        while part := octets.read(_AT_ONCE):
            digest.update(part)
            copy.write(part)
            progress(len(part))
        copy.flush()
        os.fsync(copy.fileno())
    path = folder / digest.hexdigest()
    if path.exists():
        unfinished.unlink()
    else:
        unfinished.replace(path)
    return ArchiveCopy(name, digest.hexdigest(), path)
