"""Coded facts: what the newest confirmation says, in codes that are in the lists."""

import tomllib
from pathlib import Path

import pytest

from safeconduct.cases import coded_fact, suggesting
from safeconduct.cases.coded_fact import CodedFact, coded_facts, refusal_to_confirming
from safeconduct.cases.coded_list import coded_list
from tests.builders import an_entry

MINSK, ARREST = CodedFact("place", "Minsk", ("Minsk",)), CodedFact("violation_types", "arbitrary_detention")


def confirmation(*facts, seq):
    return an_entry("confirmed_facts", seq=seq, scope="story", facts=[fact.as_data() for fact in facts])


def test_the_newest_confirmation_says_all_that_holds():
    assert coded_facts([confirmation(MINSK, seq=2), confirmation(ARREST, seq=5)]) == (ARREST,)


def test_an_erased_confirmation_leaves_what_the_one_before_said():
    assert coded_facts([confirmation(MINSK, ARREST, seq=2)]) == (MINSK, ARREST)
    assert coded_facts([an_entry("told")]) == ()


FACTS = {
    "a day": (CodedFact("date_of_event", "2026-03-04"), None),
    "a month": (CodedFact("date_of_event", "2026-03"), None),
    "a day that cannot be": (CodedFact("date_of_event", "2026-02-30"), "not a day"),
    "a day in words": (CodedFact("date_of_event", "last week"), "not a day"),
    "a country": (CodedFact("country", "BY"), None),
    "a country in words": (CodedFact("country", "Belarus"), "country"),
    "no country": (CodedFact("country", "QQ"), "country"),
    "a place": (MINSK, None),
    "a place of blanks": (CodedFact("place", "  "), "place"),
    "a place as long as a page": (CodedFact("place", "x" * 201), "place"),
    "a kind": (ARREST, None),
    "a kind that is none": (CodedFact("violation_types", "bad_luck"), "code"),
    "a group among the kinds": (CodedFact("violation_types", "lawyer"), "code"),
    "an outcome": (CodedFact("outcome", "released"), None),
}


@pytest.mark.parametrize(("fact", "said"), FACTS.values(), ids=list(FACTS))
def test_only_codes_that_are_known_are_put_in(fact, said):
    refusal = refusal_to_confirming((ARREST, fact))
    assert refusal is None if said is None else said in refusal.sentence


@pytest.mark.parametrize(("field", "name"), coded_fact.LISTS.items())
def test_whatever_may_be_suggested_has_a_label(field, name):
    codes = tomllib.loads((Path(suggesting.__file__).parent / "codes.toml").read_text(encoding="utf-8"))
    assert {row.value for row in coded_list(name)} == set(codes[field])


def test_a_fact_is_read_in_words():
    labels = [CodedFact("country", "BY").label, ARREST.label, MINSK.label]
    assert labels == ["Belarus", "Arbitrary detention", "Minsk"]
