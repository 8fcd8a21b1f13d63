"""Suggested facts: in the language of the text, each with a quotation in which its words are marked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.fact_suggestion import fact_suggestions, language_of, text_of
from safeconduct.cases.suggesting.passage import read
from safeconduct.cases.suggesting.quotation import quotation
from tests.builders import a_telling

TEXTS = {
    "Arabic letters, whatever was said": ("اعتقلت الشرطة الصحفية في Minsk", "en", "ar"),
    "Cyrillic letters, whatever was said": ("Полиция задержала журналистку", "fr", "ru"),
    "Latin letters under Arabic": ("Police arrested her", "ar", "en"),
    "French as it was said": ("La police l’a arrêtée", "fr", "fr"),
    "digits alone": ("2026", "es", "es"),
    "nothing": ("", "fr", "fr"),
}


@pytest.mark.parametrize(("text", "said", "language"), TEXTS.values(), ids=list(TEXTS))
def test_a_text_is_read_in_the_language_of_its_letters(text, said, language):
    assert language_of(text, said) == language


def test_a_day_without_a_year_is_taken_from_the_day_on_which_it_was_said():
    found = fact_suggestions("Police arrested him on 3 March.", "en", said_on=date(2026, 3, 10))
    assert "2026-03-03" in {one.fact.code for one in found}


def test_without_words_nothing_is_suggested():
    assert fact_suggestions("Please call me.", "en", said_on=None) == ()


def test_a_filled_form_is_read_without_its_questions():
    telling = a_telling(happened="They came.", place="Karsa", country="", need_words=" ", work="I teach.")
    assert text_of(telling) == "They came.\nKarsa\nI teach."


def test_a_word_is_quoted_where_it_stands_alone():
    found = quotation(read("The nunnery was shut. A nun\nwas beaten there."), "nun")
    assert (found.before, found.words, found.after) == ("A ", "nun", "")


def test_words_with_other_blanks_between_are_found():
    found = quotation(read("They took her to a place  of detention at night."), "place of detention")
    assert (found.words, found.after) == ("place of detention", " at night.")


def test_a_long_sentence_is_cut_where_words_end():
    found = quotation(read("before " * 60 + "here " + "after " * 60), "here")
    assert found.before.startswith("… before ") and found.after.rstrip().endswith("after …")
    assert len(found.before) < 130 and len(found.after) < 130


def test_words_that_do_not_stand_there_are_not_quoted():
    assert quotation(read("Nothing."), "something") is None
    assert quotation(read("Nothing."), "") is None


@given(st.text(max_size=200))
def test_any_text_can_be_read(text):
    for one in fact_suggestions(text, "en", said_on=None):
        for quoted in one.quotations:
            assert quoted.words.split()[0] in text


def test_what_is_only_mentioned_comes_last_with_its_words():
    text = (
        "Police arrested the lawyer. "
        + "Many know of violence against others and of torture in the years before. " * 10
    )
    found = fact_suggestions(text, "en", said_on=None)
    apart = [one.mentioned for one in found]
    assert apart == sorted(apart)
    assert {one.fact.code: one.fact.words for one in found if one.mentioned}["torture_ill_treatment"] == ("torture",)
