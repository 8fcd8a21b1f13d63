"""What may be shared, asked for, confirmed and ended: each reason to refuse, as tables of situations."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.cases.sharing import (
    LONGEST,
    Sharing,
    refusal_to_asking,
    refusal_to_confirming,
    refusal_to_ending,
    refusal_to_sharing,
    refusal_to_terms,
    refusal_to_writing_to_partner,
)
from safeconduct.dossiers.entry import Author
from safeconduct.intake.consent import Terms
from tests.builders import MORNING, an_entry

TODAY, OWN = MORNING.date(), "0f" * 16
TERMS = Terms("0a" * 16, "Lighthouse Network", ("story",), "support", "TLP:AMBER", "2026-03-31")
NOTHING = Sharing("self", is_relay=False, entries=())


def said(refusal):
    return refusal.sentence if refusal else ""


def day(days):
    return (TODAY + timedelta(days=days)).isoformat()


AGREEABLE = {
    "a part until a day to come": (TERMS, NOTHING, ""),
    "today": (replace(TERMS, until=day(0)), NOTHING, ""),
    "a year": (replace(TERMS, until=day(LONGEST.days)), NOTHING, ""),
    "of somebody who does not know": (TERMS, replace(NOTHING, about="unaware"), "The person does not know"),
    "nothing": (replace(TERMS, parts=()), NOTHING, "Nothing is chosen yet"),
    "with oneself": (replace(TERMS, organisation=OWN), NOTHING, "This is your own organisation"),
    "until yesterday": (replace(TERMS, until=day(-1)), NOTHING, "The last day is in the past"),
    "more than a year": (replace(TERMS, until=day(LONGEST.days + 1)), NOTHING, "That is more than a year"),
}


@pytest.mark.parametrize(("terms", "sharing", "wanted"), AGREEABLE.values(), ids=list(AGREEABLE))
def test_which_terms_may_be_asked_for_or_shared(terms, sharing, wanted):
    refusal = said(refusal_to_terms(terms, sharing, own=OWN, on=TODAY))
    assert refusal.startswith(wanted) if wanted else refusal == ""


def asked(terms=TERMS):
    return an_entry("consent_asked", consent="c1", **terms.as_data())


def answered(yes):
    return replace(an_entry("consent_answered", consent="c1", yes=yes), by=Author("defender"))


def witnessed(by="m1"):
    entry = an_entry("consent_witnessed", consent="c1", way="call", **TERMS.as_data())
    return replace(entry, by=Author("member", by))


def sharing_with(*entries, **changes):
    return replace(NOTHING, entries=entries, **changes)


ASKING = {
    "for the first time": (NOTHING, True, ""),
    "somebody without a code": (NOTHING, False, "The person has no page of their own"),
    "who wrote through a relay": (replace(NOTHING, is_relay=True), True, "The person has no page of their own"),
    "the same twice": (sharing_with(asked()), True, "This question waits for an answer already"),
    "the same after a no": (sharing_with(asked(), answered(False)), True, ""),
    "for something else": (sharing_with(asked(replace(TERMS, until=day(1)))), True, ""),
}


@pytest.mark.parametrize(("sharing", "has_code", "wanted"), ASKING.values(), ids=list(ASKING))
def test_whom_and_when_a_question_to_share_is_put(sharing, has_code, wanted):
    refusal = said(refusal_to_asking(TERMS, sharing, has_code=has_code))
    assert refusal.startswith(wanted) if wanted else refusal == ""


CONFIRMING = {
    "the second member": (sharing_with(witnessed()), "m2", ""),
    "the first again": (sharing_with(witnessed()), "m1", "You signed this yourself"),
    "what the defender was asked": (sharing_with(asked()), "m2", "This does not wait for a second member"),
    "what nobody wrote down": (NOTHING, "m2", "This does not wait for a second member"),
}


@pytest.mark.parametrize(("sharing", "member", "wanted"), CONFIRMING.values(), ids=list(CONFIRMING))
def test_who_may_confirm_a_yes_that_was_given_another_way(sharing, member, wanted):
    refusal = said(refusal_to_confirming(sharing.consent("c1"), member=member))
    assert refusal.startswith(wanted) if wanted else refusal == ""


SHARED = {
    "with a yes": (sharing_with(asked(), answered(True)), {"r1"}, ""),
    "without a yes": (sharing_with(asked()), {"r1"}, "There is no consent for this"),
    "after a no": (sharing_with(asked(), answered(False)), {"r1"}, "There is no consent for this"),
    "nothing": (sharing_with(asked(), answered(True)), set(), "There is nothing in these parts"),
}


@pytest.mark.parametrize(("sharing", "scope_refs", "wanted"), SHARED.values(), ids=list(SHARED))
def test_no_share_without_a_yes_and_something_to_read(sharing, scope_refs, wanted):
    refusal = said(refusal_to_sharing(TERMS, sharing, kind="network", scope_refs=frozenset(scope_refs)))
    assert refusal.startswith(wanted) if wanted else refusal == ""


def test_words_to_a_partner_are_words():
    assert said(refusal_to_writing_to_partner(" \n")).startswith("Nothing is written yet")
    assert refusal_to_writing_to_partner("We call her today.") is None


def test_a_share_is_ended_once():
    made = {"share": "s1", "consent": "c1", "compartment": "k1", "scope_refs": ["r1"], **TERMS.as_data()}
    reads = sharing_with(an_entry("shared", **made))
    over = sharing_with(an_entry("shared", **made), an_entry("share_ended", seq=2, share="s1"))
    assert reads.share("s1").reads_on(date(2026, 3, 31)) and refusal_to_ending(reads.share("s1")) is None
    assert said(refusal_to_ending(over.share("s1"))) == "This share has ended already."
