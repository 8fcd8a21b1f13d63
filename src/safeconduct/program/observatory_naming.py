"""`safeconduct observatory also-named`: who is named in one statement, and in which others. It stays in the files of whoever codes:
names are in no snapshot and on no page."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from safeconduct.observatory.measuring.coded_statement import CodedStatement, read_coded
from safeconduct.observatory.namesake import CAUTION, Namesake, as_written_in, namesakes
from safeconduct.observatory.published_text import numbered_lines
from safeconduct.program.refusing import no, no_file


def run(arguments: argparse.Namespace) -> int:
    source = Path(arguments.file)
    if missing := no_file(source):
        return no(missing)
    statement = next((one for one in _codings(source) if one.id == arguments.id), None)
    if statement is None:
        return no(f"There is no coding with the id {arguments.id} in {source}. Check the id.")
    if not statement.people:
        print(f"{statement.id} names nobody.")
        return 0
    for again in namesakes(statement, _codings(source)):
        print("\n".join(_told(again)))
    print(CAUTION)
    return 0


def _codings(source: Path) -> Iterator[CodedStatement]:
    """One at a time; an id that stands twice counts once, as when they are measured."""
    known: set[str] = set()
    with source.open("rb") as file:
        for number, raw in numbered_lines(file):
            one = read_coded(raw, line=number)
            if isinstance(one, CodedStatement) and one.id not in known:
                known.add(one.id)
                yield one


def _told(again: Namesake) -> Iterator[str]:
    yield again.written
    if not again.others:
        yield "  in no other statement of this file"
    for other in again.others:
        written = as_written_in(other, again.written)
        told = (_day(other), other.id, other.texts["issuer_kind"], " ".join(other.countries), other.texts["url"])
        as_there = f"as “{written}”" if written != again.written else ""
        yield f"  {'  '.join(part for part in (*told, as_there) if part)}"


def _day(statement: CodedStatement) -> str:
    """`2016-05-04`, `2016-05` or `2016`, as exact as it is known."""
    first, last = statement.earliest, statement.latest
    if first is None or last is None:
        return "no date"
    if first == last:
        return first.isoformat()
    return f"{first:%Y-%m}" if first.month == last.month else f"{first:%Y}"
