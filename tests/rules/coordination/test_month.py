"""Days of a calendar: whole weeks, each hearing on the court's own day."""

from datetime import datetime

from hypothesis import given
from hypothesis import strategies as st

from safeconduct.coordination.hearing import CANCELLED, hearings
from safeconduct.coordination.month import following, month
from tests.builders import an_entry
from tests.coordinating import a_sitting


def a_hearing(local, zone="Africa/Nairobi", ref="h1"):
    data = a_sitting(local=local, zone=zone).as_data()
    entry = an_entry("hearing_set", hearing=ref, change=ref, after="", organisation="o", office="Harbour", **data)
    return hearings([entry])[0]


@given(st.integers(1990, 2100), st.integers(1, 12))
def test_every_month_is_whole_weeks_and_holds_each_of_its_days_once(year, number):
    days = [day for week in month(year, number, ()) for day in week]
    assert len(days) % 7 == 0 and days[0].on.weekday() == 0
    inside = [day.on.day for day in days if day.is_in_month]
    assert inside == list(range(1, len(inside) + 1))
    assert following(year, number) in ((year, number + 1), (year + 1, 1))


def test_a_hearing_stands_on_the_day_of_the_court_and_a_cancelled_one_on_none():
    late = a_hearing(datetime.fromisoformat("2026-03-31T23:30"), zone="America/Lima")
    marked = [day for week in month(2026, 3, [late]) for day in week if day.hearings]
    assert [(day.on.day, day.is_in_month) for day in marked] == [(31, True)]
    gone = hearings(
        [
            an_entry(
                "hearing_set", hearing="h", change="a", after="", organisation="o", office="x", **a_sitting().as_data()
            ),
            an_entry(
                "hearing_changed",
                hearing="h",
                change="b",
                after="a",
                organisation="o",
                office="x",
                what=CANCELLED,
                local="",
                zone="UTC",
                why="Told.",
            ),
        ]
    )
    assert not any(day.hearings for week in month(2026, 3, gone) for day in week)
