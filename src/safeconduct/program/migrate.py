"""Brings the database to this release."""

import argparse

import django
from django.conf import settings
from django.core.management import call_command


def run(_arguments: argparse.Namespace) -> None:
    django.setup()
    migrate()


def migrate() -> None:
    settings.VAR.mkdir(parents=True, exist_ok=True, mode=0o700)
    call_command("migrate", interactive=False, verbosity=0)
