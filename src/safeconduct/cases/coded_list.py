"""The lists of words that casework codes with: data files that caseworkers and lawyers read and change.

Each file in `lists/` is a list of rows: `value` (what is stored, never changed once used), `label` (what is read) and,
where it needs one, `help`. A row with `ended = true` is still read in old entries and no longer offered. Some lists
also say to which `group` a row belongs, on which entry of the guidance it rests (`source`), or within how many `hours`
it is to be done.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "lists"


@dataclass(frozen=True)
class Coded:
    value: str
    label: str
    help: str = ""
    ended: bool = False
    group: str = ""
    source: str = ""
    hours: int = 0


@cache
def coded_list(name: str) -> tuple[Coded, ...]:
    """The rows of `lists/<name>.toml` in their order, ended ones too."""
    rows = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))["row"]
    return tuple(Coded(**row) for row in rows)


def label_of(name: str, value: str) -> str:
    """How a stored value is read; the value itself where the list does not know it."""
    return next((row.label for row in coded_list(name) if row.value == value), value)


def group_of(name: str, value: str) -> str:
    """The group that a row stands in; "" where it has none or the list does not know the value."""
    return next((row.group for row in coded_list(name) if row.value == value), "")


def choices_of(name: str) -> list[tuple[str, str]]:
    """What a form offers today."""
    return [(row.value, row.label) for row in coded_list(name) if not row.ended]
