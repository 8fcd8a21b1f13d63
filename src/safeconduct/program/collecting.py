"""`safeconduct observatory collect`: public texts out of files into a corpus folder. No request is made to any host."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from safeconduct.observatory.collecting.archive import archived
from safeconduct.observatory.collecting.corpus import Corpus, Counted, write_tables
from safeconduct.observatory.collecting.gathering import gather
from safeconduct.observatory.collecting.ledger import Damaged, Ledger
from safeconduct.observatory.collecting.source_file import files_below
from safeconduct.observatory.lexicon import FaultyLexicon
from safeconduct.observatory.one_run import Busy, alone
from safeconduct.program.refusing import no


def run(arguments: argparse.Namespace) -> int:
    corpus, sources = Corpus(Path(arguments.into)), [Path(source) for source in arguments.sources]
    if refusal := _refusal_to_collecting(corpus, sources):
        return no(refusal)
    try:
        with alone(corpus.folder):
            _take_in(corpus, sources)
            counted = tables_anew(corpus)
    except (Busy, Damaged, FaultyLexicon) as problem:
        return no(str(problem))
    except KeyboardInterrupt:
        return no("Stopped. Give the same command again to go on from here.")
    except OSError as problem:
        return no(
            f"{problem.filename or corpus.folder}: {problem.strerror}. Mend that and start again: it goes on from here."
        )
    say(corpus, counted)
    return 0


def _refusal_to_collecting(corpus: Corpus, sources: list[Path]) -> str:
    for source in sources:
        if not source.exists():
            return f"There is no file or folder {source}. Check the path."
        if source.resolve() == corpus.folder.resolve() or corpus.folder.resolve() in source.resolve().parents:
            return f"{source} is in the corpus itself. Give the files that are to be taken in."
        if source.is_dir() and source.resolve() in corpus.folder.resolve().parents:
            return f"The corpus would stand inside {source}. Give another folder after --into."
    if corpus.folder.is_file():
        return f"{corpus.folder} is a file. Give a folder after --into."
    if corpus.folder.is_dir() and any(corpus.folder.iterdir()) and not (corpus.folder / "lock").exists():
        return f"{corpus.folder} holds other files. Give a new folder, or a corpus, after --into."
    return ""


def _take_in(corpus: Corpus, sources: list[Path]) -> None:
    files = [found for source in sources for found in files_below(source)]
    at = datetime.now(UTC).isoformat(timespec="seconds")
    octets = sum(path.stat().st_size for _, path in files)
    with Ledger(corpus.ledger) as ledger, _bar("Copying", "B", octets) as copied, _bar("Reading", " texts") as read:
        for name, path in files:
            copy = archived(path, corpus.archive, name=name, progress=copied.update)
            gather(copy, ledger, at=at, progress=read.update)


def tables_anew(corpus: Corpus) -> Counted:
    with _bar("Comparing", " texts") as compared:
        return write_tables(corpus, progress=compared.update)


def say(corpus: Corpus, counted: Counted) -> None:
    print(f"{counted.texts} texts of {counted.statements} statements stand in {corpus.table('texts.jsonl')}.")
    for count, name, what in (
        (counted.suggestions, "suggestions.jsonl", "pairs that may be one statement"),
        (counted.addresses, "addresses.txt", "pages that were named and not read"),
        (counted.rejects, "rejects.jsonl", "lines for people, each with its reason"),
    ):
        if count:
            print(f"{count} {what} ({name}).")


def _bar(doing: str, unit: str, total: int | None = None) -> "tqdm[None]":
    return tqdm(desc=doing, unit=unit, unit_scale=unit == "B", total=total, file=sys.stderr)
