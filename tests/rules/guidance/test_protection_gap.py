"""Gaps: states and groups for which the register holds no mechanism that takes requests."""

from dataclasses import replace

import pytest

from safeconduct.guidance.protection_gap import protection_gaps
from safeconduct.guidance.register import the_register

LAWS = the_register().laws
BY_ID = {one.id: one for one in the_register().mechanisms}
MEXICO, INTER_AMERICAN = replace(BY_ID["mexico-mechanism"], pause=""), replace(BY_ID["iachr-rapporteurship"], pause="")
WORLD = next(one for one in the_register().mechanisms if "*" in one.countries and not one.pause)
COUNTRIES = ("CA", "MX", "NO")


@pytest.mark.parametrize(
    ("mechanisms", "with_own", "regional_only", "neither"),
    [
        ((), (), (), COUNTRIES),
        ((MEXICO,), ("MX",), (), ("CA", "NO")),
        ((MEXICO, INTER_AMERICAN), ("MX",), ("CA",), ("NO",)),
        ((replace(MEXICO, pause="It is closed."), INTER_AMERICAN), (), ("CA", "MX"), ("NO",)),
        ((WORLD,), (), (), COUNTRIES),
    ],
    ids=["nothing", "one of a state", "a region beside it", "one that is paused", "one for the whole world"],
)
def test_a_country_has_its_own_a_regional_one_or_neither(mechanisms, with_own, regional_only, neither):
    found = protection_gaps(mechanisms, (), countries=COUNTRIES, groups=())
    assert (found.with_own, found.regional_only, found.neither) == (with_own, regional_only, neither)


def test_a_group_for_which_alone_nothing_is_there_is_a_gap():
    one_for_women = next(one for one in the_register().mechanisms if one.groups == ("women",))
    found = protection_gaps([replace(one_for_women, pause="")], (), countries=(), groups=("women", "land"))
    assert found.groups == ("land",)
    closed = [replace(one_for_women, pause="Closed.")]
    assert protection_gaps(closed, (), countries=(), groups=("women",)).groups == ("women",)


def test_a_country_with_a_law_and_no_mechanism_is_neither_helped_nor_without_anything():
    niger = next(one for one in LAWS if one.country == "NE")
    of_mexico = replace(niger, country="MX")
    found = protection_gaps([MEXICO], [niger, of_mexico], countries=("MX", "NE", "NO"), groups=())
    assert (found.with_own, found.with_law, found.neither) == (("MX",), ("NE",), ("NO",))
    assert protection_gaps([MEXICO], [], countries=("NE", "NO"), groups=()).neither == ("NE", "NO")
