"""What must be done from time to time, without any key."""

import argparse

import django
from django.utils import timezone


def run(_arguments: argparse.Namespace) -> None:
    django.setup()
    from safeconduct.jobs import sweeping

    print(sweeping.sweep(at=timezone.now()).as_sentence())
