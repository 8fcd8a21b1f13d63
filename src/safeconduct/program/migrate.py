"""Brings the database to this release."""

import argparse

import django
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from safeconduct.web.postgresql import rights


def run(_arguments: argparse.Namespace) -> None:
    django.setup()
    migrate()


def migrate() -> None:
    """As the owner of the tables. Another role finds everything done already, or stops with a sentence."""
    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    insist_on_database()
    if connection.vendor == "postgresql" and not rights.is_owner(connection):
        _insist_on_this_release()
        return
    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "postgresql":
        with transaction.atomic():
            rights.give(connection)


def insist_on_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError:
        raise SystemExit(
            "The database does not answer. Is it running, and does SAFECONDUCT_DATABASE name it and a role that may connect?"
        ) from None


def _insist_on_this_release() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise SystemExit(
            "The database is older than this program, and this role may not change its tables. "
            "Run `safeconduct migrate` with the owner's address first."
        )
