"""A second view of the database: one moment of it that is backed up, or an empty one that a backup is put into."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

ALIAS = "second"
_REPEATABLE_READ = 3


def snapshot(folder: Path) -> AbstractContextManager[str]:
    """The alias of the whole database as it is at one moment, while others go on writing."""
    return _copied(folder) if connection.vendor == "sqlite" else _standing_still()


def to_fill(path: Path) -> AbstractContextManager[str]:
    """The alias of an empty database: a new file, or on PostgreSQL the one that is named, where all is kept or nothing."""
    return _opened_beside(path) if connection.vendor == "sqlite" else _all_or_nothing()


@contextmanager
def _opened(**different: object) -> Iterator[str]:
    """A second connection under an alias that Django knows for a while."""
    connections.settings[ALIAS] = {**connections.settings[DEFAULT_DB_ALIAS], **different}
    try:
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def _opened_beside(path: Path) -> AbstractContextManager[str]:
    return _opened(NAME=str(path))


@contextmanager
def _copied(folder: Path) -> Iterator[str]:
    """SQLite's own online backup copies it in one step, inside one read transaction. The copy is gone afterwards."""
    path = folder / "snapshot.sqlite3"
    forget_snapshot(folder)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        connection.ensure_connection()
        copy = connection.Database.connect(path)
        connection.connection.backup(copy)
        copy.close()
        with _opened_beside(path) as alias:
            yield alias
    finally:
        forget_snapshot(folder)


def forget_snapshot(folder: Path) -> None:
    """Also what a lost power left of one."""
    for left in folder.glob("snapshot.sqlite3*"):
        left.unlink(missing_ok=True)


@contextmanager
def _standing_still() -> Iterator[str]:
    """PostgreSQL shows one transaction of this level the rows of its first moment, whoever writes or erases meanwhile."""
    options = {**connections.settings[DEFAULT_DB_ALIAS]["OPTIONS"], "isolation_level": _REPEATABLE_READ}
    with _opened(OPTIONS=options) as alias, transaction.atomic(using=alias):
        with connections[alias].cursor() as cursor:
            cursor.execute("SET TRANSACTION READ ONLY")
        yield alias


@contextmanager
def _all_or_nothing() -> Iterator[str]:
    with transaction.atomic():
        yield DEFAULT_DB_ALIAS


def keep_names(folder: Path) -> None:
    """Without this a power cut can lose the names of files whose bytes are safe."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
