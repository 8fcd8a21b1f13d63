"""`safeconduct bench suggest`: how far suggestions agree with codings by hand, for each language and for all."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from safeconduct.cases.suggesting.agreement import Agreement, Coding, agreement
from safeconduct.program.refusing import no, no_file

_HEAD = f"{'':8}{'texts':>6}{'country':>9}{'kinds':>7}{'groups':>8}{'by':>6}{'asks':>6}{'date':>6}{'dated':>7}"
_NOTE = """\
country: share of texts with exactly the coded set. kinds, groups, by, asks: F1 over all codes of all texts.
date: share of texts with the coded date, or none where none is coded. dated: the same, of texts with a coded date."""


def run(arguments: argparse.Namespace) -> int:
    gold, out = Path(arguments.gold), Path(arguments.out)
    if absent := no_file(gold, out):
        return no(absent)
    try:
        coded, found = _by_id(gold), _by_id(out)
    except (ValueError, KeyError, TypeError):
        return no("A line is not a JSON object with an id. Give a file of codings and one that `cases suggest` wrote.")
    if missing := coded.keys() - found.keys():
        return no(f"{len(missing)} coded texts have no suggestions in {out}. Run `cases suggest` on all of them.")
    print(_HEAD)
    by_language: dict[str, list[tuple[Coding, Coding]]] = {}
    for ref, hand in coded.items():
        by_language.setdefault(str(hand.get("language", "?")), []).append((hand, found[ref]))
    for language, pairs in sorted(by_language.items()):
        print(_row(language, agreement(pairs)))
    print(_row("all", agreement([pair for pairs in by_language.values() for pair in pairs])))
    print(_NOTE)
    return 0


def _by_id(path: Path) -> dict[str, Coding]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, filter(str.strip, lines))}


def _row(name: str, one: Agreement) -> str:
    figures = asdict(one)
    texts = figures.pop("texts")
    widths = (9, 7, 8, 6, 6, 6, 7)
    return f"{name:8}{texts:>6}" + "".join(
        f"{value:>{width}.2f}" for value, width in zip(figures.values(), widths, strict=True)
    )
