"""`safeconduct rota propose`: who goes to which hearing and visit, from one file into another."""

import argparse
import sys
from pathlib import Path

from safeconduct.coordination.rota_file import LONGEST, text_of, wish_from
from safeconduct.coordination.rota_proposal import grounds_for, propose
from safeconduct.program.refusing import no
from safeconduct.vocabulary.refusal import Refused
from safeconduct.vocabulary.whole_file import appearing

STREAM = "-"


def run(arguments: argparse.Namespace) -> int:
    source, out = Path(arguments.file), Path(arguments.out)
    if arguments.file != STREAM and not source.is_file():
        return no(f"There is no file {source}. Check the path.")
    if arguments.out != STREAM and (out.is_dir() or not out.absolute().parent.is_dir()):
        return no(f"{out} cannot be written. Give a file in a folder that is there.")
    if STREAM not in (arguments.file, arguments.out) and out.exists() and out.samefile(source):
        return no("The rota would overwrite what is asked for. Give another file for it.")
    if not 1 <= arguments.seconds <= 600:
        return no("The solver has from 1 to 600 seconds. Give a number between them.")
    try:
        grounds = grounds_for(wish_from(_read(arguments.file)))
    except UnicodeDecodeError:
        return no("The file is not written in UTF-8. Save it again as UTF-8.")
    except Refused as refused:
        return no(refused.refusal.sentence)
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
    if name == STREAM:
        sys.stdout.write(text)
        return
    with appearing(Path(name)) as unfinished:
        unfinished.write_text(text, encoding="utf-8")
