"""Days and hours for a calendar (RFC 5545), under neutral titles: no court, no place, no name, not even a time zone.

Hours are written in universal time: every calendar shows them on its own clock, and the name of a zone would say where.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from safeconduct.coordination.hearing import BACKUP, CANCELLED, LEAD, Hearing
from safeconduct.sealing.record import derived_key

TITLE, STANDING_BY = "Appointment", "Appointment (standing by)"
LASTS = timedelta(hours=3)


@dataclass(frozen=True)
class Appointment:
    """`ref` is the same whenever the same one is written, so that a calendar moves it. `begins` is a day, or a moment that knows its
    time zone."""

    ref: str
    begins: date
    title: str = TITLE


def whole_day(ref: str, day: date) -> Appointment:
    return Appointment(ref, day)


def appointment_of(hearing: Hearing, organisation: str) -> Appointment | None:
    """None for a hearing without a day, or that was cancelled."""
    starts = hearing.sitting.starts
    if starts is None or hearing.state == CANCELLED:
        return None
    title = STANDING_BY if hearing.answer_of(organisation) == BACKUP else TITLE
    return Appointment(ref_of(hearing.ref, organisation), starts, title)


def ref_of(hearing: str, organisation: str) -> str:
    """Different in each organisation, so that two calendars do not show that they speak of one hearing."""
    return derived_key(hearing.encode(), "appointment", organisation).hex()[:32]


def taken_by(hearings: Iterable[Hearing], organisation: str) -> tuple[Hearing, ...]:
    """Those that this organisation leads or stands by for."""
    return tuple(one for one in hearings if one.answer_of(organisation) in (LEAD, BACKUP))


def calendar(appointments: Iterable[Appointment], *, at: datetime) -> str:
    """A file for any calendar."""
    file = Calendar()
    for name, text in (("version", "2.0"), ("prodid", "-//Appointments//EN"), ("method", "PUBLISH")):
        file.add(name, text)
    for one in appointments:
        file.add_component(_event(one, at=at))
    return str(file.to_ical().decode())


def _event(one: Appointment, *, at: datetime) -> Event:
    begins, ends = _begins_and_ends(one.begins)
    event = Event()
    for name, value in (("uid", one.ref), ("dtstamp", at.astimezone(UTC)), ("dtstart", begins), ("dtend", ends)):
        event.add(name, value)
    event.add("summary", one.title)
    event.add("class", "PRIVATE")
    return event


def _begins_and_ends(begins: date) -> tuple[date, date]:
    if isinstance(begins, datetime):
        # On the clock of the world: three hours later stays three hours later when clocks change in between.
        return begins.astimezone(UTC), begins.astimezone(UTC) + LASTS
    return begins, begins + timedelta(days=1)
