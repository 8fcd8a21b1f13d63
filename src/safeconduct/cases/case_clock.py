"""What runs towards an hour in a case: a threat to be looked at again, a hearing, a reprisal's plan, a
question to a source, a mark's advice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from safeconduct.cases.case_mark import case_marks
from safeconduct.cases.incident import incidents
from safeconduct.cases.reprisal import reprisal_plans
from safeconduct.cases.source_question import source_questions
from safeconduct.dossiers.entry import Entry


@dataclass(frozen=True)
class CaseClock:
    """`what` is threat, hearing, reprisal, question (to a source) or the value of a mark."""

    what: str
    due: datetime


def case_clocks(written: Iterable[Entry]) -> tuple[CaseClock, ...]:
    """Soonest first. A day without an hour is due when it begins."""
    written = tuple(written)
    known = incidents(written)
    clocks = [
        *(CaseClock("threat", _start_of(one.follow_up_on)) for one in known if one.follow_up_on),
        *(
            CaseClock("hearing", one.detention.hearing.at.astimezone(UTC))
            for one in known
            if one.detention and one.detention.hearing
        ),
        *(CaseClock("reprisal", plan.next_due) for plan in reprisal_plans(written) if plan.next_due),
        *(CaseClock("question", _start_of(one.by)) for one in source_questions(written) if not one.answered),
        *(CaseClock(mark.value, mark.due) for mark in case_marks(written) if mark.due),
    ]
    return tuple(sorted(clocks, key=lambda clock: (clock.due, clock.what)))


def clock_facts(written: Iterable[Entry]) -> list[list[str]]:
    """The same as a card carries them: what, and by when to the minute."""
    return [[clock.what, clock.due.isoformat(timespec="minutes")] for clock in case_clocks(written)]


def clock_from(fact: Iterable[str]) -> CaseClock:
    what, due = fact
    return CaseClock(what, datetime.fromisoformat(due))


def _start_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, UTC)
