"""By when an office says that it reads: never later than its hours say, never an hour that nobody promised."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.intake.promise import read_by
from tests.builders import MORNING, a_staffed_office, an_office

PARIS = "Europe/Paris"
YEARS = (datetime(2025, 1, 1), datetime(2027, 12, 31))  # noqa: DTZ001
ZONES = ("UTC", PARIS, "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Africa/Cairo")


def moment(text, zone=PARIS):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


SITUATIONS = {
    "in staffed hours": ("2026-03-04 11:00", "2026-03-04 13:00"),
    "before they open": ("2026-03-04 06:30", "2026-03-04 11:00"),
    "at the minute they open": ("2026-03-04 09:00", "2026-03-04 11:00"),
    "a minute before they close": ("2026-03-04 16:59", "2026-03-04 18:59"),
    "at the minute they close": ("2026-03-04 17:00", "2026-03-05 11:00"),
    "in the evening": ("2026-03-04 22:00", "2026-03-05 11:00"),
    "the night in which the clock goes forward": ("2026-03-28 23:00", "2026-03-29 11:00"),
    "the night in which the clock goes back": ("2026-10-24 20:00", "2026-10-25 11:00"),
}


@pytest.mark.parametrize(("sent", "promised"), SITUATIONS.values(), ids=SITUATIONS)
def test_what_is_urgent_is_read_when_somebody_is_there(sent, promised):
    office = a_staffed_office(time_zone=PARIS)
    assert read_by(office, "now", at=moment(sent)) == moment(promised)


@pytest.mark.parametrize("urgency", ["days", "no", ""])
def test_what_is_not_urgent_has_the_ordinary_promise(urgency):
    assert read_by(a_staffed_office(), urgency, at=MORNING) == MORNING + timedelta(hours=24)


def test_without_known_hours_no_earlier_hour_is_promised():
    assert read_by(an_office(), "now", at=MORNING) == MORNING + timedelta(hours=24)


@pytest.mark.parametrize("missing", ["staffed_from", "staffed_until", "both"])
def test_an_urgent_promise_without_a_rota_promises_no_hour_of_somebody_there(missing):
    """Without a rota nobody knows when somebody is there, so the urgent hours cannot be counted from anything."""
    gone = ["staffed_from", "staffed_until"] if missing == "both" else [missing]
    office = a_staffed_office(reads_within_hours=24, **dict.fromkeys(gone))
    assert read_by(office, "now", at=MORNING.replace(hour=3)) == MORNING.replace(hour=3) + timedelta(hours=24)


def test_twenty_four_hours_are_hours_and_not_the_same_time_tomorrow():
    sent = moment("2026-03-28 12:00")
    promised = read_by(an_office(time_zone=PARIS), "no", at=sent)
    assert (promised.astimezone(UTC) - sent.astimezone(UTC), promised.hour) == (timedelta(hours=24), 13)


def test_hours_after_an_opening_are_counted_through_a_change_of_the_clock():
    night_shift = a_staffed_office(time_zone=PARIS, staffed_from=time(1), staffed_until=time(6))
    promised = read_by(night_shift, "now", at=moment("2026-03-29 00:30"))
    assert promised.astimezone(UTC) == moment("2026-03-29 01:00").astimezone(UTC) + timedelta(hours=2)


def test_an_office_that_is_staffed_over_midnight_is_there_in_the_night():
    night = a_staffed_office(staffed_from=time(20), staffed_until=time(4))
    assert read_by(night, "now", at=datetime(2026, 3, 4, 23, tzinfo=UTC)) == datetime(2026, 3, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("zone", ZONES)
def test_the_promise_is_told_in_the_office_s_own_time(zone):
    promised = read_by(a_staffed_office(time_zone=zone), "now", at=MORNING)
    assert promised.utcoffset() == promised.astimezone(ZoneInfo(zone)).utcoffset()


@pytest.mark.slow
@given(
    at=st.datetimes(*YEARS, timezones=st.sampled_from([ZoneInfo(zone) for zone in ZONES])),
    zone=st.sampled_from(ZONES),
    opens=st.times(),
    closes=st.times(),
    urgency=st.sampled_from(["now", "days", "no", ""]),
)
def test_no_promise_lies_in_the_past_or_beyond_the_ordinary_hours(at, zone, opens, closes, urgency):
    office = a_staffed_office(time_zone=zone, staffed_from=opens, staffed_until=closes)
    promised, sent = read_by(office, urgency, at=at).astimezone(UTC), at.astimezone(UTC)
    assert sent < promised <= sent + timedelta(hours=24)
