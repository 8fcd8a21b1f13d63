"""Hearings at work: called out on their own consent, moved with their duties, answered, refused and followed up."""

from datetime import date, datetime, timedelta

import pytest

from safeconduct.cases.action import actions
from safeconduct.cases.desk import acting
from safeconduct.cases.duty import DONE, OPEN, Duty
from safeconduct.coordination.desk import belonging, hearings
from safeconduct.coordination.desk.hearings import Outcome, Turn
from safeconduct.coordination.hearing import ADJOURNED, BACKUP, CANCELLED, CLOSED, LEAD, MOVED, OBSERVED, REFUSED
from safeconduct.coordination.hearing import hearings as hearings_in
from safeconduct.coordination.hearing_duty import BE_THERE, FIND_ANOTHER_WAY, GIVE_NOTICE, NO_DAY
from safeconduct.dossiers.desk import reading
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing, a_sitting, after_the_hearing, seen_by, to
from tests.embedded import COLLEAGUE, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.protecting import an_accepted_case, put
from tests.rules.cases.protecting import a_decision, a_step

pytestmark = pytest.mark.django_db(transaction=True)

ZONE = "Africa/Nairobi"
LATER = datetime.fromisoformat("2026-03-20T14:00")


def change(embedded, call, hearing, what, local=None, why="The clerk said so."):
    hearings.change_hearing(
        call.ref, hearing, Turn(what, local, ZONE, why), embedded.keyring(PROTECTION), at=embedded.now
    )


def record(embedded, call, hearing, *outcome):
    hearings.record_result(call.ref, hearing, Outcome(*outcome), embedded.keyring(PROTECTION), at=embedded.now)


def duties(embedded, call) -> dict[str, Duty]:
    """By what they say, without the court that follows."""
    return {one.says.partition(":")[0]: one for one in acting.duties_of(embedded.case(call.ref), at=embedded.now)}


def called_out(embedded):
    ref, call = a_group(embedded), an_accepted_case(embedded, *OBSERVED_AND_SHARED)
    return ref, call, a_hearing(embedded, call.ref, group=ref, lawyer="Through the bar, on weekdays.")


def of_case(embedded, call):
    return hearings_in(embedded.case(call.ref).written)


# Called out


def test_a_group_reads_court_and_hour_and_nothing_that_leads_to_the_case(embedded):
    ref, call, _hearing = called_out(embedded)
    (seen,) = seen_by(embedded, OTHER_OFFICE, ref)
    assert (seen.sitting, seen.owner_office, seen.marking) == (a_sitting(), "Harbour Desk", "TLP:AMBER")
    read = str(
        [entry.data for entry in belonging.open_group(ref, embedded.keyring(OTHER_OFFICE), at=embedded.now).written]
    )
    codename = embedded.case(call.ref).story["codename"]
    assert not [word for word in (call.ref, codename, "Through the bar", "market in Karsa") if word in read]
    with pytest.raises(NotFound):
        reading.open_with_keyring(call.ref, embedded.keyring(OTHER_OFFICE))
    assert {"HearingSet"} <= set(embedded.events())


@pytest.mark.parametrize(
    "consents", [(), ("share_network",), ("observe_trial",)], ids=["none", "sharing", "sitting in"]
)
def test_a_hearing_is_called_out_on_its_own_consent_only_and_else_nothing_is_written(embedded, consents):
    ref, call = a_group(embedded), an_accepted_case(embedded, *consents)
    before = embedded.dump()
    with pytest.raises(Refused, match="no consent that somebody of this group sits in"):
        a_hearing(embedded, call.ref, group=ref)
    assert embedded.dump() == before


def test_a_hearing_that_is_only_ours_needs_no_consent_of_others(embedded):
    call = an_accepted_case(embedded)
    hearing = a_hearing(embedded, call.ref)
    assert [one.ref for one in of_case(embedded, call)] == [hearing]


def test_the_lawyer_is_sealed_with_the_contacts(embedded):
    _ref, call, _hearing = called_out(embedded)
    entry = next(entry for entry in embedded.case(call.ref).written if entry.kind == "hearing_lawyer")
    assert (entry.scope, entry.data["text"]) == ("contact", "Through the bar, on weekdays.")


def test_a_hearing_that_was_set_before_is_called_out_later_and_once(embedded):
    ref, call = a_group(embedded), an_accepted_case(embedded, *OBSERVED_AND_SHARED)
    hearing, mara = a_hearing(embedded, call.ref), embedded.keyring(PROTECTION)
    hearings.call_out(call.ref, hearing, to(ref), mara, at=embedded.now)
    assert [one.ref for one in seen_by(embedded, OTHER_OFFICE, ref)] == [hearing]
    with pytest.raises(Refused, match="stands before this group already"):
        hearings.call_out(call.ref, hearing, to(ref), mara, at=embedded.now)
    assert "HearingCalledOut" in embedded.events()
    after_the_hearing(embedded)
    other = a_group(embedded)
    with pytest.raises(Refused, match="over or cancelled"):
        hearings.call_out(call.ref, hearing, to(other), mara, at=embedded.now)


# It changes


def test_what_is_owed_moves_with_the_hearing_and_stays_with_its_post(embedded):
    _ref, call, hearing = called_out(embedded)
    assert duties(embedded, call)[BE_THERE].due == date(2026, 3, 16)
    assert duties(embedded, call)[GIVE_NOTICE].due == date(2026, 3, 11)
    tomas = embedded.keyring(COLLEAGUE)
    passed = duties(embedded, call)[BE_THERE]
    acting.pass_duty(call.ref, passed.ref, tomas.post, embedded.keyring(PROTECTION), at=embedded.now)
    change(embedded, call, hearing, MOVED, LATER)
    moved = duties(embedded, call)
    assert (moved[BE_THERE].due, moved[BE_THERE].post) == (date(2026, 3, 20), tomas.post)
    assert moved[GIVE_NOTICE].due == date(2026, 3, 15)
    change(embedded, call, hearing, ADJOURNED)
    waiting = duties(embedded, call)[BE_THERE]
    assert (waiting.due, waiting.waits_for, waiting.state) == (None, NO_DAY, OPEN)
    change(embedded, call, hearing, CANCELLED)
    assert {one.state for says, one in duties(embedded, call).items() if says in (BE_THERE, GIVE_NOTICE)} == {DONE}


def test_steps_whose_duties_count_from_a_hearing_get_its_day(embedded):
    call = an_accepted_case(embedded, *OBSERVED_AND_SHARED)
    plan = a_decision(
        a_step("PRO-04", "share_network", ref="5e" * 16), a_step("PRE-01", "observe_trial", ref="5f" * 16)
    )
    put(embedded, call.ref, NewEntry("decisions", "decided", plan.as_data()))
    hearing = a_hearing(embedded, call.ref)
    alarm = "Gap alarm"
    assert duties(embedded, call)[alarm].due == date(2026, 3, 9)
    change(embedded, call, hearing, ADJOURNED, LATER)
    assert duties(embedded, call)[alarm].due == date(2026, 3, 13)
    observing = next(one for one in actions(embedded.case(call.ref).written) if one.ref == "5f" * 16)
    assert observing.dates["the adjournment"] == embedded.now.date()


def test_the_group_sees_the_move_and_is_asked_again_and_the_history_is_kept(embedded):
    ref, call, hearing = called_out(embedded)
    hearings.answer(ref, hearing, LEAD, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    change(embedded, call, hearing, MOVED, LATER)
    (seen,) = seen_by(embedded, OTHER_OFFICE, ref)
    assert (seen.sitting.local, seen.office_that(LEAD)) == (LATER, "")
    assert [line.what for line in seen.history] == ["set", MOVED]
    assert [line.what for line in of_case(embedded, call)[0].history] == ["set", MOVED]


def test_closed_to_observers_is_seen_by_the_group_and_opens_another_way(embedded):
    ref, call, hearing = called_out(embedded)
    change(embedded, call, hearing, CLOSED)
    assert seen_by(embedded, OTHER_OFFICE, ref)[0].state == CLOSED
    assert duties(embedded, call)[FIND_ANOTHER_WAY].state == OPEN
    with pytest.raises(Refused, match="written down already"):
        change(embedded, call, hearing, CLOSED)


def test_a_change_without_a_reason_changes_nothing(embedded):
    _ref, call, hearing = called_out(embedded)
    before = embedded.dump()
    with pytest.raises(Refused, match="how you know"):
        change(embedded, call, hearing, MOVED, LATER, why=" ")
    assert embedded.dump() == before


def test_another_office_cannot_change_a_hearing_of_ours(embedded):
    _ref, call, hearing = called_out(embedded)
    turn = Turn(MOVED, LATER, ZONE, "The clerk said so.")
    with pytest.raises(NotFound):
        hearings.change_hearing(call.ref, hearing, turn, embedded.keyring(OTHER_OFFICE), at=embedded.now)


# Answered, and what came of it


def test_one_takes_the_lead_and_another_the_backup(embedded):
    ref, _call, hearing = called_out(embedded)
    mara, amal = embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    hearings.answer(ref, hearing, LEAD, amal, at=embedded.now)
    with pytest.raises(Refused, match="Lighthouse Network takes the lead already"):
        hearings.answer(ref, hearing, LEAD, mara, at=embedded.now)
    hearings.answer(ref, hearing, BACKUP, mara, at=embedded.now)
    (seen,) = seen_by(embedded, PROTECTION, ref)
    assert (seen.office_that(LEAD), seen.office_that(BACKUP)) == ("Lighthouse Network", "Harbour Desk")
    assert "HearingAnswered" in embedded.events(LIGHTHOUSE)


def test_refused_access_is_a_result_and_opens_an_alternative(embedded):
    ref, call, hearing = called_out(embedded)
    after_the_hearing(embedded)
    record(embedded, call, hearing, REFUSED, "at_the_door", "outside", "Two guards; no reason.")
    now = duties(embedded, call)
    instead = now["Wait outside the court, to be seen"]
    assert (instead.state, instead.due) == (OPEN, embedded.now.date() + timedelta(days=2))
    assert now[BE_THERE].state == DONE
    (result,) = seen_by(embedded, OTHER_OFFICE, ref)[0].results
    assert (result.what, result.how, result.instead) == (REFUSED, "at_the_door", "outside")
    assert "HearingResultRecorded" in embedded.events()


def test_an_observed_hearing_ends_the_duty_and_the_next_sitting_opens_a_new_one(embedded):
    _ref, call, hearing = called_out(embedded)
    after_the_hearing(embedded)
    record(embedded, call, hearing, OBSERVED)
    assert duties(embedded, call)[BE_THERE].state == DONE
    change(embedded, call, hearing, ADJOURNED, datetime.fromisoformat("2026-04-20T09:00"))
    owed = [one for one in acting.duties_of(embedded.case(call.ref), at=embedded.now) if one.says.startswith(BE_THERE)]
    assert [(one.state, one.due) for one in owed] == [(DONE, date(2026, 3, 16)), (OPEN, date(2026, 4, 20))]


def test_who_sat_in_for_another_records_it_in_the_group(embedded):
    ref, _call, hearing = called_out(embedded)
    after_the_hearing(embedded)
    amal, mara = embedded.keyring(OTHER_OFFICE), embedded.keyring(PROTECTION)
    hearings.report_result(ref, hearing, Outcome(OBSERVED, words="It was heard in full."), amal, at=embedded.now)
    assert [one.office for one in seen_by(embedded, PROTECTION, ref)[0].results] == ["Lighthouse Network"]
    with pytest.raises(Refused, match="case of your own"):
        hearings.report_result(ref, hearing, Outcome(OBSERVED), mara, at=embedded.now)


def test_a_result_before_the_court_sat_is_refused_and_nothing_is_written(embedded):
    ref, _call, hearing = called_out(embedded)
    before = embedded.dump()
    with pytest.raises(Refused, match="has not sat yet"):
        hearings.report_result(ref, hearing, Outcome(OBSERVED), embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert embedded.dump() == before


def test_what_is_not_there_is_not_found(embedded):
    ref, call, _hearing = called_out(embedded)
    mara = embedded.keyring(PROTECTION)
    with pytest.raises(NotFound):
        hearings.answer(ref, "0" * 32, LEAD, mara, at=embedded.now)
    with pytest.raises(NotFound):
        change(embedded, call, "0" * 32, CANCELLED)
