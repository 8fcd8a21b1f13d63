"""A second SQLite file beside the instance's own: a snapshot that is backed up, or one that is being restored."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections

ALIAS = "second"


@contextmanager
def opened_beside(path: Path) -> Iterator[str]:
    """The alias under which Django knows this file for a while."""
    connections.settings[ALIAS] = {**connections.settings["default"], "NAME": str(path)}
    try:
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


@contextmanager
def snapshot(folder: Path) -> Iterator[str]:
    """The whole database as it is at one moment, while others go on writing; gone afterwards.

    SQLite's own online backup copies it in one step, inside one read transaction.
    """
    path = folder / "snapshot.sqlite3"
    forget_snapshot(folder)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        connection.ensure_connection()
        copy = connection.Database.connect(path)
        connection.connection.backup(copy)
        copy.close()
        with opened_beside(path) as alias:
            yield alias
    finally:
        forget_snapshot(folder)


def forget_snapshot(folder: Path) -> None:
    """Also what a lost power left of one."""
    for left in folder.glob("snapshot.sqlite3*"):
        left.unlink(missing_ok=True)


def keep_names(folder: Path) -> None:
    """Without this a power cut can lose the names of files whose bytes are safe."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
