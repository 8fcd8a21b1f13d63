"""What a case shows of promises: dated events of the guidance's kinds, folded from its entries, without a word."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.action import actions
from safeconduct.cases.case_event import CaseEvent, case_event_facts, case_events_from
from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.decision import decisions
from safeconduct.cases.incident import Detention, Hearing
from safeconduct.cases.incident_date import IncidentDate
from safeconduct.dossiers.entry import Author
from safeconduct.guidance.register import the_register
from tests.builders import an_entry
from tests.rules.cases.protecting import TODAY, a_decision, a_risk, a_step, decided, taken
from tests.rules.cases.test_incident import an_incident, told

HELD = Detention("police", IncidentDate(), "", "", "", "", "", None)
TRIED = Detention("police", IncidentDate(), "", "", "", "", "", Hearing("2026-12-01", "", "UTC"))


def shown(*written):
    """The kinds of events that these entries show."""
    return {kind for kind, _on in facts(*written)}


def facts(*written):
    return case_event_facts(written, actions(written), decisions(written))


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        (an_entry("accepted"), {"case_opened"}),
        (an_entry("risk_assessed", **a_risk(band="high").as_data()), {"risk_assessed"}),
        (
            an_entry("risk_assessed", **a_risk(band="immediate").as_data()),
            {"risk_assessed", "immediate_risk_found"},
        ),
        (an_entry("consent", given=["share_mission"], language="en"), {"consent_recorded"}),
        (an_entry("consent", given=[], language="en"), set()),
        (an_entry("consent_answered", consent="c", yes=True), {"consent_recorded", "defender_consulted"}),
        (an_entry("consent_answered", consent="c", yes=False), {"defender_consulted"}),
        (an_entry("answered", purpose="p", word="yes"), {"consent_recorded", "defender_consulted"}),
        (an_entry("answered", purpose="p", word="no"), {"defender_consulted"}),
        (an_entry("note", text="Nothing of it."), set()),
    ],
    ids=[
        "accepted",
        "risk",
        "immediate risk",
        "a tick",
        "no tick",
        "yes to us",
        "no to us",
        "yes to a purpose",
        "no to a purpose",
        "a note",
    ],
)
def test_an_entry_shows_what_the_list_says_and_a_no_is_no_consent(entry, kinds):
    assert shown(entry) == kinds


@pytest.mark.parametrize(
    ("changes", "kinds"),
    [
        ({"acts": ("threat",)}, {"threat_recorded"}),
        ({"acts": ("killing", "smear")}, {"killing_recorded", "smear_recorded"}),
        ({"acts": ("raid_search",), "detention": HELD}, {"detention_recorded"}),
        ({"acts": ("raid_search",), "detention": TRIED}, {"detention_recorded", "hearing_set"}),
        ({"acts": ("raid_search",), "reprisal_for": "un"}, {"reprisal_recorded"}),
        ({"acts": ("forced_eviction",), "perpetrator": "company"}, {"company_link_found"}),
    ],
    ids=["threat", "killing and smear", "held", "hearing", "reprisal", "company"],
)
def test_an_incident_calls_for_what_was_promised_on_the_day_it_was_written_down(changes, kinds):
    plain = {"acts": (), "detention": None, "perpetrator": "police", "reprisal_for": ""}
    written = told(an_incident(**{**plain, **changes}))
    assert facts(written) == [[kind, written.at.date().isoformat()] for kind in sorted(kinds)]


def test_a_decision_with_a_public_step_and_one_to_the_united_nations_shows_both():
    public = a_step("PUB-01", ref="1", visibility="public")
    appeal = a_step("UN-01", ref="2")
    assert shown(decided(a_decision(public, appeal))) == {
        *("action_decided", "decision_recorded", "public_action_decided", "un_submission_decided")
    }
    assert shown(decided(a_decision())) == {"decision_recorded"}


def test_a_step_that_was_taken_is_completed_on_its_own_day():
    earlier = (TODAY - timedelta(days=3)).isoformat()
    written = [decided(a_decision(a_step(ref="1"))), taken("1", on=earlier)]
    assert ["action_completed", earlier] in facts(*written)


def test_the_case_of_a_woman_is_opened_when_it_is_accepted_with_that_theme():
    assert "case_of_a_woman_opened" in shown(an_entry("themes_chosen", themes=["women"]), an_entry("accepted", seq=2))
    assert "case_of_a_woman_opened" not in shown(
        an_entry("themes_chosen", themes=["land"]), an_entry("accepted", seq=2)
    )


def test_what_the_defender_wrote_counts_once_a_member_has_written_after_it():
    arrived = an_entry("arrived", entries=3)
    word = replace(an_entry("word", seq=4, text="They came back."), by=Author("defender"))
    assert shown(arrived, word) == set()
    assert shown(arrived, word, an_entry("note", seq=5, text="Read.")) == {"support_asked", "contact_recorded"}


def test_a_card_holds_each_kind_once_a_day_and_gives_it_back():
    written = [an_entry("answer", text="We read it."), an_entry("answer", seq=2, text="Call us.")]
    assert facts(*written) == [["contact_recorded", written[0].at.date().isoformat()]]
    assert case_events_from(facts(*written)) == (CaseEvent("contact_recorded", written[0].at.date()),)


def test_every_kind_on_the_lists_is_one_of_the_guidance():
    known = the_register().event_kinds
    assert {row.value for name in ("case_events", "case_event_acts") for row in coded_list(name)} <= set(known)
    assert {row.group for row in coded_list("case_event_acts")} <= {row.value for row in coded_list("acts")}
