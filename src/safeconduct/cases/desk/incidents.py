"""The verbs of incidents: record, correct, take the steps of a reprisal's plan, set and lift the marks of a case."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.case_mark import case_marks, due_of, refusal_to_changing_mark, refusal_to_marking
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.incident import Incident, incident_as_data, incidents, refusal_to_recording
from safeconduct.cases.label_example import refusal_to_examples
from safeconduct.cases.reprisal import refusal_to_taking_step, reprisal_plans
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import NotFound, insist


@transaction.atomic
def record_incident(ref: str, incident: Incident, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_recording(incident, incidents(one.case.written), on=at.date()))
    insist(refusal_to_examples(incident.examples, incident.stigmas, incident.own_label, _files(one.case)))
    append(one, keyring, [NewEntry("story", "incident", incident_as_data(incident))], at=at)
    journal("IncidentRecorded", ref, keyring, at=at)


@transaction.atomic
def correct_incident(ref: str, incident: Incident, why: str, keyring: Keyring, *, at: datetime) -> None:
    """All of it is said anew; what stood before stays in its own entry. Raises NotFound."""
    one = opened(ref, keyring)
    known = incidents(one.case.written)
    if all(before.ref != incident.ref for before in known):
        raise NotFound
    insist(refusal_to_recording(incident, known, on=at.date()))
    insist(refusal_to_examples(incident.examples, incident.stigmas, incident.own_label, _files(one.case)))
    corrected = {**incident_as_data(incident), "why": why}
    append(one, keyring, [NewEntry("story", "incident_corrected", corrected)], at=at)
    journal("IncidentCorrected", ref, keyring, at=at)


def _files(case: CaseFile) -> list[int]:
    return [number for number, _file in case.files]


@transaction.atomic
def take_step(ref: str, incident: str, step: str, state: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_taking_step(reprisal_plans(one.case.written), incident, step, state, text))
    taken = {"incident": incident, "step": step, "state": state, "text": text}
    append(one, keyring, [NewEntry("decisions", "reprisal_step", taken)], at=at)
    journal("ReprisalStepTaken", ref, keyring, at=at)


@transaction.atomic
def set_mark(ref: str, mark: str, text: str, known_hour: datetime | None, keyring: Keyring, *, at: datetime) -> None:
    """A mark that stands already begins its clock anew."""
    one = opened(ref, keyring)
    insist(refusal_to_marking(text, known_hour, at=at))
    due = due_of(mark, known_hour, at=at).isoformat(timespec="minutes")
    append(one, keyring, [NewEntry("decisions", "mark_set", {"mark": mark, "text": text, "due": due})], at=at)
    journal("MarkSet", ref, keyring, at=at)


@transaction.atomic
def handle_mark(ref: str, mark: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    """The first steps of the advice were taken: the clock stops, the advice stays."""
    _change_mark(ref, mark, "mark_handled", text, keyring, at=at)
    journal("MarkHandled", ref, keyring, at=at)


@transaction.atomic
def lift_mark(ref: str, mark: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    _change_mark(ref, mark, "mark_lifted", text, keyring, at=at)
    journal("MarkLifted", ref, keyring, at=at)


def _change_mark(ref: str, mark: str, kind: str, text: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    insist(refusal_to_changing_mark(case_marks(one.case.written), mark, text))
    append(one, keyring, [NewEntry("decisions", kind, {"mark": mark, "text": text})], at=at)
