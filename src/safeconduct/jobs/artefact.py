"""The two artefacts of a backup: an ordinary tar of gzipped JSON lines and sealed files, with a manifest last.

`data` holds what was written and never changes: sealed entries, the journal, sealed files. `wraps` holds who may
read and how things stand now: keys, grants, cards, boxes, the directory. Any data opens only with wraps, so what
lost its wraps stays shut however long the data is kept. With a backup key the whole tar is sealed on its way: jobs
hold no keys, so who starts them hands in what seals and what opens.
"""

import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from safeconduct.vocabulary.refusal import Refusal, Refused

FORMAT, VERSION = "safeconduct-backup", 1
KEPT = {"wraps": timedelta(days=14), "data": timedelta(days=90)}

TABLES = {
    "data": ("dossiers.Entry", "dossiers.EndedGrant", "access.JournalLine", "access.JournalCheckpoint"),
    "wraps": (
        *("access.Organisation", "access.Compartment", "access.CompartmentEpoch", "access.Post"),
        *("access.Roster", "access.LoadLimit"),
        *("access.PracticePoint", "access.PracticeAdoption", "access.TrainingTaken", "access.AwarenessAnswer"),
        *("access.Member", "access.MemberCertificate", "access.CompartmentWrap"),
        *("access.Invitation", "access.Appointment", "access.Admission", "access.CertificateEnd", "access.AskedEpoch"),
        "access.EmptyPost",
        *(
            "access.MemberFilters",
            "access.NoticeAddress",
            "access.RecoveryKey",
            "access.RecoverySignature",
            "access.RecoveryHolder",
        ),
        "access.RecoveryTrust",
        *(
            "access.RecoveryPart",
            "access.RecoveryWrap",
            "access.Ceremony",
            "access.CeremonyApproval",
            "access.CeremonyPart",
        ),
        *("dossiers.Dossier", "dossiers.EntryKey", "dossiers.Grant", "dossiers.StoredFile", "dossiers.Keeping"),
        *("dossiers.CardNote", "dossiers.CardNoteKey", "dossiers.CardSegment", "dossiers.SegmentKey"),
        *("intake.Box", "intake.Progress", "intake.ImportedAppeal"),
    ),
}
"""Every model stands here or in LEFT_OUT (a house test). Cards are rewritten when something is erased, files are
dropped, members leave: of these only the newest state may come back, so they go with the wraps."""

LEFT_OUT = ("access.Session", "dossiers.Sweep", "intake.Draft", "intake.SourceLink")
"""What dies with the power, or within two hours, is in neither; nor is a link, which must not open again after its use."""

PART_BYTES = 4 * 1024 * 1024
LARGEST_PART_BYTES = 64 * 1024 * 1024
LARGEST_MANIFEST_BYTES = 256 * 1024 * 1024
_STAMP = "%Y%m%dT%H%M%SZ"
_PLAIN, _SEALED = ".tar", ".sealed"
_ARTEFACT = re.compile(r"(data|wraps)-([0-9]{8}T[0-9]{6}Z)\.(?:tar|sealed)")
_PART = re.compile(r"tables/([a-z]+\.[A-Za-z]+)/[0-9]{6}\.jsonl\.gz")
_FILE = re.compile(r"files/([0-9a-f]{32})")
_MANIFEST, _MANIFEST_SUM = "manifest.json", "manifest.sha256"
_CHUNK = 1024 * 1024
_BROKEN = (tarfile.TarError, zlib.error, EOFError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


class Seal(Protocol):
    """What an artefact is written through when it is sealed."""

    def write(self, more: bytes, /) -> int: ...
    def tell(self) -> int: ...
    def finish(self) -> None: ...


class Opened(Protocol):
    """What is in a sealed artefact, from its beginning. Raises ValueError for what is not as it was sealed."""

    def read(self, size: int, /) -> bytes: ...


Sealing = Callable[[BinaryIO, str], Seal]
Opening = Callable[[BinaryIO, str], Opened]
"""Both get the file and the artefact's name without its ending, to which it is bound."""


@dataclass(frozen=True)
class Manifest:
    """What an artefact says of itself. `migrations` is the newest migration of each app; `columns` and `rows` (how
    many) by table."""

    kind: str
    made_at: datetime
    organisations: tuple[str, ...]
    migrations: Mapping[str, str]
    columns: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, int]

    def as_data(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "version": VERSION,
            "kind": self.kind,
            "made_at": self.made_at.strftime(_STAMP),
            "organisations": list(self.organisations),
            "migrations": dict(self.migrations),
            "columns": {table: list(names) for table, names in self.columns.items()},
            "rows": dict(self.rows),
        }


@dataclass(frozen=True)
class Artefact:
    """`opening` is what opens it when it is sealed, once somebody gave the backup key."""

    kind: str
    made_at: datetime
    path: Path
    opening: Opening | None = field(default=None, repr=False, compare=False)

    @property
    def is_sealed(self) -> bool:
        return self.path.suffix == _SEALED


def artefacts(folder: Path, kind: str) -> tuple[Artefact, ...]:
    """Those of one kind in a folder by their names, newest first."""
    found = [(_ARTEFACT.fullmatch(path.name), path) for path in folder.glob(f"{kind}-*")]
    known = [Artefact(match[1], _moment(match[2]), path) for match, path in found if match]
    return tuple(sorted(known, key=lambda one: one.made_at, reverse=True))


def path_for(folder: Path, kind: str, made_at: datetime, *, sealed: bool = False) -> Path:
    return folder / f"{kind}-{made_at.astimezone(UTC).strftime(_STAMP)}{_SEALED if sealed else _PLAIN}"


def damaged(path: Path) -> Refused:
    return Refused(
        Refusal(
            f"{path.name} is damaged, cut off or no backup of this program. Nothing was restored. Fetch it again from "
            "where it was copied to; only if it is lost, move it away and use an older one."
        )
    )


# Writing


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
        self._put(_MANIFEST, io.BytesIO(said), len(said))
        written_sum = f"{hashlib.sha256(said).hexdigest()}  {_MANIFEST}\n".encode()
        self._put(_MANIFEST_SUM, io.BytesIO(written_sum), len(written_sum))
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


# Reading. Nothing in an artefact is believed: whoever holds the folder of backups may have written it.


def checked_manifest(artefact: Artefact) -> Manifest:
    """Reads the whole artefact and compares every sum. Raises Refused when a byte is missing or changed."""
    seen: dict[str, dict[str, Any]] = {}
    said, written_sum = b"", b""
    with believing_nothing(artefact.path):
        for name, size, content in _members(artefact):
            if name in seen or written_sum:
                raise ValueError("named twice, or behind the end")
            if name == _MANIFEST:
                said = _whole(content, size, LARGEST_MANIFEST_BYTES)
            elif name == _MANIFEST_SUM:
                written_sum = _whole(content, size, _CHUNK)
            else:
                seen[name] = {"bytes": size, "sha256": _sum_of(content)}
        if written_sum.decode("ascii") != f"{hashlib.sha256(said).hexdigest()}  {_MANIFEST}\n":
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
            if not known and member.name not in (_MANIFEST, _MANIFEST_SUM):
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
        _moment(said["made_at"]),
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


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)


# Removing


@dataclass(frozen=True)
class Removed:
    removed: int
    held_back: int


_ALWAYS_ALLOWED = 3


def refuse_mass_removal(old: int, known: int) -> bool:
    """Whether so much falls due at once that the clock is more likely wrong than the backups old."""
    return old > _ALWAYS_ALLOWED and old > known / 2


def remove_old(folder: Path, *, at: datetime, clock_is_right: bool = False) -> Removed:
    """Take away what is older than its kind is kept, but never the newest of a kind."""
    removed = held_back = 0
    for kind, kept in KEPT.items():
        known = artefacts(folder, kind)
        old = [one for one in known[1:] if at - one.made_at > kept]
        if refuse_mass_removal(len(old), len(known)) and not clock_is_right:
            held_back += len(old)
            continue
        for one in old:
            with suppress(FileNotFoundError):
                one.path.unlink()
            removed += 1
    return Removed(removed, held_back)
