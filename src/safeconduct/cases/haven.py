"""Requests to others for haven, a visa or money, each with the day by which an answer is wanted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

KINDS = ("haven", "visa", "money")
ANSWERS = ("yes", "partly", "no")
LONGEST = timedelta(days=60)


@dataclass(frozen=True)
class Haven:
    """One request. `relied_on` are commitments of the guidance that it names; `answer` is yes, partly, no or "" yet."""

    ref: str
    what: str
    of_whom: str
    words: str = field(repr=False)
    answer_by: date
    relied_on: tuple[str, ...] = ()
    asked_on: date | None = None
    answer: str = ""
    answer_words: str = field(default="", repr=False)
    answered_on: date | None = None

    @property
    def is_open(self) -> bool:
        return not self.answer

    def is_late(self, *, on: date) -> bool:
        return self.is_open and self.answer_by < on

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
    return tuple(_haven(entry, answered.get(entry.data["ref"])) for entry in entries if entry.kind == "haven_asked")


def _haven(entry: Entry, answered: Entry | None) -> Haven:
    data: Mapping[str, Any] = entry.data
    return Haven(
        **{name: data[name] for name in ("ref", "what", "of_whom", "words")},
        answer_by=date.fromisoformat(data["answer_by"]),
        relied_on=tuple(data["relied_on"]),
        asked_on=entry.at.date(),
        answer=answered.data["answer"] if answered else "",
        answer_words=answered.data["words"] if answered else "",
        answered_on=_day(answered.at) if answered else None,
    )


def _day(at: datetime) -> date:
    return at.date()


def next_answer(written: Iterable[Entry]) -> date | None:
    """The first day by which an answer is wanted that has not come."""
    return min((haven.answer_by for haven in havens(written) if haven.is_open), default=None)


def refusal_to_asking_haven(haven: Haven, *, on: date) -> Refusal | None:
    if haven.what not in KINDS:
        return Refusal("It is not said what is asked for. Choose haven, a visa or money.")
    if not haven.of_whom.strip():
        return Refusal("It is not said of whom it is asked. Name the mission, city or fund.")
    if haven.answer_by < on:
        return Refusal("The day for the answer is missing or in the past. Choose a day from today on.")
    if haven.answer_by > on + LONGEST:
        return Refusal("That is more than 60 days to wait. Choose an earlier day; it can be asked again.")
    return None


def refusal_to_answering_haven(haven: Haven, answer: str, words: str) -> Refusal | None:
    if answer not in ANSWERS:
        return Refusal("It is not said what they answered. Choose one of the three.")
    if answer != "yes" and not words.strip():
        return Refusal("The reason that they gave is empty. Write it, or that they gave none.")
    if (haven.answer, haven.answer_words) == (answer, words.strip()):
        return Refusal("This answer was written down already.")
    return None
