"""The words of a hash: BIP-39 as published, back again from what people type, and a sentence's worth of what is wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.sealing.code import Misread
from safeconduct.sealing.hash_words import HASH_START_BYTES, LONGEST_TYPED, WORDS, hash_start, words_of

# Of the test vectors of BIP-39.
PUBLISHED = {
    "00" * 16: "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
    "7f" * 16: "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "80" * 16: "letter advice cage absurd amount doctor acoustic avoid letter advice cage above",
    "ff" * 16: "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
}


@pytest.mark.parametrize(("start", "words"), PUBLISHED.items(), ids=list(PUBLISHED))
def test_the_published_words_are_ours(start, words):
    assert " ".join(words_of(bytes.fromhex(start) + bytes(16))) == words
    assert hash_start(words).hex() == start


@pytest.mark.slow
@given(st.binary(min_size=32, max_size=32))
def test_the_words_lead_back_to_the_first_half_of_the_hash(digest):
    words = words_of(digest)
    assert len(words) == WORDS
    assert hash_start(" ".join(words)) == digest[:HASH_START_BYTES]
    assert hash_start("\n".join(f" {number}. {word.upper()}," for number, word in enumerate(words, 1))) == digest[:16]


@pytest.mark.slow
@given(st.binary(min_size=32, max_size=32), st.data())
def test_two_words_that_changed_places_lead_to_nothing_or_to_another_hash(digest, data):
    words = list(words_of(digest))
    first, second = data.draw(st.lists(st.integers(0, WORDS - 1), min_size=2, max_size=2, unique=True))
    words[first], words[second] = words[second], words[first]
    try:
        assert hash_start(" ".join(words)) != digest[:16] or words == list(words_of(digest))
    except Misread as misread:
        assert misread.problem == "check"


GOOD = PUBLISHED["7f" * 16]
MISREAD = {
    "nothing": ("", "short", ""),
    "eleven words": (" ".join(GOOD.split()[:-1]), "short", ""),
    "thirteen words": (f"{GOOD} legal", "check", ""),
    "a word of no list": (GOOD.replace("wave", "wafe"), "unknown word", "wafe"),
    "a wrong word of the list": (GOOD.replace("wave", "zoo"), "check", ""),
    "far too much": ("legal " * LONGEST_TYPED, "check", ""),
}


@pytest.mark.parametrize(("typed", "problem", "word"), MISREAD.values(), ids=list(MISREAD))
def test_what_is_wrong_is_known(typed, problem, word):
    with pytest.raises(Misread) as misread:
        hash_start(typed)
    assert (misread.value.problem, misread.value.word) == (problem, word)
