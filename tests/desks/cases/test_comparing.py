"""Comparing like cases: from cards that the member holds, with a reason for what differs."""

import pytest

from safeconduct.cases.coded_fact import CodedFact
from safeconduct.cases.decision import decisions
from safeconduct.cases.desk import coding, comparing, deciding
from safeconduct.cases.like_case import decided_fact, like_case
from safeconduct.cases.unlike_case import differing_without_reason
from safeconduct.guidance.register import action_kinds
from safeconduct.intake.desk import allowing
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.protecting import an_accepted_case
from tests.rules.cases.protecting import SPECIFIC, a_decision, a_step

PRIVATE = "DIP-01:private"
FACTS = (CodedFact("country", "BY"), CodedFact("violation_types", "threat"))


def a_threatened_case(embedded, *consents):
    """Accepted, assessed and coded: comparable with every other one of these."""
    call = an_accepted_case(embedded, *(consents or ("raise_private_unnamed",)))
    coding.confirm_facts(call.ref, FACTS, embedded.keyring(PROTECTION), at=embedded.now)
    return call


def decide(embedded, call, *steps, unlike="", name=PROTECTION):
    more = {} if steps else {"considerations": (SPECIFIC,), "review_on": embedded.now.date()}
    decision = a_decision(*steps, ref=f"d-{call.ref}", **more)
    deciding.decide(call.ref, decision, embedded.keyring(name), unlike=unlike, at=embedded.now)


def gaps(embedded, name=PROTECTION):
    among = comparing.decided_cases(embedded.keyring(name), at=embedded.now)
    return {one.case.dossier for one in differing_without_reason(among, action_kinds())}


@pytest.fixture
def raised(embedded):
    """A decided case with a step."""
    call = a_threatened_case(embedded)
    decide(embedded, call, a_step(ref="5e" * 16))
    return call


def test_the_card_says_what_the_entries_say(embedded, raised):
    (card,) = comparing.decided_cases(embedded.keyring(PROTECTION), at=embedded.now)
    case = embedded.case(raised.ref)
    assert card == like_case(raised.ref, case.story["codename"], decided_fact(case.written))
    assert (card.codes, card.profile.country, card.profile.danger) == ({PRIVATE}, "BY", "high")


def test_a_plan_that_differs_is_not_recorded_without_a_reason(embedded, raised):
    call = a_threatened_case(embedded)
    before = embedded.dump()
    with pytest.raises(Refused, match="differs from what was done in comparable cases"):
        decide(embedded, call)
    assert embedded.dump() == before
    decide(embedded, call, unlike="Her sister is still inside.")
    (decision,) = decisions(embedded.case(call.ref).written)
    assert decision.unlike == {PRIVATE: "Her sister is still inside."}
    assert call.ref not in gaps(embedded)


def test_a_plan_that_does_the_same_needs_no_reason(embedded, raised):
    decide(embedded, a_threatened_case(embedded), a_step(ref="6f" * 16))
    assert gaps(embedded) == set()


def test_a_reason_that_nothing_asked_for_is_kept(embedded, raised):
    call = a_threatened_case(embedded)
    decide(embedded, call, a_step(ref="6f" * 16), unlike="We asked a third mission.")
    (decision,) = decisions(embedded.case(call.ref).written)
    assert decision.unlike == {"": "We asked a third mission."}


def test_an_emergency_may_give_the_reason_afterwards(embedded, raised):
    call = a_threatened_case(embedded)
    deciding.declare_emergency(call.ref, "Men are at the door.", embedded.keyring(PROTECTION), at=embedded.now)
    deciding.confirm_emergency(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    decide(embedded, call)
    assert gaps(embedded) == {call.ref, raised.ref}
    for ref in (call.ref, raised.ref):
        comparing.explain_difference(ref, "It could not wait.", embedded.keyring(PROTECTION), at=embedded.now)
        line = embedded.journal()[-1]
        assert (line["event"], line["object"]) == ("DifferenceExplained", ref)
        newest = embedded.case(ref).written[-1]
        assert (newest.scope, newest.kind, newest.data["differs"]) == ("decisions", "difference_explained", [PRIVATE])
    assert gaps(embedded) == set()


def test_what_cannot_be_explained_writes_nothing(embedded, raised):
    mara, call = embedded.keyring(PROTECTION), a_threatened_case(embedded)
    before = embedded.dump()
    for ref, reason, says in (
        (call.ref, "Because.", "Nothing has been decided here yet"),
        (raised.ref, "Because.", "Nothing differs here"),
    ):
        with pytest.raises(Refused, match=says):
            comparing.explain_difference(ref, reason, mara, at=embedded.now)
    assert embedded.dump() == before


@pytest.mark.parametrize("name", [OTHER_COMPARTMENT, OTHER_OFFICE])
def test_what_may_not_be_opened_is_not_compared(embedded, raised, name):
    keyring = embedded.keyring(name)
    assert comparing.decided_cases(keyring, at=embedded.now) == ()
    with pytest.raises(NotFound):
        comparing.explain_difference(raised.ref, "Because.", keyring, at=embedded.now)


def test_no_reference_of_another_case_is_written_into_this_one(embedded, raised):
    call = a_threatened_case(embedded)
    decide(embedded, call, unlike="Her sister is still inside.")
    case, other = embedded.case(call.ref), embedded.case(raised.ref)
    said = str([entry.data for entry in case.written])
    assert raised.ref not in said and other.story["codename"] not in said


def test_a_consent_of_today_does_not_change_what_was_decided_by_then(embedded, raised):
    before = comparing.decided_cases(embedded.keyring(PROTECTION), at=embedded.now)
    allowing.change_consents(raised.visit(), (), language="en", at=embedded.now)
    assert comparing.decided_cases(embedded.keyring(PROTECTION), at=embedded.now) == before
