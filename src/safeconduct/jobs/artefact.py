"""The two artefacts of a backup: an ordinary tar of gzipped JSON lines and sealed files, with a manifest last.

`data` holds what was written and never changes: sealed entries, the journal, sealed files. `wraps` holds who may
read and how things stand now: keys, grants, cards, boxes, the directory. Any data opens only with wraps, so what
lost its wraps stays shut however long the data is kept. With a backup key the whole tar is sealed on its way: jobs
hold no keys, so who starts them hands in what seals and what opens.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

FORMAT, VERSION = "safeconduct-backup", 1

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

MANIFEST, MANIFEST_SUM = "manifest.json", "manifest.sha256"
_STAMP = "%Y%m%dT%H%M%SZ"
_PLAIN, _SEALED = ".tar", ".sealed"
_ARTEFACT = re.compile(r"(data|wraps)-([0-9]{8}T[0-9]{6}Z)\.(?:tar|sealed)")


class Opened(Protocol):
    """What is in a sealed artefact, from its beginning. Raises ValueError for what is not as it was sealed."""

    def read(self, size: int, /) -> bytes: ...


Opening = Callable[[BinaryIO, str], Opened]
"""Gets the file and the artefact's name without its ending, to which it is bound."""


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
    known = [Artefact(match[1], moment(match[2]), path) for match, path in found if match]
    return tuple(sorted(known, key=lambda one: one.made_at, reverse=True))


def path_for(folder: Path, kind: str, made_at: datetime, *, sealed: bool = False) -> Path:
    return folder / f"{kind}-{made_at.astimezone(UTC).strftime(_STAMP)}{_SEALED if sealed else _PLAIN}"


def moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
