"""`safeconduct rota propose`: who goes to which hearing and visit, from one file into another."""

import argparse
import sys
from pathlib import Path

from safeconduct.coordination.rota_file import LONGEST, text_of, wish_from
from safeconduct.coordination.rota_proposal import grounds_for, propose
from safeconduct.vocabulary.refusal import Refused

STREAM = "-"


def run(arguments: argparse.Namespace) -> int:
    source, out = Path(arguments.file), Path(arguments.out)
    if arguments.file != STREAM and not source.is_file():
        return _no(f"There is no file {source}. Check the path.")
    if arguments.out != STREAM and (out.is_dir() or not out.absolute().parent.is_dir()):
        return _no(f"{out} cannot be written. Give a file in a folder that is there.")
    if STREAM not in (arguments.file, arguments.out) and out.exists() and out.samefile(source):
        return _no("The rota would overwrite what is asked for. Give another file for it.")
    if not 1 <= arguments.seconds <= 600:
        return _no("The solver has from 1 to 600 seconds. Give a number between them.")
    try:
        grounds = grounds_for(wish_from(_read(arguments.file)))
    except UnicodeDecodeError:
        return _no("The file is not written in UTF-8. Save it again as UTF-8.")
    except Refused as refused:
        return _no(refused.refusal.sentence)
    proposal = propose(grounds, seconds=arguments.seconds)
    _write(text_of(proposal, grounds), arguments.out)
    wanted = len(proposal.rota) + len(proposal.gaps)
    print(f"{len(proposal.rota)} of {wanted} places are filled. {proposal.says}", file=sys.stderr)
    return 0


def _read(name: str) -> str:
    """As much as may be read, and a letter more where there is more."""
    if name == STREAM:
        return sys.stdin.buffer.read(LONGEST + 1).decode()
    with Path(name).open("rb") as file:
        return file.read(LONGEST + 1).decode()


def _write(text: str, name: str) -> None:
    """The file appears when it is whole."""
    if name == STREAM:
        sys.stdout.write(text)
        return
    unfinished = Path(f"{name}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(name)
    finally:
        unfinished.unlink(missing_ok=True)


def _no(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
