"""Invented countries and their cases, as the files in `countries/` tell them. Nobody and nothing in them exists."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from safeconduct.intake.telling import Telling
from safeconduct.vocabulary import place_name, world_map

FOLDER = Path(__file__).with_name("countries")
DEFENDER = "defender"


@dataclass(frozen=True)
class Move:
    """One thing that somebody did: `do` is a verb of the table in walking.py, `by` a sign-in name, or DEFENDER for whoever
    writes from outside; `after` is how long after the request came. `says` is what the verb needs; numbers in it are
    days from that moment."""

    do: str
    by: str
    after: timedelta
    says: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class InventedCase:
    """`ends` names the stage that it has reached today; `ago` is since when it is here; `by` the member who wrote it
    down, or "" where the defender or a relay sent it."""

    name: str
    ends: str
    offices: tuple[str, ...]
    ago: timedelta
    by: str
    own_word: str
    telling: Telling = field(repr=False)
    moves: tuple[Move, ...] = field(repr=False)


@dataclass(frozen=True)
class InventedCountry:
    """`code` is one that ISO 3166 leaves to users, so that no country will ever have it. `outline` is a path in an ocean."""

    code: str
    names: tuple[str, ...]
    outline: str = field(repr=False)
    cases: tuple[InventedCase, ...] = field(repr=False)


@cache
def countries() -> tuple[InventedCountry, ...]:
    files = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml")))
    return tuple(_country(file) for file in files)


def make_known() -> None:
    """To this process: by their names, and on maps."""
    place_name.invent({one.code: one.names for one in countries()})
    world_map.invent({one.code: one.outline for one in countries()})


def make_unknown() -> None:
    place_name.invent({})
    world_map.invent({})


def cases() -> tuple[InventedCase, ...]:
    return tuple(case for country in countries() for case in country.cases)


def _country(file: Mapping[str, Any]) -> InventedCountry:
    names = tuple(file["names"])
    return InventedCountry(file["code"], names, file["outline"], tuple(_case(row, names[0]) for row in file["case"]))


def _case(row: Mapping[str, Any], country: str) -> InventedCase:
    ago = timedelta(days=row["days_ago"])
    moves = tuple(_move(move) for move in row.get("moves", ()))
    late = [move.do for move in moves if move.after > ago]
    if late:
        raise ValueError(f"{row['name']}: “{late[0]}” lies ahead of today. Give it an earlier day.")
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in row["told"].items()}
    telling = Telling(**{"country": country, **told})
    by, own_word = row.get("by", ""), row.get("own_word", "lantern" if telling.about == "me" else "")
    return InventedCase(row["name"], row["ends"], tuple(row["offices"]), ago, by, own_word, telling, moves)


def _move(row: Mapping[str, Any]) -> Move:
    says = {name: value for name, value in row.items() if name not in ("do", "by", "day")}
    return Move(row["do"], row.get("by", DEFENDER), timedelta(days=row["day"]), says)
