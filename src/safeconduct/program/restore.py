"""`safeconduct restore`: a backup becomes an instance again, in an empty folder; then the root keys are compared.

Words of a backup key are read from the terminal or from standard input, and stand in nothing that is written.
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.utils import timezone

from safeconduct.program.refusing import no
from safeconduct.vocabulary.refusal import Refusal, Refused

if TYPE_CHECKING:
    from safeconduct.jobs.artefact import Artefact, Opening


def run(arguments: argparse.Namespace) -> int:
    django.setup()
    from safeconduct.jobs import restoring
    from safeconduct.program import migrate

    folder = Path(arguments.folder).resolve()
    typed: dict[bytes, bytes] = {}
    try:
        if arguments.only_try:
            return _try_out(folder, arguments.data, typed)
        migrate.insist_on_owner()
        restored = restoring.restore(
            folder, settings.VAR, data_name=arguments.data, at=timezone.now(), opening=_asking(typed)
        )
    except Refused as refused:
        return no(str(refused))
    except OSError as problem:
        return no(f"Nothing was restored: {problem.strerror}. Look at the disks of {folder} and {settings.VAR}.")
    except KeyboardInterrupt:
        return no("\nStopped. Nothing was restored.")
    migrate.give_rights()
    print("\n".join(restored.as_sentences()))
    if restored.chosen.wraps.is_sealed:
        _seal_on(restored.chosen.wraps, typed)
    print("Next: safeconduct start --pin, with the fingerprints on paper beside you; then safeconduct doctor.")
    return 0


def _try_out(folder: Path, data_name: str, typed: dict[bytes, bytes]) -> int:
    from safeconduct.jobs import restoring

    both = restoring.try_out(folder, data_name=data_name, opening=_asking(typed))
    opened = (
        f"open with the backup key{'s' if len(typed) > 1 else ''} that you typed" if typed else "need no backup key"
    )
    print(f"{both.data.path.name} and {both.wraps.path.name} are whole and {opened}. Nothing was restored or written.")
    return 0


def _asking(typed: dict[bytes, bytes]) -> "Callable[[Artefact], Opening]":
    """Asks once for each backup key; `typed` fills with the secrets by fingerprint."""
    from safeconduct.jobs import unpacking
    from safeconduct.program import start
    from safeconduct.sealing import backup_key

    def opening(one: "Artefact") -> "Opening":
        with unpacking.believing_nothing(one.path), one.path.open("rb") as file:
            wanted = backup_key.sealed_to(file)
        if wanted not in typed:
            name = backup_key.name_of(wanted)
            print(f"{one.path.name} is sealed to the backup key {name}. Its 24 words, from the paper:", flush=True)
            line = _line()
            start.clear()
            typed[wanted] = secret_from(line, wanted=name)
        return partial(backup_key.OpenedArtefact, typed[wanted])

    return opening


def _line() -> str:
    try:
        return input("> ")
    except EOFError:
        return ""


def secret_from(typed: str, *, wanted: str) -> bytes:
    """The secret half of the backup key with this name. Raises Refused when that is not what was typed."""
    from safeconduct.sealing.backup_key import public_half
    from safeconduct.sealing.spoken import Miswritten, key_from_words

    if not typed.strip():
        raise Refused(
            Refusal(
                f"The 24 words of the backup key {wanted} are missing. Type them, or give them on standard input; "
                "without them nobody can open this backup."
            )
        )
    try:
        secret = key_from_words(typed)
    except Miswritten:
        raise Refused(Refusal("These are not the 24 words of a key. Look at the paper again.")) from None
    if public_half(secret).name != wanted:
        raise Refused(
            Refusal(
                f"These words are not those of the backup key {wanted}. Look for the paper with this name. If there "
                "never was one, the backup was changed: fetch it again from where it was copied to."
            )
        )
    return secret


def _seal_on(wraps: "Artefact", typed: dict[bytes, bytes]) -> None:
    """The restored instance goes on under the backup key of its newest artefacts."""
    from safeconduct.program import backup
    from safeconduct.sealing import backup_key

    try:
        with wraps.path.open("rb") as file:
            key = backup_key.public_half(typed[backup_key.sealed_to(file)])
        backup.keep_key(settings.VAR, key)
    except OSError:
        no(f"{settings.VAR / backup.KEY_FILE} could not be written. Run safeconduct backup-key before the next backup.")
    else:
        print(f"Its backups go on being sealed to the backup key {key.name}.")
