"""What binds an office, and what it did that belongs to no case: the operator's own file, offices.toml in the instance's folder.

It says nothing of any case or person. A row that lacks a fact is left out; a file with a fault whole.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from safeconduct.vocabulary.own_file import is_text, rows_of

_OF_OFFICE = {"office", "bound_as", "texts_of"}
_LISTS = ("bound_as", "texts_of")
_OF_EVENT = {"office", "kind", "on", "says", "noted_by"}


@dataclass(frozen=True)
class OfficeEvent:
    """`kind` is one of the guidance's events.toml or of its catalogue; `about` joins what calls for something to its answer.
    `shows`: the commitments that it can show; empty for each whose rule names its kind."""

    kind: str
    on: date
    says: str
    noted_by: str
    about: str = ""
    shows: frozenset[str] = frozenset()


@dataclass(frozen=True)
class OfficeRecord:
    """`bound_as`: what the office is in the words of the commitments, embassy or hq. `texts_of`: owners of instruments."""

    bound_as: tuple[str, ...] = ()
    texts_of: tuple[str, ...] = ()
    events: tuple[OfficeEvent, ...] = ()


def office_record(file: Path, office: str) -> OfficeRecord:
    """Of one office, by its short name; empty where the file says nothing of it."""
    rows = rows_of(file, "office", "event") or {}
    bound = next((row for row in rows.get("office", []) if _is_office(row) and row["office"] == office), None)
    events = tuple(
        OfficeEvent(row["kind"], row["on"], row["says"], row["noted_by"], row.get("about", ""))
        for row in rows.get("event", [])
        if _is_event(row) and row["office"] == office
    )
    if bound is None:
        return OfficeRecord(events=events)
    return OfficeRecord(tuple(bound["bound_as"]), tuple(bound["texts_of"]), events)


def rows_left_out(file: Path) -> int | None:
    """How many rows are not whole; None when the file cannot be read at all."""
    rows = rows_of(file, "office", "event")
    if rows is None:
        return None
    return sum(not _is_office(row) for row in rows["office"]) + sum(not _is_event(row) for row in rows["event"])


def rows_read(file: Path) -> int:
    rows = rows_of(file, "office", "event") or {"office": [], "event": []}
    return sum(map(_is_office, rows["office"])) + sum(map(_is_event, rows["event"]))


def _is_office(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != _OF_OFFICE or not is_text(row["office"]):
        return False
    return all(isinstance(row[name], list) and row[name] and all(map(is_text, row[name])) for name in _LISTS)


def _is_event(row: Any) -> bool:
    if not isinstance(row, dict) or not _OF_EVENT <= set(row) <= _OF_EVENT | {"about"}:
        return False
    return type(row["on"]) is date and all(is_text(given) for name, given in row.items() if name != "on")
