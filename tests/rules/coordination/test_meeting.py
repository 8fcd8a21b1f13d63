"""Meetings as they are folded: only who chairs or founded arranges and closes; the rhythm counts from the last one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.coordination.agenda import moved
from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.group_duty import (
    DONE,
    DROPPED,
    OPEN,
    GroupDuty,
    group_duties,
    refusal_to_deciding,
    refusal_to_dropping,
    refusal_to_ending_duty,
    refusal_to_taking_up,
)
from safeconduct.coordination.meeting import (
    due_by,
    last_held,
    meetings,
    next_meeting,
    refusal_to_chairing,
    refusal_to_changing_meeting,
    refusal_to_closing,
    refusal_to_point,
    refusal_to_rhythm,
    refusal_to_setting_meeting,
    rhythm,
)
from safeconduct.coordination.tlp import AMBER, RED
from tests.builders import MORNING, an_entry, by_member

OURS, THEIRS, THIRD = "0a" * 16, "0b" * 16, "0c" * 16
OFFICES = {OURS: "Harbour Desk", THEIRS: "Lighthouse Network", THIRD: "Hill House"}
TODAY = date(2026, 3, 4)
SEATS = tuple(Seat(one, office, one, "mission", MORNING) for one, office in OFFICES.items())
GROUP = Group("9a" * 16, "North", "region", OURS, SEATS)


def written(kind, organisation=OURS, *, at=MORNING, by_post="p1", **data):
    office = {"organisation": organisation, "office": OFFICES[organisation]}
    return by_member(an_entry(kind, at=at, scope="share", **office, **data), post=by_post)


def was_set(organisation=OURS, *, chair=THEIRS, on="2026-03-10", ref="m1"):
    named = {"chair": chair, "chair_office": OFFICES[chair], "readers": list(OFFICES)}
    return written("meeting_set", organisation, meeting=ref, on=on, **named)


def decided(organisation=THEIRS, *, duty="d1", to=THIRD):
    owed = {"to": to, "to_office": OFFICES[to], "post": "", "post_name": "", "due": "2026-03-20"}
    more = {"meeting": "m1", "about": "", "says": "Visit.", "marking": AMBER}
    return written("group_decided", organisation, duty=duty, **owed, **more)


def only(*entries):
    (meeting,) = meetings(entries, GROUP)
    return meeting


def test_only_the_chair_and_the_founder_arrange_and_close():
    held = {"meeting": "m1", "agenda": [], "present": ["Hill House"]}
    for kind, data in (
        ("agenda_arranged", {"order": ["a"]}),
        ("agenda_taken_out", {"topic": "a"}),
        ("meeting_said", {"about": "", "words": "A word.", "marking": AMBER}),
        ("meeting_held", held),
    ):
        plain = only(was_set())
        assert only(was_set(), written(kind, THIRD, **{"meeting": "m1", **data})) == plain
        for one in (OURS, THEIRS):
            assert only(was_set(), written(kind, one, **{"meeting": "m1", **data})) != plain


def test_whoever_belongs_puts_a_point_on():
    point = {"meeting": "m1", "point": "p1", "words": "The visit.", "marking": AMBER}
    assert [one.office for one in only(was_set(), written("agenda_point_added", THIRD, **point)).points] == [
        "Hill House"
    ]


def test_the_day_and_the_chair_are_moved_by_who_chairs_and_not_after_it_was_held():
    moved_by_third = only(was_set(), was_set(THIRD, chair=THIRD, on="2026-04-01"))
    assert (moved_by_third.on, moved_by_third.chair) == (date(2026, 3, 10), THEIRS)
    given_on = only(was_set(), was_set(THEIRS, chair=THIRD, on="2026-04-01"))
    assert (given_on.on, given_on.chair) == (date(2026, 4, 1), THIRD)
    held = written("meeting_held", meeting="m1", agenda=[], present=["Harbour Desk"])
    assert only(was_set(), held, was_set(on="2026-04-01")).on == date(2026, 3, 10)


def test_a_second_closing_changes_nothing():
    once = written("meeting_held", meeting="m1", agenda=[], present=["Harbour Desk"])
    again = written("meeting_held", meeting="m1", agenda=["a"], present=[], at=MORNING + timedelta(days=1))
    assert only(was_set(), once, again) == only(was_set(), once)


def test_a_decision_counts_when_who_chaired_or_founded_took_it():
    assert group_duties([was_set(), decided(THIRD)], GROUP) == ()
    for one in (OURS, THEIRS):
        assert len(group_duties([was_set(), decided(one)], GROUP)) == 1
    assert group_duties([decided()], GROUP) == ()
    before = was_set(), decided(), was_set(THEIRS, chair=THIRD)
    assert len(group_duties(before, GROUP)) == 1


@pytest.mark.parametrize(
    ("kind", "by", "state"),
    [
        ("group_duty_done", THIRD, DONE),
        ("group_duty_done", OURS, OPEN),
        ("group_duty_done", THEIRS, OPEN),
        ("group_duty_dropped", THIRD, DROPPED),
        ("group_duty_dropped", OURS, DROPPED),
        ("group_duty_dropped", THEIRS, OPEN),
    ],
)
def test_what_is_owed_ends_by_who_owes_it_and_is_dropped_by_the_founder_too(kind, by, state):
    (duty,) = group_duties([was_set(), decided(), written(kind, by, duty="d1", note="Why.")], GROUP)
    assert duty.state == state


def test_the_newest_post_of_the_organisation_holds_it_and_no_other_s():
    taken = [written("group_duty_taken", one, duty="d1", by_post=post) for one, post in ((THIRD, "p7"), (OURS, "p9"))]
    (duty,) = group_duties([was_set(), decided(), *taken], GROUP)
    assert duty.post == "p7"
    done = written("group_duty_done", THIRD, duty="d1", note="")
    late = written("group_duty_taken", THIRD, duty="d1", by_post="p8")
    (duty,) = group_duties([was_set(), decided(), *taken, done, late], GROUP)
    assert duty.post == "p7"


# The rhythm


def test_a_meeting_is_due_after_the_agreed_days_from_the_last_one_or_from_the_agreement():
    agreed = written("meeting_rhythm_set", every=60)
    assert due_by(rhythm([agreed]), None) == TODAY + timedelta(days=60)
    held = only(was_set(on="2026-05-01"), written("meeting_held", meeting="m1", agenda=[], present=["Harbour Desk"]))
    assert due_by(rhythm([agreed]), held) == date(2026, 6, 30)
    early = only(was_set(on="2025-05-01"), written("meeting_held", meeting="m1", agenda=[], present=["Harbour Desk"]))
    assert due_by(rhythm([agreed]), early) == TODAY + timedelta(days=60)
    newer = written("meeting_rhythm_set", every=14)
    assert due_by(rhythm([agreed, newer]), held) == date(2026, 5, 15)
    assert due_by(rhythm([]), held) is None


def test_the_next_meeting_is_the_nearest_that_was_not_held_and_the_last_the_newest_that_was():
    held = [written("meeting_held", meeting=ref, agenda=[], present=["Harbour Desk"]) for ref in ("m1", "m2")]
    known = meetings([was_set(), was_set(ref="m2", on="2026-02-01"), *held, was_set(ref="m3", on="2026-05-01")], GROUP)
    assert next_meeting(known).ref == "m3" and last_held(known).ref == "m1"
    assert next_meeting(()) is None and last_held(()) is None


@given(st.lists(st.integers(0, 9), unique=True, min_size=1), st.booleans(), st.data())
def test_a_point_moves_one_place_and_none_is_lost(order, up, data):
    keys = [str(one) for one in order]
    key = data.draw(st.sampled_from(keys))
    after = moved(keys, key, up=up)
    assert sorted(after) == sorted(keys)
    ends_there = keys.index(key) == (0 if up else len(keys) - 1)
    assert after.index(key) - keys.index(key) == (0 if ends_there else -1 if up else 1)
    assert moved(keys, "nothing", up=up) == tuple(keys)


# What may not be


@pytest.mark.parametrize(
    ("on", "chair", "why"),
    [
        (None, OURS, "no day"),
        (TODAY - timedelta(days=1), OURS, "is over"),
        (TODAY + timedelta(days=367), OURS, "year ahead"),
        (TODAY, "0d" * 16, "who chairs"),
    ],
)
def test_a_meeting_has_a_day_within_a_year_and_a_chair_of_the_group(on, chair, why):
    assert why in refusal_to_setting_meeting(on, chair, GROUP, today=TODAY).sentence
    assert refusal_to_setting_meeting(TODAY, THIRD, GROUP, today=TODAY) is None


def test_who_neither_chairs_nor_founded_is_told_who_does():
    meeting = only(was_set())
    assert "Lighthouse Network chairs" in refusal_to_chairing(meeting, GROUP, own=THIRD).sentence
    assert refusal_to_chairing(meeting, GROUP, own=THEIRS) is refusal_to_chairing(meeting, GROUP, own=OURS) is None


def test_a_closed_meeting_is_not_changed_and_none_is_closed_ahead_of_its_day_or_without_anybody():
    meeting = only(was_set())
    held = replace(meeting, held=datetime(2026, 3, 10, tzinfo=UTC))
    assert refusal_to_changing_meeting(meeting) is None
    assert "is closed" in refusal_to_changing_meeting(held).sentence
    assert "still to come" in refusal_to_closing(meeting, ["Hill House"], today=TODAY).sentence
    assert "who was there" in refusal_to_closing(meeting, [], today=meeting.on).sentence
    assert refusal_to_closing(meeting, ["Hill House"], today=meeting.on) is None


def test_rhythms_and_points_that_cannot_be_are_refused():
    assert refusal_to_rhythm(60) is None and "how often" in refusal_to_rhythm(None).sentence
    assert "Nothing is written" in refusal_to_point(" ", AMBER).sentence
    assert "whole group" in refusal_to_point("A visit.", RED).sentence
    assert "whole group" in refusal_to_point("A visit.", "TLP:CLEAR").sentence
    assert refusal_to_point("A visit.", AMBER) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"says": " "}, "Nothing is written"),
        ({"seat": None}, "nobody to do it"),
        ({"due": None}, "no last day"),
        ({"due": TODAY - timedelta(days=1)}, "is over"),
        ({"due": TODAY + timedelta(days=367)}, "year ahead"),
        ({"can_read": False}, "Hill House may not open"),
    ],
)
def test_a_decision_has_words_somebody_who_may_read_it_and_a_day(changes, why):
    whole = {"says": "Visit.", "seat": SEATS[2], "due": TODAY, "can_read": True}
    assert refusal_to_deciding(**whole, on=TODAY) is None
    assert why in refusal_to_deciding(**whole | changes, on=TODAY).sentence


def test_duties_are_taken_and_ended_by_who_owes_them_while_they_are_open():
    (duty,) = group_duties([was_set(), decided()], GROUP)
    done = replace(duty, state=DONE)
    assert refusal_to_taking_up(duty, own=THIRD, post="p1") is None
    assert "already" in refusal_to_taking_up(replace(duty, post="p1"), own=THIRD, post="p1").sentence
    assert "Hill House owes" in refusal_to_taking_up(duty, own=OURS, post="p1").sentence
    assert "done or dropped" in refusal_to_ending_duty(done, own=THIRD).sentence
    assert "done or dropped" in refusal_to_dropping(done, "Why.", GROUP, own=THIRD).sentence
    assert "Only Hill House" in refusal_to_dropping(duty, "Why.", GROUP, own=THEIRS).sentence
    assert "no reason" in refusal_to_dropping(duty, " ", GROUP, own=THIRD).sentence
    assert refusal_to_dropping(duty, "Why.", GROUP, own=OURS) is None
    assert isinstance(duty, GroupDuty) and duty.is_late(date(2026, 3, 21)) and not duty.is_late(date(2026, 3, 20))
