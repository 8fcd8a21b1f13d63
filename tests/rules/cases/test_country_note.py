"""What changed in a country: with its source and day or not at all, taken back in the open, on the card without a word."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.cases.country_note import (
    CountryNote,
    country_note_facts,
    country_notes,
    country_notes_on_card,
    refusal_to_noting_country,
    refusal_to_taking_back,
    standing,
    taken_back,
)
from tests.builders import an_entry, by_member

TODAY = date(2026, 11, 23)
NOTE = CountryNote("a" * 32, "KE", "law", TODAY, "A bill on foreign money is before parliament.", "The gazette")
OLDER = replace(
    NOTE, ref="b" * 32, kind="context", on=TODAY - timedelta(days=30), says="The minister called them agents."
)


def written(*new):
    return [
        by_member(replace(an_entry(one.kind, seq=seq, scope=one.scope), data=one.data))
        for seq, one in enumerate(new, 1)
    ]


@pytest.mark.parametrize(
    ("changes", "known", "begins"),
    [
        ({}, (), None),
        ({"on": TODAY - timedelta(days=4_000)}, (), None),
        ({"country": ""}, (), "The country of this case is not known."),
        ({"kind": "rumour"}, (), "This kind is not on the list."),
        ({"says": " "}, (), "It is not said what changed."),
        ({"source": " "}, (), "Nobody can check this without its source."),
        ({"on": TODAY + timedelta(days=1)}, (), "The day lies ahead."),
        ({}, (NOTE,), "This stands here already."),
        ({}, (replace(NOTE, taken_back="It was another bill."),), None),
        ({}, (OLDER,), None),
    ],
    ids=[
        *("whole", "long ago", "no country", "no such kind", "no word", "no source", "tomorrow", "twice"),
        *("taken back before", "beside another"),
    ],
)
def test_a_note_has_a_country_a_kind_a_word_a_source_and_a_day(changes, known, begins):
    refusal = refusal_to_noting_country(replace(NOTE, **changes), known, today=TODAY)
    assert refusal is None if begins is None else refusal.sentence.startswith(begins)


@pytest.mark.parametrize(
    ("note", "why", "begins"),
    [
        (NOTE, "It was another bill.", None),
        (None, "It was another bill.", "This note is not on this case."),
        (replace(NOTE, taken_back="So it was."), "Again.", "A colleague has taken this note back already."),
        (NOTE, " ", "It is not said why."),
    ],
    ids=["with a reason", "not there", "twice", "without a reason"],
)
def test_a_note_is_taken_back_once_with_a_reason(note, why, begins):
    refusal = refusal_to_taking_back(note, why)
    assert refusal is None if begins is None else refusal.sentence.startswith(begins)


def test_the_newest_day_stands_first_and_what_was_taken_back_stays_readable():
    known = country_notes(written(OLDER.written(), NOTE.written(), taken_back(OLDER.ref, "She was quoted wrongly.")))
    assert [(one.kind, one.on, one.taken_back) for one in known] == [
        ("law", TODAY, ""),
        ("context", OLDER.on, "She was quoted wrongly."),
    ]
    assert [one.ref for one in standing(known)] == [NOTE.ref]


def test_the_card_has_countries_kinds_and_days_of_what_stands_and_no_word():
    entries = written(OLDER.written(), NOTE.written(), taken_back(OLDER.ref, "She was quoted wrongly."))
    assert country_note_facts(entries) == [["KE", "law", TODAY.isoformat()]]
    assert country_notes_on_card(country_note_facts(entries)) == (("KE", "law", TODAY),)
    assert country_note_facts([]) == []


def test_an_erased_entry_changes_nothing_of_the_others():
    """An empty slip is not among what is written: a note whose taking back was erased stands, one that was erased is gone."""
    assert [one.ref for one in standing(country_notes(written(NOTE.written())))] == [NOTE.ref]
    assert country_notes(written(taken_back(NOTE.ref, "It was another bill."))) == ()


def test_words_and_source_stay_out_of_what_is_printed():
    assert "gazette" not in repr(NOTE) and "bill" not in repr(NOTE)
