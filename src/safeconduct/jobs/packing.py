"""Writing an artefact of a backup: parts and files go in on their way to the disk, the manifest last."""

import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from safeconduct.jobs.artefact import MANIFEST, MANIFEST_SUM, Manifest

PART_BYTES = 4 * 1024 * 1024


class Seal(Protocol):
    """What an artefact is written through when it is sealed."""

    def write(self, more: bytes, /) -> int: ...
    def tell(self) -> int: ...
    def finish(self) -> None: ...


Sealing = Callable[[BinaryIO, str], Seal]
"""Gets the file and the artefact's name without its ending, to which it will be bound."""


class Packing:
    """An artefact on its way: put parts and files in, then finish. Without a finish nothing has its name."""

    def __init__(self, path: Path, sealing: Sealing | None = None) -> None:
        self._path, self._unfinished = path, path.with_suffix(".part")
        descriptor = os.open(self._unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file: BinaryIO = os.fdopen(descriptor, "wb")
        self._seal = sealing(self._file, path.stem) if sealing else None
        through: Any = self._seal or self._file
        self._tar = tarfile.open(fileobj=through, mode="w", format=tarfile.USTAR_FORMAT)  # noqa: SIM115
        self._parts: dict[str, dict[str, Any]] = {}

    def put_rows(self, table: str, lines: Iterator[str]) -> int:
        """One JSON line for each row, in parts of a few megabytes; how many there were."""
        count, number, waiting = 0, 0, bytearray()
        for line in lines:
            count += 1
            waiting += line.encode() + b"\n"
            if len(waiting) >= PART_BYTES:
                number += 1
                self._put_part(table, number, waiting)
        if waiting or not number:
            self._put_part(table, number + 1, waiting)
        return count

    def put_file(self, ref: str, sealed: BinaryIO) -> None:
        self._put(f"files/{ref}", sealed, os.fstat(sealed.fileno()).st_size)

    def finish(self, manifest: Manifest) -> Path:
        said = json.dumps({**manifest.as_data(), "parts": self._parts}, indent=1).encode()
        self._put(MANIFEST, io.BytesIO(said), len(said))
        written_sum = f"{hashlib.sha256(said).hexdigest()}  {MANIFEST}\n".encode()
        self._put(MANIFEST_SUM, io.BytesIO(written_sum), len(written_sum))
        self._tar.close()
        if self._seal:
            self._seal.finish()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._unfinished.rename(self._path)
        return self._path

    def abandon(self) -> None:
        self._file.close()
        self._unfinished.unlink(missing_ok=True)

    def _put_part(self, table: str, number: int, waiting: bytearray) -> None:
        packer = zlib.compressobj(level=1, wbits=31)
        packed = packer.compress(bytes(waiting)) + packer.flush()
        waiting.clear()
        self._put(f"tables/{table}/{number:06}.jsonl.gz", io.BytesIO(packed), len(packed))

    def _put(self, name: str, content: BinaryIO | io.BytesIO, size: int) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = size, 0o600
        counted = _Counted(content)
        self._tar.addfile(entry, counted)  # type: ignore[arg-type]
        self._parts[name] = {"bytes": size, "sha256": counted.sum.hexdigest()}


class _Counted:
    """Sums up what is read through it."""

    def __init__(self, content: BinaryIO | io.BytesIO) -> None:
        self._content, self.sum = content, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        chunk = self._content.read(size)
        self.sum.update(chunk)
        return chunk


@contextmanager
def packing(path: Path, sealing: Sealing | None = None) -> Iterator[Packing]:
    artefact = Packing(path, sealing)
    try:
        yield artefact
    except BaseException:
        artefact.abandon()
        raise
