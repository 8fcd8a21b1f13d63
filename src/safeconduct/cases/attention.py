"""Windows of attention: events with a date at which the world looks at a country, or away from it.

They are the instance's own file, attention.toml, and the same for all cases: nothing in it says anything of a case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from safeconduct.vocabulary.own_file import rows_of
from safeconduct.vocabulary.place_name import country_code

TABLE = "window"
AHEAD = timedelta(days=120)
"""How far a plan looks."""

_TEXTS = ("country", "event", "source")


@dataclass(frozen=True)
class Window:
    """`country` is a code, a name that has no code, or "" for every country; both days count."""

    country: str
    event: str
    first: date
    last: date
    source: str


def windows(file: Path) -> tuple[Window, ...]:
    """Those rows of the file that are whole; none where there is no file or it cannot be read."""
    rows = rows_of(file, TABLE) or {TABLE: []}
    return tuple(_window(row) for row in rows[TABLE] if _is_whole(row))


def rows_left_out(file: Path) -> int | None:
    """How many rows are not whole; None when the file cannot be read at all."""
    rows = rows_of(file, TABLE)
    return None if rows is None else sum(not _is_whole(row) for row in rows[TABLE])


def near(known: Iterable[Window], country: str, *, on: date) -> tuple[Window, ...]:
    """What is open in a country (by name or code) or opens soon, the nearest first."""
    here = _as_code(country)
    found = (one for one in known if one.country in ("", here) and one.last >= on and one.first <= on + AHEAD)
    return tuple(sorted(found, key=lambda one: (one.first, one.last, one.event)))


def _is_whole(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != {*_TEXTS, "first", "last"}:
        return False
    days = (row["first"], row["last"])
    if not all(isinstance(row[name], str) for name in _TEXTS) or not all(type(day) is date for day in days):
        return False
    return bool(row["event"].strip() and row["source"].strip()) and row["first"] <= row["last"]


def _window(row: dict[str, Any]) -> Window:
    return Window(**{**row, "country": _as_code(row["country"])})


def _as_code(country: str) -> str:
    return country_code(country) or country.strip().casefold()
