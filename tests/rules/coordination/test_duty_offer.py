"""What a post owes to a group, offered to a successor: whose turn it is, what a yes writes, and who is believed."""

from datetime import date, timedelta

import pytest

from safeconduct.cases.handover import ACCEPTED, KEPT, OFFERED, REFUSED
from safeconduct.coordination.duty_offer import (
    owing_of,
    refusal_to_answering_offered,
    taking_offered,
)
from tests.builders import MORNING
from tests.owing import GROUP, HEAD, LEAVER, OURS, SUCCESSOR, THEIRS, agreed, offered, ours, written

TODAY = MORNING.date()
LAST_DAY = date(2026, 3, 11)
AFTER = LAST_DAY + timedelta(days=1)


def owing(*entries, own=OURS):
    return owing_of([*agreed(), *entries], GROUP, own, compartment="c1")


def test_an_offer_moves_nothing_and_waits_for_the_successor_and_after_the_last_day_for_the_head():
    (offer,) = owing(offered()).offers
    assert (offer.offer.state, offer.offer.from_post, offer.offer.to_post) == (OFFERED, LEAVER, SUCCESSOR)
    assert [duty.ref for duty in offer.duties] == ["d1", "d2"]
    assert [duty.post for duty in owing(offered()).duties] == [LEAVER, LEAVER, SUCCESSOR]
    assert (offer.waits_for(TODAY), offer.waits_for(LAST_DAY), offer.waits_for(AFTER)) == (SUCCESSOR, SUCCESSOR, HEAD)


def test_a_yes_writes_each_duty_under_its_own_key_and_the_answer_under_ours():
    (offer,) = owing(offered()).offers
    entries = taking_offered(offer, "group_duties_accepted", SUCCESSOR)
    assert [(entry.kind, key) for entry, key in entries] == [
        ("group_duty_taken", "key of d1"),
        ("group_duty_taken", "key of d2"),
        ("group_duties_accepted", "key of ours"),
    ]
    assert [entry.kind for entry, _key in taking_offered(offer, "group_duties_kept", LEAVER)] == ["group_duties_kept"]


def test_a_no_goes_to_the_head_with_its_reason_and_the_leaver_holds_the_duties_until_they_act():
    (offer,) = owing(offered(), ours("group_duties_refused", SUCCESSOR, offer="o1", reason="Too much.")).offers
    assert (offer.offer.state, offer.offer.why, offer.waits_for(TODAY)) == (REFUSED, "Too much.", HEAD)
    assert len(owing(offered()).held_by(LEAVER)) == 2


@pytest.mark.parametrize(("kind", "state"), [("group_duties_accepted", ACCEPTED), ("group_duties_kept", KEPT)])
def test_what_was_answered_waits_for_nobody(kind, state):
    (offer,) = owing(offered(), ours(kind, SUCCESSOR, offer="o1")).offers
    assert (offer.offer.state, offer.offer.post, offer.waits_for(AFTER)) == (state, SUCCESSOR, "")


def test_a_duty_that_was_done_or_taken_up_by_another_post_leaves_the_offer_and_an_empty_one_waits_for_nobody():
    done = ours("group_duty_done", LEAVER, duty="d1", note="")
    assert [duty.ref for duty in owing(offered(), done).offers[0].duties] == ["d2"]
    (offer,) = owing(offered(), done, ours("group_duty_taken", HEAD, duty="d2")).offers
    assert (offer.duties, offer.waits_for(TODAY), offer.waits_for(AFTER)) == ((), "", "")
    assert "open any more" in refusal_to_answering_offered(offer).sentence
    assert refusal_to_answering_offered(owing(offered()).offers[0]) is None


def test_a_newer_offer_takes_the_turn_of_an_older_one():
    older, newer = owing(offered(), offered(ref="o2", duties=("d1",))).offers
    assert ([duty.ref for duty in older.duties], [duty.ref for duty in newer.duties]) == (["d2"], ["d1"])


def test_what_another_organisation_writes_of_our_offers_counts_for_nobody():
    forged = written("group_duties_accepted", THEIRS, by_post=SUCCESSOR, offer="o1")
    assert owing(offered(), forged).offers == owing(offered()).offers
    assert owing(offered(organisation=THEIRS)).offers == ()
    theirs = owing(offered(), own=THEIRS)
    assert (theirs.offers, [duty.ref for duty in theirs.duties]) == ((), ["d4"])


def test_what_hangs_on_a_post_is_what_it_holds_and_what_it_must_answer():
    plain, waiting = owing(), owing(offered())
    assert [plain.hangs_on(post, on=TODAY) for post in (LEAVER, SUCCESSOR, HEAD)] == [True, True, False]
    assert [waiting.hangs_on(post, on=TODAY) for post in (LEAVER, SUCCESSOR, HEAD)] == [True, True, True]
    assert len(plain.free_of(LEAVER, on=TODAY)) == 2
    assert (waiting.free_of(LEAVER, on=TODAY), len(waiting.free_of(LEAVER, on=AFTER))) == ((), 2)
