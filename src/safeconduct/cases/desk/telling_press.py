"""The verbs of a note for the press: keep it, and take it out, which is asked anew each time it is shown."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import actions
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk.deciding import standing
from safeconduct.cases.desk.drafting import labels_of
from safeconduct.cases.desk.naming import names_known_to
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.eligibility import is_called_defender
from safeconduct.cases.press_note import (
    PressNote,
    against_taking_out,
    press_notes,
    refusal_to_names,
    refusal_to_older_note,
    still_open_in_note,
)
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist


def why_not_out(case: CaseFile, note: PressNote, *, at: datetime) -> tuple[Refusal, ...]:
    """All that keeps this note inside now."""
    now = standing(case, at=at)
    return against_taking_out(
        note,
        persons=labels_of(case.written),
        consents=now.consents,
        steps=actions(case.written),
        risk=now.risk,
        declared=now.declared,
        at=at,
    )


@transaction.atomic
def keep_press_note(ref: str, note: PressNote, keyring: Keyring, *, at: datetime) -> None:
    """Raises Refused with the first thing that is open."""
    one = opened(ref, keyring)
    for refusal in _open_in(one, note, at=at):
        insist(refusal)
    append(one, keyring, [NewEntry("decisions", "press_note_kept", note.as_data())], at=at)
    journal("PressNoteKept", ref, keyring, at=at)


def _open_in(one: Opened, note: PressNote, *, at: datetime) -> tuple[Refusal, ...]:
    written = one.case.written
    return still_open_in_note(
        note,
        persons=labels_of(written),
        known=names_known_to(one),
        consents=standing(one.case, at=at).consents,
        may_use_term=is_called_defender(written),
        on=at.date(),
    )


@transaction.atomic
def take_out_press_note(ref: str, note: str, keyring: Keyring, *, at: datetime) -> None:
    """The newest one alone. Raises NotFound, and Refused with the first thing that keeps it inside."""
    one = opened(ref, keyring)
    kept = press_notes(one.case.written)
    if note not in {each.ref for each in kept}:
        raise NotFound
    newest = kept[-1]
    insist(refusal_to_older_note(note, newest))
    insist(refusal_to_names(newest, names_known_to(one)))
    for refusal in why_not_out(one.case, newest, at=at):
        insist(refusal)
    append(one, keyring, [NewEntry("decisions", "press_note_taken_out", {"note": note})], at=at)
    journal("PressNoteTakenOut", ref, keyring, at=at)
