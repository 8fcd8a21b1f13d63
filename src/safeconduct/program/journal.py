"""`safeconduct journal verify`: whether each journal is unbroken and agrees with its checkpoints. Needs no key."""

import argparse
from pathlib import Path

import django
from django.conf import settings


def verify(arguments: argparse.Namespace) -> int:
    """0 when everything holds, else 1; a sentence for each journal."""
    django.setup()
    from safeconduct.access import lookup
    from safeconduct.jobs import instance
    from safeconduct.program import migrate

    migrate.insist_on_database()
    if not instance.is_here(settings.VAR):
        return _no(f"There is no instance in {settings.VAR}. Set SAFECONDUCT_VAR to its folder.")
    known = lookup.all_offices()
    if arguments.organisation:
        known = tuple(one for one in known if arguments.organisation in (one.slug, one.name))
        if not known:
            names = ", ".join(one.slug for one in lookup.all_offices()) or "none yet"
            return _no(f"No organisation here is called {arguments.organisation}. There are: {names}.")
    return _verify_note(arguments.note, known) if arguments.note else _verify_all(known)


def _verify_all(offices: tuple) -> int:  # type: ignore[type-arg]
    from safeconduct.access.desk import auditing

    all_hold = True
    for office in offices:
        _chain, finding = auditing.state_of(office.ref)
        kept = len(auditing.kept_checkpoints(office.ref))
        agree = ("1 checkpoint agrees." if kept == 1 else f"{kept} checkpoints agree.") if finding.holds else ""
        print(f"{office.slug}: {finding.sentence} {agree}".rstrip())
        all_hold = all_hold and finding.holds
    return 0 if all_hold else 1


def _verify_note(path: str, offices: tuple) -> int:  # type: ignore[type-arg]
    from safeconduct.access.checkpoint import checkpoint_from
    from safeconduct.access.desk import auditing
    from safeconduct.sealing.signed_note import read_note

    try:
        note = read_note(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return _no(f"The file {path} cannot be read. Check the path; it should hold one note.")
    checkpoint = checkpoint_from(note.text) if note else None
    if note is None or checkpoint is None:
        return _no(f"{path} holds no checkpoint. It should hold the whole note, as it was shown when it was signed.")
    office = next((one for one in offices if one.ref == checkpoint.organisation), None)
    if office is None:
        return _no("This note is a checkpoint of another journal. Compare it where it was signed.")
    finding = auditing.compare_note(office.ref, note)
    print(f"{office.slug}: {finding.sentence}")
    return 0 if finding.holds else 1


def _no(sentence: str) -> int:
    print(sentence)
    return 1
