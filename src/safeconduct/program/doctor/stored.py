"""What is stored: the database's own checks, the chains, and whether rows and sealed files fit together. No key needed."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from safeconduct.access.journal import SealedLine
from safeconduct.access.journal import first_break as journal_break
from safeconduct.access.models import JournalLine, Organisation
from safeconduct.dossiers.entry import SealedEntry
from safeconduct.dossiers.entry import first_break as dossier_break
from safeconduct.dossiers.models import Entry, StoredFile
from safeconduct.program.doctor.finding import Finding, broken, ok, warning
from safeconduct.web.sqlite.base import OLDEST_SQLITE, Database

WANTED = {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "trusted_schema": 0}
YOUNG = timedelta(days=1)
"""An upload on its way has no row yet; tick takes away what is older than this."""

FROM_BACKUP = "Stop the service and restore a backup into a new folder; keep this one for whoever looks into it."


def sqlite(version: tuple[int, ...], settings_in_force: dict[str, object]) -> Finding:
    if version < OLDEST_SQLITE:
        return broken(
            "sqlite", "SQLite is too old: it can lose commits.", "Run make setup: the lock file has a newer one."
        )
    wrong = sorted(name for name, value in WANTED.items() if settings_in_force.get(name) != value)
    if wrong:
        return broken(
            "sqlite", f"SQLite runs without {', '.join(wrong)}.", "Start the program by `safeconduct serve` only."
        )
    return ok("sqlite", f"SQLite {'.'.join(map(str, version))}, full synchronisation, deleted rows overwritten.")


def sqlite_in_force() -> tuple[tuple[int, ...], dict[str, object]]:
    with connection.cursor() as cursor:
        found = {}
        for name, question in (
            ("journal_mode", "PRAGMA journal_mode"),
            ("synchronous", "PRAGMA synchronous"),
            ("secure_delete", "PRAGMA secure_delete"),
            ("trusted_schema", "PRAGMA trusted_schema"),
        ):
            cursor.execute(question)
            found[name] = cursor.fetchone()[0]
    return Database.sqlite_version_info, found


def integrity() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check(1)")
            whole = cursor.fetchone()[0] == "ok"
    except DatabaseError:
        whole = False
    if whole:
        return ok("integrity", "The database file is whole.")
    return broken("integrity", "The database file is damaged.", FROM_BACKUP)


def release() -> Finding:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return broken(
            "release", "The database is of an earlier release.", "Run safeconduct migrate, or restart the service."
        )
    return ok("release", "The database fits this release.")


def journal() -> Finding:
    """What hashes over sealed lines show: a change, a move, a gap. A cut tail they do not."""
    cut = [
        slug
        for slug, ref in Organisation.objects.order_by("slug").values_list("slug", "ref")
        if journal_break(ref, tuple(_lines(ref))) is not None
    ]
    if cut:
        return broken("journal", f"The journal was changed outside the program: {', '.join(cut)}.", _TELL)
    return ok("journal", "The chains of the journals hold.")


def dossiers() -> Finding:
    rows = Entry.objects.order_by("dossier", "seq").iterator(chunk_size=200)
    changed = sum(
        dossier_break(ref, tuple(_sealed(row) for row in entries)) is not None
        for ref, entries in groupby(rows, key=lambda row: row.dossier)
    )
    if changed:
        return broken("dossiers", f"{changed} dossiers were changed outside the program.", _TELL)
    return ok("dossiers", "The chains of the dossiers hold.")


_TELL = "Tell the auditors and find out who can write into the database; compare with a backup."


def files(folder: Path, *, now: float) -> Finding:
    known = set(StoredFile.objects.values_list("ref", flat=True))
    there = {path.name: path.stat().st_mtime for path in folder.glob("??/*")}
    missing = len(known - set(there))
    strange = sum(now - written > YOUNG.total_seconds() for ref, written in there.items() if ref not in known)
    if missing:
        return broken("files", f"{missing} sealed files that rows know are not on the disk.", FROM_BACKUP)
    if strange:
        return warning(
            "files", f"{strange} sealed files belong to no row.", "Run safeconduct tick: it takes them away."
        )
    return ok("files", f"{len(known)} sealed files, each with its row.")


def _lines(organisation: str) -> Iterator[SealedLine]:
    for row in JournalLine.objects.filter(organisation=organisation).order_by("seq").iterator(chunk_size=1000):
        yield SealedLine(row.seq, row.day.isoformat(), bytes(row.before), bytes(row.hash), bytes(row.sealed))


def _sealed(row: Any) -> SealedEntry:
    return SealedEntry(
        row.seq, row.scope_ref, row.day.isoformat(), bytes(row.body), bytes(row.before), bytes(row.hash), None
    )
