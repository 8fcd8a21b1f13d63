"""Links for sources: when one may be made or withdrawn, and what came back by it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.source_link import (
    ANSWERED,
    WAITS,
    WITHDRAWN,
    refusal_to_making_link,
    refusal_to_withdrawing_link,
    source_answers,
    source_links,
    ungraded_answers,
)
from safeconduct.cases.source_question import SourceQuestion
from tests.builders import MORNING, an_entry

TODAY = MORNING.date()
QUESTION = SourceQuestion("q1", "s1", "", "Is it so?", "2026-03-09", MORNING, False)
MADE = an_entry(
    "source_link_made", scope="sources", link="l1", question="q1", row="r1", sign="", until=str(TODAY + timedelta(3))
)
ANSWER = an_entry("source_answered", scope="sources", link="l1", question="q1", says="yes", words="I saw it.")
WITHDRAWAL = an_entry("source_link_withdrawn", scope="sources", link="l1")


@pytest.mark.parametrize(
    ("later", "state"),
    [((), WAITS), ((ANSWER,), ANSWERED), ((WITHDRAWAL,), WITHDRAWN)],
    ids=["made", "answered", "withdrawn"],
)
def test_a_link_waits_until_it_is_answered_or_withdrawn(later, state):
    (link,) = source_links([MADE, *later])
    assert link.state == state
    assert link.opens_on(TODAY) is (state == WAITS)


def test_a_link_opens_on_its_last_day_and_not_after():
    (link,) = source_links([MADE])
    assert link.opens_on(link.until) and not link.opens_on(link.until + timedelta(days=1))


def test_what_is_said_of_a_link_whose_own_entry_was_erased_changes_nothing():
    assert source_links([ANSWER, WITHDRAWAL]) == ()
    assert [one.words for one in source_answers([ANSWER])] == ["I saw it."]


def test_an_answer_waits_to_be_graded_until_a_result_names_its_question():
    asked = an_entry(
        "source_asked", scope="sources", question="q1", source="s1", target="", text="Is it so?", by="2026-03-09"
    )
    assert [one.link for one in ungraded_answers([asked, MADE, ANSWER])] == ["l1"]
    graded = an_entry(
        "verification", verification="v1", target="", facts=["person"], basis="referee", source="s1", origin="s1",
        grade="B", information="i2", says="confirms", confidence="high", asked="q1", until="2026-05-03",
    )  # fmt: skip
    assert ungraded_answers([asked, MADE, ANSWER, graded]) == ()


@pytest.mark.parametrize(
    ("question", "links", "days", "begins"),
    [
        (QUESTION, (), 0, None),
        (QUESTION, (), 14, None),
        (QUESTION, (MADE, WITHDRAWAL), 3, None),
        (None, (), 3, "This question is not open any more."),
        (replace(QUESTION, answered=True), (), 3, "This question is not open any more."),
        (QUESTION, (MADE,), 3, "A link to this question is out already."),
        (QUESTION, (), -1, "The last day is in the past."),
        (QUESTION, (), 15, "That is more than two weeks."),
    ],
    ids=["today", "two weeks", "after a withdrawal", "no question", "answered", "one is out", "past", "too long"],
)
def test_a_link_is_made_for_an_open_question_one_at_a_time_and_for_two_weeks_at_most(question, links, days, begins):
    refusal = refusal_to_making_link(question, source_links(links), TODAY + timedelta(days=days), on=TODAY)
    assert (refusal is None) if begins is None else refusal.sentence.startswith(begins)


def test_only_a_link_that_waits_is_withdrawn():
    (waits,) = source_links([MADE])
    assert refusal_to_withdrawing_link(waits) is None
    for other in (None, replace(waits, state=WITHDRAWN), replace(waits, state=ANSWERED)):
        assert refusal_to_withdrawing_link(other)
