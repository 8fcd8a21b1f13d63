"""Calendar files: read back by another library, on the right hour, saying nothing of what they are about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from safeconduct.coordination.appointment import Appointment, appointment_of, calendar, ref_of, taken_by, whole_day
from safeconduct.coordination.hearing import BACKUP, CANCELLED, CANNOT, LEAD, Hearing
from tests.calendars import appointments_in
from tests.coordinating import a_sitting

AT = datetime(2026, 3, 4, 8, 30, tzinfo=UTC)
OURS = "0a" * 16


def a_hearing(local, zone, **changes):
    sitting = a_sitting(local=datetime.fromisoformat(local) if local else None, zone=zone)
    return replace(Hearing("h1", OURS, "Harbour Desk", "TLP:AMBER", "s1", sitting, "c0"), **changes)


def read(*appointments):
    return appointments_in(calendar(appointments, at=AT))


@pytest.mark.parametrize(
    ("local", "zone", "starts"),
    [
        ("2026-03-16T09:30", "Africa/Nairobi", "2026-03-16T06:30"),
        ("2026-03-29T01:30", "Europe/Berlin", "2026-03-29T00:30"),
        ("2026-03-29T09:00", "Europe/Berlin", "2026-03-29T07:00"),
        ("2026-10-25T09:00", "Europe/Berlin", "2026-10-25T08:00"),
        ("2026-07-01T23:30", "Asia/Kathmandu", "2026-07-01T17:45"),
        ("2026-01-10T10:00", "America/Bogota", "2026-01-10T15:00"),
    ],
    ids=["no summer time", "the hour before it", "the day of it", "the day it ends", "a quarter of an hour", "west"],
)
def test_another_library_reads_the_hour_of_the_court(local, zone, starts):
    (event,) = read(appointment_of(a_hearing(local, zone), OURS))
    assert event.begins == datetime.fromisoformat(starts).replace(tzinfo=UTC)
    assert event.ends - event.begins == timedelta(hours=3)


def test_a_file_says_neither_court_nor_city_nor_zone_nor_which_program_wrote_it():
    hearing = a_hearing("2026-03-16T09:30", "Africa/Nairobi")
    text = calendar([appointment_of(hearing, OURS)], at=AT)
    for word in (
        "Second chamber",
        "Karsa",
        "Nairobi",
        "Africa",
        "TZID",
        "French",
        "Safe",
        "Harbour",
        hearing.ref,
        OURS,
    ):
        assert word not in text
    (event,) = read(appointment_of(hearing, OURS))
    assert (event.title, event.privacy) == ("Appointment", "PRIVATE")


def test_a_whole_day_has_no_hour_and_ends_where_the_next_begins():
    (event,) = read(whole_day("u1", date(2026, 12, 31)))
    assert (event.begins, event.ends) == (date(2026, 12, 31), date(2027, 1, 1))


def test_a_file_keeps_the_form_that_the_standard_wants():
    text = calendar([whole_day("u1", date(2026, 3, 16)), Appointment("u2", AT)], at=AT)
    lines = text.split("\r\n")
    assert lines[-1] == "" and "\n" not in "".join(lines) and all(len(line.encode()) <= 75 for line in lines)
    assert len(read(whole_day("u1", date(2026, 3, 16)), Appointment("u2", AT))) == 2
    assert [event.ref for event in appointments_in(text)] == ["u1", "u2"]


def test_the_same_hearing_keeps_its_name_in_one_calendar_and_has_another_in_the_next():
    moved = a_hearing("2026-04-01T09:30", "Africa/Nairobi")
    assert appointment_of(moved, OURS).ref == appointment_of(a_hearing("2026-03-16T09:30", "Africa/Nairobi"), OURS).ref
    assert ref_of("h1", OURS) != ref_of("h1", "0b" * 16) != ref_of("h2", "0b" * 16)


def test_who_stands_by_reads_so_and_what_has_no_day_is_no_appointment():
    standing_by = a_hearing("2026-03-16T09:30", "Africa/Nairobi", answers={OURS: ("Harbour Desk", BACKUP)})
    assert appointment_of(standing_by, OURS).title == "Appointment (standing by)"
    assert appointment_of(a_hearing("", "Africa/Nairobi"), OURS) is None
    assert appointment_of(a_hearing("2026-03-16T09:30", "Africa/Nairobi", state=CANCELLED), OURS) is None


def test_a_calendar_takes_what_an_organisation_leads_or_stands_by_for():
    answered = [
        a_hearing("2026-03-16T09:30", "Africa/Nairobi", answers={OURS: ("Harbour Desk", role)})
        for role in (LEAD, BACKUP, CANNOT)
    ]
    assert taken_by([*answered, a_hearing("2026-03-16T09:30", "Africa/Nairobi")], OURS) == tuple(answered[:2])
