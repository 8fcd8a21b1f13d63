"""Restores an instance into an empty folder: any data with the newest wraps, so that what was shredded stays shut.

Everything is made in a folder aside and moved into place at the very end: a refusal leaves nothing. No key of a case
is needed; what opens artefacts that are sealed to a backup key is handed in.
"""

import base64
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.color import no_style
from django.db import DatabaseError, connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Exists, Model, OuterRef, QuerySet

from safeconduct.jobs import unpacking
from safeconduct.jobs.alone import alone
from safeconduct.jobs.artefact import TABLES, Artefact, Manifest, Opening, artefacts
from safeconduct.jobs.instance import DATABASE
from safeconduct.jobs.second_database import keep_names, to_fill
from safeconduct.vocabulary.refusal import Refusal, Refused, insist

ASIDE, FILES = "restoring", "files"
Asking = Callable[[Artefact], Opening]
"""Asked for what opens a sealed artefact, before anything is written. May raise Refused."""
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Chosen:
    data: Artefact
    wraps: Artefact


@dataclass(frozen=True)
class Restored:
    """What came back, and what the wraps knew that the data does not hold: it was put in after the data was made."""

    chosen: Chosen
    dossiers: int
    entries: int
    files: int
    lost_dossiers: int
    lost_entries: int
    lost_files: int

    def as_sentences(self) -> tuple[str, ...]:
        said = (
            f"Restored: {self.dossiers} dossiers, {self.entries} entries, {self.files} files, from "
            f"{self.chosen.data.path.name} and {self.chosen.wraps.path.name}.",
            f"What was ended or erased after {self.chosen.wraps.made_at:%Y-%m-%d %H:%M} UTC is open again, and what was "
            "put in after it is lost. Tell every office, and defenders where you can.",
        )
        if self.lost_dossiers or self.lost_entries or self.lost_files:
            said += (
                f"Lost, since the data is older than the wraps: {self.lost_dossiers} dossiers, {self.lost_entries} "
                f"entries, {self.lost_files} files.",
            )
        return said


# Choosing


def refusal_to_restoring(into: Path) -> Refusal | None:
    if into.exists() and (not into.is_dir() or (any(into.iterdir()) and not _was_cut_off(into))):
        return Refusal(
            f"{into} is not empty. Nothing is restored over an instance: set SAFECONDUCT_VAR to an empty folder."
        )
    if connection.vendor != "sqlite" and connection.introspection.table_names():
        return Refusal(
            "The database that SAFECONDUCT_DATABASE names is not empty. Nothing is restored over an instance: make a new "
            "database and name that."
        )
    return None


def chosen(folder: Path, data_name: str = "") -> Chosen:
    """The newest wraps, always, and the newest data that is not newer, or the one named. Raises Refused."""
    wraps = artefacts(folder, "wraps")
    known = artefacts(folder, "data")
    if not wraps or not known:
        raise Refused(Refusal(f"{folder} does not hold both artefacts, data-… and wraps-…. Check the path."))
    named = [one for one in known if one.path.name == data_name]
    if data_name and not named:
        names = ", ".join(one.path.name for one in known)
        raise Refused(Refusal(f"There is no {data_name} in {folder}. It holds {names}."))
    fitting = [one for one in named or known if one.made_at <= wraps[0].made_at]
    if not fitting:
        raise Refused(
            Refusal(
                f"The newest wraps here, {wraps[0].path.name}, are older than the data: they would open what was ended "
                "or erased since. Fetch the wraps of that data or newer ones, or choose older data with --data."
            )
        )
    return Chosen(fitting[0], wraps[0])


# Restoring


def restore(folder: Path, into: Path, *, data_name: str = "", at: datetime, opening: Asking | None = None) -> Restored:
    """Raises Refused and OSError; then `into` is as it was."""
    insist(refusal_to_restoring(into))
    both, data, wraps = _checked(chosen(folder, data_name), opening)
    with _aside(into) as aside:
        with to_fill(aside / DATABASE) as alias:
            for one, manifest in ((both.data, data), (both.wraps, wraps)):
                _migrate(alias, manifest.migrations)
                _fill(alias, one, manifest)
            _migrate(alias)
            restored = _join(alias, both, aside / FILES, at=at)
            _number_on(alias)
            _move_files_in(aside, into)
        _move_database_in(aside, into)
    return restored


def try_out(folder: Path, *, data_name: str = "", opening: Asking | None = None) -> Chosen:
    """Reads what `restore` would take from its first byte to its last and writes nothing. Raises Refused and OSError."""
    return _checked(chosen(folder, data_name), opening)[0]


def _checked(both: Chosen, opening: Asking | None) -> tuple[Chosen, Manifest, Manifest]:
    opened = Chosen(_opened(both.data, opening), _opened(both.wraps, opening))
    data, wraps = unpacking.checked_manifest(opened.data), unpacking.checked_manifest(opened.wraps)
    insist(_refusal_to_joining(data, wraps))
    return opened, data, wraps


def _opened(one: Artefact, opening: Asking | None) -> Artefact:
    return replace(one, opening=opening(one)) if opening and one.is_sealed else one


def _refusal_to_joining(data: Manifest, wraps: Manifest) -> Refusal | None:
    if not set(data.organisations) <= set(wraps.organisations):
        return Refusal("The data and the wraps are of two different instances. Keep one folder for each instance.")
    return None


def _was_cut_off(into: Path) -> bool:
    """There is what a restore made that was killed before it put the database in, and nothing else."""
    return {ASIDE} <= {one.name for one in into.iterdir()} <= {ASIDE, FILES}


@contextmanager
def _aside(into: Path) -> Iterator[Path]:
    """A folder inside the one to fill; whatever happens it is gone afterwards."""
    was_there = into.exists()
    into.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = into / ASIDE
    if aside.exists():
        with _held(aside):
            shutil.rmtree(into / FILES, ignore_errors=True)
            shutil.rmtree(aside)
    aside.mkdir(mode=0o700)
    try:
        with _held(aside):
            (aside / FILES).mkdir(mode=0o700)
            yield aside
    except BaseException:
        shutil.rmtree(into / FILES, ignore_errors=True)
        raise
    finally:
        shutil.rmtree(aside)
        if not was_there and not any(into.iterdir()):
            into.rmdir()


def _held(aside: Path) -> AbstractContextManager[None]:
    """Nobody else clears it away meanwhile."""
    return alone(
        aside, Refusal(f"Another restore is at work in {aside.parent}. Wait until it is done, then look again.")
    )


def _move_files_in(aside: Path, into: Path) -> None:
    """Before the database: without it there is no instance, so a power cut leaves none that lacks its files."""
    os.sync()
    (aside / FILES).rename(into / FILES)
    keep_names(into)


def _move_database_in(aside: Path, into: Path) -> None:
    """PostgreSQL has it already."""
    if (aside / DATABASE).exists():
        os.sync()
        (aside / DATABASE).rename(into / DATABASE)
        keep_names(into)


def _migrate(alias: str, migrations: Mapping[str, str] | None = None) -> None:
    """To the state in which the artefact was made; without one to that of this release."""
    executor = MigrationExecutor(connections[alias])
    known = executor.loader.graph
    targets = list(migrations.items()) if migrations is not None else known.leaf_nodes()
    newer = Refused(
        Refusal("This backup was made by a newer release, or by another program. Install that release, then restore.")
    )
    if any(target not in known.nodes for target in targets):
        raise newer
    plan = executor.migration_plan(targets)
    if any(backwards for _migration, backwards in plan):
        raise newer
    executor.migrate(targets, plan)


# Filling


def _fill(alias: str, one: Artefact, manifest: Manifest) -> None:
    """Put the rows in as they were, into our own tables: no part of a foreign schema comes in."""
    with unpacking.believing_nothing(one.path):
        models = _models(alias, manifest)
        counts = dict.fromkeys(models, 0)
        try:
            with transaction.atomic(using=alias):
                rows = unpacking.rows(one)
                while many := list(islice(rows, _ROWS_AT_ONCE)):
                    for table, made in _by_table(many, models, manifest).items():
                        models[table].objects.using(alias).bulk_create(made)
                        counts[table] += len(made)
        except (DatabaseError, ValidationError):
            raise ValueError("a row that our tables do not take") from None
        if counts != dict(manifest.rows):
            raise ValueError("more or fewer rows than the manifest says")


def _models(alias: str, manifest: Manifest) -> dict[str, type[Model]]:
    """The tables as they were at the artefact's migrations. Raises ValueError for a table that is not of its kind."""
    if not set(manifest.rows) <= set(TABLES[manifest.kind]):
        raise ValueError("a table that does not belong here")
    loader = MigrationExecutor(connections[alias]).loader
    then = loader.project_state(list(manifest.migrations.items())).apps
    models = {table: then.get_model(table) for table in manifest.rows}
    if any(set(manifest.columns[table]) - _names(model) for table, model in models.items()):
        raise ValueError("a column that the table does not have")
    return models


def _names(model: type[Model]) -> set[str]:
    return {column.attname for column in model._meta.concrete_fields}


def _by_table(
    many: Iterable[tuple[str, Any]], models: Mapping[str, type[Model]], manifest: Manifest
) -> dict[str, list[Model]]:
    made: dict[str, list[Model]] = {}
    for table, values in many:
        columns = manifest.columns[table]
        named = {name: _read(models[table], name, value) for name, value in zip(columns, values, strict=True)}
        made.setdefault(table, []).append(models[table](**named))
    return made


def _read(model: type[Model], name: str, value: Any) -> Any:
    column = model._meta.get_field(name)
    if value is not None and column.get_internal_type() == "BinaryField":
        return base64.b64decode(value, validate=True)
    if not isinstance(value, (str, int, type(None))):
        raise ValueError("a value of no kind that we write")
    return column.to_python(value)


# Joining


def _join(alias: str, both: Chosen, folder: Path, *, at: datetime) -> Restored:
    """Keep what both artefacts know, and no grant whose day has passed."""
    stored = _rows("dossiers.StoredFile", alias).count()
    with transaction.atomic(using=alias):
        lost_dossiers = _drop_unless("dossiers.Dossier", "dossiers.Entry", {"dossier": "pk"}, alias)
        lost_entries = _drop_unless("dossiers.EntryKey", "dossiers.Entry", {"dossier": "dossier", "seq": "seq"}, alias)
        for table in ("Entry", "EntryKey", "Grant", "StoredFile", "CardNote"):
            _drop_unless(f"dossiers.{table}", "dossiers.Dossier", {"pk": "dossier"}, alias)
        _drop_unless("intake.Progress", "dossiers.Dossier", {"pk": "dossier"}, alias)
        _drop_unless("dossiers.CardNoteKey", "dossiers.CardNote", {"pk": "note"}, alias)
        _rows("dossiers.Grant", alias).filter(expires_on__lt=at.date()).delete()
    known = set(_rows("dossiers.StoredFile", alias).values_list("ref", flat=True))
    put_back = _put_files(both.data, known, folder)
    _rows("dossiers.StoredFile", alias).exclude(ref__in=put_back).delete()
    return Restored(
        both,
        dossiers=_rows("dossiers.Dossier", alias).count(),
        entries=_rows("dossiers.Entry", alias).count(),
        files=len(put_back),
        lost_dossiers=lost_dossiers,
        lost_entries=lost_entries,
        lost_files=stored - len(put_back),
    )


def _number_on(alias: str) -> None:
    """Rows came with their numbers; new ones go on after the highest. SQLite does so by itself."""
    models = [apps.get_model(table) for tables in TABLES.values() for table in tables]
    with connections[alias].cursor() as cursor:
        for statement in connections[alias].ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _rows(table: str, alias: str) -> QuerySet[Any]:
    return apps.get_model(table).objects.using(alias)


def _drop_unless(table: str, there: str, matching: Mapping[str, str], alias: str) -> int:
    """Delete the rows for which `there` has none that matches; how many."""
    found = _rows(there, alias).filter(**{theirs: OuterRef(own) for theirs, own in matching.items()})
    deleted: int = _rows(table, alias).filter(~Exists(found)).delete()[0]
    return deleted


def _put_files(data: Artefact, known: set[str], folder: Path) -> set[str]:
    """Only files that a row knows: one that was dropped since stays dropped."""
    put_back = set()
    with unpacking.believing_nothing(data.path):
        for ref, copy in unpacking.files(data):
            if ref in known:
                (folder / ref[:2]).mkdir(exist_ok=True, mode=0o700)
                target = os.open(folder / ref[:2] / ref, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(target, "wb") as file:
                    copy(file)
                put_back.add(ref)
    return put_back
