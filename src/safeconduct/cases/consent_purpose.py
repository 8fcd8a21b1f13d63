"""The purposes that a defender answers for: data in `lists/consent_purposes.toml`, the same as the action catalogue's."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from safeconduct.cases.coded_list import FOLDER

TEXT_VERSION = "2026-11"
"""Of the words that explain the purposes and their risks to a defender; changes whenever those words change."""


@dataclass(frozen=True)
class Purpose:
    """`recipient` says in words who gets to know; `scopes` are the parts of a dossier that it usually needs.

    `names`: the name is told. `state_or_company`: a question of its own. `public`: it cannot be called back.
    `per_person`: each person answers alone. `parts` are answered separately, as channels.
    """

    value: str
    group: str
    label: str
    recipient: str
    scopes: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    names: bool = False
    state_or_company: bool = False
    per_person: bool = False
    public: bool = False


@cache
def consent_purposes() -> tuple[Purpose, ...]:
    """In reading order, those of one group together."""
    rows: list[dict[str, Any]] = tomllib.loads((FOLDER / "consent_purposes.toml").read_text(encoding="utf-8"))["row"]
    return tuple(
        Purpose(**{**row, "scopes": tuple(row.get("scopes", ())), "parts": tuple(row.get("parts", ()))}) for row in rows
    )


def purpose_named(value: str) -> Purpose:
    """Raises LookupError for a value that the list does not know."""
    return next(one for one in consent_purposes() if one.value == value)


def parts_of(value: str) -> tuple[str, ...]:
    return next((one.parts for one in consent_purposes() if one.value == value), ())
