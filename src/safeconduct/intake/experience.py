"""How it went with a mechanism of protection, as the defender lived it; told and taken back with their own word alone.

A later word on the same mechanism replaces the earlier one. On the card stand codes of the register, never a name or a word.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from safeconduct.dossiers.entry import Entry, NewEntry

TOLD, TAKEN_BACK = "mechanism_told", "mechanism_taken_back"
ANSWERED = ("yes", "late", "none")
"""Whether the mechanism answered: yes; late; not at all."""

HELPED = ("helped", "little", "nothing", "worse")
"""What it was good for: it helped; a little; it changed nothing; it made things worse."""

EARLIER = "earlier"
YEARS = 10
_PARTS = ("ref", "mechanism", "name", "year", "answered", "helped", "words")


@dataclass(frozen=True)
class Experience:
    """`mechanism` is one of the register, or "" where `name` says it in free words; `year` is a year, earlier, or ""."""

    mechanism: str
    name: str = field(repr=False)
    year: str
    answered: str
    helped: str
    words: str = field(default="", repr=False)
    ref: str = ""
    at: datetime | None = None

    @property
    def of(self) -> str:
        """By which two words on the same mechanism are known."""
        return self.mechanism or "/" + " ".join(self.name.casefold().split())

    def as_data(self) -> dict[str, str]:
        return {part: getattr(self, part) for part in _PARTS}


def years(today: date) -> tuple[str, ...]:
    """What a form offers, the newest first."""
    return (*(str(today.year - back) for back in range(YEARS)), EARLIER)


def experience_told(one: Experience) -> NewEntry:
    return NewEntry("messages", TOLD, one.as_data())


def taking_back(ref: str) -> NewEntry:
    return NewEntry("messages", TAKEN_BACK, {"ref": ref})


def told_experiences(written: Iterable[Entry]) -> tuple[Experience, ...]:
    """What the defender told and did not take back, oldest first. What came with the code alone is nobody's."""
    standing: dict[str, Experience] = {}
    for entry in written:
        if entry.by.kind == "defender" and entry.kind == TOLD:
            one = experience_from(entry)
            standing.pop(one.of, None)
            standing[one.of] = one
        elif entry.by.kind == "defender" and entry.kind == TAKEN_BACK:
            standing = {of: one for of, one in standing.items() if one.ref != entry.data["ref"]}
    return tuple(standing.values())


def experience_from(entry: Entry) -> Experience:
    return Experience(**{part: entry.data[part] for part in _PARTS}, at=entry.at)


def told_fact(written: Iterable[Entry]) -> dict[str, Any]:
    """For the card: each mechanism of the register with its two answers."""
    told = sorted((one.mechanism, one.answered, one.helped) for one in told_experiences(written) if one.mechanism)
    return {"mechanisms_told": [list(one) for one in told]}
