"""How hearings were attended: led in time, observed, refused, followed up, and what was not as the law asks. Counted in the
request of somebody who holds the keys, from the cards of cases and from groups; by sitting, never by mission.

Small numbers are not written, as in our figures; nothing is ordered by a number.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from safeconduct.cases.attendance import NOT_HELD, OBSERVED, REFUSED, Attendance, stronger
from safeconduct.cases.coded_list import coded_list
from safeconduct.coordination.observation import NO, YES
from safeconduct.reports.figures import Count, Figure, Period, alone, is_small, kept_back, parts_of_one_whole

LEAD_BEFORE = timedelta(hours=72)
UNKNOWN = "unknown"
RESULTS = (OBSERVED, REFUSED, NOT_HELD, UNKNOWN)


def hearing_figures(known: Iterable[Attendance], period: Period, *, at: datetime) -> tuple[Figure, ...]:
    """Of the sittings whose day at the court lies in the period and whose hour has come."""
    sat = [
        one
        for one in joined(known)
        if one.starts and one.starts <= at and period.holds(datetime.fromisoformat(one.local).date())
    ]
    return (_led(sat), _results(sat), _followed(sat), _findings(sat))


def joined(known: Iterable[Attendance]) -> tuple[Attendance, ...]:
    """A sitting that the case and a group tell of, or several groups, is one."""
    found: dict[tuple[str, datetime | None], Attendance] = {}
    for one in known:
        place = (one.hearing, one.starts)
        found[place] = _both(found[place], one) if place in found else one
    return tuple(found.values())


def _both(first: Attendance, second: Attendance) -> Attendance:
    leads = [one.led_since for one in (first, second) if one.led_since]
    return replace(
        first,
        is_shared=first.is_shared or second.is_shared,
        led_since=min(leads, default=None),
        result=stronger(first.result, second.result),
        is_closed=first.is_closed or second.is_closed,
        answers={**first.answers, **second.answers},
    )


def _led(sat: list[Attendance]) -> Figure:
    """Of those that a group reads: who takes the lead is said there alone."""
    shared = [one for one in sat if one.is_shared]
    led = [one for one in shared if one.led_since and one.starts and one.led_since <= one.starts - LEAD_BEFORE]
    return Figure("led", (alone(_count("led", led, shared)),))


def _results(sat: list[Attendance]) -> Figure:
    counts = [_count(value, [one for one in sat if (one.result or UNKNOWN) == value], sat) for value in RESULTS]
    return Figure("results", parts_of_one_whole(counts))


def _followed(sat: list[Attendance]) -> Figure:
    seen = [one for one in sat if one.result in (OBSERVED, REFUSED)]
    count = alone(_count("closed", [one for one in seen if one.is_closed], seen))
    # The whole beside it would tell how many the rest are.
    return Figure("followed", (kept_back(count) if is_small(len(sat) - len(seen)) else count,))


def _findings(sat: list[Attendance]) -> Figure:
    """Of the sittings where somebody could see it."""
    counts = []
    for row in coded_list("fair_trial"):
        seen = [one for one in sat if one.answers.get(row.value) in (YES, NO)]
        counts.append(alone(_count(row.value, [one for one in seen if one.answers[row.value] == NO], seen)))
    return Figure("findings", tuple(counts))


def _count(value: str, counted: list[Attendance], of: list[Attendance]) -> Count:
    return Count((value,), len(counted), len(of), ())
