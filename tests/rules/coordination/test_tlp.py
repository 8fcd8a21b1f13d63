"""The four markings of what a group reads, and whom each reaches."""

import pytest

from safeconduct.coordination.tlp import AMBER, AMBER_STRICT, GREEN, MARKINGS, RED, marking, refusal_to_marking

THEIRS, OTHERS = "0b" * 16, ("0b" * 16, "0c" * 16)


@pytest.mark.parametrize("value", [AMBER_STRICT, AMBER, GREEN])
def test_whatever_is_not_red_goes_to_the_whole_group(value):
    assert refusal_to_marking(value, named=(), others=OTHERS) is None
    assert "Only TLP:RED" in refusal_to_marking(value, named=(THEIRS,), others=OTHERS).sentence


def test_red_goes_to_named_organisations_of_the_group_only():
    assert refusal_to_marking(RED, named=(THEIRS,), others=OTHERS) is None
    assert "named organisations only" in refusal_to_marking(RED, named=(), others=OTHERS).sentence
    assert "not in the group" in refusal_to_marking(RED, named=("0d" * 16,), others=OTHERS).sentence


@pytest.mark.parametrize("value", ["TLP:CLEAR", "TLP:WHITE", ""])
def test_nothing_about_a_case_is_for_everybody(value):
    assert marking(value) is None
    assert "TLP:CLEAR" in refusal_to_marking(value, named=(), others=OTHERS).sentence


def test_each_marking_says_what_a_key_holds_and_what_only_people_can():
    assert all(one.by_key and one.by_people for one in MARKINGS)
    assert [one.value for one in MARKINGS if one.names_its_readers] == [RED]
