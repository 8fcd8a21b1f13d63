"""What binds an office, what it published of its work, and what it did beside its cases: the operator's own offices.toml.

It says nothing of any case or person. A row that lacks a fact is left out; a file with a fault whole.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.own_file import is_text, rows_of
from safeconduct.vocabulary.place_name import country_code

_OF_OFFICE = {"office", "bound_as", "texts_of"}
_OF_PROMISE = {"office", "steps", "languages", "address", "on"}
_OF_LOCATED = {"office", "country"}
_OF_PROFILE = {"office", "post", "commitments"}
_LISTS = ("bound_as", "texts_of", "commitments", "steps", "languages")
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
class OfficePromise:
    """What an office wrote of itself in public, at `address` on the day `on`: the steps that it may take, as points of the
    page of missions, and the languages in which it answers, as codes. Everybody may read it."""

    steps: tuple[str, ...]
    languages: tuple[str, ...]
    address: str
    on: date


@dataclass(frozen=True)
class OfficeRecord:
    """`bound_as`: what the office is in the words of the commitments, embassy or hq. `texts_of`: owners of instruments.
    `profiles`: by the name of a post, the commitments that belong to its job. `promise`: None where the office leaves it out.
    `country`: the code of the country in which it is, "" where nobody wrote it down."""

    bound_as: tuple[str, ...] = ()
    texts_of: tuple[str, ...] = ()
    events: tuple[OfficeEvent, ...] = ()
    profiles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    promise: OfficePromise | None = None
    country: str = ""


def office_record(file: Path, office: str) -> OfficeRecord:
    """Of one office, by its short name; empty where the file says nothing of it."""
    rows = rows_of(file, *_NAMES) or {}
    bound = next((row for row in rows.get("office", []) if _is_office(row) and row["office"] == office), None)
    events = tuple(
        OfficeEvent(row["kind"], row["on"], row["says"], row["noted_by"], row.get("about", ""))
        for row in rows.get("event", [])
        if _is_event(row) and row["office"] == office
    )
    profiles = {
        row["post"]: tuple(row["commitments"])
        for row in rows.get("profile", [])
        if _is_profile(row) and row["office"] == office
    }
    promise = next(
        (_promise(row) for row in rows.get("promise", []) if _is_promise(row) and row["office"] == office), None
    )
    located = (row for row in rows.get("located", []) if _is_located(row) and row["office"] == office)
    country = next((country_code(row["country"]) for row in located), "")
    if bound is None:
        return OfficeRecord(events=events, profiles=profiles, promise=promise, country=country)
    return OfficeRecord(tuple(bound["bound_as"]), tuple(bound["texts_of"]), events, profiles, promise, country)


def _promise(row: dict[str, Any]) -> OfficePromise:
    return OfficePromise(tuple(row["steps"]), tuple(row["languages"]), row["address"], row["on"])


def rows_left_out(file: Path) -> int | None:
    """How many rows are not whole; None when the file cannot be read at all."""
    rows = rows_of(file, *_NAMES)
    if rows is None:
        return None
    return sum(not _IS_WHOLE[name](row) for name in _NAMES for row in rows[name])


def rows_read(file: Path) -> int:
    rows = rows_of(file, *_NAMES) or {}
    return sum(_IS_WHOLE[name](row) for name in _NAMES for row in rows.get(name, []))


def _is_office(row: Any) -> bool:
    return isinstance(row, dict) and set(row) == _OF_OFFICE and _is_filled(row)


def _is_profile(row: Any) -> bool:
    return isinstance(row, dict) and set(row) == _OF_PROFILE and _is_filled(row)


def _is_located(row: Any) -> bool:
    return isinstance(row, dict) and set(row) == _OF_LOCATED and _is_filled(row) and bool(country_code(row["country"]))


def _is_promise(row: Any) -> bool:
    if not isinstance(row, dict) or set(row) != _OF_PROMISE or type(row["on"]) is not date:
        return False
    if not _is_filled({name: given for name, given in row.items() if name != "on"}):
        return False
    points = {one.id for one in the_register().paragraphs if one.page == "mission" and one.kind == "point"}
    return row["address"].startswith("https://") and set(row["steps"]) <= points


def _is_filled(row: dict[str, Any]) -> bool:
    return all(_is_list(given) if name in _LISTS else is_text(given) for name, given in row.items())


def _is_list(given: Any) -> bool:
    return isinstance(given, list) and bool(given) and all(map(is_text, given))


def _is_event(row: Any) -> bool:
    if not isinstance(row, dict) or not _OF_EVENT <= set(row) <= _OF_EVENT | {"about"}:
        return False
    return type(row["on"]) is date and all(is_text(given) for name, given in row.items() if name != "on")


_IS_WHOLE: dict[str, Callable[[Any], bool]] = {
    "office": _is_office,
    "event": _is_event,
    "profile": _is_profile,
    "promise": _is_promise,
    "located": _is_located,
}
_NAMES = tuple(_IS_WHOLE)
