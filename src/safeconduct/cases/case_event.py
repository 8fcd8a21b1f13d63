"""What a case shows of promises that were made: dated events by the kinds of the guidance, as its card carries them.

Which entry shows which kind is data (lists/case_events.toml and case_event_acts.toml). Codes and days alone, never a word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from safeconduct.cases.action import Action
from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.decision import Decision
from safeconduct.cases.haven import havens
from safeconduct.cases.incident import Incident, incidents
from safeconduct.cases.theme import themes
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import YES

MOST_URGENT = "immediate"
"""The highest band of risk."""


@dataclass(frozen=True)
class CaseEvent:
    """`kind` is one of the guidance's events.toml, or of a step in its catalogue."""

    kind: str
    on: date


def case_event_facts(written: Iterable[Entry], known: Iterable[Action], made: Iterable[Decision]) -> list[list[str]]:
    """For the card: each kind once a day, oldest first. `known` are all steps, `made` all decisions. Steps that were taken
    stand in the tally already.

    What the defender wrote counts from the next entry of a member on: whoever writes without the office's keys cannot fold.
    """
    written = _until_a_member_wrote(tuple(written))
    found = {
        *_of_entries(written),
        *(("action_completed", one.on) for one in known if one.is_taken and one.on),
        *(event for one in made for event in _of_decision(one)),
        *(("visa_asked", one.asked_on) for one in havens(written) if one.what == "visa" and one.asked_on),
        *(event for one in incidents(written) for event in _of_incident(one)),
    }
    return [[kind, on.isoformat()] for kind, on in sorted(found, key=lambda event: (event[1], event[0]))]


def case_events_from(facts: Iterable[Iterable[str]]) -> tuple[CaseEvent, ...]:
    return tuple(CaseEvent(kind, date.fromisoformat(on)) for kind, on in facts)


def _until_a_member_wrote(written: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Up to the last entry of a member after the request itself."""
    arrived = next((entry.data["entries"] for entry in written if entry.kind == "arrived"), 0)
    last = max((entry.seq for entry in written if entry.by.kind == "member" and entry.seq > arrived), default=0)
    return tuple(entry for entry in written if entry.seq <= last)


def _of_entries(written: tuple[Entry, ...]) -> Iterator[tuple[str, date]]:
    is_of_a_woman = "women" in themes(written)
    for entry in written:
        on = entry.at.date()
        for row in coded_list("case_events"):
            if row.group == entry.kind and (row.value != "consent_recorded" or _is_yes(entry)):
                yield row.value, on
        if entry.kind == "accepted" and is_of_a_woman:
            yield "case_of_a_woman_opened", on
        if entry.kind == "risk_assessed" and entry.data["band"] == MOST_URGENT:
            yield "immediate_risk_found", on


def _is_yes(entry: Entry) -> bool:
    """A form with a tick, or an answer that allows: a no was asked for too, and is no consent."""
    if entry.kind == "consent":
        return bool(entry.data["given"])
    if entry.kind == "consent_answered":
        return bool(entry.data["yes"])
    return entry.kind != "answered" or entry.data["word"] == YES


def _of_decision(made: Decision) -> Iterator[tuple[str, date]]:
    if not made.at or not made.steps:
        return
    on = made.at.date()
    yield "action_decided", on
    if any(step.is_public for step in made.steps):
        yield "public_action_decided", on
    if any(step.kind.startswith("UN-") for step in made.steps):
        yield "un_submission_decided", on


def _of_incident(incident: Incident) -> Iterator[tuple[str, date]]:
    """On the day on which it was first written down: before, nobody here could do anything about it."""
    on = incident.told_at.date()
    for row in coded_list("case_event_acts"):
        if row.group in incident.acts:
            yield row.value, on
    if incident.detention:
        yield "detention_recorded", on
        if incident.detention.hearing:
            yield "hearing_set", on
    if incident.reprisal_for:
        yield "reprisal_recorded", on
    if incident.perpetrator == "company":
        yield "company_link_found", on
