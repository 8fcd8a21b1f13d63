"""`safeconduct restore`: a backup becomes an instance again, in an empty folder; then the root keys are compared."""

import argparse
from pathlib import Path

import django
from django.conf import settings
from django.utils import timezone

from safeconduct.program.refusing import no


def run(arguments: argparse.Namespace) -> int:
    django.setup()
    from safeconduct.jobs import restoring
    from safeconduct.program import migrate
    from safeconduct.vocabulary.refusal import Refused

    migrate.insist_on_owner()
    folder = Path(arguments.folder).resolve()
    try:
        restored = restoring.restore(folder, settings.VAR, data_name=arguments.data, at=timezone.now())
    except Refused as refused:
        return no(str(refused))
    except OSError as problem:
        return no(f"Nothing was restored: {problem.strerror}. Look at the disks of {folder} and {settings.VAR}.")
    migrate.give_rights()
    print("\n".join(restored.as_sentences()))
    print("Next: safeconduct start --pin, with the fingerprints on paper beside you; then safeconduct doctor.")
    return 0
