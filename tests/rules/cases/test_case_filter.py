"""Filters of the list of cases: what they show, what they count, how a member keeps them."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.case_filter import (
    FACETS,
    LAPSED,
    NONE,
    SAVED_AT_MOST,
    UNVERIFIED,
    VERIFIED,
    CaseFilter,
    found_cases,
    refusal_to_saving,
    saved_as_bytes,
    saved_from,
    verified_state,
)
from safeconduct.cases.request_card import RequestCard, request_card
from safeconduct.dossiers.card import Card
from tests.builders import MORNING

TODAY = MORNING.date()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()
FACTS = {
    "codename": "quiet-heron",
    "stage": "case",
    "received": MORNING.isoformat(),
    "read_by": MORNING.isoformat(),
    "urgency": "now",
    "country": "GT",
    "needs": ["lawyer"],
    "source": "form",
    "language": "en",
    "about": "me",
    "files": False,
}


def a_card(**facts) -> RequestCard:
    return request_card(Card("d0" * 16, 0, {**FACTS, **facts}))


CARDS = st.builds(
    a_card,
    codename=st.sampled_from(["quiet-heron", "green-mill", "open-gate"]),
    stage=st.sampled_from(["received", "case", "declined"]),
    perpetrators=st.lists(st.sampled_from(["state", "other", "unknown"]), unique=True),
    verified_until=st.sampled_from(["", YESTERDAY, TODAY.isoformat()]),
    risk=st.sampled_from(["", "low", "severe"]),
    unmet=st.lists(st.sampled_from(["medical", "lawyer", "visa"]), unique=True),
)
VALUES = {
    "stage": ["", "received", "case", "declined", "shared"],
    "perpetrator": ["", "state", "other", "unknown"],
    "verified": ["", VERIFIED, LAPSED, UNVERIFIED],
    "risk": ["", NONE, "low", "severe"],
    "unmet": ["", "medical", "lawyer", "visa"],
}
FILTERS = st.builds(
    CaseFilter,
    words=st.sampled_from(["", "heron", "GREEN mill", "lawyer", "nothing"]),
    **{facet: st.sampled_from(values) for facet, values in VALUES.items()},
)


def one_by_one(cards: Iterable[RequestCard], wanted: CaseFilter) -> list[RequestCard]:
    """The same, read off each card as it is written, without counting anything."""
    return [
        card
        for card in cards
        if all(word in f"{card.codename} {' '.join(card.needs)} gt en form" for word in wanted.words.casefold().split())
        and wanted.stage in ("", card.stage)
        and (not wanted.perpetrator or wanted.perpetrator in card.perpetrators)
        and wanted.verified in ("", verified_state(card, on=TODAY))
        and wanted.risk in ("", card.risk or NONE)
        and (not wanted.unmet or wanted.unmet in card.unmet)
    ]


@given(st.lists(CARDS, max_size=12), FILTERS)
def test_what_is_found_and_every_count_equal_a_search_card_by_card(cards, wanted):
    found = found_cases(cards, wanted, on=TODAY)
    assert list(found.cards) == one_by_one(cards, wanted)
    for facet, values in VALUES.items():
        for value in values:
            expected = len(one_by_one(cards, replace(wanted, **{facet: value})))
            assert found.counts[facet].get(value, 0) == expected, (facet, value)


def test_every_choice_of_a_filter_is_one_that_is_counted():
    assert {one.name for one in fields(CaseFilter)} == {"words", *FACETS} == {"words", *VALUES}


@pytest.mark.parametrize(
    ("until", "state"),
    [("", UNVERIFIED), (YESTERDAY, LAPSED), (TODAY.isoformat(), VERIFIED)],
    ids=["never", "until yesterday", "until today"],
)
def test_a_confirmation_holds_through_its_last_day(until, state):
    assert verified_state(a_card(verified_until=until), on=TODAY) == state


def test_cards_of_others_are_shown_only_where_nothing_but_words_and_stage_is_chosen():
    assert CaseFilter("mill").shows_shared and CaseFilter(stage="shared").shows_shared
    assert not CaseFilter(stage="case").shows_shared and not CaseFilter(stage="shared", risk="low").shows_shared


@given(st.dictionaries(st.text(max_size=60), FILTERS, max_size=5))
def test_saved_filters_are_read_as_they_were_written(saved):
    assert saved_from(saved_as_bytes(saved)) == saved


def test_a_choice_that_this_version_does_not_know_is_left_out():
    assert saved_from(b'{"v": 1, "saved": {"x": {"stage": "case", "mood": "low"}}}') == {"x": CaseFilter(stage="case")}


FULL = {str(number): CaseFilter("x") for number in range(SAVED_AT_MOST)}


@pytest.mark.parametrize(
    ("name", "wanted", "saved", "begins"),
    [
        ("North", CaseFilter("mill"), {}, None),
        ("0", CaseFilter("mill"), FULL, None),
        (" ", CaseFilter("mill"), {}, "The filter has no name yet."),
        ("x" * 61, CaseFilter("mill"), {}, "The name is longer than 60 signs."),
        ("All", CaseFilter(), {}, "Nothing is chosen yet."),
        ("North", CaseFilter("mill"), FULL, "You have 20 saved filters."),
    ],
    ids=["good", "in the place of one before", "no name", "long", "nothing chosen", "full"],
)
def test_a_filter_is_saved_under_a_name_when_something_is_chosen(name, wanted, saved, begins):
    refusal = refusal_to_saving(name, wanted, saved)
    assert (refusal is None) if begins is None else refusal.sentence.startswith(begins)
