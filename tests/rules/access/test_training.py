"""Trainings: owed within days, current, lapsing and lapsed; by person, whatever the post."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.access.training import (
    Course,
    PostHolder,
    TrainingHeld,
    refusal_to_recording_training,
    training_standing,
)

TODAY = date(2026, 11, 23)
YEARLY, ONCE = Course("safety", timedelta(days=90), timedelta(days=360)), Course("read", timedelta(days=30))


def ago(days):
    return TODAY - timedelta(days=days)


def stands(course, *held, since=10, member="m1", post="p1"):
    person = PostHolder("m1", "Mara", "p1", ago(since))
    rows = [TrainingHeld(member, post, course.id, ago(days)) for days in held]
    found = training_standing(person, course, rows, today=TODAY)
    return found.state, found.due_on


@pytest.mark.parametrize(
    ("course", "held", "since", "state", "due"),
    [
        (YEARLY, (), 10, "owed", ago(-80)),
        (YEARLY, (), 90, "owed", TODAY),
        (YEARLY, (), 91, "lapsed", ago(1)),
        (YEARLY, (10,), 91, "current", ago(-350)),
        (YEARLY, (335,), 400, "soon", ago(-25)),
        (YEARLY, (360,), 400, "soon", TODAY),
        (YEARLY, (361,), 400, "lapsed", ago(1)),
        (YEARLY, (400, 10), 500, "current", ago(-350)),
        (ONCE, (900,), 999, "current", None),
        (ONCE, (), 31, "lapsed", ago(1)),
    ],
    ids=[
        *("new at the post", "on the last day", "never, and too late", "just held", "lapses soon", "lapses today"),
        *("lapsed yesterday", "held again", "once is enough", "never read"),
    ],
)
def test_each_person_owes_a_course_within_days_and_again_when_it_lapses(course, held, since, state, due):
    assert stands(course, *held, since=since) == (state, due)


def test_what_another_person_took_does_not_count_and_what_was_taken_at_another_post_does():
    assert stands(YEARLY, 10, member="m2")[0] == "owed"
    assert stands(YEARLY, 10, post="p2")[0] == "current"


@pytest.mark.parametrize(
    ("held", "came_to_post", "state", "due"),
    [
        ([("p1", 300)], 400, "current", ago(-420)),
        ([("p2", 300)], 10, "owed", ago(-80)),
        ([("p2", 300)], 90, "owed", TODAY),
        ([("p2", 300)], 91, "lapsed", ago(1)),
        ([("p2", 300), ("p1", 5)], 91, "current", ago(-715)),
        ([], 400, "lapsed", ago(310)),
    ],
    ids=["at this post", "just moved", "on the last day", "too late", "anew at this post", "never"],
)
def test_a_course_of_each_post_is_owed_anew_after_a_change_of_post(held, came_to_post, state, due):
    of_each_post = Course("guidelines", timedelta(days=90), timedelta(days=720), at_each_post=True)
    person = PostHolder("m1", "Mara", "p1", ago(400), vouched_on=ago(came_to_post))
    rows = [TrainingHeld("m1", post, "guidelines", ago(days)) for post, days in held]
    found = training_standing(person, of_each_post, rows, today=TODAY)
    assert (found.state, found.due_on) == (state, due)


@given(st.lists(st.integers(0, 2_000), min_size=1), st.integers(0, 2_000))
def test_only_the_newest_day_matters(held, since):
    assert stands(YEARLY, *held, since=since) == stands(YEARLY, min(held), since=since)


@pytest.mark.parametrize(
    ("course", "held_on", "is_refused"),
    [
        ("safety", TODAY, False),
        ("safety", ago(-1), True),
        ("safety", ago(3_654), True),
        ("unknown", TODAY, True),
    ],
    ids=["today", "tomorrow", "more than ten years ago", "not on the list"],
)
def test_a_training_was_held_on_a_day_that_has_been(course, held_on, is_refused):
    refusal = refusal_to_recording_training(course, held_on, known=["safety"], today=TODAY)
    assert (refusal is not None) == is_refused
