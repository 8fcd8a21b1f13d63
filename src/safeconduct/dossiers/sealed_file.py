"""A file that was sealed while it streamed in: where it lies, and how it is opened chunk by chunk.

On the disk it has a random name, a padded size and nothing else. Two dossiers never share sealed bytes: the second
gets a copy under a key of its own, so that erasing one leaves the other and nothing on the disk ties them together.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from safeconduct.sealing.place import place
from safeconduct.sealing.record import new_key, new_ref
from safeconduct.sealing.stream import Sealer, frames_of, opened

LARGEST_BYTES = 25 * 1024 * 1024


@dataclass(frozen=True)
class SealedFile:
    """`key` opens it; `size` is in bytes, `digest` SHA-256."""

    ref: str
    key: bytes = field(repr=False)
    name: str = field(repr=False)
    kind: str
    size: int
    digest: str = field(repr=False)

    def as_data(self) -> dict[str, Any]:
        return {**vars(self), "key": self.key.hex()}


def sealed_file_from(data: Mapping[str, Any]) -> SealedFile:
    return SealedFile(**{**data, "key": bytes.fromhex(data["key"])})


class Incoming:
    """A file on its way in. Push chunks, then finish; or abandon, and nothing is left."""

    def __init__(self, folder: Path, name: str, kind: str) -> None:
        self._folder, self._name, self._kind = folder, name, kind
        self._ref, self._key = new_ref(), new_key()
        self._path = path_of(folder, self._ref)
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file: BinaryIO = os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._sealer = Sealer(self._key, self._file.write, _where(self._ref))

    @property
    def size(self) -> int:
        return self._sealer.size

    def push(self, chunk: bytes) -> None:
        self._sealer.push(chunk)

    def finish(self) -> SealedFile:
        digest = self._sealer.finish()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        _keep_name(self._path.parent)
        return SealedFile(self._ref, self._key, self._name, self._kind, self._sealer.size, digest)

    def abandon(self) -> None:
        self._path.unlink(missing_ok=True)
        with suppress(OSError):  # a full disk takes the last bytes no more than those before
            self._file.close()


def chunks_of(folder: Path, file: SealedFile) -> Iterator[bytes]:
    """The content in the clear, in memory only. Raises Unopened, FileNotFoundError."""
    with path_of(folder, file.ref).open("rb") as sealed:
        read: Callable[[int], bytes] = sealed.read
        yield from opened(file.key, frames_of(read), _where(file.ref), size=file.size)


def copied(folder: Path, file: SealedFile) -> SealedFile:
    """The same content sealed anew, chunk by chunk."""
    incoming = Incoming(folder, file.name, file.kind)
    for chunk in chunks_of(folder, file):
        incoming.push(chunk)
    return incoming.finish()


def ending_of(name: str) -> str:
    """The ending of a file's name if it is a plain one, else ""."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return ending if ending.isascii() and ending.isalnum() and len(ending) <= 8 else ""


def path_of(folder: Path, ref: str) -> Path:
    return folder / ref[:2] / ref


def _where(ref: str) -> bytes:
    return place("file", ref)


def _keep_name(folder: Path) -> None:
    # Without this a power cut can lose the name of a file whose bytes are safe.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
