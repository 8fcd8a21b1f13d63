"""Sittings as figures count them: a day that came stays one, a lead is lost when the court moves, a closing finds its day."""

from datetime import UTC, datetime, timedelta

import pytest

from safeconduct.cases.attendance import NOT_HELD, OBSERVED, REFUSED, attendance_facts, attendances, attendances_from
from tests.builders import MORNING, an_entry

OURS, THEIRS = "0a" * 16, "0b" * 16
FIRST = "2026-03-16T09:30"
LATER = "2026-04-20T09:00"
AFTER_FIRST = datetime(2026, 3, 17, 8, tzinfo=UTC)


def written(kind, change, after="", *, organisation=OURS, at=MORNING, **data):
    links = {"hearing": "h1", "change": change, "after": after, "organisation": organisation}
    return an_entry(kind, at=at, scope="share", **links, **data)


def was_set(local=FIRST):
    return written("hearing_set", "c0", local=local, zone="Africa/Nairobi")


def changed(change, after, what, local, *, organisation=OURS, at=MORNING):
    data = {"what": what, "local": local, "zone": "Africa/Nairobi"}
    return written("hearing_changed", change, after, organisation=organisation, at=at, **data)


def answered(change, after, role, *, organisation=THEIRS, at=MORNING):
    return written("hearing_answered", change, after, organisation=organisation, at=at, role=role)


def resulted(change, after, what, answers=None, *, at=AFTER_FIRST):
    return written("hearing_result", change, after, at=at, what=what, answers=answers or {})


def closed(change, after, sitting=FIRST, *, organisation=OURS):
    return written("observation_closed", change, after, organisation=organisation, at=AFTER_FIRST, sitting=sitting)


def of(*entries):
    return attendances(entries, is_shared=True)


def test_a_sitting_stands_at_its_moment_with_who_leads_since_when():
    (one,) = of(was_set(), answered("c1", "c0", "lead"))
    assert one.starts == datetime(2026, 3, 16, 6, 30, tzinfo=UTC)
    assert (one.led_since, one.is_shared, one.result) == (MORNING, True, "")


def test_whoever_gives_the_lead_back_leads_no_more_and_another_leads_from_then_on():
    back = answered("c2", "c1", "cannot")
    assert of(was_set(), answered("c1", "c0", "lead"), back)[0].led_since is None
    later = MORNING + timedelta(days=2)
    taken = answered("c3", "c2", "lead", organisation=OURS, at=later)
    assert of(was_set(), answered("c1", "c0", "lead"), back, taken)[0].led_since == later


def test_the_cannot_of_another_takes_nobody_s_lead():
    assert of(was_set(), answered("c1", "c0", "lead"), answered("c2", "c1", "cannot", organisation=OURS))[0].led_since


def test_a_sitting_that_moves_ahead_of_its_day_is_one_and_its_lead_is_asked_for_anew():
    (one,) = of(was_set(), answered("c1", "c0", "lead"), changed("c2", "c1", "moved", LATER))
    assert (one.local, one.led_since) == (LATER, None)


@pytest.mark.parametrize(
    ("at", "results", "days"),
    [
        (AFTER_FIRST, (), [FIRST, LATER]),
        (MORNING, (), [LATER]),
        (AFTER_FIRST, (NOT_HELD,), [FIRST, LATER]),
        (AFTER_FIRST, (OBSERVED,), [FIRST, LATER]),
    ],
    ids=["after its day", "before its day", "it did not take place", "it was observed"],
)
def test_an_adjourned_hearing_keeps_the_day_that_came(at, results, days):
    told = [resulted("c1", "c0", what) for what in results]
    moved = changed("c2", "c1" if told else "c0", "adjourned", LATER, at=at)
    assert [one.local for one in of(was_set(), *told, moved)] == days


def test_a_cancelled_hearing_is_no_sitting_and_one_without_a_day_is_none_either():
    assert of(was_set(), changed("c1", "c0", "cancelled", "")) == ()
    assert of(was_set(), changed("c1", "c0", "adjourned", "")) == ()


def test_it_was_observed_when_anybody_could_and_answers_come_together():
    entries = (
        resulted("c1", "c0", OBSERVED, {"open_court": "no"}),
        resulted("c2", "c1", REFUSED, {"interpreted": "yes"}),
    )
    (one,) = of(was_set(), *entries)
    assert (one.result, one.answers) == (OBSERVED, {"open_court": "no", "interpreted": "yes"})


def test_a_closing_finds_the_day_that_it_closes_also_when_the_court_has_moved_on():
    entries = (resulted("c1", "c0", OBSERVED), changed("c2", "c1", "adjourned", LATER, at=AFTER_FIRST))
    known = of(was_set(), *entries, closed("c3", "c2"))
    assert [(one.local, one.is_closed) for one in known] == [(FIRST, True), (LATER, False)]


def test_only_whose_case_it_is_moves_or_closes():
    foreign = (changed("c1", "c0", "moved", LATER, organisation=THEIRS), closed("c2", "c1", organisation=THEIRS))
    (one,) = of(was_set(), *foreign)
    assert (one.local, one.is_closed) == (FIRST, False)


def test_the_card_carries_what_was_folded_and_a_case_without_hearings_nothing():
    entries = (was_set(), resulted("c1", "c0", REFUSED, {"open_court": "no"}), closed("c2", "c1"))
    facts = attendance_facts(entries)
    assert attendances_from(facts["hearings"]) == attendances(entries, is_shared=False)
    assert attendance_facts([an_entry("note", text="A line.")]) == {}
