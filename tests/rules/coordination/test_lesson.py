"""A lesson leads to nobody, says enough to be found, and is found for the same country and kind."""

import pytest

from safeconduct.cases.known_name import names_alone
from safeconduct.coordination.lesson import (
    LessonWords,
    lesson_facts,
    lessons,
    refusal_to_lesson,
    refusal_to_lesson_received,
)
from tests.builders import an_entry

FACTS = {"country": "KE", "kinds": ["threats"], "themes": []}
WORDS = LessonWords(helped="A visit on the first day.", did_not="A letter in English.")
OWN, OTHER = "0a" * 16, "0b" * 16


def put_in(**changes):
    data = {"item": "e1" * 16, "organisation": OWN, "office": "Harbour Desk", "marking": "TLP:AMBER"}
    return an_entry("lesson_put_in", **{**data, **FACTS, **WORDS.as_data(), **changes})


def received(organisation, *, seq):
    return an_entry("lesson_received", seq=seq, item="e1" * 16, organisation=organisation, office="Lighthouse Network")


@pytest.mark.parametrize(
    "changes, begins",
    [
        pytest.param({}, None, id="whole"),
        pytest.param({"stage": "received"}, "This is a request", id="nothing was done yet"),
        pytest.param({"facts": {**FACTS, "kinds": []}}, "Country or kinds", id="no kind"),
        pytest.param({"facts": {**FACTS, "country": ""}}, "Country or kinds", id="no country"),
        pytest.param({"told": LessonWords(helped=" ")}, "Nothing is written", id="no words"),
        pytest.param({"known": names_alone(["Teresa Quist"])}, None, id="a name that is not in it"),
        pytest.param({"told": LessonWords(again="Call Quist first.")}, "The text holds a name", id="a name"),
        pytest.param({"told": LessonWords(again="Ask the clinic in Karsa.")}, "The text holds a name", id="a source"),
        pytest.param({"told": LessonWords(again="As for Quiet Heron.")}, "The text holds the codename", id="codename"),
    ],
)
def test_a_lesson_says_something_and_leads_to_nobody(changes, begins):
    file = {"stage": "case", "codename": "quiet heron", "known": names_alone(["Teresa Quist"], ["the clinic in Karsa"])}
    given = {"told": WORDS, "facts": FACTS, **file, **changes}
    refusal = refusal_to_lesson(given.pop("told"), given.pop("facts"), **given)
    assert refusal.sentence.startswith(begins) if begins else refusal is None


def test_it_is_like_a_case_of_the_same_country_and_one_of_the_same_kinds():
    (one,) = lessons([put_in(kinds=["threats", "arrest"])])
    assert one.is_like("KE", ["arrest"])
    assert not one.is_like("KE", ["torture"]) and not one.is_like("KE", []) and not one.is_like("NO", ["arrest"])


def test_it_carries_codes_of_what_was_confirmed_and_of_incidents():
    coded = an_entry("confirmed_facts", facts=[{"field": "violation_types", "code": "threat", "words": []}])
    assert lesson_facts("KE", [coded]) == {"country": "KE", "kinds": ["threat"], "themes": []}


def test_others_say_once_that_they_have_it():
    (fresh,) = lessons([put_in()])
    assert "Your own organisation" in refusal_to_lesson_received(fresh, own=OWN).sentence
    assert refusal_to_lesson_received(fresh, own=OTHER) is None
    (one,) = lessons([put_in(), received(OTHER, seq=2), received(OTHER, seq=3), received(OWN, seq=4)])
    assert one.received_by == ((OTHER, "Lighthouse Network"),)
    assert "already" in refusal_to_lesson_received(one, own=OTHER).sentence
    assert lessons([received(OTHER, seq=2)]) == ()
