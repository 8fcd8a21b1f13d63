"""`safeconduct cases suggest`: a file of texts becomes a file of suggestions. Nothing is stored and nothing is sent."""

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from safeconduct.cases.suggesting.pasted import answer, read_line
from safeconduct.cases.suggesting.word_list import FaultyList
from safeconduct.intake.appeal import Reject
from safeconduct.program.refusing import no, no_file, unfit_to_write
from safeconduct.vocabulary.whole_file import appearing


def run(arguments: argparse.Namespace) -> int:
    source, out = Path(arguments.file), Path(arguments.out)
    if missing := no_file(source):
        return no(missing)
    if unfit := unfit_to_write(out):
        return no(unfit)
    if out.exists() and out.samefile(source):
        return no("The suggestions would overwrite the texts. Give another file for them.")
    rejects = Path(arguments.rejects or f"{source}.rejects.jsonl")
    try:
        written, rejected = _suggest_for_all(source, out)
    except FaultyList as fault:
        return no(str(fault))
    rejects.unlink(missing_ok=True)
    if rejected:
        rejects.write_text("".join(f"{reject.as_line()}\n" for reject in rejected), encoding="utf-8")
    print(f"{written} texts, {len(rejected)} rejected" + (f" (see {rejects})." if rejected else "."))
    return 0


def _suggest_for_all(source: Path, out: Path) -> tuple[int, list[Reject]]:
    """The file of suggestions appears when it is whole."""
    written, rejected = 0, []
    with (
        appearing(out) as unfinished,
        source.open("rb") as lines,
        unfinished.open("w", encoding="utf-8") as file,
        tqdm(total=source.stat().st_size, unit="B", unit_scale=True, desc="Suggesting", file=sys.stderr) as bar,
    ):
        for number, raw in enumerate(lines, start=1):
            bar.update(len(raw))
            if not raw.strip():
                continue
            read = read_line(raw, line=number)
            if isinstance(read, Reject):
                rejected.append(read)
                continue
            file.write(f"{answer(read)}\n")
            written += 1
    return written, rejected
