"""Which kinds and groups go with which: beside some codes the words of another mostly tell of something else.

Where somebody was killed, a trial is that of the killers; who leads the organisation of a people is not of its staff. The
rows are data, each with its reason (company.toml). Nothing is lost: what is not told is shown as mentioned."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safeconduct.cases.suggesting.finding import Finding
from safeconduct.cases.suggesting.passage import Passage

Found = Mapping[str, Sequence[Finding]]


@dataclass(frozen=True)
class Row:
    """Read for the words of `codes` where a text is about one of `beside` and about none of `without`."""

    codes: frozenset[str]
    beside: frozenset[str]
    without: frozenset[str]
    once: bool
    faint: bool

    def reads(self, about: Found) -> bool:
        return bool(self.beside & about.keys()) and not self.without & about.keys()

    def takes(self, listed: Sequence[Finding], passage: Passage) -> bool:
        """Words in the heading stay told, and so do several where the row is for one."""
        headed = any(passage.is_headed(one.span) for one in listed if not one.faint)
        several = self.once and len(listed) > 1
        return not headed and not several and not (self.faint and any(not one.faint for one in listed))


def _rows(table: str) -> tuple[Row, ...]:
    listed: Sequence[Mapping[str, Any]] = _LISTED[table]
    return tuple(
        Row(
            codes=frozenset(row["codes"]),
            beside=frozenset(row["beside"]),
            without=frozenset(row.get("without", ())),
            once=row.get("once", False),
            faint=row.get("faint", False),
        )
        for row in listed
    )


_LISTED = tomllib.loads((Path(__file__).parent / "company.toml").read_text(encoding="utf-8"))
_MENTION, _TELL = _rows("mention"), _rows("tell")


def kept(about: Found, found: Found, passage: Passage) -> dict[str, list[Finding]]:
    """What the text is about, with what goes with it of all that was found, and without what does not."""
    told = {code: list(listed) for code, listed in about.items()}
    for row in _MENTION:
        if row.reads(told):
            told = {c: listed for c, listed in told.items() if c not in row.codes or not row.takes(listed, passage)}
    for row in _TELL:
        if row.reads(told):
            told |= {code: list(found[code]) for code in sorted(row.codes & found.keys() - told.keys())}
    return told
