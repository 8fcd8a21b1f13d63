"""Assessing a risk: the entry, the card and the journal change together, and a refusal changes nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.cases.desk import casework, risk
from safeconduct.cases.risk import current_risk
from safeconduct.intake.desk import returning
from safeconduct.intake.risk_view import ANSWERS, own_view
from safeconduct.vocabulary.refusal import Refused
from tests.builders import a_risk
from tests.embedded import PROTECTION, rows_changed

pytestmark = pytest.mark.django_db(transaction=True)

SAID = {**dict.fromkeys(ANSWERS, ""), "band": "severe", "worries": "The road."}


def test_an_assessment_stands_in_decisions_on_the_card_and_in_the_journal(embedded):
    call = embedded.call()
    risk.assess(call.ref, a_risk(), embedded.keyring(PROTECTION), at=embedded.now)
    case = embedded.case(call.ref)
    (entry,) = (entry for entry in case.written if entry.kind == "risk_assessed")
    stands = current_risk(case.written, on=embedded.now.date())
    assert entry.scope == "decisions" and stands
    assert stands == replace(a_risk(), ref=stands.ref, at=entry.at) and stands.ref != a_risk().ref
    card = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)[0][0]
    assert (card.risk, card.risk_review) == ("high", date(2026, 3, 24))
    assert "RiskAssessed" in embedded.events()


def test_a_refused_assessment_changes_nothing(embedded):
    call = embedded.call()
    casework.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    before = embedded.dump()
    with pytest.raises(Refused, match="who else may be harmed"):
        risk.assess(call.ref, a_risk(others=()), embedded.keyring(PROTECTION), at=embedded.now)
    assert rows_changed(before, embedded.dump()) == {}


def test_their_view_that_an_officer_took_down_stands_until_they_correct_it(embedded):
    call = embedded.call()
    risk.take_down_view(call.ref, SAID, "call", embedded.keyring(PROTECTION), at=embedded.now)
    at = embedded.clock.pass_by(timedelta(minutes=5))
    returning.tell_risk(call.visit(), {**SAID, "band": "low", "worries": ""}, at=at)
    view = own_view(embedded.case(call.ref).written)
    assert (view.band, view.worries, view.taken_down_by) == ("low", "The road.", "")
    assert {entry.scope for entry in embedded.case(call.ref).written if entry.kind == "risk_view"} == {"messages"}


def test_an_empty_view_is_not_taken_down(embedded):
    call = embedded.call()
    with pytest.raises(Refused, match="Nothing is written down yet"):
        risk.take_down_view(call.ref, {"band": " "}, "call", embedded.keyring(PROTECTION), at=embedded.now)


def test_with_the_code_alone_nothing_goes_into_what_the_own_word_opens(embedded):
    call = embedded.call()
    returning.tell_risk(call.visit(own_word=""), SAID, at=embedded.now)
    (entry,) = (entry for entry in embedded.case(call.ref).written if entry.kind == "risk_view")
    assert entry.scope == "story" and own_view([entry]) is None
