"""Duty days are among the next fourteen, a limit is a small number, and a post is warned only of what it set."""

from datetime import date, timedelta

import pytest

from safeconduct.access.roster import days_from, is_over, refusal_to_limit, refusal_to_roster

TODAY = date(2026, 3, 4)
DAYS = {
    "none": ([], True),
    "today and the last": ([TODAY, TODAY + timedelta(days=13)], True),
    "yesterday": ([TODAY - timedelta(days=1)], False),
    "the fifteenth": ([TODAY + timedelta(days=14)], False),
}


@pytest.mark.parametrize(("days", "may"), DAYS.values(), ids=DAYS)
def test_only_the_next_fourteen_days_are_rostered(days, may):
    assert (refusal_to_roster(days, today=TODAY) is None) is may
    assert len(set(days_from(TODAY))) == 14


@pytest.mark.parametrize(
    ("at_most", "may"), [(None, True), (1, True), (999, True), (0, False), (-3, False), (1_000, False)]
)
def test_a_limit_is_a_number_that_somebody_can_hold(at_most, may):
    assert (refusal_to_limit(at_most) is None) is may


OVER = {"more": (11, {"a": 10}, True), "just as many": (10, {"a": 10}, False), "no limit": (99, {}, False)}


@pytest.mark.parametrize(("held", "limits", "over"), OVER.values(), ids=OVER)
def test_a_post_is_warned_when_it_holds_more_than_it_set(held, limits, over):
    assert is_over("a", held={"a": held}, limits=limits) is over
    assert not is_over("a", held={}, limits=limits)
