"""Saying no: once, in a sentence, and without naming anybody."""

import pytest

from safeconduct.vocabulary.refusal import NotFound, Refusal, Refused, insist

CLOSED = Refusal("This file is closed. Ask the coordinator to reopen it.")


def test_without_a_refusal_nothing_happens():
    assert insist(None) is None


def test_a_refusal_is_raised_with_its_sentence():
    with pytest.raises(Refused, match=r"This file is closed\. Ask the coordinator to reopen it\.") as raised:
        insist(CLOSED)
    assert raised.value.refusal == CLOSED


def test_what_is_not_there_and_what_is_not_yours_are_one_answer():
    assert str(NotFound()) == str(NotFound())
    assert not str(NotFound()).isspace()


def test_a_missing_thing_is_not_a_refusal():
    assert not issubclass(NotFound, Refused)
