"""What must be done from time to time, without any key."""

import argparse
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.utils import timezone


def run(_arguments: argparse.Namespace) -> int:
    """1 when erasures were held back, so that a timer's log shows it."""
    django.setup()
    from safeconduct.jobs import sweeping
    from safeconduct.program import migrate

    if connection.vendor == "sqlite" and not Path(settings.DATABASES["default"]["NAME"]).exists():
        print(f"There is no instance in {settings.VAR}. Set SAFECONDUCT_VAR to its folder.")
        return 1
    migrate.insist_on_database()
    swept = sweeping.sweep(at=timezone.now())
    print(swept.as_sentence())
    return 1 if swept.held_back else 0
