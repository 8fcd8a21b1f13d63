"""Possible duplicates: coded facts that two cards share, with the reason; what was said of a pair stands."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.duplicate import SHOWN_AT_MOST, likenesses, pairs, refusal_to_judging
from tests.builders import MORNING, an_entry
from tests.rules.cases.test_queue import a_card, at

ONE, OTHER = "1" * 32, "2" * 32
ALIKE = {"country": "KE", "needs": ["lawyer", "money"], "language": "fr"}


def found(first, second):
    one, other = a_card(ONE, **(ALIKE | first)), a_card(OTHER, **(ALIKE | second))
    return [alike.other.dossier for alike in likenesses([one], [one, other])[ONE]]


SITUATIONS = {
    "the same facts": ({}, {}, True),
    "two days apart": ({}, {"received": at(48)}, True),
    "three days apart": ({}, {"received": at(49)}, False),
    "another country": ({}, {"country": "UG"}, False),
    "no country in both": ({"country": ""}, {"country": ""}, False),
    "one need in common": ({}, {"needs": ["money", "visa"]}, True),
    "no need in common": ({}, {"needs": ["visa"]}, False),
    "no need at all": ({"needs": []}, {"needs": []}, False),
    "another language": ({}, {"language": "en"}, True),
    "a case": ({}, {"stage": "case"}, True),
    "judged in this file": ({"judged": [OTHER]}, {}, False),
    "judged in the other": ({}, {"judged": [ONE]}, False),
}


@pytest.mark.parametrize(("first", "second", "shown"), SITUATIONS.values(), ids=SITUATIONS)
def test_what_is_alike_by_country_days_and_needs_is_shown(first, second, shown):
    assert found(first, second) == ([OTHER] if shown else [])


def test_the_closest_come_first_and_not_too_many():
    card = a_card(ONE, **ALIKE)
    others = [a_card(f"{number:032x}", **(ALIKE | {"received": at(number)})) for number in range(2, 12)]
    closest = a_card("f" * 32, **(ALIKE | {"received": at(40)}))
    far = a_card("e" * 32, **(ALIKE | {"language": "en"}))
    shown = likenesses([card], [far, *reversed(others), closest])[ONE]
    assert len(shown) == SHOWN_AT_MOST
    assert [alike.other.dossier for alike in shown] == [other.dossier for other in others[:SHOWN_AT_MOST]]


@given(st.lists(st.tuples(st.sampled_from(["KE", "UG", ""]), st.integers(0, 90)), min_size=2, max_size=8))
def test_whoever_is_like_me_i_am_like(drawn):
    cards = [
        a_card(f"{n:032x}", country=country, needs=["money"], received=at(h)) for n, (country, h) in enumerate(drawn)
    ]
    alike = {(ref, one.other.dossier) for ref, found in likenesses(cards, cards).items() for one in found}
    if max(len(found) for found in likenesses(cards, cards).values()) < SHOWN_AT_MOST:
        assert {(other, ref) for ref, other in alike} == alike


def said(same, hours):
    moment = MORNING + timedelta(hours=hours)
    return an_entry("pair_judged", at=moment, scope="coordination", other=OTHER, codename="quiet heron", same=same)


def test_the_newest_word_about_a_pair_stands():
    (pair,) = pairs([said(True, 1), said(False, 2)])
    assert (pair.other, pair.same) == (OTHER, False)


def test_a_file_is_not_compared_with_itself_and_nothing_is_said_twice():
    known = pairs([said(True, 1)])
    assert "one and the same" in refusal_to_judging(ONE, ONE, same=True, known=()).sentence
    assert "stands here already" in refusal_to_judging(ONE, OTHER, same=True, known=known).sentence
    assert refusal_to_judging(ONE, OTHER, same=False, known=known) is None
