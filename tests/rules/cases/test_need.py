"""Needs: who asked, for whom, whether they were met, and what the card may say of them."""

from dataclasses import replace

import pytest

from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.need import (
    MEDICAL,
    Dependant,
    Need,
    needs,
    refusal_to_noting_need,
    refusal_to_settling,
    refusal_to_speaking_for,
    unmet,
    unmet_on_card,
)
from safeconduct.dossiers.entry import foreseen
from safeconduct.vocabulary.telling import NEEDS
from tests.builders import MORNING, an_entry

CHILD = Dependant("child", "the younger child", "guardian", "Asked: none.")
LAWYER = Need("a1" * 16, "lawyer", "life", "danger", "defender", "Before Monday.", at=MORNING)
CARE = replace(LAWYER, ref="b2" * 16, kind="psychosocial")


def put(*entries):
    by = an_entry("x").by
    return [foreseen(entry, seq=seq, by=by, at=MORNING) for seq, entry in enumerate(entries, start=1)]


def test_the_list_of_kinds_holds_what_the_call_for_help_asks_and_the_medical_ones():
    values = {value for value, _label in choices_of("need_kinds")}
    assert values >= set(NEEDS) | MEDICAL


@pytest.mark.parametrize(
    "changes, is_refused",
    [
        pytest.param({}, False, id="the defender's own"),
        pytest.param({"level": ""}, True, id="no level"),
        pytest.param({"asked_by": ""}, True, id="nobody asked"),
        pytest.param({"dependant": CHILD}, False, id="a child's, the guardian said yes"),
        pytest.param({"dependant": replace(CHILD, consent="yes")}, False, id="an adult's, who said yes"),
        pytest.param({"dependant": replace(CHILD, consent="no")}, True, id="an adult's, who said no"),
        pytest.param({"dependant": replace(CHILD, consent="not_asked")}, True, id="not asked"),
        pytest.param({"dependant": replace(CHILD, risk=" ")}, True, id="their own risk not asked about"),
        pytest.param({"dependant": replace(CHILD, label="")}, True, id="no label"),
    ],
)
def test_a_dependant_has_an_answer_and_a_risk_of_their_own(changes, is_refused):
    assert bool(refusal_to_noting_need(replace(LAWYER, **changes))) is is_refused


def test_what_is_asked_of_a_dependant_who_said_no_is_another_thing_than_of_one_who_was_not_asked():
    said = {answer: refusal_to_speaking_for(replace(CHILD, consent=answer)).sentence for answer in ("no", "not_asked")}
    assert "leave them out" in said["no"] and "Ask them themselves" in said["not_asked"]


@pytest.mark.parametrize(
    "state, provider, why, is_refused",
    [
        pytest.param("met", "Lawyers’ network", "", False, id="met, by whom"),
        pytest.param("met", "", "", True, id="met by nobody"),
        pytest.param("partly", "Lawyers’ network", "Only the first hearing.", False, id="partly, and why"),
        pytest.param("partly", "Lawyers’ network", "", True, id="partly without a reason"),
        pytest.param("not_met", "", "Nobody takes such cases.", False, id="not met, and why"),
        pytest.param("not_met", "", " ", True, id="not met without a reason"),
        pytest.param("", "Lawyers’ network", "", True, id="nothing chosen"),
    ],
)
def test_a_need_is_met_by_somebody_or_there_is_a_reason(state, provider, why, is_refused):
    assert bool(refusal_to_settling(state, provider=provider, why=why)) is is_refused


def test_a_need_is_unmet_until_it_is_met_whole_and_the_newest_word_counts():
    partly = LAWYER.settled(state="partly", provider="A network", why="Only the first hearing.")
    met = LAWYER.settled(state="met", provider="A network", why="")
    assert [need.state for need in unmet(put(LAWYER.noted(), partly))] == ["partly"]
    assert unmet(put(LAWYER.noted(), partly, met)) == ()
    assert [need.state for need in unmet(put(LAWYER.noted(), met, partly))] == ["partly"]


def test_medical_needs_stand_in_their_own_scope_and_on_the_card_as_one_word():
    entries = [CARE.noted(), CARE.settled(state="partly", provider="A clinic", why="No bed."), LAWYER.noted()]
    assert [entry.scope for entry in entries] == ["medical", "medical", "story"]
    assert unmet_on_card(put(*entries)) == ["lawyer", "medical"]


def test_a_need_whose_first_entry_was_erased_is_gone_and_the_others_stand():
    entries = put(LAWYER.noted(), CARE.noted(), LAWYER.settled(state="not_met", provider="", why="Nobody."))
    assert [need.kind for need in needs(entries[1:])] == ["psychosocial"]
    assert needs(put(replace(LAWYER, dependant=CHILD).noted())) == (replace(LAWYER, dependant=CHILD),)
