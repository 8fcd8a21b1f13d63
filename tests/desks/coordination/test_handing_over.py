"""Handing over at work: everything is offered, taken or escalated, nothing is lost, and the person is told safely."""

from datetime import timedelta

import pytest

from safeconduct.cases.desk import acting, casework, relief
from safeconduct.cases.duty import OPEN
from safeconduct.cases.handover import ASK_AGAIN, KEPT, NO, TELL_CONTACT, YES, Handover, standing_offer
from safeconduct.cases.relief import holding
from safeconduct.coordination.desk import handing_over
from safeconduct.coordination.desk.handing_over import hangs_on, not_yet_offered
from safeconduct.coordination.hearing import hearings
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests import organising
from tests.coordinating import a_hearing
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, PROTECTION
from tests.handing_over import WORDS, handed_over, posts, with_a_head
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)


def offer_of(embedded, call):
    return standing_offer(embedded.case(call.ref, COLLEAGUE).written)


def duties_of(embedded, call):
    """By what they say up to a colon: the state and the post that has them."""
    case = embedded.case(call.ref, COLLEAGUE)
    return {one.says.partition(":")[0]: (one.state, one.post_name) for one in acting.duties_of(case, at=embedded.now)}


def everything_in(embedded, call):
    return {entry.seq: entry for entry in embedded.case(call.ref, COLLEAGUE).entries if isinstance(entry, Entry)}


def test_a_handover_offers_every_case_with_its_duties_and_hearings_and_a_yes_takes_them(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    a_hearing(embedded, call.ref)
    before, sittings = everything_in(embedded, call), hearings(embedded.case(call.ref, COLLEAGUE).written)
    owed = duties_of(embedded, call)
    handed_over(embedded)
    offered = offer_of(embedded, call)
    assert (offered.duties, offered.hearings, offered.post) == (2, 1, "")
    assert holding(embedded.case(call.ref).written).post_name == "Human rights officer"
    handing_over.accept(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    after = everything_in(embedded, call)
    assert {seq: after[seq] for seq in before} == before
    assert hearings(embedded.case(call.ref, COLLEAGUE).written) == sittings
    assert holding(embedded.case(call.ref, COLLEAGUE).written).post_name == "Duty officer"
    assert duties_of(embedded, call) == {
        **dict.fromkeys(owed, (OPEN, "Duty officer")),
        TELL_CONTACT: (OPEN, "Duty officer"),
    }
    assert {"HandoverStarted", "HandoverOffered", "HandoverAccepted"} <= set(embedded.events())


def test_a_duty_in_a_case_that_another_post_holds_is_handed_over_and_the_case_stays(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    a_hearing(embedded, call.ref)
    relief.take(call.ref, embedded.keyring("petra"), at=embedded.now)
    handed_over(embedded)
    handing_over.accept(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert holding(embedded.case(call.ref).written).post_name == "Visa officer"
    assert {post for _state, post in duties_of(embedded, call).values()} == {"Duty officer"}


def test_the_cards_know_what_hangs_on_a_post_and_what_waits_for_a_successor(embedded):
    call, other = an_accepted_case(embedded), embedded.call()
    with_a_head(embedded)
    mara, on = embedded.keyring(PROTECTION), embedded.now.date()

    def cards():
        return casework.cards(mara, at=embedded.now)[0]

    assert [card.dossier for card in hangs_on(mara.post, cards())] == [call.ref] != [other.ref]
    assert [card.dossier for card in not_yet_offered(mara.post, cards(), on=on)] == [call.ref]
    handed_over(embedded)
    assert [card.dossier for card in hangs_on(mara.post, cards())] == [call.ref]
    assert not not_yet_offered(mara.post, cards(), on=on)
    with pytest.raises(Refused, match="nothing to start"):
        handed_over(embedded)


def test_what_the_successor_does_not_accept_the_head_keeps(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    handed_over(embedded)
    tomas, petra = embedded.keyring(COLLEAGUE), embedded.keyring("petra")
    with pytest.raises(Refused, match="still has time"):
        handing_over.keep(call.ref, petra, at=embedded.now)
    handing_over.decline(call.ref, "Too many files.", tomas, at=embedded.now)
    assert offer_of(embedded, call).why == "Too many files."
    assert holding(embedded.case(call.ref).written).post_name == "Human rights officer"
    handing_over.keep(call.ref, petra, at=embedded.now)
    assert (offer_of(embedded, call).state, offer_of(embedded, call).post) == (KEPT, petra.post)
    assert {"HandoverDeclined", "HandoverKept"} <= set(embedded.events())


def test_after_the_last_day_only_the_head_takes_what_nobody_answered(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    handed_over(embedded)
    embedded.clock.pass_by(timedelta(days=8))
    with pytest.raises(Refused, match="went to the head"):
        handing_over.accept(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    handing_over.keep(call.ref, embedded.keyring("petra"), at=embedded.now)
    assert holding(embedded.case(call.ref).written).post_name == "Visa officer"


def test_the_person_is_told_on_the_page_and_their_no_is_followed_up(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    handed_over(embedded)
    tomas, petra = embedded.keyring(COLLEAGUE), embedded.keyring("petra")
    with pytest.raises(Refused, match="Nobody has accepted"):
        handing_over.tell_contact(call.ref, "page", WORDS, tomas, at=embedded.now)
    handing_over.accept(call.ref, tomas, at=embedded.now)
    with pytest.raises(Refused, match="did not agree"):
        handing_over.tell_contact(call.ref, "relay", WORDS, tomas, at=embedded.now)
    handing_over.tell_contact(call.ref, "page", WORDS, tomas, at=embedded.now)
    assert WORDS in embedded.holder(call).get("/en/back/").content.decode()
    assert duties_of(embedded, call)[TELL_CONTACT][0] == "done"
    handing_over.note_answer(call.ref, NO, tomas, at=embedded.now)
    assert duties_of(embedded, call)[ASK_AGAIN] == (OPEN, "Human rights officer")
    handing_over.keep(call.ref, petra, at=embedded.now)
    assert duties_of(embedded, call)[ASK_AGAIN][0] == "done"
    assert duties_of(embedded, call)[TELL_CONTACT] == (OPEN, "Visa officer")
    handing_over.tell_contact(call.ref, "page", WORDS, petra, at=embedded.now)
    handing_over.note_answer(call.ref, YES, petra, at=embedded.now)
    assert offer_of(embedded, call).contact == YES


def test_a_successor_without_the_key_is_offered_nothing_and_opens_nothing(embedded):
    call = an_accepted_case(embedded)
    to_post, head, last_day = posts(embedded, successor="Visa officer", head="Duty officer")
    with pytest.raises(Refused, match="holds the key of every case"):
        handing_over.start(Handover(to_post, head, last_day), embedded.keyring(PROTECTION), at=embedded.now)
    assert offer_of(embedded, call) is None
    with pytest.raises(NotFound):
        handing_over.accept(call.ref, embedded.keyring(OTHER_COMPARTMENT), at=embedded.now)


def test_a_successor_in_the_same_post_says_yes_and_the_one_who_leaves_cannot(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    joining = organising.enrolled(embedded, "noor", post="Human rights officer")
    to_post, head, last_day = posts(embedded, successor="Human rights officer")
    mara, noor = embedded.keyring(PROTECTION), organising.keyring_of(embedded, joining)
    handing_over.start(Handover(to_post, head, last_day), mara, at=embedded.now)
    with pytest.raises(Refused, match="handed to somebody else"):
        handing_over.accept(call.ref, mara, at=embedded.now)
    handing_over.accept(call.ref, noor, at=embedded.now)
    assert offer_of(embedded, call).post == mara.post
    assert holding(embedded.case(call.ref).written).post == mara.post
