"""Plans of good practices: the queue by day, what is counted, and what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.access.adoption import Adoption, queue, refusal_to_adopting, refusal_to_ending, times_adopted

TODAY = date(2026, 11, 23)
PLANNED = Adoption("1", "visas", "KE", TODAY + timedelta(days=9), TODAY, "p1")
SOONER = replace(PLANNED, ref="2", country="KG", due_on=TODAY)
DONE = replace(PLANNED, ref="3", practice="trials", outcome="done", ended_on=TODAY)
DROPPED = replace(DONE, ref="4", practice="exile", outcome="dropped")
EVERY = (PLANNED, SOONER, DONE, DROPPED)


def test_the_queue_holds_what_is_planned_the_nearest_day_first():
    assert queue(EVERY) == (SOONER, PLANNED)


def test_what_was_dropped_is_not_counted_as_adopted():
    assert dict(times_adopted(EVERY)) == {"visas": 2, "trials": 1}


@pytest.mark.parametrize(
    ("practice", "country", "due_on", "is_refused"),
    [
        ("visas", "NO", TODAY, False),
        ("trials", "KE", TODAY, False),
        ("visas", "KE", TODAY, True),
        ("unknown", "NO", TODAY, True),
        ("visas", "NO", TODAY - timedelta(days=1), True),
        ("visas", "NO", TODAY + timedelta(days=731), True),
    ],
    ids=["another country", "again after it ended", "planned already", "not in the register", "passed", "far away"],
)
def test_a_practice_is_planned_once_for_a_country_and_for_a_day_that_can_be(practice, country, due_on, is_refused):
    refusal = refusal_to_adopting(practice, country, due_on, known={"visas", "trials"}, adoptions=EVERY, today=TODAY)
    assert (refusal is not None) == is_refused


@pytest.mark.parametrize(
    ("adoption", "outcome", "is_refused"),
    [
        (PLANNED, "done", False),
        (PLANNED, "dropped", False),
        (PLANNED, "", True),
        (DONE, "done", True),
        (None, "done", True),
    ],
)
def test_an_item_is_ended_once_and_in_known_words(adoption, outcome, is_refused):
    assert (refusal_to_ending(adoption, outcome) is not None) == is_refused
