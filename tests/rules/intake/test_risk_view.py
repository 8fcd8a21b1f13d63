"""How the defender sees the danger: corrected answer by answer, and never spoken for by whoever has only the code."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.dossiers.entry import Author
from safeconduct.intake.risk_view import ANSWERS, own_view, view_with_the_code_alone
from safeconduct.vocabulary.danger import BANDS
from tests.builders import an_entry

OFFICER = Author("member", post_name="Human rights officer")


def told(by="defender", *, seq=1, **answers):
    entry = an_entry("risk_view", seq=seq, **{**dict.fromkeys(ANSWERS, ""), **answers})
    return replace(entry, by=OFFICER if by == "member" else Author(by))


def test_nothing_told_is_no_view():
    assert own_view([an_entry("word", text="Hello.")]) is None


def test_the_newest_answer_to_each_question_stands():
    view = own_view([told(band="high", worries="The road."), told(seq=2, worries="The court.")])
    assert (view.band, view.worries, view.helps) == ("high", "The court.", "")


@pytest.mark.parametrize(
    "by, is_own",
    [
        pytest.param("defender", True, id="with the own word"),
        pytest.param("member", True, id="said to an officer"),
        pytest.param("code", False, id="with the code alone"),
        pytest.param("relay", False, id="by a relay"),
    ],
)
def test_whose_view_it_is(by, is_own):
    entries = [told(by, band="low")]
    assert (own_view(entries) is not None, view_with_the_code_alone(entries) is not None) == (is_own, not is_own)


def test_a_view_that_was_taken_down_names_the_post_until_the_defender_tells_it_themselves():
    taken = told("member", band="high")
    assert own_view([taken]).taken_down_by == "Human rights officer"
    assert own_view([taken, told(seq=2, band="low")]).taken_down_by == ""


@given(st.lists(st.tuples(st.sampled_from(["defender", "code"]), st.sampled_from(["", *BANDS])), max_size=8))
def test_what_comes_with_the_code_alone_never_changes_the_defender_s_view(given_in_turn):
    entries = [told(by, seq=seq, band=band) for seq, (by, band) in enumerate(given_in_turn, start=1)]
    assert own_view(entries) == own_view([entry for entry in entries if entry.by.kind == "defender"])
