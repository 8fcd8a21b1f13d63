"""Reading an artefact of a backup. Nothing in it is believed: whoever holds the folder of backups may have written it."""

import hashlib
import json
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from safeconduct.jobs.artefact import FORMAT, MANIFEST, MANIFEST_SUM, VERSION, Artefact, Manifest, moment
from safeconduct.vocabulary.refusal import Refusal, Refused

LARGEST_PART_BYTES = 64 * 1024 * 1024
LARGEST_MANIFEST_BYTES = 256 * 1024 * 1024
_PART = re.compile(r"tables/([a-z]+\.[A-Za-z]+)/[0-9]{6}\.jsonl\.gz")
_FILE = re.compile(r"files/([0-9a-f]{32})")
_CHUNK = 1024 * 1024
_BROKEN = (tarfile.TarError, zlib.error, EOFError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


def damaged(path: Path) -> Refused:
    return Refused(
        Refusal(
            f"{path.name} is damaged, cut off or no backup of this program. Nothing was restored. Fetch it again from "
            "where it was copied to; only if it is lost, move it away and use an older one."
        )
    )


def checked_manifest(artefact: Artefact) -> Manifest:
    """Reads the whole artefact and compares every sum. Raises Refused when a byte is missing or changed."""
    seen: dict[str, dict[str, Any]] = {}
    said, written_sum = b"", b""
    with believing_nothing(artefact.path):
        for name, size, content in _members(artefact):
            if name in seen or written_sum:
                raise ValueError("named twice, or behind the end")
            if name == MANIFEST:
                said = _whole(content, size, LARGEST_MANIFEST_BYTES)
            elif name == MANIFEST_SUM:
                written_sum = _whole(content, size, _CHUNK)
            else:
                seen[name] = {"bytes": size, "sha256": _sum_of(content)}
        if written_sum.decode("ascii") != f"{hashlib.sha256(said).hexdigest()}  {MANIFEST}\n":
            raise ValueError("the manifest's sum")
        return _manifest(json.loads(said), seen, artefact)


def rows(artefact: Artefact) -> Iterator[tuple[str, Any]]:
    """Table and row, part by part."""
    with believing_nothing(artefact.path):
        for name, size, content in _members(artefact):
            if part := _PART.fullmatch(name):
                for line in _unpacked(_whole(content, size, LARGEST_PART_BYTES)).splitlines():
                    yield part[1], json.loads(line)


def files(artefact: Artefact) -> Iterator[tuple[str, Callable[[BinaryIO], None]]]:
    """The reference of each sealed file, and what copies it; it may be left."""
    with believing_nothing(artefact.path):
        for name, _size, content in _members(artefact):
            if file := _FILE.fullmatch(name):
                yield file[1], lambda target, content=content: _copy(content, target)  # type: ignore[misc]


@contextmanager
def believing_nothing(path: Path) -> Iterator[None]:
    """Whatever goes wrong with what was read is one refusal; its cause could quote the content."""
    try:
        yield
    except (*_BROKEN, RecursionError):
        raise damaged(path) from None


def _members(artefact: Artefact) -> Iterator[tuple[str, int, BinaryIO]]:
    with _tar_of(artefact) as tar:
        for member in _headers(tar):
            known = any(pattern.fullmatch(member.name) for pattern in (_PART, _FILE))
            if not known and member.name not in (MANIFEST, MANIFEST_SUM):
                raise ValueError("a strange name")
            content = tar.extractfile(member) if member.type == tarfile.REGTYPE and not member.pax_headers else None
            if content is None:
                raise ValueError("no plain file")
            yield member.name, member.size, content  # type: ignore[misc]


@contextmanager
def _tar_of(artefact: Artefact) -> Iterator[tarfile.TarFile]:
    """A sealed one is read from its first byte to its last, also behind the tar: only there it shows whether it is whole."""
    with artefact.path.open("rb") as file:
        if not artefact.is_sealed:
            if artefact.path.stat().st_size % tarfile.RECORDSIZE:
                raise ValueError("cut off")
            with tarfile.open(fileobj=file, mode="r:", errors="strict") as tar:
                yield tar
            return
        if artefact.opening is None:
            raise Refused(Refusal(f"{artefact.path.name} is sealed to a backup key, which was not given."))
        content: Any = artefact.opening(file, artefact.path.stem)
        with tarfile.open(fileobj=content, mode="r|", bufsize=_CHUNK, errors="strict") as tar:
            yield tar
        while content.read(_CHUNK):
            pass


def _headers(tar: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    try:
        yield from tar
    except OSError:
        raise ValueError("a size that leads nowhere") from None


def _manifest(said: Mapping[str, Any], seen: Mapping[str, Any], artefact: Artefact) -> Manifest:
    if (said["format"], said["version"]) != (FORMAT, VERSION):
        raise Refused(
            Refusal(
                f"{artefact.path.name} was made by another release in a form that this one does not know. "
                "Install the release that made it, restore there, then upgrade."
            )
        )
    manifest = Manifest(
        str(said["kind"]),
        moment(said["made_at"]),
        tuple(str(one) for one in said["organisations"]),
        {str(app): str(name) for app, name in said["migrations"].items()},
        {str(table): tuple(str(name) for name in names) for table, names in said["columns"].items()},
        {str(table): int(count) for table, count in said["rows"].items()},
    )
    as_named = (manifest.kind, manifest.made_at) == (artefact.kind, artefact.made_at)
    tables = {part[1] for name in seen if (part := _PART.fullmatch(name))}
    if not as_named or said["parts"] != seen or not tables == set(manifest.rows) == set(manifest.columns):
        raise ValueError("not what the manifest says")
    return manifest


def _unpacked(packed: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    unpacked = unpacker.decompress(packed, LARGEST_PART_BYTES)
    if not unpacker.eof or unpacker.unused_data:
        raise ValueError("larger than any part")
    return unpacked


def _whole(content: BinaryIO, size: int, largest: int) -> bytes:
    if size > largest:
        raise ValueError("too large")
    return content.read(size)


def _sum_of(content: BinaryIO) -> str:
    total = hashlib.sha256()
    while chunk := content.read(_CHUNK):
        total.update(chunk)
    return total.hexdigest()


def _copy(content: BinaryIO, target: BinaryIO) -> None:
    while chunk := content.read(_CHUNK):
        target.write(chunk)
