"""Handing over case by case: whose turn it is, what goes to the head, and that nothing is lost on the way."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.duty import duties
from safeconduct.cases.handover import (
    ACCEPTED,
    KEPT,
    NO,
    OFFERED,
    REFUSED,
    TOLD,
    UNTOLD,
    WAYS,
    YES,
    Handover,
    agreed_ways,
    handover_facts,
    offer_from,
    offers,
    refusal_to_accepting_offer,
    refusal_to_contact_answer,
    refusal_to_declining_offer,
    refusal_to_keeping,
    refusal_to_starting,
    refusal_to_telling_contact,
    standing_offer,
)
from safeconduct.dossiers.entry import Author
from tests.builders import MORNING, an_entry

LEAVER, SUCCESSOR, HEAD, OTHER = "0a" * 16, "0b" * 16, "0c" * 16, "0d" * 16
TODAY, LAST_DAY = MORNING.date(), MORNING.date() + timedelta(days=7)
AFTER = LAST_DAY + timedelta(days=1)


def by(post, kind, /, *, scope="coordination", **data):
    author = Author("member", f"m-{post[:2]}", post=post, post_name=post[:2])
    return replace(an_entry(kind, scope=scope, **data), by=author)


def offered(ref="o1", from_post=LEAVER, to_post=SUCCESSOR, head=HEAD, ends_on=LAST_DAY):
    posts = {"from_post": from_post, "to_post": to_post, "head": head}
    counted = {"duties": 2, "hearings": 1, "to_name": "successor"}
    return by(from_post, "handover_offered", ref=ref, handover="h1", **posts, ends_on=ends_on.isoformat(), **counted)


def accepted(ref="o1", post=SUCCESSOR):
    return by(post, "handover_accepted", offer=ref, tell="t1")


def refused(ref="o1"):
    return by(SUCCESSOR, "handover_refused", offer=ref, reason="Too many files.")


def kept(ref="o1", post=HEAD):
    return by(post, "handover_kept", offer=ref, tell="t2")


def told(ref="o1"):
    return by(SUCCESSOR, "contact_told", scope="messages", offer=ref, channel="page", text="Somebody new reads you.")


def answered(answer, ref="o1"):
    return by(SUCCESSOR, "contact_answered", offer=ref, answer=answer, again="a1" if answer == NO else "")


TURNS = {
    "offered": ([offered()], TODAY, OFFERED, SUCCESSOR, False),
    "offered, on the last day": ([offered()], LAST_DAY, OFFERED, SUCCESSOR, False),
    "offered, the day after": ([offered()], AFTER, OFFERED, HEAD, True),
    "not accepted": ([offered(), refused()], TODAY, REFUSED, HEAD, True),
    "accepted": ([offered(), accepted()], AFTER, ACCEPTED, "", False),
    "kept by the head": ([offered(), refused(), kept()], AFTER, KEPT, "", False),
    "offered anew after a no": ([offered(), refused(), offered("o2", to_post=OTHER)], TODAY, OFFERED, OTHER, False),
}


@pytest.mark.parametrize(("entries", "on", "state", "waits_for", "escalated"), TURNS.values(), ids=TURNS)
def test_what_nobody_accepts_by_the_day_goes_to_the_head(entries, on, state, waits_for, escalated):
    offer = standing_offer(entries)
    assert (offer.state, offer.waits_for(on), offer.is_escalated(on)) == (state, waits_for, escalated)


def test_what_follows_an_erased_offer_changes_no_other():
    left = offers([accepted("gone"), offered("o2"), told("gone"), answered(NO, "gone")])
    assert [(one.ref, one.state, one.contact) for one in left] == [("o2", OFFERED, UNTOLD)]


CONTACTS = {
    "accepted": ([accepted()], UNTOLD),
    "told": ([accepted(), told()], TOLD),
    "yes": ([accepted(), told(), answered(YES)], YES),
    "no": ([accepted(), told(), answered(NO)], NO),
    "no, asked again, yes": ([accepted(), told(), answered(NO), answered(YES)], YES),
    "no, then kept by another": ([accepted(), told(), answered(NO), kept(post=OTHER)], UNTOLD),
}


@pytest.mark.parametrize(("entries", "contact"), CONTACTS.values(), ids=CONTACTS)
def test_how_far_the_person_is_follows_what_was_said(entries, contact):
    offer = standing_offer([offered(), *entries])
    assert offer.contact == contact
    assert offer_from(handover_facts((offered(), *entries), ())["handover"]) == offer


def test_why_a_successor_says_no_is_not_on_the_card():
    assert "Too many files." not in str(handover_facts((offered(), refused()), ()))


# What may be done


def refusal(found):
    return found.sentence if found else ""


STARTS = {
    "well chosen": ({}, ""),
    "on its last day": ({"ends_on": TODAY}, ""),
    "in the past": ({"ends_on": TODAY - timedelta(days=1)}, "in the past"),
    "no successor": ({"to_post": ""}, "successor is missing"),
    "no head": ({"head": ""}, "head of the organisation is missing"),
    "a successor without the key": ({"readers": {SUCCESSOR: 0, HEAD: 1}}, "post of the successor holds the key"),
    "a head without the key": ({"readers": {SUCCESSOR: 1, HEAD: 0}}, "post of the head of the organisation holds"),
    "the same twice": ({"head": SUCCESSOR}, "same post"),
}


@pytest.mark.parametrize(("changes", "said"), STARTS.values(), ids=STARTS)
def test_a_handover_starts_to_posts_that_can_open_what_they_get(changes, said):
    readers = changes.get("readers", {SUCCESSOR: 1, HEAD: 2, LEAVER: 0})
    posts = {name: value for name, value in changes.items() if name != "readers"}
    chosen = replace(Handover(SUCCESSOR, HEAD, LAST_DAY), **posts)
    found = refusal(refusal_to_starting(chosen, readers, on=TODAY))
    assert found == said == "" or (said and said in found)


def test_only_the_successor_says_yes_or_no_and_only_in_time():
    here = {"post": SUCCESSOR, "member": "m-0b"}
    offer = standing_offer([offered()])
    assert refusal_to_accepting_offer(offer, **here, on=TODAY) is None
    assert "somebody else" in refusal(refusal_to_accepting_offer(offer, post=OTHER, member="m-0d", on=TODAY))
    assert "somebody else" in refusal(refusal_to_accepting_offer(offer, post=SUCCESSOR, member=offer.by, on=TODAY))
    assert "went to the head" in refusal(refusal_to_accepting_offer(offer, **here, on=AFTER))
    taken = standing_offer([offered(), accepted()])
    assert "taken this already" in refusal(refusal_to_accepting_offer(taken, **here, on=TODAY))
    assert "Nothing of this case" in refusal(refusal_to_accepting_offer(None, **here, on=TODAY))
    assert "no reason" in refusal(refusal_to_declining_offer(offer, " ", **here, on=TODAY))
    assert refusal_to_declining_offer(offer, "Too many files.", **here, on=TODAY) is None


KEEPERS = {
    "the head, too early": ([offered()], HEAD, TODAY, "still has time"),
    "the head, after the day": ([offered()], HEAD, AFTER, ""),
    "another, after the day": ([offered()], OTHER, AFTER, "waits for the head"),
    "the head, after a no of the successor": ([offered(), refused()], HEAD, TODAY, ""),
    "another, when all is well": ([offered(), accepted()], OTHER, TODAY, "taken this already"),
    "another, after a no of the person": ([offered(), accepted(), told(), answered(NO)], OTHER, TODAY, ""),
    "the one they refused": ([offered(), accepted(), told(), answered(NO)], SUCCESSOR, TODAY, "does not want"),
    "no offer": ([], HEAD, TODAY, "Nothing of this case"),
}


@pytest.mark.parametrize(("entries", "post", "on", "said"), KEEPERS.values(), ids=KEEPERS)
def test_what_is_not_accepted_is_kept_by_whose_turn_it_is(entries, post, on, said):
    found = refusal(refusal_to_keeping(standing_offer(entries), post=post, on=on))
    assert found == said == "" or (said and said in found)


AGREED = {
    "a code and a phone": ({}, ("page", "call")),
    "writes nothing, comes by itself": ({"rhythm": "never"}, ("page",)),
    "a relay": ({"is_relay": True}, ("relay",)),
    "no code": ({"has_code": False}, ("call",)),
    "nothing": ({"has_code": False, "has_contact": False}, ()),
}


@pytest.mark.parametrize(("changes", "ways"), AGREED.values(), ids=AGREED)
def test_the_person_is_told_only_in_a_way_that_they_agreed_to(changes, ways):
    agreed = agreed_ways(**{"has_code": True, "is_relay": False, "has_contact": True, "rhythm": "week"} | changes)
    assert agreed == ways
    offer = standing_offer([offered(), accepted()])
    for way in WAYS:
        found = refusal(refusal_to_telling_contact(offer, way, "Somebody new reads you.", agreed=agreed))
        assert ("did not agree" in found) == (way not in ways)


def test_nobody_is_told_before_it_is_known_or_twice_or_nothing():
    agreed = ("page",)
    yes = standing_offer([offered(), accepted()])
    assert "Nobody has accepted" in refusal(
        refusal_to_telling_contact(standing_offer([offered()]), "page", "Words.", agreed=agreed)
    )
    assert "told already" in refusal(
        refusal_to_telling_contact(standing_offer([offered(), accepted(), told()]), "page", "Words.", agreed=agreed)
    )
    assert "Nothing is written" in refusal(refusal_to_telling_contact(yes, "page", " ", agreed=agreed))


def test_an_answer_is_one_of_two_and_follows_the_telling():
    yes, asked = standing_offer([offered(), accepted()]), standing_offer([offered(), accepted(), told()])
    no = standing_offer([offered(), accepted(), told(), answered(NO)])
    assert "has not been told" in refusal(refusal_to_contact_answer(yes, YES))
    assert "Choose yes or no" in refusal(refusal_to_contact_answer(asked, "perhaps"))
    assert "stands already" in refusal(refusal_to_contact_answer(no, NO))
    assert refusal_to_contact_answer(asked, NO) is None and refusal_to_contact_answer(no, YES) is None


def test_the_card_counts_the_open_duties_of_each_post():
    due = (TODAY + timedelta(days=1)).isoformat()
    one = by(LEAVER, "duty_opened", scope="decisions", ref="d1", step="", says="Visit her.", due=due, waits_for="")
    two = by(LEAVER, "duty_opened", scope="decisions", ref="d2", step="", says="Write.", due=due, waits_for="")
    passed = by(LEAVER, "duty_passed", scope="decisions", duty="d2", post=OTHER, post_name="other")
    ended = by(LEAVER, "duty_done", scope="decisions", duty="d1", note="")
    assert handover_facts((), duties([one, two, passed], {}))["owing"] == {LEAVER: 1, OTHER: 1}
    assert handover_facts((), duties([one, two, passed, ended], {}))["owing"] == {OTHER: 1}
