"""`safeconduct backup`: two artefacts of the instance, made while it serves, for a timer. `backup-key`: what seals them.

The file `backup-key` in the instance's folder is the public half. The secret half is shown once and kept nowhere.
"""

import argparse
import os
import stat
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.utils import timezone

from safeconduct.program.refusing import no
from safeconduct.vocabulary.refusal import Refusal, Refused

if TYPE_CHECKING:
    from safeconduct.sealing.backup_key import BackupKey

KEY_FILE = "backup-key"


def run(arguments: argparse.Namespace) -> int:
    """1 when nothing was backed up, or when old backups were held back, so that a timer's log shows it."""
    django.setup()
    from safeconduct.jobs import backing_up
    from safeconduct.program import migrate
    from safeconduct.sealing.backup_key import SealedArtefact

    migrate.insist_on_owner()
    folder = Path(arguments.folder).resolve()
    try:
        key = kept_key(settings.VAR)
        done = backing_up.back_up(
            folder,
            at=timezone.now(),
            clock_is_right=arguments.clock_is_right,
            sealing=partial(SealedArtefact, key) if key else None,
        )
    except Refused as refused:
        return no(str(refused))
    except OSError as problem:
        return no(
            f"Nothing was backed up: {problem.strerror}. Look at the disk of {folder} and at who may write there."
        )
    print(done.as_sentence())
    print(f"Sealed to the backup key {key.name}." if key else "Not sealed to a backup key: see safeconduct backup-key.")
    return 1 if done.removed.held_back else 0


def kept_key(folder: Path) -> "BackupKey | None":
    """None without the file. Raises Refused for a file that is none: a slip must not lead to backups that nobody opens."""
    from safeconduct.sealing.backup_key import public_half_from

    try:
        return public_half_from((folder / KEY_FILE).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise Refused(
            Refusal(
                f"{folder / KEY_FILE} is not the public half of a backup key. Put a copy of it back, or move it away and "
                "make a new key with safeconduct backup-key."
            )
        ) from None


def keep_key(folder: Path, key: "BackupKey") -> None:
    """From now on backups are sealed to it. The file is replaced as a whole, readable by its owner only."""
    from safeconduct.jobs.second_database import keep_names

    new = folder / f"{KEY_FILE}.new"
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "w", encoding="ascii") as file:
        file.write(key.written())
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / KEY_FILE)
    keep_names(folder)


def make_key(_arguments: argparse.Namespace) -> int:
    django.setup()
    from safeconduct.jobs import instance
    from safeconduct.program import migrate, start

    migrate.insist_on_database()
    if not instance.is_here(settings.VAR):
        return no(f"There is no instance in {settings.VAR}. Set SAFECONDUCT_VAR to its folder.")
    if stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode):
        return no(start.INTO_A_FILE)
    try:
        _make_key()
    except Refused as refused:
        return no(str(refused))
    except (KeyboardInterrupt, EOFError):
        return no("\nStopped. No key was kept; backups go on as before.")
    return 0


def _make_key() -> None:
    from safeconduct.program import start
    from safeconduct.sealing import backup_key

    before = kept_key(settings.VAR)
    if before:
        start.insist_on_yes(
            f"Backups are sealed to the backup key {before.name}. Make another? What was sealed to it opens with its "
            "paper alone: keep that for 90 days more, until the last of those backups is gone everywhere. yes or no"
        )
    secret = backup_key.new_secret()
    key = backup_key.public_half(secret)
    start.show_page(
        f"The secret half of the backup key {key.name}. Shown once and kept nowhere.",
        "Without it nobody can restore what is backed up from now on. Whoever has it opens a stolen backup.",
        "Write its name and the 24 words on paper, twice, and keep both far from this server and from the backups.",
        *start.words_in_rows(secret),
    )
    start.read_back(secret)
    keep_key(settings.VAR, key)
    print(f"From now on backups are sealed to the backup key {key.name}. Earlier ones stay as they are.")
    print("Next: safeconduct backup, then safeconduct restore --try with the paper, now and once a year.")
