"""A card is found by its line of words as it would be found by itself, and the words come back from bytes as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.dossiers.card import Card
from safeconduct.dossiers.finding import (
    SegmentWords,
    Whole,
    fits,
    wanted,
    words_as_bytes,
    words_from,
    words_of,
    words_place,
)

REF = "0a" * 16
WHOLE = Whole(own=7, erased=2, upto=30)
WORD = st.text("abcdeéßاж_ \n", max_size=6)
FACTS = st.fixed_dictionaries(
    {"codename": WORD, "stage": st.sampled_from(["received", "case", "declined"])},
    optional={"country": WORD, "needs": st.lists(WORD, max_size=3), "themes": st.lists(WORD, max_size=2),
        "shared_by": WORD, "language": st.none() | WORD},
)  # fmt: skip
CARDS = st.lists(st.tuples(st.binary(min_size=16, max_size=16), FACTS), max_size=6, unique_by=lambda one: one[0])
SOUGHT = st.builds(wanted, st.text("abcdeéßжSX _", max_size=5), st.sampled_from(["", "case", "shared", "declined"]))

FOUND = {
    "nothing is wanted": ({}, "", "", True),
    "the codename": ({}, "heron", "", True),
    "a part of it, in capitals": ({}, "HERO", "", True),
    "two words of different facts": ({"country": "FR"}, "amber fr", "", True),
    "one of two is missing": ({"country": "FR"}, "amber es", "", False),
    "a code is read as words": ({"needs": ["safe_place"]}, "place safe", "", True),
    "words do not run into each other": ({"country": "FR"}, "heronfr", "", False),
    "a confirmed kind": ({"told_kinds": ["travel_ban"]}, "travel", "", True),
    "a theme": ({"themes": ["land"]}, "land", "", True),
    "another fact is not looked through": ({"urgency": "days"}, "days", "", False),
    "its stage is no word": ({}, "received", "", False),
    "its stage": ({}, "amber", "received", True),
    "another stage": ({}, "amber", "case", False),
    "who shares it": ({"shared_by": "Night Desk"}, "desk", "shared", True),
    "a share has no other stage": ({"shared_by": "Night Desk"}, "", "received", False),
    "a stage that is none": ({}, "", "elsewhere", False),
}


@pytest.mark.parametrize(("facts", "words", "stage", "is_found"), FOUND.values(), ids=FOUND)
def test_a_card_is_found_by_every_word_that_stands_on_it(facts, words, stage, is_found):
    card = Card(REF, 0, {"codename": "amber heron", "stage": "received", **facts})
    sought = wanted(words, stage)
    assert fits(card.facts, sought) == is_found
    words = words_of([card], WHOLE)
    assert (words.positions(sought), words.count(sought)) == (([0], 1) if is_found else ([], 0))


@pytest.mark.slow
@given(CARDS, SOUGHT)
def test_words_find_what_each_card_says_by_itself(given_cards, sought):
    cards = [Card(ref.hex(), 0, facts) for ref, facts in given_cards]
    read = words_from(words_as_bytes(words_of(cards, WHOLE)))
    assert read is not None
    assert read.positions(sought) == [at for at, card in enumerate(cards) if fits(card.facts, sought)]
    assert read.count(sought) == len(read.positions(sought))
    assert [read.ref_at(at) for at in range(len(cards))] == [card.dossier for card in cards]
    assert [read.position_of(card.dossier) for card in cards] == list(range(len(cards)))
    assert read.shared_positions() == [at for at, card in enumerate(cards) if card.is_shared]
    assert read.whole == WHOLE
    for word in sought.words:  # a rare word is looked for in another way, which finds the same
        everywhere = SegmentWords(WHOLE, read.refs, read.stages * 8, b"\n".join([read.body[read.lines_at :]] * 8))
        alone = wanted(word.decode(), "")
        assert everywhere._around(word, alone.words) == everywhere.positions(alone)
        assert everywhere.count(alone) == len(everywhere.positions(alone))


def test_a_reference_is_found_at_its_own_place_only():
    words = SegmentWords(WHOLE, bytes.fromhex("00" * 8 + REF + "00" * 8), b"cc", b"\n")
    assert words.position_of(REF) is None
    assert words.position_of("ff" * 16) is None


def test_words_of_another_version_are_made_anew():
    assert words_from(b"9 0 0\n") is None


def test_each_segment_has_a_place_of_its_own_for_its_words():
    assert len({words_place("c", 1), words_place("c", 2), words_place("d", 1)}) == 3
