"""Kinds of pages, of sentences and of states named beside another, in five languages, each a way in which the world says it that
the texts to build on may not have. All invented."""

import json
import tomllib

import pytest

from safeconduct.observatory.coding import coded
from safeconduct.observatory.published_text import PublishedText
from tests.rules.observatory.writing import EEAS, HERE, values

_GIVEN = ("id", "title", "text", "url", "language")
WRITTEN = tomllib.loads((HERE / "sentences.toml").read_text(encoding="utf-8"))


def pages(name):
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def otherwise_than(page):
    """The fields in which a page is coded otherwise than it should be."""
    found = coded(PublishedText(**{name: page[name] for name in _GIVEN})).values
    return {
        name: found[name] for name in page if name not in _GIVEN and _in_order(found[name]) != _in_order(page[name])
    }


def _in_order(value):
    return sorted(value) if isinstance(value, list) else value


@pytest.mark.parametrize("page", pages("kinds.jsonl"), ids=lambda page: page["id"])
def test_who_speaks_is_known_on_pages_of_every_kind(page):
    assert otherwise_than(page) == {}


@pytest.mark.parametrize("page", pages("beside.jsonl"), ids=lambda page: page["id"])
def test_the_state_that_is_addressed_and_the_date_are_told_from_those_beside_them(page):
    assert otherwise_than(page) == {}


@pytest.mark.parametrize("said", WRITTEN["said"], ids=lambda said: f"{said['field']} {said['is']} {said['language']}")
def test_what_a_sentence_says_is_heard_in_many_wordings(said):
    unheard = [
        sentence
        for sentence in said["sentences"]
        if values(said["lead"] + sentence, title=said["title"], language=said["language"])[said["field"]]
        is not said["is"]
    ]
    assert unheard == []


@pytest.mark.parametrize("named", WRITTEN["named"], ids=lambda named: named["language"])
def test_a_state_is_known_by_its_names_parts_seats_and_adjectives(named):
    for code, text in named["texts"]:
        found = values(text, title=named["title"], language=named["language"])["countries"]
        assert found == [code], text


def test_an_ask_that_breaks_off_asks_for_nothing_that_can_be_seen():
    title = "Laos: Statement by the Spokesperson on reprisals"
    text = "The EU condemns reprisals against human rights defenders. We call on Laos to"
    assert values(f"{text} ...", title=title, url=EEAS)["concern_only"] is True
    assert values(f"{text} let them go.", title=title, url=EEAS)["concern_only"] is False
