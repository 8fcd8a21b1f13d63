"""Requests to others for haven, a visa or money: written once, with a clock at each that is asked, until it answers."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

KINDS = ("haven", "visa", "money")
ANSWERS = ("yes", "partly", "no")
ANSWERED, LATE, READ, WAITING = "answered", "late", "read", "waiting"
LONGEST = timedelta(days=60)
MOST_AT_ONCE = 6


@dataclass(frozen=True)
class Haven:
    """One request at one that is asked. `relied_on` are commitments of the guidance that it names; `read_on` is the day on
    which they said that they have read it; `answer` is yes, partly, no or "" yet."""

    ref: str
    what: str
    of_whom: str
    words: str = field(repr=False)
    answer_by: date
    relied_on: tuple[str, ...] = ()
    asked_on: date | None = None
    read_on: date | None = None
    answer: str = ""
    answer_words: str = field(default="", repr=False)
    answered_on: date | None = None

    @property
    def is_open(self) -> bool:
        return not self.answer

    def is_late(self, *, on: date) -> bool:
        return self.is_open and self.answer_by < on

    def standing(self, *, on: date) -> str:
        """Somebody who read it and lets the day pass is late."""
        if not self.is_open:
            return ANSWERED
        if self.is_late(on=on):
            return LATE
        return READ if self.read_on else WAITING

    def of_each(self) -> tuple["Haven", ...]:
        """A request at each of those that are named, a line each."""
        names = (" ".join(line.split()) for line in self.of_whom.splitlines())
        return tuple(replace(self, of_whom=name) for name in names if name)

    def as_data(self) -> dict[str, Any]:
        return {
            **{name: getattr(self, name) for name in ("ref", "what", "of_whom", "words")},
            "answer_by": self.answer_by.isoformat(),
            "relied_on": list(self.relied_on),
        }


def havens(written: Iterable[Entry]) -> tuple[Haven, ...]:
    """Every request as it stands, oldest first; the newest answer counts."""
    entries = tuple(written)
    answered = {entry.data["ref"]: entry for entry in entries if entry.kind == "haven_answered"}
    read = {entry.data["ref"]: entry for entry in reversed(entries) if entry.kind == "haven_read"}
    asked = (entry for entry in entries if entry.kind == "haven_asked")
    return tuple(_haven(one, read.get(one.data["ref"]), answered.get(one.data["ref"])) for one in asked)


def _haven(entry: Entry, read: Entry | None, answered: Entry | None) -> Haven:
    data: Mapping[str, Any] = entry.data
    return Haven(
        **{name: data[name] for name in ("ref", "what", "of_whom", "words")},
        answer_by=date.fromisoformat(data["answer_by"]),
        relied_on=tuple(data["relied_on"]),
        asked_on=entry.at.date(),
        read_on=_day(read.at) if read else None,
        answer=answered.data["answer"] if answered else "",
        answer_words=answered.data["words"] if answered else "",
        answered_on=_day(answered.at) if answered else None,
    )


def _day(at: datetime) -> date:
    return at.date()


def next_answer(written: Iterable[Entry]) -> date | None:
    """The first day by which an answer is wanted that has not come."""
    return min((haven.answer_by for haven in havens(written) if haven.is_open), default=None)


def counted(known: Iterable[Haven], *, on: date) -> Mapping[str, int]:
    """How many of those that were asked answered, are late, have read it, or said nothing yet."""
    return Counter(one.standing(on=on) for one in known)


def refusal_to_asking_haven(haven: Haven, *, on: date) -> Refusal | None:
    """As it was typed, with all that are asked."""
    if haven.what not in KINDS:
        return Refusal("It is not said what is asked for. Choose haven, a visa or money.")
    names = [one.of_whom.casefold() for one in haven.of_each()]
    if not names:
        return Refusal("It is not said of whom it is asked. Name the mission, city or fund.")
    if len(set(names)) < len(names):
        return Refusal("One of them is named twice. Write each on one line.")
    if len(names) > MOST_AT_ONCE:
        return Refusal(f"These are more than {MOST_AT_ONCE} at once. Ask those first that are likely to say yes.")
    if haven.answer_by < on:
        return Refusal("The day for the answer is missing or in the past. Choose a day from today on.")
    if haven.answer_by > on + LONGEST:
        return Refusal("That is more than 60 days to wait. Choose an earlier day; it can be asked again.")
    return None


def refusal_to_noting_reading(haven: Haven) -> Refusal | None:
    if not haven.is_open:
        return Refusal("They have answered already, so they have read it. Nothing was changed.")
    if haven.read_on:
        return Refusal("It was written down already that they have read it. Nothing was changed.")
    return None


def refusal_to_answering_haven(haven: Haven, answer: str, words: str) -> Refusal | None:
    if answer not in ANSWERS:
        return Refusal("It is not said what they answered. Choose one of the three.")
    if answer != "yes" and not words.strip():
        return Refusal("The reason that they gave is empty. Write it, or that they gave none.")
    if (haven.answer, haven.answer_words) == (answer, words.strip()):
        return Refusal("This answer was written down already.")
    return None
