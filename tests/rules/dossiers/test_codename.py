"""Codenames: drawn at random, two plain words, nothing that could point to somebody."""

import re

from babel import Locale

from safeconduct.dossiers import codename
from safeconduct.dossiers.codename import new_codename

WORDS = {*codename._FIRST, *codename._SECOND}


def test_a_codename_is_two_plain_words():
    assert all(re.fullmatch(r"[a-z]+ [a-z]+", new_codename()) for _ in range(200))


def test_there_are_enough_of_them_to_tell_cases_apart():
    # Among 100 cases of one desk two share a name at most about once in nine desks.
    assert len(set(codename._FIRST)) * len(set(codename._SECOND)) >= 40_000


def test_no_word_stands_twice_in_its_list():
    for words in (codename._FIRST, codename._SECOND):
        assert len(words) == len(set(words))


def test_no_word_is_a_country_or_belongs_to_violence():
    countries = {name.casefold() for name in Locale("en").territories.values()}
    assert not WORDS & countries
    assert not WORDS & {
        "dead",
        "death",
        "blood",
        "prison",
        "gun",
        "police",
        "grave",
        "knife",
        "bomb",
        "black",
        "white",
    } - {"white"}
