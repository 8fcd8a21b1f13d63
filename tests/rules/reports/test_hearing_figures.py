"""How hearings were attended: each figure equals a count by hand, each sitting counts once, and small numbers stay unwritten."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from safeconduct.cases.attendance import NOT_HELD, OBSERVED, REFUSED, Attendance
from safeconduct.reports.figures import Period
from safeconduct.reports.hearing_figures import LEAD_BEFORE, UNKNOWN, hearing_figures

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)
PERIOD = Period(date(2026, 3, 1), date(2026, 3, 31))
STARTS = datetime(2026, 3, 16, 6, 30, tzinfo=UTC)


def a_sitting(number=0, **changes):
    return replace(Attendance(f"{number:032x}", "2026-03-16T09:30", STARTS, is_shared=True), **changes)


def several(count, start=0, **changes):
    return [a_sitting(start + one, **changes) for one in range(count)]


def counted(name, known, *, at=NOW):
    figure = next(one for one in hearing_figures(known, PERIOD, at=at) if one.name == name)
    return {one.value[0]: None if one.is_kept_back else (one.number, one.of) for one in figure.counts}


def test_a_lead_counts_that_was_taken_seventy_two_hours_before_and_not_a_minute_later():
    in_time, late = STARTS - LEAD_BEFORE, STARTS - LEAD_BEFORE + timedelta(minutes=1)
    known = [*several(7, led_since=in_time), *several(5, 10, led_since=late), *several(3, 20)]
    assert timedelta(hours=72) == LEAD_BEFORE
    assert counted("led", known) == {"led": (7, 15)}


def test_leads_are_counted_of_what_a_group_reads_alone():
    known = [*several(6, led_since=STARTS - timedelta(days=9)), *several(6, 10), *several(9, 20, is_shared=False)]
    assert counted("led", known) == {"led": (6, 12)}


def test_results_are_parts_of_one_whole_and_one_small_part_keeps_all_back():
    known = [*several(7, result=OBSERVED), *several(6, 10, result=REFUSED), *several(5, 20, result=NOT_HELD)]
    unsaid = several(5, 30)
    assert counted("results", [*known, *unsaid]) == {
        OBSERVED: (7, 23),
        REFUSED: (6, 23),
        NOT_HELD: (5, 23),
        UNKNOWN: (5, 23),
    }
    assert set(counted("results", [*known, *unsaid[:2]]).values()) == {None}


def test_followed_up_is_what_was_closed_of_what_was_observed_or_refused():
    known = [
        *several(8, result=OBSERVED, is_closed=True),
        *several(6, 10, result=REFUSED),
        *several(5, 20, result=NOT_HELD),
    ]
    assert counted("followed", known) == {"closed": (8, 14)}


@pytest.mark.parametrize(
    "known",
    [
        [*several(3, result=OBSERVED, is_closed=True), *several(9, 10, result=OBSERVED)],
        [*several(9, result=OBSERVED, is_closed=True), *several(3, 10, result=OBSERVED)],
        [*several(9, result=OBSERVED, is_closed=True), *several(6, 10, result=OBSERVED), *several(2, 20)],
    ],
    ids=["few are closed", "few are left", "the whole would tell how few the rest are"],
)
def test_a_number_that_would_point_at_few_is_kept_back(known):
    assert counted("followed", known) == {"closed": None}


def test_an_item_is_counted_of_the_sittings_where_it_was_seen():
    answers = [{"open_court": "no"}] * 6 + [{"open_court": "yes"}] * 5 + [{"open_court": "not_seen"}] * 4
    known = [a_sitting(number, result=OBSERVED, answers=one) for number, one in enumerate(answers)]
    assert counted("findings", known)["open_court"] == (6, 11)


def test_what_a_case_and_two_groups_tell_of_one_sitting_counts_once():
    of_case = several(10, is_shared=False, result=REFUSED, is_closed=True)
    first = several(10, led_since=STARTS - timedelta(days=2))
    second = several(10, led_since=STARTS - timedelta(days=5), result=OBSERVED)
    known = [*of_case, *first, *second]
    assert counted("results", known)[OBSERVED] == (10, 10)
    assert counted("led", known) == {"led": (10, 10)}
    assert counted("followed", known) == {"closed": (10, 10)}


def test_only_days_of_the_period_whose_hour_has_come_are_counted():
    known = [*several(5), *several(5, 10, local="2026-02-28T09:30", starts=STARTS - timedelta(days=16))]
    assert counted("results", known)[UNKNOWN] == (5, 5)
    assert counted("results", known, at=STARTS - timedelta(minutes=1)) == {
        OBSERVED: (0, 0),
        REFUSED: (0, 0),
        NOT_HELD: (0, 0),
        UNKNOWN: (0, 0),
    }


def test_the_day_is_that_of_the_court():
    """At the court it is the first of April already, and still March elsewhere."""
    late = several(6, local="2026-04-01T00:30", starts=datetime(2026, 3, 31, 11, tzinfo=UTC))
    assert counted("results", late)[UNKNOWN] == (0, 0)
