"""What is said after court: uses of what was seen, of closed observations and own steps alone; and how the other way went."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from safeconduct.coordination.after_court import (
    FindingUse,
    WayTaken,
    refusal_to_saying_how_it_went,
    refusal_to_using,
    refused_at,
    used_in,
    uses_of,
    ways_of,
)
from tests.builders import an_entry

DAY, OTHER_DAY = "2026-03-09T09:30", "2026-04-02T09:30"
KEPT_OUT = SimpleNamespace(what="refused", instead="outside", sitting=DAY)
SEEN = SimpleNamespace(what="observed", instead="", sitting=OTHER_DAY)
HEARING = SimpleNamespace(ref="h1", closed=frozenset({DAY}), results=(KEPT_OUT, SEEN))
USE = FindingUse(DAY, "s1")


def said(kind, **data):
    return an_entry(kind, scope="decisions", **data)


@pytest.mark.parametrize(
    ("use", "says"),
    [
        (USE, ""),
        (replace(USE, step="", why="The lawyer asked for quiet."), ""),
        (replace(USE, sitting=OTHER_DAY), "This observation is not closed yet."),
        (replace(USE, step=""), "It is not said where it was used."),
        (replace(USE, step="s9"), "not one of this case"),
        (replace(USE, step="s2"), "written down already"),
    ],
    ids=["a step", "a reason", "not closed", "neither", "another case's", "twice"],
)
def test_what_was_seen_is_used_in_a_step_of_the_case_or_there_is_a_reason(use, says):
    refusal = refusal_to_using(HEARING, use, ("s1", "s2"), [FindingUse(DAY, "s2")])
    assert says in refusal.sentence if refusal else says == ""


def test_a_step_knows_the_sittings_it_uses_and_a_hearing_its_steps():
    written = [
        said("finding_used", hearing="h1", sitting=DAY, step="s1", why=""),
        said("finding_used", hearing="h2", sitting=OTHER_DAY, step="s1", why=""),
        said("finding_used", hearing="h1", sitting=DAY, step="", why="Nothing new was said."),
    ]
    assert used_in(written, "s1") == (DAY, OTHER_DAY) and used_in(written, "") == (DAY,)
    assert uses_of(written, "h1") == (USE, FindingUse(DAY, "", "Nothing new was said."))


@pytest.mark.parametrize(
    ("way", "says"),
    [
        (WayTaken(DAY, "in_part"), ""),
        (WayTaken(OTHER_DAY, "worked"), "No other way was taken on this day."),
        (WayTaken(DAY, "well"), "It is not said how it went."),
    ],
    ids=["refused that day", "let in that day", "no word of the list"],
)
def test_how_it_went_is_said_of_a_day_on_which_another_way_was_taken(way, says):
    refusal = refusal_to_saying_how_it_went(HEARING, way)
    assert says in refusal.sentence if refusal else says == ""


def test_the_newest_word_on_another_way_stands():
    written = [
        said("other_way_went", hearing="h1", sitting=DAY, went=went, words=words)
        for went, words in (("worked", ""), ("did_not", "They sent us away from the gate too."))
    ]
    assert refused_at(HEARING) == (KEPT_OUT,)
    assert ways_of(written, "h1") == {DAY: WayTaken(DAY, "did_not", "They sent us away from the gate too.")}
