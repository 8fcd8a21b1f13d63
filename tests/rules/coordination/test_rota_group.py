"""A rota from what a group knows: defaults that hinder nobody, own words as locks, and who may not read is not sent."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.hearing import (
    BACKUP,
    CANNOT,
    CLOSED,
    LEAD,
    Hearing,
    hearings,
    refusal_to_answering,
    refusal_to_standing_apart,
)
from safeconduct.coordination.observer import Absence
from safeconduct.coordination.occasion import Role, Stage
from safeconduct.coordination.rota_group import (
    UNKNOWN_WAY,
    planning,
    refusal_to_publishing,
    ways_told,
)
from safeconduct.coordination.rota_proposal import grounds_for, propose
from safeconduct.coordination.rota_reason import standing_of, why_gap
from safeconduct.coordination.rota_rule import Rule
from safeconduct.coordination.rota_wish import Assignment
from safeconduct.coordination.seat_wish import SeatWish, refusal_to_wish, seat_wishes
from safeconduct.coordination.trip import trips
from safeconduct.vocabulary.refusal import Refused
from tests.coordinating import a_sitting
from tests.rules.coordination.test_hearing import OURS, THEIRS, answered, moved, one, resulted, was_set, written

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
SEATS = (Seat(OURS, "Harbour Desk", "ca", "network", AT), Seat(THEIRS, "Lighthouse Network", "cb", "network", AT))
GROUP = Group("g1", "North", "region", OURS, SEATS)
NAME = "Second chamber, Karsa, 16.03. 09:30"
LED_BY_THEM = {"lead": {"organisation": THEIRS, "office": "Lighthouse"}}
GUEST_NAME = "Member of parliament, with Lighthouse Network"


def wish_told(wish):
    office = {"organisation": wish.organisation, "office": "Of theirs"}
    return written("rota_wish_told", "-", **office, **wish.as_data())


def ways_of(*rows):
    return written("rota_ways_told", "-", ways=[list(row) for row in rows])


def a_hearing(ref="h1", local="2026-03-16T09:30", **changes):
    kept = {name: changes.pop(name) for name in ("city", "language", "stage", "court") if name in changes}
    sitting = a_sitting(local=datetime.fromisoformat(local), **kept)
    return replace(Hearing(ref, OURS, "Harbour Desk", "TLP:AMBER", f"s-{ref}", sitting, "c0"), **changes)


def planned(*known, told=(), readers=None):
    refs = [one.ref for one in (*known, *trips(told))]
    all_read = {ref: frozenset({"ca", "cb"}) for ref in refs}
    return planning(GROUP, told, known, {**all_read, **(readers or {})}, at=AT)


def proposed(found):
    grounds = grounds_for(found.wish)
    return propose(grounds, solver=no_solver), grounds


def no_solver(_sums, _seconds):
    from safeconduct.coordination.rota import Unanswered

    raise Unanswered("The solver is not installed.")


def test_what_nobody_said_hinders_nobody():
    proposal, _grounds = proposed(planned(a_hearing()))
    assert {one.role for one in proposal.rota} == {Role.LEAD, Role.BACKUP} and proposal.gaps == ()
    assert "simple steps" in proposal.says and "not installed" in proposal.says


def test_a_wish_comes_back_as_it_was_told_and_the_newest_counts():
    wish = SeatWish(
        OURS, "Karsa", ("French",), (Absence(date(2026, 3, 1), date(2026, 3, 9)),), ("Tarn",), 4, 2, 5, 3, ("e1",), "MP"
    )
    assert seat_wishes([wish_told(SeatWish(OURS)), wish_told(wish)]) == {OURS: wish}
    (way,) = ways_told([ways_of(("A", "B", 1)), ways_of(("Karsa", "Tarn", 2.5))])
    assert (way.one, way.other, way.takes) == ("Karsa", "Tarn", timedelta(hours=2, minutes=30))


def test_where_no_way_is_written_three_hours_count():
    told = [wish_told(SeatWish(OURS, "Tarn")), ways_of(("tarn", "Dorn", 1))]
    travel = planned(a_hearing(), told=told).wish.travel
    assert travel.between("Tarn", "Karsa") == UNKNOWN_WAY and travel.between("Dorn", "Tarn") == timedelta(hours=1)


@pytest.mark.parametrize(
    ("wish", "rule"),
    [
        ({"languages": ("Swahili",)}, Rule.LANGUAGE),
        ({"away": (Absence(date(2026, 3, 15), date(2026, 3, 17)),)}, Rule.AWAY),
        ({"barred": (" KARSA ",)}, Rule.SECURITY),
        ({"seat": "Tarn", "farthest_hours": 2}, Rule.FARTHEST),
        ({"notice_days": 30}, Rule.ACCREDITATION),
    ],
    ids=["language", "away", "security", "distance", "accreditation"],
)
def test_what_a_mission_said_keeps_it_from_what_it_cannot_do(wish, rule):
    found = planned(a_hearing(), told=[wish_told(SeatWish(OURS, **wish))])
    broken = grounds_for(found.wish).broken["Harbour Desk", NAME, Role.LEAD]
    assert broken == (rule,)
    assert grounds_for(found.wish).broken["Lighthouse Network", NAME, Role.LEAD] == ()


def test_a_court_that_wants_notice_is_told_in_time_or_nobody_is_sent():
    soon = a_hearing(local="2026-03-07T09:30")
    (name,) = planned(soon).hearings
    assert grounds_for(planned(soon).wish).broken["Harbour Desk", name, Role.LEAD] == (Rule.ACCREDITATION,)


def test_who_may_not_read_of_a_hearing_is_not_sent_and_the_reason_says_so():
    found = planned(a_hearing(), readers={"h1": frozenset({"ca"})})
    proposal, grounds = proposed(found)
    assert [one.observer for one in proposal.rota] == ["Harbour Desk"]
    reason = why_gap(proposal.gaps[0], standing_of(proposal.rota, grounds))
    assert any("may not read of it" in other.says for other in reason.alternatives)


def test_who_said_that_it_cannot_is_not_sent_and_who_said_it_leads_is_kept():
    says = {OURS: ("Harbour Desk", CANNOT), THEIRS: ("Lighthouse Network", LEAD)}
    found = planned(a_hearing(answers=says))
    assert found.wish.locks == (Assignment(NAME, Role.LEAD, "Lighthouse Network"),)
    proposal, grounds = proposed(found)
    assert proposal.rota == found.wish.locks
    reason = why_gap(proposal.gaps[0], standing_of(proposal.rota, grounds))
    assert any("has said that it cannot" in other.says for other in reason.alternatives)


def test_who_said_to_be_in_two_places_at_once_is_told_in_a_sentence():
    says = {OURS: ("Harbour Desk", LEAD)}
    found = planned(a_hearing(answers=says), a_hearing("h2", "2026-03-16T10:00", city="Tarn", answers=says))
    with pytest.raises(Refused, match="the time between them is too short"):
        grounds_for(found.wish)


def test_a_place_that_somebody_outside_takes_is_not_asked_for():
    (occasion,) = planned(a_hearing(answers={"outside:legation": ("Legation", LEAD)})).wish.occasions
    assert occasion.roles == (Role.BACKUP,)


def test_what_was_published_is_kept_through_a_move_and_is_no_lock():
    published = written(
        "hearing_planned", "c1", "c0", planned={"lead": {"organisation": THEIRS, "office": "Lighthouse"}}
    )
    hearing = one(was_set(), published, moved("c2", "c1", 20))
    assert hearing.answers == {} and hearing.planned == {"lead": THEIRS}
    found = planned(hearing)
    assert found.wish.locks == ()
    assert [(one.role, one.observer) for one in found.wish.published] == [(Role.LEAD, "Lighthouse Network")]


def test_a_new_rota_takes_back_what_it_gave_and_leaves_own_words():
    first = written("hearing_planned", "c1", "c0", planned={"lead": {"organisation": THEIRS, "office": "Lighthouse"}})
    own = answered("c2", "c1", BACKUP, organisation=OURS, office="Harbour Desk")
    second = written("hearing_planned", "c3", "c2", planned={"lead": {"organisation": OURS, "office": "Harbour Desk"}})
    assert one(was_set(), first).office_that(LEAD) == "Lighthouse"
    after = one(was_set(), first, own, second)
    assert after.answers == {OURS: ("Harbour Desk", LEAD)}
    emptied = written("hearing_planned", "c3", "c2", planned={})
    assert one(was_set(), first, own, emptied).answers == {OURS: ("Harbour Desk", BACKUP)}


def test_hearings_without_a_day_closed_or_far_ahead_are_not_planned():
    known = (a_hearing(state=CLOSED), a_hearing("h2", "2026-09-16T09:30"), a_hearing("h3", "2026-03-02T09:30"))
    assert planned(*known).hearings == {}
    assert planned(one(was_set(), moved("c1", "c0", 0, what="adjourned"))).hearings == {}


def test_two_hearings_of_one_court_and_hour_have_two_names():
    names = list(planned(a_hearing(), a_hearing("h2")).hearings)
    assert names == [NAME, f"{NAME} (2)"]


def test_turns_of_this_year_are_counted_and_stages_weighed():
    past = a_hearing("h0", "2026-02-02T09:30", answers={OURS: ("Harbour Desk", LEAD), THEIRS: ("L", BACKUP)})
    found = planned(past, a_hearing(stage="judgment"))
    assert {one.name: (one.led, one.stood_by) for one in found.wish.observers} == {
        "Harbour Desk": (1, 0),
        "Lighthouse Network": (0, 1),
    }
    assert [one.stage for one in found.wish.occasions] == [Stage.VERDICT]


def test_a_place_is_found_by_references_and_a_stranger_s_is_none():
    found = planned(a_hearing())
    assert found.place("h1", "lead", OURS) == Assignment(NAME, Role.LEAD, "Harbour Desk")
    assert {found.place("h2", "lead", OURS), found.place("h1", "guest", OURS), found.place("h1", "lead", "x")} == {None}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"away": (Absence(date(2026, 3, 9), date(2026, 3, 1)),)}, "ends before it begins"),
        ({"share": 11}, "from 1 to 10"),
        ({"seat": "Karsa", "barred": ("karsa",)}, "closed to it"),
    ],
    ids=["whole", "backwards", "share", "own city"],
)
def test_what_a_mission_may_say(changes, said):
    refusal = refusal_to_wish(SeatWish(OURS, **changes))
    assert refusal is None if said is None else said in refusal.sentence


def test_only_the_founder_publishes():
    assert refusal_to_publishing(GROUP, own=OURS) is None
    assert "Only the organisation that founded" in refusal_to_publishing(GROUP, own=THEIRS).sentence
    assert hearings([resulted("c1", "c0")]) == ()


def apart(change, after, is_apart, organisation=THEIRS):
    return written("hearing_apart", change, after, organisation=organisation, office="Of theirs", is_apart=is_apart)


def test_a_declared_conflict_keeps_a_mission_away_through_a_move_until_it_is_taken_back():
    declared = [was_set(), apart("c1", "c0", True), moved("c2", "c1", 20)]
    found = planned(one(*declared))
    (name,) = found.hearings
    assert grounds_for(found.wish).broken["Lighthouse Network", name, Role.LEAD] == (Rule.CONFLICT,)
    assert grounds_for(found.wish).broken["Harbour Desk", name, Role.LEAD] == ()
    proposal, grounds = proposed(found)
    reason = why_gap(proposal.gaps[0], standing_of(proposal.rota, grounds))
    assert "Lighthouse Network has declared a conflict of interest." in [other.says for other in reason.alternatives]
    assert one(*declared, apart("c3", "c2", False)).apart == frozenset()


def test_who_declared_a_conflict_takes_no_part_and_who_takes_part_declares_none():
    declared = one(was_set(), apart("c1", "c0", True))
    assert "declared a conflict" in refusal_to_answering(declared, LEAD, own=THEIRS, at=AT).sentence
    assert refusal_to_answering(declared, CANNOT, own=THEIRS, at=AT) is None
    leads = one(was_set(), answered("c1", "c0", LEAD))
    assert "Say there that you cannot first" in refusal_to_standing_apart(leads, own=THEIRS).sentence
    asked = one(was_set(), written("hearing_planned", "c1", "c0", planned=LED_BY_THEM))
    assert refusal_to_standing_apart(asked, own=THEIRS) is None and refusal_to_standing_apart(leads, own=OURS) is None


def with_a_guest(*known, **wish):
    return planned(*known, told=[wish_told(SeatWish(THEIRS, guest="Member of parliament", **wish))])


def test_a_guest_comes_along_where_the_court_is_open_or_only_told_and_somebody_leads():
    proposal, _grounds = proposed(with_a_guest(a_hearing()))
    assert Assignment(NAME, Role.GUEST, GUEST_NAME) in proposal.rota
    assert planned(a_hearing()).wish.occasions[0].roles == (Role.LEAD, Role.BACKUP), "nobody said that one could come"
    for access in ("permission", "accreditation", "unknown"):
        hearing = a_hearing()
        closed = replace(hearing, sitting=replace(hearing.sitting, access=access))
        assert Role.GUEST not in with_a_guest(closed).wish.occasions[0].roles


def test_a_guest_is_held_to_what_its_organisation_may_not_read_enter_or_take_part_in():
    rules = grounds_for(with_a_guest(a_hearing(apart=frozenset({THEIRS}))).wish).broken
    assert rules[GUEST_NAME, NAME, Role.GUEST] == (Rule.CONFLICT,)
    rules = grounds_for(with_a_guest(a_hearing(), barred=("Karsa",)).wish).broken
    assert rules[GUEST_NAME, NAME, Role.GUEST] == (Rule.SECURITY,)
    told = [wish_told(SeatWish(THEIRS, guest="Member of parliament"))]
    rules = grounds_for(planned(a_hearing(), told=told, readers={"h1": frozenset({"ca"})}).wish).broken
    assert rules[GUEST_NAME, NAME, Role.GUEST] == (Rule.UNTOLD,)


def test_a_guest_that_was_published_is_no_answer_of_its_organisation_and_ends_with_a_move():
    seats = {**LED_BY_THEM, "guest": {"organisation": OURS, "office": "Member of parliament, with Harbour Desk"}}
    published = [was_set(), written("hearing_planned", "c1", "c0", planned=seats)]
    found = one(*published)
    assert found.guest.startswith("Member of parliament") and found.answer_of(OURS) == ""
    assert found.stands("guest", OURS) and found.stands("lead", THEIRS)
    after = one(*published, moved("c2", "c1", 20))
    assert after.guest == "" and after.planned["guest"] == OURS
    assert not after.stands("guest", OURS) and not after.stands("lead", THEIRS)


def test_a_wish_from_before_conflicts_and_guests_were_asked_is_read():
    data = {name: said for name, said in SeatWish(OURS).as_data().items() if name not in ("apart_from", "guest")}
    told = written("rota_wish_told", "-", organisation=OURS, office="Harbour Desk", **data)
    assert seat_wishes([told]) == {OURS: SeatWish(OURS)}
