"""The word that each act owes the defender: by which day, and whether it is overdue.

The day stands among the messages, so that the defender's own code can tell that it has passed: no job needs to open
anything, and nothing is sent. It says nothing of the act.
"""

from collections.abc import Iterable
from datetime import date

from safeconduct.cases.duty import TELL_WITHIN, TOLD
from safeconduct.dossiers.entry import Entry, NewEntry


def promise_of_word(step: str, *, acted_on: date) -> NewEntry:
    by = acted_on + TELL_WITHIN
    return NewEntry("messages", "word_promised", {"step": step, "by": by.isoformat()})


def word_kept(steps: Iterable[str]) -> NewEntry:
    """The word was given where the defender's code does not see it, or need not be given."""
    return NewEntry("messages", "word_kept", {"steps": list(steps)})


def step_told_by(duty: str) -> str:
    """The step that a duty to tell belongs to; "" for all other duties."""
    step, _, part = duty.rpartition(":")
    return step if part == TOLD else ""


def overdue_since(messages: Iterable[Entry], *, on: date) -> date | None:
    """The first day by which a word was owed that has not come; None when nothing is overdue.

    A reader who emptied the page after that day has seen it.
    """
    owed: dict[str, date] = {}
    for entry in messages:
        data = entry.data
        if entry.kind == "word_promised":
            owed[data["step"]] = date.fromisoformat(data["by"])
        elif entry.kind in ("feedback_given", "word_kept"):
            for step in data["steps"]:
                owed.pop(step, None)
        elif entry.kind == "emptied":
            owed = {step: by for step, by in owed.items() if by >= entry.at.date()}
    return min((by for by in owed.values() if by < on), default=None)
