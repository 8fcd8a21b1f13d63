"""A month as a calendar shows it: weeks from Monday on, each day with the hearings of that day at the court."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safeconduct.coordination.hearing import CANCELLED, Hearing


@dataclass(frozen=True)
class Day:
    on: date
    is_in_month: bool
    hearings: tuple[Hearing, ...]


def month(year: int, number: int, hearings: Iterable[Hearing]) -> tuple[tuple[Day, ...], ...]:
    """Its weeks. What was cancelled or has no day stands in none."""
    by_day: dict[date, tuple[Hearing, ...]] = {}
    for hearing in hearings:
        day = hearing.sitting.day
        if day and hearing.state != CANCELLED:
            by_day[day] = (*by_day.get(day, ()), hearing)
    weeks = Calendar().monthdatescalendar(year, number)
    return tuple(tuple(Day(on, on.month == number, by_day.get(on, ())) for on in week) for week in weeks)


def following(year: int, number: int) -> tuple[int, int]:
    return (year + 1, 1) if number == 12 else (year, number + 1)
