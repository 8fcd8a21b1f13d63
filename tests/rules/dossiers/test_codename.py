"""Codenames: drawn at random, two plain words, nothing that could point to somebody."""

import re
from importlib.resources import files

import pytest
from babel import Locale

from safeconduct.dossiers.codename import new_codename


def words(which):
    return files("safeconduct.dossiers").joinpath("words", f"{which}.txt").read_text(encoding="utf-8").split()


FIRST, SECOND = words("first"), words("second")


def test_a_codename_is_one_word_of_each_list():
    for first, second in (new_codename().split() for _ in range(200)):
        assert first in FIRST
        assert second in SECOND


def test_there_are_enough_of_them_to_tell_cases_apart():
    # Of two cases taken at random, fewer than one pair in forty thousand share a name.
    assert len(set(FIRST)) * len(set(SECOND)) >= 40_000
    assert len({new_codename() for _ in range(100)}) > 90


@pytest.mark.parametrize("listed", [FIRST, SECOND], ids=["first", "second"])
def test_words_are_plain_and_stand_once(listed):
    assert all(re.fullmatch("[a-z]+", word) for word in listed)
    assert len(listed) == len(set(listed))


def test_no_word_is_a_country_or_belongs_to_violence():
    countries = {name.casefold() for name in Locale("en").territories.values()}
    assert not {*FIRST, *SECOND} & countries
    assert not {*FIRST, *SECOND} & {"dead", "death", "blood", "prison", "gun", "police", "grave", "knife", "bomb"}
