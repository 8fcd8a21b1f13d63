"""How far things are: coarse steps in plain order, without a name, and an honest word when a promise was missed."""

from datetime import timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.intake.progress import STEPS, Progress, progress_from, progress_of, progress_place
from tests.builders import MORNING, an_entry

READ_BY = MORNING + timedelta(hours=24)
ARRIVED = an_entry("arrived", read_by=READ_BY.isoformat(), office="Harbour Desk")
NEXT_DAY, THIRD_DAY = MORNING + timedelta(days=1), MORNING + timedelta(days=2)

FOLDED = {
    "only arrived": ([], {"arrived": "2026-03-04"}),
    "read": ([an_entry("read", at=NEXT_DAY)], {"arrived": "2026-03-04", "read": "2026-03-05"}),
    "accepted without a word of reading": (
        [an_entry("accepted", at=NEXT_DAY)],
        {"arrived": "2026-03-04", "read": "2026-03-05", "working": "2026-03-05"},
    ),
    "read, then answered": (
        [an_entry("read", at=NEXT_DAY), an_entry("answer", at=THIRD_DAY, text="canary")],
        {"arrived": "2026-03-04", "read": "2026-03-05", "working": "2026-03-06", "answered": "2026-03-06"},
    ),
    "answered twice": (
        [an_entry("answer", at=NEXT_DAY, text="a"), an_entry("answer", at=THIRD_DAY, text="b")],
        {"arrived": "2026-03-04", "read": "2026-03-05", "working": "2026-03-05", "answered": "2026-03-05"},
    ),
    "other entries": (
        [an_entry("consent", given=[]), an_entry("word", text="canary"), an_entry("code_at_risk"), an_entry("decided")],
        {"arrived": "2026-03-04"},
    ),
}


@pytest.mark.parametrize(("entries", "days"), FOLDED.values(), ids=FOLDED)
def test_each_step_has_the_day_on_which_it_was_first_reached(entries, days):
    progress = progress_of([ARRIVED, *entries])
    assert progress
    assert progress.days == days
    assert progress.read_by == READ_BY


def test_without_an_arrival_there_is_no_progress():
    assert progress_of([]) is None
    assert progress_of([an_entry("answer", text="canary")]) is None


def test_a_second_arrival_does_not_move_the_promise():
    later = an_entry("arrived", at=THIRD_DAY, read_by=(READ_BY + timedelta(days=9)).isoformat())
    assert progress_of([ARRIVED, later]) == progress_of([ARRIVED])


def test_what_the_code_alone_shows_names_nobody_and_quotes_nothing():
    entries = [ARRIVED, an_entry("answer", text="canary"), an_entry("word", text="canary")]
    progress = progress_of(entries)
    assert progress
    assert b"Harbour" not in progress.as_bytes()
    assert b"canary" not in progress.as_bytes()


LATE = {
    "before the hour": (READ_BY - timedelta(minutes=1), (), False),
    "at the hour": (READ_BY, (), False),
    "after the hour": (READ_BY + timedelta(seconds=1), (), True),
    "after the hour, read and not answered": (READ_BY + timedelta(days=3), ("read",), True),
    "after the hour, but answered": (READ_BY + timedelta(days=3), ("answered",), False),
}


@pytest.mark.parametrize(("at", "steps", "late"), LATE.values(), ids=LATE)
def test_a_missed_promise_is_told_until_somebody_has_answered(at, steps, late):
    assert Progress({"arrived": "2026-03-04", **dict.fromkeys(steps, "2026-03-05")}, READ_BY).is_late(at=at) is late


@pytest.mark.parametrize("kind", ["accepted", "answer"])
def test_whoever_answered_has_read(kind):
    progress = progress_of([ARRIVED, an_entry(kind, at=NEXT_DAY, text="")])
    assert progress
    assert progress.is_done("read")


def test_a_decline_claims_no_reading_and_no_work():
    progress = progress_of([ARRIVED, an_entry("declined", at=NEXT_DAY, ref="a", text="")])
    assert progress and set(progress.days) == {"arrived", "answered"}


def test_how_the_promise_moved_comes_back_from_its_bytes():
    asked = an_entry("asked_back", at=MORNING + timedelta(hours=1), text="Where?")
    progress = progress_of([ARRIVED, asked])
    assert progress and progress.promise.waits
    assert progress_from(progress.as_bytes()) == progress
    assert not progress.is_late(at=READ_BY + timedelta(days=9))
    replied = progress.after_reply(MORNING + timedelta(hours=5))
    assert progress_from(replied.as_bytes()) == replied
    assert replied.is_late(at=READ_BY + timedelta(hours=4, minutes=1))
    assert not replied.is_late(at=READ_BY + timedelta(hours=4))


@pytest.mark.parametrize("order", list(permutations(STEPS)), ids="-".join)
def test_steps_in_any_order_all_stand(order):
    progress = Progress({}, READ_BY)
    for step in order:
        progress = progress.reached(step, day="2026-03-05").reached(step, day="2026-03-09")
    assert dict(progress.days) == dict.fromkeys(STEPS, "2026-03-05")


@pytest.mark.slow
@given(days=st.dictionaries(st.sampled_from(STEPS), st.dates().map(str)), more_by=st.dates().map(str) | st.just(""))
def test_progress_comes_back_from_bytes_as_it_was(days, more_by):
    progress = Progress(days, READ_BY, more_by)
    assert progress_from(progress.as_bytes()) == progress


def test_each_dossier_has_its_own_place():
    assert progress_place("d0") != progress_place("d1")
