"""Freezes a populated instance of the release at hand, for the tests of every later one to upgrade.

`.venv/bin/python -m tests.releases 0.2` writes tests/releases/0.2/instance.tar.xz: the database, the sealed files, the
invented people's sign-ins and codes, and all that they read. It is made once, when a release is tagged.
"""

import io
import json
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from safeconduct.access.founding import SignIn
from tests.embedded import Call, Frozen, frozen_in, thawed
from tests.releases.as_read import Reading, as_read, call_as_data, call_from
from tests.releases.populating import populate

HERE = Path(__file__).parent
DATABASE, KNOWN = "safeconduct.sqlite3", "known.json"


@dataclass(frozen=True)
class Release:
    """A frozen instance, unpacked: where it lies, what its people know, the moment it was frozen, what they read."""

    version: str
    folder: Path
    frozen: Frozen
    boxes: Mapping[str, Call]
    at: datetime
    reading: Reading


def versions() -> list[str]:
    return sorted(path.parent.name for path in HERE.glob("*/instance.tar.xz"))


def archive_of(version: str) -> Path:
    return HERE / version / "instance.tar.xz"


def unpacked(version: str, folder: Path) -> Release:
    with tarfile.open(archive_of(version)) as archive:
        archive.extractall(folder, filter="data")
    known = json.loads((folder / KNOWN).read_text(encoding="utf-8"))
    (folder / KNOWN).unlink()
    sign_ins = {name: SignIn(**one) for name, one in known["sign_ins"].items()}
    return Release(
        version,
        folder,
        Frozen(str(folder / DATABASE), sign_ins, {}),
        {label: call_from(data) for label, data in known["boxes"].items()},
        datetime.fromisoformat(known["at"]),
        known["reading"],
    )


def freeze(folder: Path, target: Path) -> None:
    (folder / "instance").mkdir()
    with pytest.MonkeyPatch.context() as patch, thawed(frozen_in(folder), folder / "instance", patch) as embedded:
        boxes = {kept.label: kept.call for kept in populate(embedded)}
        known = {
            "at": embedded.now.isoformat(),
            "sign_ins": {name: vars(one) for name, one in embedded.frozen.sign_ins.items()},
            "boxes": {label: call_as_data(call) for label, call in boxes.items()},
            "reading": as_read(embedded, boxes),
        }
    target.parent.mkdir(parents=True, exist_ok=True)
    _pack(folder / "instance", known, target)


def _pack(instance: Path, known: Mapping[str, Any], target: Path) -> None:
    said = json.dumps(known, ensure_ascii=False).encode()
    with tarfile.open(target, "w:xz") as archive:
        for path in sorted(path for path in instance.rglob("*") if path.is_file() and path.suffix != ".lock"):
            archive.add(path, str(path.relative_to(instance)), filter=_nameless)
        about = tarfile.TarInfo(KNOWN)
        about.size = len(said)
        archive.addfile(about, io.BytesIO(said))


def _nameless(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the day, the user and the machine on which it was made."""
    member.mtime, member.uid, member.gid, member.uname, member.gname = 0, 0, 0, "", ""
    return member
