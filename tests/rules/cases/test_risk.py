"""The danger as the office assesses it: what an assessment must hold, and how long it stands."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.risk import (
    BANDS,
    REVIEW_WITHIN,
    Claim,
    Line,
    Other,
    Weighing,
    current_risk,
    gaps,
    refusal_to_assessing,
    refusal_to_weighing,
    risks,
)
from safeconduct.dossiers.entry import Author, Entry
from tests.builders import GROUNDS, MORNING, a_risk

TODAY = MORNING.date()


def assessed(risk, *, seq=1):
    by = Author("member", post_name=risk.post_name)
    return Entry(seq, "decisions", "5c" * 16, "risk_assessed", risk.at, by, risk.as_data(), b"", b"")


def grounds(**changes):
    return a_risk(grounds=replace(GROUNDS, **changes))


def test_a_whole_assessment_is_not_refused():
    assert refusal_to_assessing(a_risk(), on=TODAY) is None


@pytest.mark.parametrize(
    "others, asked_none, question",
    [
        pytest.param((), False, "others", id="empty"),
        pytest.param((), True, None, id="asked, and nobody"),
        pytest.param((Other("co_signer", "three co-signers"),), False, None, id="named, not yet asked"),
        pytest.param((Other("family", "brother"),), True, "others", id="named and nobody"),
        pytest.param((Other("family", ""),), False, "others", id="a role without a label"),
        pytest.param((Other("", "brother"),), False, "others", id="a label without a role"),
    ],
)
def test_others_who_may_be_harmed_are_asked_about(others, asked_none, question):
    found = gaps(a_risk(others=others, asked_none=asked_none), on=TODAY)
    assert [gap.question for gap in found] == ([question] if question else [])


@pytest.mark.parametrize("name", GROUNDS.sections)
def test_each_part_of_life_is_asked_about(name):
    found = gaps(grounds(sections={**GROUNDS.sections, name: " "}), on=TODAY)
    assert [gap.question for gap in found] == [name]
    assert "asked: nothing" in found[0].refusal.sentence


@pytest.mark.parametrize("name", ["threats", "vulnerabilities", "capacities"])
def test_threats_vulnerabilities_and_capacities_are_assessed_together(name):
    assert [gap.question for gap in gaps(grounds(**{name: ()}), on=TODAY)] == [name]


@pytest.mark.parametrize(
    "line, begins",
    [
        pytest.param(Line("", "A letter.", "2026-03-01"), "This line says what shows it", id="nothing but evidence"),
        pytest.param(Line("Followed home.", "", "2026-03-01"), "Nothing shows this", id="no evidence"),
        pytest.param(Line("Followed home.", "A letter.", ""), "The day is missing", id="no day"),
        pytest.param(Line("Followed home.", "A letter.", "2026-03-05"), "This day has not come", id="tomorrow"),
    ],
)
def test_a_line_says_what_shows_it_and_when(line, begins):
    (gap,) = gaps(grounds(threats=(*GROUNDS.threats, line)), on=TODAY)
    assert (gap.question, gap.number) == ("threats", 1)
    assert gap.refusal.sentence.startswith(begins)


@pytest.mark.parametrize("name", ["leverage", "exposure"])
def test_being_known_is_weighed_as_help_and_as_danger(name):
    assert [gap.question for gap in gaps(grounds(**{name: ""}), on=TODAY)] == [name]


def test_what_anybody_can_find_about_relatives_is_looked_up():
    assert [gap.question for gap in gaps(grounds(found_openly=""), on=TODAY)] == ["found_openly"]


@pytest.mark.parametrize("claim, answer", [("Paid from abroad.", ""), ("", "Her books are open.")])
def test_a_claim_against_the_person_has_its_answer_ready(claim, answer):
    (gap,) = gaps(grounds(claims=(Claim(claim, answer),)), on=TODAY)
    assert (gap.question, gap.number) == ("claims", 0)


@pytest.mark.parametrize(
    "band, days, is_refused",
    [
        pytest.param("low", -1, True, id="in the past"),
        pytest.param("low", 0, False, id="today"),
        pytest.param("low", 180, False, id="low, half a year"),
        pytest.param("low", 181, True, id="low, longer"),
        pytest.param("high", 31, True, id="high, more than a month"),
        pytest.param("immediate", 3, False, id="immediate, three days"),
        pytest.param("immediate", 4, True, id="immediate, longer"),
    ],
)
def test_the_greater_the_danger_the_nearer_the_review(band, days, is_refused):
    risk = a_risk(band=band, review_on=TODAY + timedelta(days=days))
    assert bool(refusal_to_assessing(risk, on=TODAY)) is is_refused


def test_every_band_has_a_limit_and_none_is_longer_than_the_one_before():
    limits = [REVIEW_WITHIN[band] for band in BANDS]
    assert limits == sorted(limits, reverse=True)
    assert limits[0] == timedelta(days=180)


@pytest.mark.parametrize("changes, question", [({"band": "7"}, "band"), ({"because": " "}, "because")])
def test_a_band_is_one_of_five_words_with_its_reason(changes, question):
    assert [gap.question for gap in gaps(a_risk(**changes), on=TODAY)] == [question]


def test_an_assessment_is_read_as_it_was_written():
    assert risks([assessed(a_risk())]) == (a_risk(),)


@pytest.mark.parametrize(
    "days, band",
    [
        pytest.param(0, "severe", id="just assessed"),
        pytest.param(10, "severe", id="on its review day"),
        pytest.param(11, None, id="a day later: the older one does not stand in"),
    ],
)
def test_the_newest_assessment_stands_until_its_review_day(days, band):
    older = a_risk(review_on=TODAY + timedelta(days=30))
    newer = a_risk(ref="b2" * 8, band="severe", review_on=TODAY + timedelta(days=10))
    current = current_risk([assessed(older), assessed(newer, seq=2)], on=TODAY + timedelta(days=days))
    assert (current.band if current else None) == band


@given(st.lists(st.sampled_from(BANDS), min_size=1, max_size=6), st.data())
def test_an_erased_assessment_changes_nothing_that_the_others_say(bands, data):
    written = [assessed(a_risk(ref=f"{n:016x}", band=band), seq=n) for n, band in enumerate(bands)]
    kept = [entry for entry in written if data.draw(st.booleans())]
    assert risks(kept) == tuple(risk for risk in risks(written) if risk.ref in {entry.data["ref"] for entry in kept})


WEIGHING = Weighing(
    harm_if_act="The neighbours may hear of the visit.",
    harm_if_not="The hearing is on Monday, without anybody from outside.",
    to_whom="Herself and her brother.",
    public_already="Her arrest, without her name.",
    mitigation="The family moves for a week.",
    leverage="The court knows that it is watched.",
    exposure="The paper may print her picture again.",
    review_on=date(2026, 3, 20),
)


@pytest.mark.parametrize(
    "changes, is_public, is_refused",
    [
        pytest.param({}, True, False, id="whole"),
        pytest.param({"harm_if_act": ""}, False, True, id="one side only: not acting"),
        pytest.param({"harm_if_not": " "}, False, True, id="one side only: acting"),
        pytest.param({"to_whom": ""}, False, True, id="nobody named"),
        pytest.param({"exposure": ""}, False, True, id="being known only as help"),
        pytest.param({"leverage": ""}, False, True, id="being known only as danger"),
        pytest.param({"mitigation": ""}, True, True, id="public without mitigation"),
        pytest.param({"mitigation": ""}, False, False, id="private without mitigation"),
        pytest.param({"public_already": ""}, True, True, id="public without a look at what is public"),
        pytest.param({"public_already": ""}, False, False, id="private, nothing said of what is public"),
    ],
)
def test_harm_is_weighed_both_ways_and_mitigation_stands_before_publicity(changes, is_public, is_refused):
    assert bool(refusal_to_weighing(replace(WEIGHING, **changes), is_public=is_public)) is is_refused
