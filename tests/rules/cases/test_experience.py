"""How it went with a mechanism, as an office saw it: each view on its own, what is refused, and what the card carries."""

from dataclasses import replace

import pytest

from safeconduct.cases.experience import (
    VIEW_OF_KIND,
    CardExperience,
    experiences_on_card,
    noted,
    noted_experiences,
    noted_fact,
    refusal_to_noting_experience,
)
from safeconduct.dossiers.entry import Author, foreseen
from safeconduct.intake.experience import Experience
from safeconduct.vocabulary.sharing import KINDS
from tests.builders import MORNING

FUND = Experience("fund", "", "2025", "late", "little", "They asked for papers.")
NAMED = replace(FUND, mechanism="", name="Night Line")


def as_read(*new, by="member"):
    return [foreseen(one, seq=seq, by=Author(by), at=MORNING) for seq, one in enumerate(new, 1)]


def test_a_later_word_replaces_that_of_the_same_view_and_leaves_the_other():
    written = as_read(
        noted(FUND, "official"),
        noted(replace(FUND, answered="none"), "practitioner"),
        noted(replace(FUND, helped="worse"), "official"),
        noted(NAMED, "official"),
    )
    assert [(view, one.answered, one.helped) for view, one in noted_experiences(written)] == [
        ("practitioner", "none", "little"),
        ("official", "late", "worse"),
        ("official", "late", "little"),
    ]
    expected = [["fund", "official", "late", "worse"], ["fund", "practitioner", "none", "little"]]
    assert noted_fact(written) == {"mechanisms_noted": expected}
    assert noted_experiences(as_read(noted(FUND, "official"), by="defender")) == ()


def test_a_card_tells_whose_view_it_is_and_an_old_one_nothing():
    facts = {"mechanisms_told": [["fund", "yes", "helped"]], **noted_fact(as_read(noted(FUND, "official")))}
    assert experiences_on_card(facts) == (
        CardExperience("defender", "fund", "yes", "helped"),
        CardExperience("official", "fund", "late", "little"),
    )
    assert experiences_on_card({}) == ()


@pytest.mark.parametrize(
    "now, before, begins",
    [
        pytest.param(FUND, None, None, id="one of the register"),
        pytest.param(NAMED, None, None, id="one by its name"),
        pytest.param(FUND, replace(FUND, helped="worse"), None, id="changed"),
        pytest.param(replace(FUND, mechanism=""), None, "It is not said which", id="none"),
        pytest.param(replace(FUND, name="Night Line"), None, "One is chosen and another", id="both"),
        pytest.param(replace(FUND, mechanism="moon"), None, "This mechanism is not in the register", id="unknown"),
        pytest.param(replace(FUND, answered=""), None, "It is not said whether", id="no answer"),
        pytest.param(replace(FUND, helped="much"), None, "It is not said whether", id="no such help"),
        pytest.param(replace(FUND, year="2031"), None, "This year cannot be", id="a year to come"),
        pytest.param(FUND, replace(FUND, words="They asked for papers. "), "This stands here already", id="the same"),
    ],
)
def test_what_cannot_be_noted_is_said(now, before, begins):
    refusal = refusal_to_noting_experience(now, before, known={"fund"}, years={"2025"})
    assert refusal is None if begins is None else refusal.sentence.startswith(begins)


def test_every_kind_of_organisation_has_its_view():
    assert {kind: VIEW_OF_KIND[kind] for kind in KINDS} == {
        "mission": "official",
        "network": "practitioner",
        "body": "official",
    }
