"""SQLite as the house needs it: one writer at a time in a fair queue, and no write outside the lock.

SQLite's own wait for its write lock is a random back-off that starves writers; a lock on a file beside the
database is a queue. Whoever holds it also checkpoints at commit, so only one process ever does.
"""

import fcntl
import os
from collections.abc import Callable
from contextlib import contextmanager, suppress
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.base import Database, SQLiteCursorWrapper

OLDEST_SQLITE = (3, 51, 3)
"""Older releases can lose a commit when two processes reset the write-ahead log."""

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA wal_autocheckpoint=1000",
)
_READS = ("SELECT", "PRAGMA", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK")


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if Database.sqlite_version_info < OLDEST_SQLITE:
            raise ImproperlyConfigured(
                f"SQLite {Database.sqlite_version} can lose commits in WAL mode. "
                "Install the environment from the lock file: it brings pysqlite3 with a newer one."
            )
        connection = super().get_new_connection(conn_params)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        self._changes_folded = 0
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=_LockedCursor)
        cursor.house = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self._lock()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._unlock()
            raise

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)
        if autocommit:
            # An error that broke a transaction holds the frames of its request, and so all that was typed.
            self.rollback_exc = None
            self._unlock()

    def _close(self) -> None:
        super()._close()
        self._unlock()

    def fold_the_log(self) -> None:
        """What was written over or deleted does not stay in the log beside the database, though others keep their lines
        to it. Only after something was written on this line; put off to the next time that something is, while somebody reads."""
        if self.connection is None or self.connection.total_changes == self._changes_folded:
            return
        self._changes_folded = self.connection.total_changes
        with self.lock_for_one_statement(), suppress(Database.OperationalError):  # on a full disk it stays
            self.connection.execute("PRAGMA busy_timeout=0")
            try:
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                self.connection.execute("PRAGMA busy_timeout=20000")  # as settings.py has it, in seconds

    def renew(self) -> None:
        """A new line in place of this one, which may hold what was typed. The old one goes after the new one has come: whoever
        closes the last takes the log's files away, and on a full disk nobody could make them again, nor read."""
        old = self.connection
        if old is not None:
            self.connection = None
            try:
                with suppress(OperationalError):
                    self.connect()
            finally:
                old.close()

    def drop_pages(self) -> None:
        """Nothing that was read of the database stays in memory; the line to it stays open."""
        if self.connection is not None:
            self.connection.execute("PRAGMA shrink_memory")

    @contextmanager
    def lock_for_one_statement(self) -> Any:
        self._lock()
        try:
            yield
        finally:
            self._unlock()

    def _lock(self) -> None:
        if self.is_in_memory_db() or self._lock_file is not None:
            return
        lock_file = os.open(f"{self.settings_dict['NAME']}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(lock_file, fcntl.LOCK_EX)
        self._lock_file = lock_file

    def _unlock(self) -> None:
        if self._lock_file is not None:
            os.close(self._lock_file)
            self._lock_file = None

    _lock_file: int | None = None
    _changes_folded = 0


class _LockedCursor(SQLiteCursorWrapper):
    """Takes the lock for a single statement that writes outside a transaction."""

    house: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> Any:
        return self._under_lock(query, lambda: super(_LockedCursor, self).execute(query, params))

    def executemany(self, query: str, param_list: Any) -> Any:
        return self._under_lock(query, lambda: super(_LockedCursor, self).executemany(query, param_list))

    def _under_lock(self, query: str, run: Callable[[], Any]) -> Any:
        if self.house.in_atomic_block or query.lstrip().upper().startswith(_READS):
            return run()
        if query == "BEGIN IMMEDIATE":
            return run()
        with self.house.lock_for_one_statement():
            return run()
