"""What is so in a country: facts with a source and a day, in the operator's own file, countries.toml in the instance's folder.

A fact without a source or a day is left out: a gap is better than a fact that nobody can check. It says nothing of any case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from safeconduct.guidance.source import staleness
from safeconduct.vocabulary.own_file import is_text, rows_of
from safeconduct.vocabulary.place_name import country_code

KINDS = {
    "law": "Laws that protect or threaten defenders",
    "mechanism": "Institutions and mechanisms, for and against",
    "guideline": "Guidelines in force there",
    "focal_point": "Focal points of missions",
    "court_access": "How observers get into courts",
    "dialogue": "The formal dialogue",
    "informal_channel": "Channels that remain beside it",
    "platform": "Platforms that are used there",
    "context": "Shifts, restrictions and hostile words",
    "good_practice": "What worked",
    "shortcoming": "What fell short",
}
"""In the order of the page; what worked and what fell short stand beside each other."""

FIELDS = {"country", "kind", "says", "source", "on", "noted_by"}


@dataclass(frozen=True)
class CountryFact:
    """`on` is the day on which it was so; `source` says where it is known from, in words or as an address."""

    country: str
    kind: str
    says: str
    source: str
    on: date
    noted_by: str

    def doubt(self, *, today: date) -> str:
        return staleness(self.on, today=today)


def country_facts(file: Path) -> tuple[CountryFact, ...]:
    """The rows with all their facts, the newest of each kind first."""
    rows = rows_of(file, "fact") or {"fact": []}
    known = (CountryFact(**{**row, "country": country_code(row["country"])}) for row in rows["fact"] if _is_whole(row))
    return tuple(sorted(known, key=lambda one: (list(KINDS).index(one.kind), -one.on.toordinal(), one.says)))


def facts_left_out(file: Path) -> int | None:
    """How many rows are not whole; None when the file cannot be read at all."""
    rows = rows_of(file, "fact")
    return None if rows is None else sum(not _is_whole(row) for row in rows["fact"])


def facts_of(country: str, known: Iterable[CountryFact]) -> tuple[CountryFact, ...]:
    return tuple(one for one in known if one.country == country)


def _is_whole(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != FIELDS or type(row["on"]) is not date:
        return False
    written = all(is_text(given) for name, given in row.items() if name != "on")
    return written and row["kind"] in KINDS and bool(country_code(row["country"]))
