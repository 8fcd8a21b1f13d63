"""Brings the database to this release."""

import argparse

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction


def run(_arguments: argparse.Namespace) -> None:
    django.setup()
    migrate()


def migrate() -> None:
    """All of it or nothing. Stops with a sentence when the database is of a newer release."""
    from safeconduct.program import release

    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    release.insist_that_it_is_not_newer()
    # By itself, Django commits the tables of a migration before it remembers that they are made: cut off in between,
    # it could never go on. SQLite changes tables in a transaction only with these checks off; no row of ours needs them.
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.enable_constraint_checking()


def make_or_insist() -> None:
    """The tables of a new instance; an instance that is there must be of this release already."""
    from safeconduct.program import release

    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    if release.is_empty():
        migrate()
    release.insist_on_this_release()
