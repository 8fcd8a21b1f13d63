"""Brings the database to this release."""

import argparse

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction

from safeconduct.web.postgresql import rights


def run(_arguments: argparse.Namespace) -> None:
    django.setup()
    migrate()


def migrate() -> None:
    """All of it or nothing, as the owner of the tables. Stops with a sentence when the database is of a newer release."""
    from safeconduct.program import release

    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    insist_on_owner()
    release.insist_that_it_is_not_newer()
    # By itself, Django commits the tables of a migration before it remembers that they are made: cut off in between,
    # it could never go on. SQLite changes tables in a transaction only with these checks off; no row of ours needs them.
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            call_command("migrate", interactive=False, verbosity=0)
            give_rights()
    finally:
        connection.enable_constraint_checking()


def give_rights() -> None:
    """To the roles that serve and sweep on PostgreSQL. SQLite has no roles."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            rights.give(connection)


def make_or_insist() -> None:
    """The tables of a new instance; an instance that is there must be of this release already."""
    from safeconduct.program import release

    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    insist_on_database()
    if release.is_empty():
        migrate()
    release.insist_on_this_release()


def insist_on_database() -> None:
    """Stop when PostgreSQL does not answer. SQLite would make a new file by answering."""
    if connection.vendor == "sqlite":
        return
    try:
        connection.ensure_connection()
    except OperationalError:
        raise SystemExit(
            "The database does not answer. Is it running, and does SAFECONDUCT_DATABASE name it and a role that may connect?"
        ) from None


def may_change_tables() -> bool:
    insist_on_database()
    return connection.vendor == "sqlite" or rights.is_owner(connection)


def insist_on_owner() -> None:
    """On PostgreSQL others see only a part of the rows: what a backup or a doctor made of them would be half of it."""
    if not may_change_tables():
        raise SystemExit(
            "SAFECONDUCT_DATABASE names a role that does not own the tables of this database. "
            "Run this command with the owner's address; see docs/operating.md."
        )
