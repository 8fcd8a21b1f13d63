"""`safeconduct backup`: two artefacts of the instance, made while it serves. For a timer."""

import argparse
from pathlib import Path

import django
from django.utils import timezone

from safeconduct.program.refusing import no


def run(arguments: argparse.Namespace) -> int:
    """1 when nothing was backed up, or when old backups were held back, so that a timer's log shows it."""
    django.setup()
    from safeconduct.jobs import backing_up
    from safeconduct.program import migrate
    from safeconduct.vocabulary.refusal import Refused

    migrate.insist_on_owner()
    folder = Path(arguments.folder).resolve()
    try:
        done = backing_up.back_up(folder, at=timezone.now(), clock_is_right=arguments.clock_is_right)
    except Refused as refused:
        return no(str(refused))
    except OSError as problem:
        return no(
            f"Nothing was backed up: {problem.strerror}. Look at the disk of {folder} and at who may write there."
        )
    print(done.as_sentence())
    return 1 if done.removed.held_back else 0
