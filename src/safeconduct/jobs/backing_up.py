"""Backs up an instance that goes on serving: two artefacts of one snapshot, then old ones are removed. No key needed."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from safeconduct.jobs import last_run
from safeconduct.jobs.alone import alone
from safeconduct.jobs.artefact import TABLES, Manifest, artefacts
from safeconduct.jobs.artefact import path_for as path_of_artefact
from safeconduct.jobs.backup_age import Removed, remove_old
from safeconduct.jobs.instance import is_here
from safeconduct.jobs.packing import Packing, Sealing, packing
from safeconduct.jobs.second_database import keep_names, snapshot
from safeconduct.vocabulary.refusal import Refusal, insist

_BUSY = Refusal("Another backup of this instance is at work. Wait until it is done.")
OUR_APPS = ("access", "dossiers", "intake")


@dataclass(frozen=True)
class BackedUp:
    """Where the artefacts are, their size in bytes, how many files went in and how many were gone by then."""

    paths: tuple[Path, ...]
    size: int
    files: int
    gone: int
    removed: Removed

    def as_sentence(self) -> str:
        names = " and ".join(path.name for path in self.paths)
        said = f"Backed up: {names}, {self.size / 1e6:.1f} MB, {self.files} files. Removed: {self.removed.removed} old ones."
        if self.removed.held_back:
            return (
                f"{said} NOT removed: {self.removed.held_back} that all fell due at once. Check this machine's clock; "
                "if it is right, run the command again with --clock-is-right."
            )
        return said


def refusal_to_backing_up(folder: Path, instance: Path) -> Refusal | None:
    if folder == instance or instance in folder.parents:
        return Refusal(f"{folder} is inside the instance's own folder and would be lost with it. Choose another disk.")
    if not is_here(instance):
        return Refusal(f"There is no instance in {instance}. Set SAFECONDUCT_VAR to its folder.")
    return None


def back_up(folder: Path, *, at: datetime, clock_is_right: bool = False, sealing: Sealing | None = None) -> BackedUp:
    """`sealing` is what seals to the backup key, where there is one. Raises Refused and OSError; then nothing in the
    folder has the name of an artefact that is not whole."""
    insist(refusal_to_backing_up(folder, settings.VAR))
    at = at.astimezone(UTC).replace(microsecond=0)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path_for = partial(path_of_artefact, folder, made_at=at, sealed=sealing is not None)
    with alone(settings.VAR.resolve(), _BUSY), snapshot(settings.VAR) as alias:
        _forget_unfinished(folder)
        insist(_refusal_to_the_same_second(folder, at))
        # Data first: when the power goes in between, the newest wraps are older and restore takes older data.
        with packing(path_for("data"), sealing) as artefact:
            files, gone = _put_files(artefact, alias)
            data = artefact.finish(_put_tables(artefact, "data", alias, at=at))
        with packing(path_for("wraps"), sealing) as artefact:
            wraps = artefact.finish(_put_tables(artefact, "wraps", alias, at=at))
    keep_names(folder)
    last_run.note(settings.VAR, "backup", at=at)
    removed = remove_old(folder, at=at, clock_is_right=clock_is_right)
    paths = (data, wraps)
    return BackedUp(paths, sum(path.stat().st_size for path in paths), files, gone, removed)


def _refusal_to_the_same_second(folder: Path, at: datetime) -> Refusal | None:
    newest = [one for kind in TABLES for one in artefacts(folder, kind)[:1]]
    if any(one.made_at >= at for one in newest):
        return Refusal(
            f"{folder} holds a backup that is newer than this machine's clock. Check the clock; if it is right, "
            "move that backup away."
        )
    return None


def _forget_unfinished(folder: Path) -> None:
    for kind in TABLES:
        for left in folder.glob(f"{kind}-*.part"):
            left.unlink(missing_ok=True)


def _put_tables(artefact: Packing, kind: str, alias: str, *, at: datetime) -> Manifest:
    organisations = apps.get_model("access.Organisation").objects.using(alias).order_by("ref")
    return Manifest(
        kind,
        at,
        tuple(organisations.values_list("ref", flat=True)),
        newest_migrations(connections[alias]),
        columns={table: _columns(table) for table in TABLES[kind]},
        rows={table: artefact.put_rows(table, _lines(table, alias)) for table in TABLES[kind]},
    )


def _columns(table: str) -> tuple[str, ...]:
    return tuple(column.attname for column in apps.get_model(table)._meta.concrete_fields)


def _lines(table: str, alias: str) -> Iterator[str]:
    rows = apps.get_model(table).objects.using(alias).order_by("pk")
    if table == "dossiers.StoredFile":
        rows = rows.exclude(dossier="")  # files of drafts die with their drafts
    for row in rows.iterator(chunk_size=500):
        yield json.dumps([_written(getattr(row, column)) for column in _columns(table)])


def _written(value: Any) -> Any:
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _put_files(artefact: Packing, alias: str) -> tuple[int, int]:
    """How many went in, and how many were dropped since the snapshot."""
    folder: Path = settings.SAFECONDUCT_FILES
    put = gone = 0
    known: type[Model] = apps.get_model("dossiers.StoredFile")
    for ref in known.objects.using(alias).exclude(dossier="").values_list("ref", flat=True).order_by("ref"):
        try:
            with (folder / ref[:2] / ref).open("rb") as sealed:
                artefact.put_file(ref, sealed)
                put += 1
        except FileNotFoundError:
            gone += 1
    return put, gone


def newest_migrations(connection: Any) -> dict[str, str]:
    """The last migration of each of our apps; the names are numbered, so the last by name."""
    applied = sorted(MigrationRecorder(connection).applied_migrations())
    return {app: name for app, name in applied if app in OUR_APPS}
