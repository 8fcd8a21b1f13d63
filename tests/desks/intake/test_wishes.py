"""Consents and wishes: changed by the defender at any time, told to every office, never shown back."""

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import allowing, returning
from tests.builders import a_telling
from tests.embedded import HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION


def wishes(call):
    return seeing.wishes(office.dossier for office in returning.look(call.visit()).offices if office.dossier)


def case_of(embedded, call, nth=0):
    name = (PROTECTION, OTHER_OFFICE)[nth]
    return embedded.case(call.refs[nth], name)


CHANGES = {
    "one more": (("observe_trial",), ("observe_trial", "publish_unnamed")),
    "one less": (("observe_trial", "publish_unnamed"), ("observe_trial",)),
    "none any more": (("observe_trial",), ()),
}


@pytest.mark.parametrize(("before", "after"), CHANGES.values(), ids=list(CHANGES))
def test_a_change_of_consents_counts_at_once_at_every_office(embedded, before, after):
    call = embedded.call(HARBOUR, LIGHTHOUSE, telling=a_telling(consents=before))
    allowing.change_consents(call.visit(), after, language="en", at=embedded.now)
    assert wishes(call).consents == frozenset(after)
    for nth in (0, 1):
        assert case_of(embedded, call, nth).consents == tuple(sorted(after))
    card = next(
        card for card in cases.cards(embedded.keyring(PROTECTION), at=embedded.now)[0] if card.dossier == call.ref
    )
    assert card.consent_changed


def test_a_wish_reaches_the_officer_and_shows_the_defender_only_its_day(embedded):
    call = embedded.call()
    returning.leave_wish(call.visit(), "contact", {"rhythm": "week", "safe_hours": "after dark"}, at=embedded.now)
    returning.leave_wish(call.visit(), "advance", {"detained": "Call my sister", "speaks": "N."}, at=embedded.now)
    case = case_of(embedded, call)
    assert case.contact_wish["safe_hours"] == "after dark"
    assert case.advance_wish["detained"] == "Call my sister"
    kept = wishes(call)
    assert (kept.contact_on, kept.advance_on) == ("2026-03-04", "2026-03-04")
    opened = [entry.data for office in returning.look(call.visit()).offices for entry in office.dossier.written()]
    assert not any("after dark" in repr(data) or "Call my sister" in repr(data) for data in opened)


def test_a_wish_that_is_written_again_replaces_the_earlier_one(embedded):
    call = embedded.call()
    for hours in ("mornings", "evenings"):
        returning.leave_wish(call.visit(), "contact", {"rhythm": "week", "safe_hours": hours}, at=embedded.now)
    assert case_of(embedded, call).contact_wish["safe_hours"] == "evenings"
