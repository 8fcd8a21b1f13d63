"""Hearings of a case: set, call out to a group, move, close, record what came of them; and answer those of others."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import actions
from safeconduct.cases.desk import opening as casework
from safeconduct.cases.desk.opening import Opened, journal
from safeconduct.coordination.desk.hearing_changes import IN_CASE, append_to, called_out, of_case, of_group, write
from safeconduct.coordination.desk.opening import append, opened
from safeconduct.coordination.desk.putting_in import Addressed, noted, put_before, seal_for
from safeconduct.coordination.group_item import HEARING
from safeconduct.coordination.hearing import (
    ADJOURNED,
    MOVED,
    Hearing,
    HearingResult,
    refusal_to_answering,
    refusal_to_changing,
    refusal_to_reporting,
    refusal_to_result,
)
from safeconduct.coordination.hearing_duty import (
    THE_ADJOURNMENT,
    THE_HEARING,
    days_of_steps,
    duties_of_result,
    duties_of_sitting,
)
from safeconduct.coordination.sitting import Sitting, refusal_to_setting
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refusal, insist


@dataclass(frozen=True)
class Turn:
    """How a hearing changes. `local` is the court's own clock, None where there is no new day; `why` how it is known."""

    what: str
    local: datetime | None
    zone: str
    why: str


@dataclass(frozen=True)
class Outcome:
    """What came of a hearing: observed, refused or not held. `how` and `instead` are coded, for a refusal."""

    what: str
    how: str = ""
    instead: str = ""
    words: str = ""


@transaction.atomic
def set_hearing(
    ref: str, sitting: Sitting, lawyer: str, keyring: Keyring, *, to: Addressed | None = None, at: datetime
) -> str:
    """Its duties open with it. `lawyer` is how to reach the defence, sealed with the contacts. With `to` it is called out
    at once. Its reference."""
    one = casework.opened(ref, keyring)
    insist(refusal_to_setting(sitting, at=at))
    hearing = new_ref()
    office = {"organisation": keyring.organisation, "office": keyring.office_name}
    data = {"hearing": hearing, "change": new_ref(), "after": "", **office, **sitting.as_data()}
    made = Hearing(hearing, keyring.organisation, keyring.office_name, "", "", sitting, data["change"])
    entries = [NewEntry(IN_CASE, "hearing_set", data), *duties_of_sitting(made)]
    entries += days_of_steps(actions(one.case.written), THE_HEARING, sitting.day)
    if lawyer.strip():
        entries.append(NewEntry("contact", "hearing_lawyer", {"hearing": hearing, "text": lawyer.strip()}))
    casework.append(one, keyring, entries, at=at)
    journal("HearingSet", ref, keyring, at=at)
    if to:
        _call_out(casework.opened(ref, keyring), hearing, to, keyring, at=at)
    return hearing


@transaction.atomic
def call_out(ref: str, hearing: str, to: Addressed, keyring: Keyring, *, at: datetime) -> None:
    """Before a group, on a consent of its own; nothing in it leads back to the case."""
    _call_out(casework.opened(ref, keyring), hearing, to, keyring, at=at)
    journal("HearingCalledOut", ref, keyring, at=at, note=to.group)


def _call_out(one: Opened, ref: str, to: Addressed, keyring: Keyring, *, at: datetime) -> None:
    hearing, group = of_case(one, ref), opened(to.group, keyring, at=at)
    if not hearing.is_ahead(at):
        insist(Refusal("This hearing is over or cancelled. Set the next one, then call it out."))
    stands = any(item.group == to.group for item in called_out(one.case.written, ref))
    shown = put_before(one.case, group, to, HEARING, is_in_already=stands, at=at)
    key = seal_for(group, shown, at=at)
    data = {"hearing": ref, "change": new_ref(), "after": "", "marking": to.marking, **hearing.sitting.as_data()}
    append(group, keyring, NewEntry(SHARE, "hearing_set", data), key, at=at)
    casework.append(one, keyring, [noted(new_ref(), group, key.ref, HEARING, shown, hearing=ref)], at=at)


@transaction.atomic
def change_hearing(ref: str, hearing: str, turn: Turn, keyring: Keyring, *, at: datetime) -> None:
    """It moves, is adjourned, closed to observers, opened again or cancelled: in the case, in every group that sees it,
    and in what is owed."""
    one = casework.opened(ref, keyring)
    stands = of_case(one, hearing)
    insist(refusal_to_changing(stands, turn.what, turn.local, turn.zone, turn.why, at=at))
    moves = turn.what in (MOVED, ADJOURNED)
    local = turn.local if moves else None
    data = {
        "what": turn.what,
        "local": local.isoformat(timespec="minutes") if local else "",
        "zone": turn.zone,
        "why": turn.why.strip(),
    }
    sitting = replace(stands.sitting, local=local, zone=turn.zone) if moves else stands.sitting
    entries = duties_of_sitting(replace(stands, state=turn.what, sitting=sitting))
    known = actions(one.case.written)
    entries += days_of_steps(known, THE_HEARING, sitting.day) if moves else []
    entries += days_of_steps(known, THE_ADJOURNMENT, at.date()) if turn.what == ADJOURNED else []
    write(one, stands, "hearing_changed", data, entries, keyring, at=at)
    journal("HearingChanged", ref, keyring, at=at)


@transaction.atomic
def record_result(ref: str, hearing: str, outcome: Outcome, keyring: Keyring, *, at: datetime) -> None:
    """Of a hearing of one's own case: its duties end, and a refusal opens another way."""
    one = casework.opened(ref, keyring)
    stands = of_case(one, hearing)
    insist(refusal_to_result(stands, outcome.what, outcome.how, outcome.instead, at=at))
    told = (outcome.what, outcome.how, outcome.instead, outcome.words)
    result = HearingResult(keyring.office_name, keyring.organisation, *told, at, local=stands.sitting.local)
    write(one, stands, "hearing_result", vars(outcome), duties_of_result(stands, result), keyring, at=at)
    journal("HearingResultRecorded", ref, keyring, at=at)


# In a group


@transaction.atomic
def answer(group: str, hearing: str, role: str, keyring: Keyring, *, at: datetime) -> None:
    """Our organisation takes the lead, the backup, or cannot. Raises NotFound."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_answering(of_group(one, hearing), role, own=keyring.organisation, at=at))
    append_to(one, hearing, "hearing_answered", {"role": role}, keyring, at=at)
    journal("HearingAnswered", group, keyring, at=at)


@transaction.atomic
def report_result(group: str, hearing: str, outcome: Outcome, keyring: Keyring, *, at: datetime) -> None:
    """By an organisation that sat in, or was kept out, for another's case. Raises NotFound."""
    one = opened(group, keyring, at=at)
    stands = of_group(one, hearing)
    insist(refusal_to_reporting(stands, own=keyring.organisation))
    insist(refusal_to_result(stands, outcome.what, outcome.how, outcome.instead, at=at))
    append_to(one, hearing, "hearing_result", vars(outcome), keyring, at=at)
    journal("HearingResultRecorded", group, keyring, at=at)
