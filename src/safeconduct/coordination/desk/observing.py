"""After court: write the note, each part to where it belongs, and close the observation with both of its decisions."""

from datetime import datetime
from itertools import chain

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import actions
from safeconduct.cases.attendance import Attendance, attendances
from safeconduct.cases.casefile import IDENTITY
from safeconduct.cases.desk import casework as cases
from safeconduct.cases.desk import opening as casework
from safeconduct.cases.desk.holding_back import look_at_links
from safeconduct.cases.desk.naming import names_known_to
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.cases.known_name import AT_COURT
from safeconduct.coordination.after_court import (
    FindingUse,
    WayTaken,
    refusal_to_saying_how_it_went,
    refusal_to_using,
    uses_of,
)
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk.hearing_changes import append_to, of_case, of_group, write
from safeconduct.coordination.desk.opening import opened
from safeconduct.coordination.hearing import Hearing, HearingResult, refusal_to_reporting, refusal_to_result
from safeconduct.coordination.hearing_duty import duties_of_closing, duties_of_result
from safeconduct.coordination.observation import (
    NAMES,
    NOTE_PARTS,
    CourtNote,
    ObservationClosing,
    refusal_to_closing,
    refusal_to_note,
)
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import insist


@transaction.atomic
def write_note(ref: str, hearing: str, note: CourtNote, keyring: Keyring, *, at: datetime) -> None:
    """Of a hearing of one's own case. A note that came twice, because the line broke, is kept once."""
    one = casework.opened(ref, keyring)
    stands = of_case(one, hearing)
    if _is_kept(stands, note):
        return
    insist(refusal_to_result(stands, note.what, note.how, note.instead, at=at))
    insist(refusal_to_note(note, names_known_to(one)))
    data = note.as_result()
    told = (note.what, note.how, note.instead, data["words"])
    result = HearingResult(keyring.office_name, keyring.organisation, *told, at, local=stands.sitting.local)
    entries = [*duties_of_result(stands, result), *_apart(stands, note)]
    write(one, stands, "hearing_result", data, entries, keyring, at=at)
    if note.part(NAMES):
        # Under a key of its own, as every name that is not the defender's.
        label = f"In court, {at.date().isoformat()}"
        named = NewEntry(IDENTITY, AT_COURT, {"note": note.ref, "label": label, "text": note.part(NAMES)})
        casework.append(casework.opened(ref, keyring), keyring, [named], apart=IDENTITY, at=at)
        look_at_links(ref, keyring, at=at)
    journal("CourtNoteWritten", ref, keyring, at=at)


def _apart(hearing: Hearing, note: CourtNote) -> list[NewEntry]:
    """What the case alone holds."""
    return [
        NewEntry(part.scope, "court_note", {"hearing": hearing.ref, "note": note.ref, "part": part.name, "text": text})
        for part in NOTE_PARTS
        if part.scope and part.name != NAMES and (text := note.part(part.name))
    ]


def _is_kept(hearing: Hearing, note: CourtNote) -> bool:
    return any(one.note == note.ref for one in hearing.results)


@transaction.atomic
def report_note(group: str, hearing: str, note: CourtNote, keyring: Keyring, *, at: datetime) -> None:
    """By an organisation that sat in, or was kept out, for another's case: what the group may read, and nothing else.
    Raises NotFound."""
    one = opened(group, keyring, at=at)
    stands = of_group(one, hearing)
    if _is_kept(stands, note):
        return
    insist(refusal_to_reporting(stands, own=keyring.organisation))
    insist(refusal_to_result(stands, note.what, note.how, note.instead, at=at))
    insist(refusal_to_note(note))
    append_to(one, hearing, "hearing_result", note.as_result(), keyring, at=at)
    journal("CourtNoteWritten", group, keyring, at=at)


@transaction.atomic
def close_observation(ref: str, hearing: str, closing: ObservationClosing, keyring: Keyring, *, at: datetime) -> None:
    """Both decisions with their reasons stay in the case; the groups read yes or no. What follows is owed by its day."""
    one = casework.opened(ref, keyring)
    stands = of_case(one, hearing)
    insist(refusal_to_closing(stands.to_close, closing, on=at.date()))
    sitting = stands.to_close.sitting if stands.to_close else ""
    reasons = {"message_why": closing.message_why.strip(), "profile_why": closing.profile_why.strip()}
    coded = {"sitting": sitting, "message": closing.message, "profile": closing.profile}
    decided = NewEntry("decisions", "observation_decided", {"hearing": hearing, **coded, **reasons})
    duties = duties_of_closing(stands, sitting, closing.follow_up.strip(), closing.due)
    write(one, stands, "observation_closed", coded, [decided, *duties], keyring, at=at)
    journal("ObservationClosed", ref, keyring, at=at)


@transaction.atomic
def use_finding(ref: str, hearing: str, use: FindingUse, keyring: Keyring, *, at: datetime) -> None:
    """In which step of the case what was seen was used, or why in none."""
    one = casework.opened(ref, keyring)
    stands, written = of_case(one, hearing), one.case.written
    steps = [action.ref for action in actions(written)]
    insist(refusal_to_using(stands, use, steps, uses_of(written, hearing)))
    data = {"hearing": hearing, "sitting": use.sitting, "step": use.step, "why": use.why.strip()}
    casework.append(one, keyring, [NewEntry("decisions", "finding_used", data)], at=at)
    journal("FindingUsed", ref, keyring, at=at)


@transaction.atomic
def say_how_it_went(ref: str, hearing: str, way: WayTaken, keyring: Keyring, *, at: datetime) -> None:
    """Whether the way that was taken instead of access worked; a later word replaces an earlier one."""
    one = casework.opened(ref, keyring)
    insist(refusal_to_saying_how_it_went(of_case(one, hearing), way))
    data = {"hearing": hearing, "sitting": way.sitting, "went": way.went, "words": way.words.strip()}
    casework.append(one, keyring, [NewEntry("decisions", "other_way_went", data)], at=at)
    journal("OtherWayWent", ref, keyring, at=at)


# Counting


@in_one_transaction
def attendances_known(keyring: Keyring, *, at: datetime) -> tuple[Attendance, ...]:
    """Of the cases whose cards the keyring opens, and of the groups that its organisation belongs to. Each group that is opened
    for it has a line of its own in the journal."""
    cards, _shared = cases.cards(keyring, at=at)
    groups, _letters = belonging.groups(keyring, at=at)
    of_groups = (attendances(belonging.open_group(one.ref, keyring, at=at).written, is_shared=True) for one in groups)
    return (*(one for card in cards for one in card.hearings), *chain.from_iterable(of_groups))
