"""How dangerous the defender finds it, in their own words; each answer stands until it is written anew.

What came with the own word, or was said to an officer, is the defender's. What came with the code alone, as from a
relay, stands beside it and never for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.dossiers.entry import Entry

ANSWERS = ("band", "worries", "does", "helps", "worse")
"""One of the five bands, then in words: what worries most, what is done already, who helps, what makes it worse."""


@dataclass(frozen=True)
class RiskView:
    """What stands today: answers of several days, the newest to each question. `taken_down_by` is a post, or empty."""

    band: str
    worries: str = field(repr=False)
    does: str = field(repr=False)
    helps: str = field(repr=False)
    worse: str = field(repr=False)
    at: datetime
    taken_down_by: str = ""


def own_view(written: Iterable[Entry]) -> RiskView | None:
    return _folded(entry for entry in written if entry.by.kind in ("defender", "member"))


def view_with_the_code_alone(written: Iterable[Entry]) -> RiskView | None:
    return _folded(entry for entry in written if entry.by.kind in ("code", "relay"))


def _folded(written: Iterable[Entry]) -> RiskView | None:
    told = [entry for entry in written if entry.kind == "risk_view"]
    if not told:
        return None
    stands = {name: next((entry.data[name] for entry in reversed(told) if entry.data[name]), "") for name in ANSWERS}
    return RiskView(**stands, at=told[-1].at, taken_down_by=told[-1].by.post_name)
