"""Meetings of a group: the agenda is what is open, a decision is owed, and each opens for whom its point opens."""

from datetime import timedelta

import pytest

from safeconduct.coordination.agenda import ANSWER, LATE, NEW_CARD, NO_RESULT, OWED, OWN, RHYTHM, UNCOVERED
from safeconduct.coordination.desk import belonging, emptying, hearings, owing
from safeconduct.coordination.desk import meeting as desk
from safeconduct.coordination.group_duty import DONE, DROPPED, group_duties
from safeconduct.coordination.meeting import last_held, meetings
from safeconduct.coordination.tlp import GREEN, RED
from safeconduct.dossiers.models import Grant
from safeconduct.intake.desk import allowing
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests import organising
from tests.coordinating import a_group, a_hearing, after_the_hearing
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.meeting import a_case, a_meeting, agenda_of, close, decide, note, opened, with_a_card

pytestmark = pytest.mark.django_db(transaction=True)


def whys(embedded, group, name=PROTECTION):
    return [point.why for point in agenda_of(embedded, group, name).points]


def duties(embedded, group, name=PROTECTION):
    one = opened(embedded, group, name)
    return group_duties(one.written, one.group)


def key_of(embedded, group, why, name=PROTECTION):
    return next(point.topic for point in agenda_of(embedded, group, name).points if point.why == why)


# The agenda


def test_the_agenda_builds_itself_from_what_is_open_before_anybody_sets_a_meeting(embedded):
    group = a_group(embedded)
    assert whys(embedded, group) == []
    case = with_a_card(embedded, group)
    hearing = a_hearing(embedded, case.ref, group=group)
    for name in (PROTECTION, OTHER_OFFICE):
        assert whys(embedded, group, name) == [UNCOVERED, NEW_CARD]
    for keyring, role in ((OTHER_OFFICE, "lead"), (PROTECTION, "backup")):
        hearings.answer(group, hearing, role, embedded.keyring(keyring), at=embedded.now)
    assert UNCOVERED not in whys(embedded, group)
    after_the_hearing(embedded)
    assert NO_RESULT in whys(embedded, group)
    assert whys(embedded, a_group(embedded, joined=False)) == [ANSWER]


def test_a_card_is_new_until_a_meeting_was_held_and_a_decision_comes_back_until_it_is_done(embedded):
    group = a_group(embedded)
    with_a_card(embedded, group)
    a_meeting(embedded, group)
    decide(embedded, group, "Ask the ministry for a visit.")
    close(embedded, group)
    assert whys(embedded, group) == [OWED]
    embedded.clock.pass_by(timedelta(days=11))
    assert whys(embedded, group) == [LATE]
    (owed,) = duties(embedded, group)
    owing.finish(group, owed.ref, "They said yes.", embedded.keyring(PROTECTION), at=embedded.now)
    assert whys(embedded, group) == [] and duties(embedded, group)[0].state == DONE
    with_a_card(embedded, group, own_word="harvest")
    assert whys(embedded, group) == [NEW_CARD]


def test_the_chair_orders_takes_out_and_puts_back_and_others_put_on(embedded):
    group = a_group(embedded)
    case = with_a_card(embedded, group)
    a_hearing(embedded, case.ref, group=group)
    a_meeting(embedded, group)
    day, mara, amal = embedded.now.date(), embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    desk.add_point(group, "The visit of the rapporteur.", GREEN, amal, today=day, at=embedded.now)
    assert whys(embedded, group) == [UNCOVERED, NEW_CARD, OWN]
    desk.arrange(group, key_of(embedded, group, OWN), "up", mara, today=day, at=embedded.now)
    desk.arrange(group, key_of(embedded, group, OWN), "up", mara, today=day, at=embedded.now)
    assert whys(embedded, group, OTHER_OFFICE) == [OWN, UNCOVERED, NEW_CARD]
    key = key_of(embedded, group, UNCOVERED)
    desk.arrange(group, key, "out", mara, today=day, at=embedded.now)
    assert whys(embedded, group) == [OWN, NEW_CARD]
    desk.arrange(group, key, "back", mara, today=day, at=embedded.now)
    assert len(whys(embedded, group)) == 3
    with pytest.raises(NotFound):
        desk.arrange(group, "card:" + "0" * 32, "out", mara, today=day, at=embedded.now)
    with pytest.raises(Refused, match="whole group reads"):
        desk.add_point(group, "For some.", RED, amal, today=day, at=embedded.now)


def test_only_the_chair_and_the_founder_arrange_write_down_and_close(embedded):
    group = a_group(embedded)
    with_a_card(embedded, group)
    with pytest.raises(Refused, match="No meeting is set"):
        note(embedded, group, "Too early.")
    a_meeting(embedded, group)
    day, amal, key = embedded.now.date(), embedded.keyring(OTHER_OFFICE), key_of(embedded, group, NEW_CARD)
    with pytest.raises(Refused, match="Harbour Desk chairs"):
        desk.arrange(group, key, "out", amal, today=day, at=embedded.now)
    with pytest.raises(Refused, match="Harbour Desk chairs"):
        decide(embedded, group, "Ours.", name=OTHER_OFFICE)
    with pytest.raises(Refused, match="Harbour Desk chairs"):
        close(embedded, group, name=OTHER_OFFICE)
    with pytest.raises(Refused, match="Harbour Desk chairs"):
        a_meeting(embedded, group, name=OTHER_OFFICE)
    a_meeting(embedded, group, chair=LIGHTHOUSE)
    decide(embedded, group, "The guest chairs now.", name=OTHER_OFFICE)
    assert [duty.says for duty in duties(embedded, group)] == ["The guest chairs now."]


def test_the_rhythm_is_kept_or_its_lateness_shows(embedded):
    group = a_group(embedded)
    mara = embedded.keyring(PROTECTION)
    with pytest.raises(Refused, match="how often"):
        desk.agree_rhythm(group, 5, mara, at=embedded.now)
    desk.agree_rhythm(group, 60, mara, at=embedded.now)
    embedded.clock.pass_by(timedelta(days=60))
    assert agenda_of(embedded, group).late_since is None
    embedded.clock.pass_by(timedelta(days=1))
    assert agenda_of(embedded, group, OTHER_OFFICE).late_since and RHYTHM in whys(embedded, group)
    a_meeting(embedded, group)
    close(embedded, group)
    assert agenda_of(embedded, group).late_since is None and whys(embedded, group) == []


def test_a_meeting_is_closed_on_its_day_and_stays_closed(embedded):
    group = a_group(embedded)
    a_meeting(embedded, group, days=3)
    with pytest.raises(Refused, match="still to come"):
        close(embedded, group)
    a_meeting(embedded, group)
    with pytest.raises(Refused, match="who was there"):
        desk.close(group, [], embedded.keyring(PROTECTION), today=embedded.now.date(), at=embedded.now)
    close(embedded, group, HARBOUR, LIGHTHOUSE)
    one = opened(embedded, group)
    held = last_held(meetings(one.written, one.group))
    assert held.present == ("Harbour Desk", "Lighthouse Network")
    with pytest.raises(Refused, match="No meeting is set"):
        note(embedded, group, "Too late.")


# Who reads


def test_a_decision_on_a_card_ends_for_all_with_the_yes_that_the_card_rests_on(embedded):
    group = a_group(embedded)
    case = with_a_card(embedded, group)
    a_meeting(embedded, group)
    decide(embedded, group, "Visit her lawyer.", about=key_of(embedded, group, NEW_CARD), to=LIGHTHOUSE)
    note(embedded, group, "Her brother was seen.", about=key_of(embedded, group, NEW_CARD))
    decide(embedded, group, "Write to all capitals.")
    assert len(duties(embedded, group, OTHER_OFFICE)) == 2
    allowing.change_consents(case.visit(), ["observe_trial"], language="en", at=embedded.now)
    for name in (PROTECTION, OTHER_OFFICE, COLLEAGUE):
        assert [duty.says for duty in duties(embedded, group, name)] == ["Write to all capitals."]
        one = opened(embedded, group, name)
        assert meetings(one.written, one.group)[0].said == ()


def test_nobody_takes_up_what_they_may_not_open(embedded):
    group = a_group(embedded)
    with_a_card(embedded, group)
    a_meeting(embedded, group)
    key = key_of(embedded, group, NEW_CARD)
    scope = agenda_of(embedded, group).point(key).scope_ref
    Grant.objects.filter(
        dossier=group, scope_ref=scope, compartment=opened(embedded, group).group.seats[1].compartment
    ).delete()
    assert agenda_of(embedded, group, OTHER_OFFICE).point(key) is None
    with pytest.raises(Refused, match="Lighthouse Network may not open"):
        decide(embedded, group, "Visit her.", about=key, to=LIGHTHOUSE)
    decide(embedded, group, "Visit her.", about=key, to=HARBOUR)
    assert duties(embedded, group, OTHER_OFFICE) == () and len(duties(embedded, group)) == 1


def test_what_is_decided_on_a_red_card_keeps_its_marking_whatever_is_chosen(embedded):
    group = a_group(embedded)
    with_a_card(embedded, group, embedded.office(LIGHTHOUSE).ref, marking=RED)
    a_meeting(embedded, group)
    decide(embedded, group, "Go and see.", about=key_of(embedded, group, NEW_CARD))
    assert [duty.marking for duty in duties(embedded, group)] == [RED]


def test_who_is_let_in_reads_a_meeting_from_the_next_word_on_and_who_left_reads_nothing_more(embedded):
    group = a_group(embedded, joined=False)
    a_meeting(embedded, group)
    note(embedded, group, "Before they came.")
    belonging.answer_invitation(group, yes=True, keyring=embedded.keyring(OTHER_OFFICE), at=embedded.now)
    made = opened(embedded, group).group.invitations[-1]
    belonging.let_in(group, made.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert agenda_of(embedded, group, OTHER_OFFICE).meeting is None
    note(embedded, group, "Since they came.")
    assert [one.words for one in agenda_of(embedded, group, OTHER_OFFICE).meeting.said] == ["Since they came."]
    assert len(agenda_of(embedded, group).meeting.said) == 2
    belonging.leave(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    before = {entry.scope_ref for entry in opened(embedded, group).written}
    note(embedded, group, "After they left.")
    (fresh,) = {entry.scope_ref for entry in opened(embedded, group).written} - before
    assert Grant.objects.filter(dossier=group, scope_ref=fresh).count() == 1
    with pytest.raises(NotFound):
        opened(embedded, group, OTHER_OFFICE)


# What is owed


def test_a_post_of_the_organisation_takes_a_decision_up_and_a_colleague_may_take_it_over(embedded):
    group = a_group(embedded)
    a_meeting(embedded, group)
    decide(embedded, group, "Call the prison.")
    (owed,) = duties(embedded, group)
    assert owed.post_name == ""
    with pytest.raises(Refused, match="Harbour Desk owes"):
        owing.take_up(group, owed.ref, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    owing.take_up(group, owed.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert duties(embedded, group)[0].post_name == "Human rights officer"
    with pytest.raises(Refused, match="already"):
        owing.take_up(group, owed.ref, embedded.keyring(PROTECTION), at=embedded.now)
    owing.take_up(group, owed.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert duties(embedded, group, OTHER_OFFICE)[0].post_name == "Duty officer"


def test_a_decision_for_one_of_our_own_posts_is_held_by_it_at_once(embedded):
    group, mara = a_group(embedded), embedded.keyring(PROTECTION)
    a_meeting(embedded, group)
    decide(embedded, group, "Call the prison.", post=mara.post)
    assert duties(embedded, group)[0].post == mara.post
    with pytest.raises(NotFound):
        decide(embedded, group, "Call the prison.", post="0" * 32)


def test_what_is_owed_ends_once_by_who_owes_it_or_is_dropped_with_a_reason(embedded):
    group = a_group(embedded)
    a_meeting(embedded, group)
    for says in ("One.", "Two.", "Three."):
        decide(embedded, group, says, to=LIGHTHOUSE)
    one, two, three = duties(embedded, group)
    mara, amal = embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    with pytest.raises(Refused, match="Lighthouse Network owes"):
        owing.finish(group, one.ref, "", mara, at=embedded.now)
    owing.finish(group, one.ref, "Done on Monday.", amal, at=embedded.now)
    with pytest.raises(Refused, match="done or dropped"):
        owing.finish(group, one.ref, "", amal, at=embedded.now)
    with pytest.raises(Refused, match="no reason"):
        owing.drop(group, two.ref, " ", amal, at=embedded.now)
    owing.drop(group, two.ref, "The prison was closed.", amal, at=embedded.now)
    owing.drop(group, three.ref, "Settled elsewhere.", mara, at=embedded.now)
    assert [duty.state for duty in duties(embedded, group)] == [DONE, DROPPED, DROPPED]
    assert {"GroupDutyDone", "GroupDutyDropped"} <= set(embedded.events(LIGHTHOUSE))
    with pytest.raises(NotFound):
        owing.drop(group, "0" * 32, "Why not.", mara, at=embedded.now)


def test_a_guest_does_not_drop_what_the_founder_owes(embedded):
    group = a_group(embedded)
    a_meeting(embedded, group)
    decide(embedded, group, "Ours.")
    with pytest.raises(Refused, match="Only Harbour Desk"):
        owing.drop(group, duties(embedded, group)[0].ref, "Why not.", embedded.keyring(OTHER_OFFICE), at=embedded.now)


def test_a_case_that_is_no_group_has_no_meeting(embedded):
    case = a_case(embedded)
    with pytest.raises(NotFound):
        a_meeting(embedded, case.ref)


def test_a_decision_names_no_post_that_was_said_to_be_empty(embedded):
    group, post = a_group(embedded), organising.post_ref(embedded, "Human rights officer")
    a_meeting(embedded, group, name=COLLEAGUE)
    organising.leave(embedded, PROTECTION)
    decide(embedded, group, "Ask the ministry for a visit.", name=COLLEAGUE)
    emptying.say_empty(post, embedded.keyring(COLLEAGUE), at=embedded.now)
    with pytest.raises(NotFound):
        decide(embedded, group, "Ask again.", name=COLLEAGUE, post=post)
    assert [one.says for one in duties(embedded, group, COLLEAGUE)] == ["Ask the ministry for a visit."]
