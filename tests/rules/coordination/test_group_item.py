"""Who of a group may read a card or a hearing: whom the defender's answers allow, and nobody else."""

from datetime import timedelta

import pytest

from safeconduct.cases.consent_matrix import ASK_FIRST, NO, Matrix
from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.group_item import (
    CARD,
    HEARING,
    LONGEST,
    card_facts,
    readers,
    refusal_to_putting_in,
    those_named,
)
from tests.builders import MORNING
from tests.rules.cases.protecting import TODAY, an_answer, consents

OURS = Seat("0a" * 16, "Harbour Desk", "c0" * 16, "network", MORNING)
NETWORK = Seat("0b" * 16, "Lighthouse Network", "c1" * 16, "network", MORNING)
MISSION = Seat("0c" * 16, "Embassy of Norlund", "c2" * 16, "mission", MORNING)
BODY = Seat("0d" * 16, "Regional Office", "c3" * 16, "body", MORNING)
GROUP = Group("9a" * 16, "North", "region", OURS.organisation, (OURS, NETWORK, MISSION, BODY))


def offices(what, *answers):
    found = readers(what, GROUP.others(OURS.organisation), consents(*answers), on=TODAY)
    return [one.seat.office for one in found]


def test_a_card_goes_to_the_kinds_of_organisation_that_the_person_allowed():
    assert offices(CARD) == []
    assert offices(CARD, an_answer("share_network")) == ["Lighthouse Network"]
    assert offices(CARD, an_answer("share_network"), an_answer("share_mission")) == [
        "Lighthouse Network",
        "Embassy of Norlund",
    ]
    assert offices(CARD, an_answer("share_receiver")) == ["Regional Office"]


def test_a_hearing_asks_for_a_yes_of_its_own_as_well():
    assert offices(HEARING, an_answer("share_network")) == []
    assert offices(HEARING, an_answer("observe_trial")) == []
    assert offices(HEARING, an_answer("observe_trial"), an_answer("share_network")) == ["Lighthouse Network"]


@pytest.mark.parametrize("word", [NO, ASK_FIRST])
def test_what_was_said_of_one_organisation_counts_for_it(word):
    general, of_one = an_answer("share_network"), an_answer("share_network", word, recipient="Lighthouse Network")
    assert offices(CARD, general, of_one) == []


def test_a_reading_ends_with_the_first_of_its_answers():
    soon = TODAY + timedelta(days=9)
    answers = consents(an_answer("observe_trial", until=soon.isoformat()), an_answer("share_network"))
    assert [one.until for one in readers(HEARING, [NETWORK], answers, on=TODAY)] == [soon]
    assert [one.until for one in readers(CARD, [NETWORK], answers, on=TODAY)] == [TODAY + LONGEST]


def test_a_red_item_is_sealed_for_those_who_were_named_and_for_nobody_else():
    answers = consents(an_answer("share_network"), an_answer("share_mission"))
    found = readers(CARD, GROUP.others(OURS.organisation), answers, on=TODAY)
    assert [one.seat for one in those_named(found, (MISSION.organisation,))] == [MISSION]
    assert [one.seat for one in those_named(found, ())] == [NETWORK, MISSION]


def test_nobody_reads_on_no_answers_at_all():
    assert readers(HEARING, GROUP.seats, Matrix(()), on=TODAY) == ()


def refusal(group=GROUP, named=(), found=None, *, own=OURS.organisation, is_in_already=False):
    found = readers(CARD, [NETWORK], consents(an_answer("share_network")), on=TODAY) if found is None else found
    refused = refusal_to_putting_in(CARD, group, named, found, own=own, is_in_already=is_in_already)
    return refused.sentence if refused else ""


def test_why_a_case_may_not_stand_before_a_group():
    assert refusal() == ""
    assert "no consent" in refusal(found=())
    assert "everybody who was ticked" in refusal(named=(MISSION.organisation,))
    assert "does not belong" in refusal(own="0f" * 16)
    assert "Nobody else" in refusal(Group("9a" * 16, "North", "region", OURS.organisation, (OURS,)))
    assert "already" in refusal(is_in_already=True)


def test_a_card_holds_codes_and_the_codename_and_never_what_else_is_known():
    facts = {"codename": "tall sorrel", "country": "KE", "needs": ["lawyer"], "received": "2026-03-04", "holder": "p1"}
    assert card_facts(facts) == {"codename": "tall sorrel", "country": "KE", "needs": ["lawyer"]}
