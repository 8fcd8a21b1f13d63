"""What counts as a yes, who may give a second signature, and which shares stand on nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.dossiers.entry import Author
from safeconduct.intake.consent import WITHDRAWN, WITNESSED, YES, Terms, consents, shares, to_be_made, without_consent
from tests.builders import MORNING, an_entry

TERMS = Terms("0a" * 16, "Lighthouse Network", ("story",), "support", "TLP:AMBER", "2026-03-31")
WITNESS, SECOND, DEFENDER = Author("member", "m1"), Author("member", "m2"), Author("defender")


def entry(kind, by=WITNESS, **data):
    return replace(an_entry(kind, **data), by=by)


def witnessed():
    return entry("consent_witnessed", consent="c1", way="call", **TERMS.as_data())


def confirmed(by=SECOND):
    return entry("consent_confirmed", by, consent="c1")


def state_of(*entries):
    (consent,) = consents(entries)
    return consent.state


def test_a_yes_that_one_member_witnessed_counts_when_a_second_one_confirms_it():
    assert state_of(witnessed()) == WITNESSED
    assert state_of(witnessed(), confirmed()) == YES


@pytest.mark.parametrize(
    "by",
    [WITNESS, DEFENDER, Author("code"), Author("relay", "m2"), Author("import")],
    ids=["the witness again", "the defender", "a code alone", "a relay", "an import"],
)
def test_nobody_else_confirms_it(by):
    assert state_of(witnessed(), confirmed(by)) == WITNESSED


def test_a_confirmation_brings_no_withdrawn_yes_back():
    withdrawn = entry("consent_withdrawn", DEFENDER, consent="c1")
    assert state_of(witnessed(), confirmed(), withdrawn, confirmed()) == WITHDRAWN
    assert state_of(witnessed(), withdrawn, confirmed()) == WITHDRAWN


def test_a_question_is_not_answered_by_confirming_it():
    asked = entry("consent_asked", consent="c1", **TERMS.as_data())
    assert state_of(asked, confirmed()) == "asked"
    assert state_of(asked, entry("consent_answered", SECOND, consent="c1", yes=True)) == "asked"


# Shares


def shared(**changes):
    made = {"share": "s1", "consent": "c1", "compartment": "k1", "scope_refs": ["r1"], **TERMS.as_data()}
    return entry("shared", **{**made, **changes})


def ended():
    return entry("share_ended", DEFENDER, share="s1")


@pytest.mark.parametrize(
    ("day", "reads"), [(date(2026, 3, 30), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False)]
)
def test_a_share_is_read_through_its_last_day(day, reads):
    (share,) = shares([shared()])
    assert share.reads_on(day) is reads


def test_a_share_that_was_ended_is_not_read_on_any_day():
    (share,) = shares([shared(), ended()])
    assert not share.reads_on(MORNING.date())


def test_the_first_end_of_a_share_counts():
    later = replace(ended(), at=MORNING + timedelta(days=1))
    (share,) = shares([shared(), ended(), later])
    assert share.ended == MORNING


def test_a_share_whose_consent_was_taken_back_stands_on_nothing_until_it_is_ended():
    withdrawn = entry("consent_withdrawn", DEFENDER, consent="c1")
    agreed = (witnessed(), confirmed(), shared())
    assert without_consent(agreed) == ()
    assert [share.ref for share in without_consent((*agreed, withdrawn))] == ["s1"]
    assert without_consent((*agreed, withdrawn, ended())) == ()


def test_a_yes_waits_until_a_share_is_made_of_it():
    assert [consent.ref for consent in to_be_made((witnessed(), confirmed()))] == ["c1"]
    assert to_be_made((witnessed(), confirmed(), shared())) == ()
    assert to_be_made((witnessed(),)) == ()
