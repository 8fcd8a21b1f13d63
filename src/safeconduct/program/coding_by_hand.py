"""`safeconduct observatory sheet`, `take-in`, `agreement`, `disagreements`, `pairs` and `table`.

People check what was collected and coded, each without seeing another's codes."""

import argparse
import hashlib
import heapq
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from itertools import chain
from pathlib import Path
from typing import Any

from tqdm import tqdm

from safeconduct.observatory.by_hand.codebook import codebook, versions
from safeconduct.observatory.by_hand.disagreement import disagreements
from safeconduct.observatory.by_hand.filling_in import (
    ANSWER,
    ANSWERS,
    choices,
    explained,
    rows_of_pairs,
    rows_to_code,
    rows_to_settle,
    taken_in,
)
from safeconduct.observatory.by_hand.hand_coding import HandCodings, folded
from safeconduct.observatory.by_hand.reliability import reliabilities
from safeconduct.observatory.by_hand.table_in_force import rows_in_force
from safeconduct.observatory.by_hand.workbook import UnreadSheet, read_sheet, write_sheet
from safeconduct.observatory.collecting import ledger
from safeconduct.observatory.collecting.corpus import Corpus, rows_appearing, rows_of, statements
from safeconduct.observatory.lexicon import FaultyLexicon
from safeconduct.observatory.one_run import Busy, alone
from safeconduct.program.collecting import say, tables_anew
from safeconduct.program.refusing import no, unfit_to_write


def _saying_what_is_wrong(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    @wraps(run)
    def running(arguments: argparse.Namespace) -> int:
        try:
            return run(arguments)
        except (Busy, UnreadSheet, ledger.Damaged, FaultyLexicon) as problem:
            return no(str(problem))
        except OSError as problem:
            return no(f"{problem.filename or arguments.corpus}: {problem.strerror}. Mend that and start again.")

    return running


@_saying_what_is_wrong
def make_sheet(arguments: argparse.Namespace) -> int:
    """Texts are taken in the order of their ids, which are hashes: by chance, and the same ones for everybody."""
    corpus, book = Corpus(Path(arguments.corpus)), codebook()
    if refusal := _refusal_to_writing(corpus, Path(arguments.out), arguments.person):
        return no(refusal)
    done = _codings(corpus).coded_by(arguments.person)
    leading = (texts[0] for texts in statements(corpus) if not done & {text["id"] for text in texts})
    chosen = heapq.nsmallest(arguments.texts, leading, key=lambda text: text["id"])
    if not chosen:
        return no(f"{arguments.person} has coded every text of this corpus.")
    rows = rows_to_code(chosen, book)
    return _written(arguments, "codes", rows, choices(book), explained(book))


@_saying_what_is_wrong
def make_disagreements(arguments: argparse.Namespace) -> int:
    corpus, book = Corpus(Path(arguments.corpus)), codebook()
    if refusal := _refusal_to_writing(corpus, Path(arguments.out), arguments.person):
        return no(refusal)
    open_now = list(disagreements(_codings(corpus), book))
    if not open_now:
        print("Nobody disagrees, or all is settled.")
        return 0
    texts = _texts(corpus, {one.text for one in open_now})
    return _written(arguments, "disagreements", rows_to_settle(open_now, texts.__getitem__), {}, explained(book))


@_saying_what_is_wrong
def make_pairs(arguments: argparse.Namespace) -> int:
    corpus = Corpus(Path(arguments.corpus))
    if refusal := _refusal_to_writing(corpus, Path(arguments.out), arguments.person):
        return no(refusal)
    pairs = list(rows_of(corpus.table("suggestions.jsonl")))
    if not pairs:
        print("No pair is in doubt.")
        return 0
    texts = _texts(corpus, set(chain.from_iterable((pair["first"], pair["second"]) for pair in pairs)))
    asks = f"whether the two are one statement: {', '.join(ANSWERS)}; leave it empty if you cannot tell"
    return _written(arguments, "pairs", rows_of_pairs(pairs, texts.__getitem__), {ANSWER: ANSWERS}, [(ANSWER, asks)])


def _written(
    arguments: argparse.Namespace,
    kind: str,
    rows: list[dict[str, str]],
    may: Mapping[str, tuple[str, ...]],
    explaining: list[tuple[str, str]],
) -> int:
    write_sheet(
        Path(arguments.out),
        kind=kind,
        by=arguments.person,
        codebook=codebook().version,
        rows=rows,
        choices=may,
        explained=explaining,
    )
    print(f"{len(rows)} rows to fill in stand in {arguments.out}. Take it in with safeconduct observatory take-in.")
    return 0


@_saying_what_is_wrong
def take_in(arguments: argparse.Namespace) -> int:
    """A sheet that was taken in before adds nothing; what was changed in it since is a new word of that person."""
    corpus = Corpus(Path(arguments.corpus))
    if not corpus.ledger.is_file():
        return no(_no_corpus(corpus))
    with alone(corpus.folder):
        known = frozenset(row["id"] for row in rows_of(corpus.table("texts.jsonl")))
        taken = [_take_in(corpus, Path(sheet), known) for sheet in arguments.sheets]
        if any("pair" in kinds for kinds in taken):
            say(corpus, tables_anew(corpus))
    return 1 if any("reject" in kinds for kinds in taken) else 0


def _take_in(corpus: Corpus, path: Path, known: frozenset[str]) -> set[str]:
    octets = path.read_bytes()
    source = hashlib.sha256(octets).hexdigest()
    rows = list(taken_in(read_sheet(octets), known=known))
    with ledger.Ledger(corpus.people) as people:
        before = people.sources.get(source, ledger.Progress())
        if before.finished:
            print(f"{path} was taken in before: nothing is added.")
            return set()
        for item, row in enumerate(rows, start=1):
            if item > before.items:
                people.write({"source": source, "item": item, **row})
        people.write({"kind": "end", "source": source, "items": len(rows)})
    rejects = [row for row in rows if row["kind"] == "reject"]
    print(f"{path}: {len(rows) - len(rejects)} rows taken in, {len(rejects)} things to mend.")
    for row in rejects:
        print(f"  row {row['row']}: {row['reason']}", file=sys.stderr)
    return {row["kind"] for row in rows}


@_saying_what_is_wrong
def agree(arguments: argparse.Namespace) -> int:
    """Before: the first code that each gave. After: the latest. What was settled for them is in neither."""
    corpus = Corpus(Path(arguments.corpus))
    codings, book = _codings(corpus), _book(arguments)
    if book is None:
        return no(_no_codebook(arguments))
    for when, given in (("first codes", codings.first), ("latest codes", codings.latest)):
        measured = reliabilities(given, book)
        if not measured:
            return no("No text was coded by two people yet. Give two of them sheets, and take both in.")
        print(f"Krippendorff's alpha over {when}, codebook {book.version} (95 % of resampled texts):")
        for one in measured:
            print(f"  {one.line()}")
    return 0


@_saying_what_is_wrong
def make_table(arguments: argparse.Namespace) -> int:
    corpus, out, book = Corpus(Path(arguments.corpus)), Path(arguments.out), _book(arguments)
    if book is None:
        return no(_no_codebook(arguments))
    if not corpus.table("texts.jsonl").is_file():
        return no(_no_corpus(corpus))
    if unfit := unfit_to_write(out):
        return no(unfit)
    if corpus.folder.resolve() in out.resolve().parents:
        return no(f"{out} would stand among the corpus's own tables. Give a file in another folder.")
    doubts = disputed = count = 0
    rejects = out.with_name(f"{out.name}.rejects.jsonl")
    with rows_appearing(out) as write, rows_appearing(rejects) as write_doubt:
        rows = rows_in_force(statements(corpus), _codings(corpus), book)
        for row, doubted in tqdm(rows, desc="Coding", unit=" statements", file=sys.stderr):
            write(row)
            count, disputed = count + 1, disputed + bool(row["disputed"])
            for field, reason in doubted.items():
                write_doubt({"id": row["id"], "field": field, "reason": reason})
                doubts += 1
    if not doubts:
        rejects.unlink()
    print(
        f"{count} statements under codebook {book.version}, {disputed} with codes that people dispute, {doubts} doubts."
    )
    return 0


def _refusal_to_writing(corpus: Corpus, out: Path, person: str) -> str:
    if not corpus.table("texts.jsonl").is_file():
        return _no_corpus(corpus)
    if not person.strip():
        return "Say after --for whose sheet it is."
    if out.suffix.casefold() != ".xlsx":
        return f"{out} should end in .xlsx: it is a spreadsheet."
    if out.exists():
        return f"{out} is there already, and somebody may have filled it in. Give another name."
    return unfit_to_write(out)


def _no_corpus(corpus: Corpus) -> str:
    return f"There is no corpus in {corpus.folder}. Make one with safeconduct observatory collect."


def _codings(corpus: Corpus) -> HandCodings:
    return folded(ledger.rows(corpus.people))


def _texts(corpus: Corpus, wanted: set[str]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows_of(corpus.table("texts.jsonl")) if row["id"] in wanted}


def _book(arguments: argparse.Namespace) -> Any:
    if arguments.codebook is not None and arguments.codebook not in versions():
        return None
    return codebook(arguments.codebook)


def _no_codebook(arguments: argparse.Namespace) -> str:
    return f"There is no codebook {arguments.codebook}. There are {', '.join(map(str, versions()))}."
