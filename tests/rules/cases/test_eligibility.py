"""Eligibility: acts for the rights of others decide, and who is no defender is never called one."""

import inspect

import pytest

from safeconduct.cases.eligibility import (
    DEFENDER,
    PROTECTED,
    UNKNOWN,
    Assessment,
    eligibility,
    is_called_defender,
    refusal_to_assessing,
)
from tests.builders import an_entry


def said(status, *, ref="a", acts=(), said_by="referee"):
    return an_entry("eligibility", scope="decisions", ref=ref, status=status, acts=list(acts), said_by=said_by)


ASSESSMENTS = {
    "one act": (Assessment(DEFENDER, ("teaches_rights",), "referee"), None),
    "no act": (Assessment(DEFENDER, (), "referee"), "at least one act"),
    "an act that is none": (Assessment(DEFENDER, ("won_a_prize",), "referee"), "not on the list"),
    "nobody says so": (Assessment(DEFENDER, ("teaches_rights",), ""), "who says so"),
    "needs protection": (Assessment(PROTECTED, (), "own_knowledge"), None),
    "not known": (Assessment(UNKNOWN, (), ""), None),
    "no status": (Assessment("", ("teaches_rights",), "referee"), "no status yet"),
}


@pytest.mark.parametrize(("assessment", "why"), ASSESSMENTS.values(), ids=ASSESSMENTS)
def test_acts_are_asked_for_and_nothing_else(assessment, why):
    refusal = refusal_to_assessing(assessment, newest=None)
    assert refusal is None if why is None else refusal is not None and why in refusal.sentence


def test_no_field_asks_for_a_title_a_prize_or_an_organisation():
    asked = set(inspect.signature(Assessment).parameters)
    assert asked == {"status", "acts", "said_by", "words", "at", "by"}


def test_the_same_is_not_said_twice():
    one = Assessment(PROTECTED, (), "referee")
    assert "stands here already" in refusal_to_assessing(one, newest=one).sentence


CALLED = {
    "nobody has said": ([], True),
    "a defender": ([said(DEFENDER, acts=["observes"])], True),
    "not known yet": ([said(UNKNOWN)], True),
    "needs protection": ([said(PROTECTED)], False),
    "needs protection, said later": ([said(DEFENDER, acts=["observes"]), said(PROTECTED, ref="b")], False),
    "a defender after all": ([said(PROTECTED), said(DEFENDER, ref="b", acts=["observes"])], True),
}


@pytest.mark.parametrize(("entries", "called"), CALLED.values(), ids=CALLED)
def test_the_newest_assessment_says_whether_the_term_is_used(entries, called):
    assert is_called_defender(entries) is called


def test_words_belong_to_their_assessment_and_may_be_gone():
    words = an_entry("eligibility_words", scope="sources", eligibility="a", text="She says so.")
    assert eligibility([said(UNKNOWN), words]).words == "She says so."
    assert eligibility([said(UNKNOWN)]).words == ""
