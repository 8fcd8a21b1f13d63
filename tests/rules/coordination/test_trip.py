"""A trip from its plan to its reports, or called off: who may say what, and what is refused."""

from datetime import date, timedelta

import pytest

from safeconduct.coordination.trip import (
    CALLED_OFF,
    CANNOT,
    GOES,
    PLANNED,
    REPORTED,
    refusal_to_answering_trip,
    refusal_to_calling_off,
    refusal_to_past_visit,
    refusal_to_planning,
    refusal_to_reporting,
    trips,
)
from tests.rules.coordination.covering import (
    EMBASSY,
    MIRA,
    OURS,
    THEIRS,
    TODAY,
    a_plan,
    planned,
    reported,
    said,
    the_trip,
)

GONE = date(2026, 3, 17)
GOES_ALONG = said("trip_answered", THEIRS, trip="t1", answer=GOES)
OFF = said("trip_called_off", trip="t1", why="unsafe_us")


def test_who_plans_a_trip_goes_and_others_say_so():
    assert the_trip(planned()).offices_that(GOES) == ("Harbour Desk",)
    both = the_trip(planned(), GOES_ALONG)
    assert both.offices_that(GOES) == ("Harbour Desk", "Lighthouse Network")
    changed = the_trip(planned(), GOES_ALONG, said("trip_answered", THEIRS, trip="t1", answer=CANNOT))
    assert (changed.offices_that(GOES), changed.offices_that(CANNOT)) == (("Harbour Desk",), ("Lighthouse Network",))


def test_a_report_closes_it_and_each_organisation_reports_once():
    closed = the_trip(planned(), GOES_ALONG, reported(), reported(THEIRS), reported())
    assert closed.state == REPORTED and [one.organisation for one in closed.reports] == [OURS, THEIRS]
    assert the_trip(planned(), OFF, reported()).state == CALLED_OFF


def test_only_who_planned_it_calls_it_off_and_not_after_a_report():
    assert the_trip(planned(), OFF).why == "unsafe_us"
    theirs = said("trip_called_off", THEIRS, trip="t1", why="unsafe_us")
    assert the_trip(planned(), theirs).state == PLANNED
    assert the_trip(planned(), reported(), OFF).state == REPORTED


def test_words_on_a_trip_that_is_not_there_change_nothing():
    assert trips((reported(ref="other"), OFF)) == ()


def test_a_report_is_owed_once_the_days_are_over():
    trip = the_trip(planned())
    assert trip.is_ahead(trip.until) and not trip.owes_report(trip.until)
    assert trip.owes_report(GONE) and not trip.is_ahead(GONE)
    assert not the_trip(planned(), reported()).owes_report(GONE)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"on": TODAY - timedelta(days=1)}, "in the past"),
        ({"on": TODAY + timedelta(days=400)}, "more than a year ahead"),
        ({"until": date(2026, 3, 13)}, "before the first"),
        ({"until": date(2026, 5, 14)}, "longer than 60 days"),
        ({"regions": ()}, "where the trip leads"),
        ({"regions": (MIRA, "e9" * 16)}, "where the trip leads"),
        ({"meets": "  "}, "whom to meet"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes, why):
    assert why in refusal_to_planning(a_plan(**changes), (MIRA,), on=TODAY).sentence


def test_a_plan_from_today_on_stands():
    assert refusal_to_planning(a_plan(), (MIRA,), on=TODAY) is None
    assert refusal_to_planning(a_plan(on=TODAY, until=TODAY), (MIRA,), on=TODAY) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"until": TODAY + timedelta(days=1)}, "not over"),
        ({"on": date(2022, 1, 1), "until": date(2022, 1, 2)}, "more than three years ago"),
        ({"on": date(2026, 3, 2), "until": date(2026, 3, 1)}, "before the first"),
        ({"on": TODAY, "until": TODAY, "regions": ()}, "where the trip leads"),
    ],
)
def test_a_visit_that_cannot_have_been_is_refused(changes, why):
    known = {"on": date(2026, 3, 1), "until": date(2026, 3, 2), **changes}
    assert why in refusal_to_past_visit(a_plan(**known), (MIRA,), on=TODAY).sentence


def test_a_visit_of_today_can_be_written_down():
    assert refusal_to_past_visit(a_plan(on=TODAY, until=TODAY), (MIRA,), on=TODAY) is None


@pytest.mark.parametrize(
    ("entries", "answer", "own", "on", "why"),
    [
        ((), "perhaps", THEIRS, TODAY, "one of the two"),
        ((), GOES, OURS, TODAY, "your own"),
        ((), GOES, THEIRS, GONE, "over or called off"),
        ((OFF,), GOES, THEIRS, TODAY, "over or called off"),
        ((GOES_ALONG,), GOES, THEIRS, TODAY, "said so already"),
    ],
)
def test_an_answer_that_changes_nothing_is_refused(entries, answer, own, on, why):
    trip = the_trip(planned(), *entries)
    assert why in refusal_to_answering_trip(trip, answer, own=own, on=on).sentence


def test_who_goes_along_may_still_say_that_they_cannot():
    trip = the_trip(planned(), GOES_ALONG)
    assert refusal_to_answering_trip(trip, CANNOT, own=THEIRS, on=TODAY) is None


@pytest.mark.parametrize(
    ("entries", "effect", "words", "own", "on", "why"),
    [
        ((OFF,), "seen", "Seen.", OURS, GONE, "called off"),
        ((), "seen", "Seen.", OURS, TODAY, "has not begun"),
        ((), "seen", "Seen.", EMBASSY, GONE, "did not say that it goes along"),
        ((reported(),), "seen", "Seen.", OURS, GONE, "reported on this trip already"),
        ((), "", "Seen.", OURS, GONE, "what came of the visit"),
        ((), "seen", " ", OURS, GONE, "Nothing is reported"),
    ],
)
def test_a_report_that_cannot_be_is_refused(entries, effect, words, own, on, why):
    trip = the_trip(planned(), *entries)
    assert why in refusal_to_reporting(trip, effect, words, own=own, on=on).sentence


def test_a_report_may_come_from_the_first_day_on():
    assert refusal_to_reporting(the_trip(planned()), "seen", "Seen.", own=OURS, on=date(2026, 3, 14)) is None


@pytest.mark.parametrize(
    ("entries", "why_off", "own", "why"),
    [
        ((), "unsafe_us", THEIRS, "Only the organisation that planned"),
        ((reported(),), "unsafe_us", OURS, "reported on or called off already"),
        ((OFF,), "unsafe_us", OURS, "reported on or called off already"),
        ((), "", OURS, "why the trip is called off"),
    ],
)
def test_calling_off_what_cannot_be_is_refused(entries, why_off, own, why):
    assert why in refusal_to_calling_off(the_trip(planned(), *entries), why_off, own=own).sentence


def test_who_planned_it_may_call_it_off():
    assert refusal_to_calling_off(the_trip(planned()), "unsafe_us", own=OURS) is None
