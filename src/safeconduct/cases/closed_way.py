"""Ways of acting that are closed in a country: a level that nobody is received at, or a channel that leads nowhere.

The operator's own file holds them, closed-ways.toml in the instance's folder, for all cases of a country: it says nothing
of any case. What is closed is a hurdle and no refusal: whoever wants to try may try.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from safeconduct.vocabulary.own_file import rows_of
from safeconduct.vocabulary.place_name import country_code

TABLE = "closed"
LEVELS = ("local", "hq", "multilateral")
CHANNELS = ("meeting", "call", "letter", "presence", "press", "online")


@dataclass(frozen=True)
class ClosedWay:
    """`way` is one of LEVELS or CHANNELS; `country` is a code, or the name where there is no code."""

    country: str
    way: str
    says: str
    since: date
    noted_by: str
    source: str

    @property
    def is_level(self) -> bool:
        return self.way in LEVELS


def closed_ways(file: Path) -> tuple[ClosedWay, ...]:
    """The rows with all their facts; one that lacks a fact is left out, a file with a fault whole."""
    rows = rows_of(file, TABLE) or {TABLE: []}
    return tuple(_closed_way(row) for row in rows[TABLE] if _is_whole(row))


def rows_left_out(file: Path) -> int | None:
    """How many rows are not whole; None when the file cannot be read at all."""
    rows = rows_of(file, TABLE)
    return None if rows is None else sum(not _is_whole(row) for row in rows[TABLE])


def closed_in(country: str, ways: Iterable[ClosedWay]) -> tuple[ClosedWay, ...]:
    """What is closed in a country, by its name or its code."""
    return tuple(one for one in ways if country.strip() and one.country == _as_code(country))


def _is_whole(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != set(ClosedWay.__dataclass_fields__):
        return False
    texts = [value for name, value in row.items() if name != "since"]
    written = all(isinstance(text, str) and text.strip() for text in texts)
    return written and isinstance(row["since"], date) and row["way"] in (*LEVELS, *CHANNELS)


def _closed_way(row: dict[str, Any]) -> ClosedWay:
    return ClosedWay(**{**row, "country": _as_code(row["country"])})


def _as_code(country: str) -> str:
    return country_code(country) or country.strip().casefold()
