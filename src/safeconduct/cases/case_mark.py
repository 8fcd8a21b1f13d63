"""Marks on a case that change the advice and start a clock: another nationality, a risk of being sent back.

The clock runs from the mark, or to the hour that is known (a flight, a handing over).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from safeconduct.cases.coded_list import coded_list
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

FARTHEST = timedelta(days=365)


@dataclass(frozen=True)
class CaseMark:
    """`due` is when the first steps of the advice should have been taken; None when an officer wrote that they were."""

    value: str
    since: datetime
    due: datetime | None
    text: str = field(repr=False)


def case_marks(written: Iterable[Entry]) -> tuple[CaseMark, ...]:
    """The marks that stand, oldest first."""
    known: dict[str, CaseMark] = {}
    for entry in written:
        if entry.kind == "mark_set":
            due = datetime.fromisoformat(entry.data["due"])
            known[entry.data["mark"]] = CaseMark(entry.data["mark"], entry.at, due, entry.data["text"])
        elif entry.kind == "mark_handled" and (mark := known.get(entry.data["mark"])):
            known[mark.value] = CaseMark(mark.value, mark.since, None, mark.text)
        elif entry.kind == "mark_lifted":
            known.pop(entry.data["mark"], None)
    return tuple(known.values())


def due_of(mark: str, known_hour: datetime | None, *, at: datetime) -> datetime:
    """The known hour, or so many hours from now as the list says for this mark."""
    hours = next(row.hours for row in coded_list("case_marks") if row.value == mark)
    return known_hour or at + timedelta(hours=hours)


def refusal_to_marking(text: str, known_hour: datetime | None, *, at: datetime) -> Refusal | None:
    if not text.strip():
        return Refusal("Nothing is written about it. Say in a sentence how it is known.")
    if known_hour and known_hour <= at:
        return Refusal("That hour has passed. Write the next hour that is known, or leave it empty.")
    if known_hour and known_hour > at + FARTHEST:
        return Refusal("That hour is more than a year away. Check the date.")
    return None


def refusal_to_changing_mark(marks: Iterable[CaseMark], value: str, text: str) -> Refusal | None:
    """Why a mark can neither be written off as handled nor be lifted."""
    if all(mark.value != value for mark in marks):
        return Refusal("This mark does not stand any more. Look at the case as it is now.")
    if not text.strip():
        return Refusal("Nothing is written about it. Say what was done, or why the mark is wrong.")
    return None
