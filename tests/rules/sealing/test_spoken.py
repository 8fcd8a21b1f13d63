"""Keys as words: short to read out, and every change of a key changes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.sealing.spoken import (
    FINGERPRINT_WORDS,
    ROOT_WORDS,
    Miswritten,
    are_words_of,
    fingerprint_words,
    key_from_words,
    key_in_words,
)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 255))
def test_a_changed_bit_of_a_key_gives_other_words(public, bit):
    changed = bytearray(public)
    changed[bit // 8] ^= 1 << bit % 8
    words = fingerprint_words(public, b"sign")
    assert len(words) == FINGERPRINT_WORDS
    assert words != fingerprint_words(bytes(changed), b"sign")
    assert words != fingerprint_words(b"sign", public)


def test_words_are_compared_as_people_type_them():
    words = fingerprint_words(b"seal", b"sign")
    assert are_words_of("  " + ", ".join(words).upper() + ". ", b"seal", b"sign")
    assert are_words_of(" ".join(f"{at}. {word}" for at, word in enumerate(words, 1)), b"seal", b"sign")
    assert not are_words_of("", b"seal", b"sign")
    assert not are_words_of(" ".join(words[:-1]), b"seal", b"sign")
    assert not are_words_of(" ".join(words) * 100, b"seal", b"sign")


@given(st.binary(min_size=32, max_size=32))
def test_a_root_key_survives_the_paper(key):
    words = key_in_words(key)
    assert len(words.split()) == ROOT_WORDS
    assert key_from_words(words.upper().replace(" ", "\n")) == key


@pytest.mark.parametrize("typed", ["", "abandon " * 24, "abandon " * 12, "zzz " * 24, "a" * 2_000, "\ud800"])
def test_what_is_no_key_is_miswritten(typed):
    with pytest.raises(Miswritten):
        key_from_words(typed)


def test_a_slip_of_one_word_is_noticed():
    words = key_in_words(bytes(32)).split()
    assert words[0] == "abandon"
    with pytest.raises(Miswritten):
        key_from_words(" ".join(["ability", *words[1:]]))
