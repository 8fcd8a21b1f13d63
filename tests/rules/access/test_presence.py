"""Sessions end: after a time without a request, after a time in all, and whenever the clock makes no sense."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.access.presence import Presence, lasts_at_most, presence_from
from tests.builders import MORNING

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def a_presence(kind="staff", *, seen=timedelta(0), proved=None):
    return Presence(kind, "m0", {"member": "canary"}, MORNING, MORNING + seen, proved and MORNING + proved)


LIVES = {
    "staff, at once": ("staff", 0 * MINUTE, 0 * MINUTE, True),
    "staff, almost idle": ("staff", 0 * MINUTE, 15 * MINUTE - timedelta(seconds=1), True),
    "staff, idle": ("staff", 0 * MINUTE, 15 * MINUTE, False),
    "staff, kept awake": ("staff", 7 * HOUR, 7 * HOUR + 14 * MINUTE, True),
    "staff, kept awake to the end": ("staff", 8 * HOUR - MINUTE, 8 * HOUR - timedelta(seconds=1), True),
    "staff, a whole working day": ("staff", 8 * HOUR - MINUTE, 8 * HOUR, False),
    "defender, almost idle": ("defender", 0 * MINUTE, 20 * MINUTE - timedelta(seconds=1), True),
    "defender, idle": ("defender", 0 * MINUTE, 20 * MINUTE, False),
    "defender, kept awake too long": ("defender", 2 * HOUR - MINUTE, 2 * HOUR, False),
    "the clock went back before the start": ("staff", 0 * MINUTE, -MINUTE, False),
    "the clock jumped ten years ahead": ("staff", 0 * MINUTE, timedelta(days=3650), False),
    "seen in a future that did not come": ("staff", 20 * MINUTE, MINUTE, True),
    "seen far in a future that did not come": ("staff", timedelta(days=3650), 8 * HOUR, False),
}


@pytest.mark.parametrize(("kind", "seen", "at", "lives"), LIVES.values(), ids=LIVES)
def test_a_session_lives_while_it_is_used_and_never_too_long(kind, seen, at, lives):
    assert a_presence(kind, seen=seen).lives_at(MORNING + at) is lives


@pytest.mark.slow
@given(
    kind=st.sampled_from(["staff", "defender"]),
    marks=st.lists(st.timedeltas(-HOUR, 9 * HOUR)),
    at=st.timedeltas(-9 * HOUR, 99 * HOUR),
)
def test_no_marking_makes_a_session_live_longer_than_it_may(kind, marks, at):
    presence = a_presence(kind)
    for mark in marks:
        presence = presence.seen(MORNING + mark)
    if presence.lives_at(MORNING + at):
        assert timedelta(0) <= at < lasts_at_most(kind)


@pytest.mark.slow
@given(st.lists(st.timedeltas(timedelta(0), 9 * HOUR), min_size=1))
def test_once_dead_it_stays_dead_while_the_clock_goes_on(moments):
    presence, was_dead = a_presence(), False
    for moment in sorted(moments):
        lives = presence.lives_at(MORNING + moment)
        assert not (was_dead and lives)
        was_dead = was_dead or not lives
        presence = presence.seen(MORNING + moment) if lives else presence


def test_it_is_marked_once_a_minute():
    presence = a_presence()
    assert not presence.needs_marking_at(MORNING + timedelta(seconds=59))
    assert presence.needs_marking_at(MORNING + MINUTE)
    assert not presence.seen(MORNING + MINUTE).needs_marking_at(MORNING + MINUTE)


PROVED = {
    "never": (None, 0 * MINUTE, False),
    "just now": (HOUR, HOUR, True),
    "almost five minutes ago": (HOUR, HOUR + 5 * MINUTE - timedelta(seconds=1), True),
    "five minutes ago": (HOUR, HOUR + 5 * MINUTE, False),
    "in a future that did not come": (HOUR, HOUR - MINUTE, False),
}


@pytest.mark.parametrize(("proved", "at", "stands"), PROVED.values(), ids=PROVED)
def test_a_proof_stands_for_some_minutes(proved, at, stands):
    assert a_presence(proved=proved).has_proved_at(MORNING + at) is stands


def test_being_seen_is_no_proof_and_a_proof_does_not_lengthen_the_session():
    assert not a_presence().seen(MORNING + MINUTE).has_proved_at(MORNING + MINUTE)
    assert a_presence().proved(MORNING + 14 * MINUTE).ends_at() == a_presence().ends_at()


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@pytest.mark.slow
@given(
    kind=st.sampled_from(["staff", "defender"]),
    who=st.text(),
    secrets=st.dictionaries(st.text(), st.text()),
    moments=st.tuples(MOMENTS, MOMENTS, st.none() | MOMENTS),
)
def test_a_presence_comes_back_from_its_session_as_it_was(kind, who, secrets, moments):
    presence = Presence(kind, who, secrets, *moments)
    assert presence_from(presence.as_bytes()) == presence


def test_printing_a_presence_does_not_show_its_keys():
    assert "canary" not in repr(a_presence())
