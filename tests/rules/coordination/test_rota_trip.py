"""Trips in the rota of a group: who goes by its own word is not asked again, and what a trip lacks is proposed."""

from datetime import date, timedelta

import pytest

from safeconduct.coordination.hearing import LEAD
from safeconduct.coordination.observer import Absence
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_reason import standing_of, why_gap
from safeconduct.coordination.rota_rule import Rule
from safeconduct.coordination.rota_trip import trips_ahead
from safeconduct.coordination.rota_wish import Assignment
from safeconduct.coordination.seat_wish import SeatWish
from safeconduct.coordination.trip import CANNOT, GOES
from tests.rules.coordination.covering import EMBASSY, MIRA, OURS, THEIRS, a_region, named, said, the_trip
from tests.rules.coordination.covering import planned as trip_planned
from tests.rules.coordination.test_rota_group import (
    AT,
    a_hearing,
    grounds_for,
    planned,
    proposed,
    ways_of,
    wish_told,
)

TRIP = "Visit to meet defenders, Upper Mira, 14.03."
REGION = named(a_region())
ALONG = Assignment(TRIP, Role.BACKUP, "Lighthouse Network")


def shared_out(**seats):
    return said(
        "trip_shared_out",
        trip="t1",
        planned={role: {"organisation": ref, "office": "O"} for role, ref in seats.items()},
    )


def broken(found, observer="Lighthouse Network", role=Role.BACKUP):
    return grounds_for(found.wish).broken[observer, TRIP, role]


def test_a_trip_whose_planner_goes_alone_lacks_company_and_another_is_proposed():
    found = planned(told=[REGION, trip_planned()])
    (occasion,) = found.wish.occasions
    assert (occasion.name, occasion.city, occasion.roles) == (TRIP, "Upper Mira", (Role.BACKUP,))
    assert (occasion.starts.date(), occasion.ends.date()) == (date(2026, 3, 14), date(2026, 3, 16))
    proposal, _grounds = proposed(found)
    assert proposal.rota == (ALONG,) and broken(found, "Harbour Desk") == (Rule.GOES_ANYWAY, Rule.AWAY)


def test_a_trip_on_which_two_go_by_their_own_word_is_no_question_any_more():
    entries = [REGION, trip_planned(), said("trip_answered", THEIRS, trip="t1", answer=GOES)]
    assert planned(told=entries).wish.occasions == ()


def test_a_trip_whose_planner_left_the_group_lacks_a_lead():
    (occasion,) = planned(told=[REGION, trip_planned(by=EMBASSY)]).wish.occasions
    assert occasion.roles == (Role.LEAD, Role.BACKUP)


def test_trips_that_began_are_far_ahead_or_called_off_are_not_planned():
    off = the_trip(trip_planned(), said("trip_called_off", trip="t1", why="unsafe_us"))
    today = the_trip(trip_planned(on=AT.date(), until=AT.date()))
    far = the_trip(trip_planned(on=date(2026, 9, 1), until=date(2026, 9, 2)))
    assert trips_ahead([off, today, far], at=AT, within=timedelta(days=92)) == ()
    assert len(trips_ahead([the_trip(trip_planned())], at=AT, within=timedelta(days=92))) == 1


def test_who_said_that_it_cannot_and_who_may_not_read_of_it_are_not_sent():
    cannot = planned(told=[REGION, trip_planned(), said("trip_answered", THEIRS, trip="t1", answer=CANNOT)])
    assert broken(cannot) == (Rule.DECLINED,)
    assert broken(planned(told=[REGION, trip_planned()], readers={"t1": frozenset({"ca"})})) == (Rule.UNTOLD,)


@pytest.mark.parametrize(
    ("wish", "rule"),
    [
        ({"barred": ("upper mira",)}, Rule.SECURITY),
        ({"apart_from": (MIRA,)}, Rule.CONFLICT),
        ({"away": (Absence(date(2026, 3, 16), date(2026, 3, 20)),)}, Rule.AWAY),
        ({"notice_days": 30}, Rule.ACCREDITATION),
        ({"seat": "Karsa", "farthest_hours": 5}, Rule.FARTHEST),
    ],
    ids=["security", "conflict", "away", "accreditation", "distance"],
)
def test_what_a_mission_said_keeps_it_from_a_trip(wish, rule):
    told = [REGION, trip_planned(), ways_of(("Karsa", "Upper Mira", 6)), wish_told(SeatWish(THEIRS, **wish))]
    assert broken(planned(told=told)) == (rule,)


def test_who_goes_along_need_be_neither_near_nor_of_the_language():
    wish = SeatWish(THEIRS, "Karsa", ("Swahili",))
    assert broken(planned(told=[REGION, trip_planned(), ways_of(("Karsa", "Upper Mira", 9)), wish_told(wish)])) == ()


def test_security_rules_that_name_one_of_two_regions_close_the_trip_and_not_the_other():
    coast = named(a_region("e2" * 16, name="Low Coast"))
    both = trip_planned(regions=(MIRA, "e2" * 16))
    alone = trip_planned("t2", regions=("e2" * 16,), on=date(2026, 3, 24), until=date(2026, 3, 25))
    found = planned(told=[REGION, coast, both, alone, wish_told(SeatWish(THEIRS, barred=("Upper Mira",)))])
    rules = grounds_for(found.wish).broken
    two, one = sorted(found.trips, key=len, reverse=True)
    assert "Upper Mira and Low Coast" in two
    assert rules["Lighthouse Network", two, Role.BACKUP] == (Rule.SECURITY,)
    assert rules["Lighthouse Network", one, Role.BACKUP] == ()


def test_who_is_on_a_trip_is_away_for_hearings_unless_it_said_to_sit_in_as_well():
    entries = [REGION, trip_planned(until=date(2026, 3, 17))]
    hearing = a_hearing()
    (name,) = planned(hearing).hearings
    rules = grounds_for(planned(hearing, told=entries).wish).broken
    assert rules["Harbour Desk", name, Role.LEAD] == (Rule.AWAY,) and rules["Lighthouse Network", name, Role.LEAD] == ()
    said_both = planned(a_hearing(answers={OURS: ("Harbour Desk", LEAD)}), told=entries)
    proposal, _grounds = proposed(said_both)
    assert Assignment(name, Role.LEAD, "Harbour Desk") in proposal.rota


def test_nobody_is_proposed_for_a_trip_and_a_hearing_at_once_and_the_gap_says_why():
    proposal, grounds = proposed(planned(a_hearing(), told=[REGION, trip_planned(until=date(2026, 3, 17))]))
    assert [one.observer for one in proposal.rota] == ["Lighthouse Network"]
    gap = next(gap for gap in proposal.gaps if gap.occasion == TRIP)
    reason = why_gap(gap, standing_of(proposal.rota, grounds))
    assert "goes there already" in " ".join(other.says for other in reason.alternatives)
    assert "cannot be at both" in " ".join(other.says for other in reason.alternatives)


def test_what_the_rota_gave_is_published_and_no_own_word_and_ends_when_it_names_another():
    given_out = [REGION, trip_planned(), shared_out(backup=THEIRS)]
    found = planned(told=given_out)
    assert found.wish.published == (ALONG,) and found.wish.observers[1].there == frozenset()
    assert the_trip(*given_out).answer_of(THEIRS) == GOES
    assert the_trip(*given_out, shared_out(backup=EMBASSY)).answer_of(THEIRS) == ""
    own = said("trip_answered", THEIRS, trip="t1", answer=CANNOT)
    assert the_trip(*given_out, own).answer_of(THEIRS) == CANNOT
    assert the_trip(*given_out, own, shared_out()).answer_of(THEIRS) == CANNOT


def test_trips_of_this_year_are_turns():
    entries = [REGION, trip_planned(on=date(2026, 2, 1), until=date(2026, 2, 3))]
    entries += [said("trip_answered", THEIRS, trip="t1", answer=GOES)]
    last_year = trip_planned("t2", on=date(2025, 11, 1), until=date(2025, 11, 3))
    off = [trip_planned("t3"), said("trip_called_off", trip="t3", why="unsafe_us")]
    found = planned(a_hearing(), told=[*entries, last_year, *off])
    assert [(one.led, one.stood_by) for one in found.wish.observers] == [(1, 0), (0, 1)]


def test_a_trip_is_found_by_references_and_two_alike_have_two_names():
    found = planned(told=[REGION, trip_planned(), trip_planned("t2")])
    assert list(found.trips) == [TRIP, f"{TRIP} (2)"]
    assert found.place("t1", "backup", THEIRS) == ALONG and found.value(ALONG) == ("t1", "backup", THEIRS)
