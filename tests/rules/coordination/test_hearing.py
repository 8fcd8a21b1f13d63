"""A hearing's history: the same in whatever order it is read, and only what can be is written."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.coordination.hearing import (
    ADJOURNED,
    BACKUP,
    CANCELLED,
    CANNOT,
    CLOSED,
    LEAD,
    MOVED,
    NOT_HELD,
    OBSERVED,
    OPENED,
    REFUSED,
    SET,
    Hearing,
    hearings,
    refusal_to_answering,
    refusal_to_changing,
    refusal_to_result,
)
from safeconduct.coordination.sitting import refusal_to_setting
from tests.builders import MORNING, an_entry, by_member
from tests.coordinating import COURT_CLOCK, a_sitting

OURS, THEIRS = "0a" * 16, "0b" * 16


def written(kind, change, after="", *, organisation=OURS, office="Harbour Desk", at=MORNING, **data):
    office_of = {"organisation": organisation, "office": office}
    entry = an_entry(kind, at=at, scope="share", hearing="h1", change=change, after=after, **office_of, **data)
    return by_member(entry)


def was_set(**changes):
    return written("hearing_set", "c0", marking="TLP:AMBER", **a_sitting(**changes).as_data())


def moved(change, after, day, *, organisation=OURS, what=MOVED, at=MORNING):
    local = f"2026-03-{day:02}T14:00" if day else ""
    data = {"what": what, "local": local, "zone": "Africa/Nairobi", "why": "The clerk said so."}
    return written("hearing_changed", change, after, organisation=organisation, at=at, **data)


def answered(change, after, role, *, organisation=THEIRS, office="Lighthouse Network"):
    return written("hearing_answered", change, after, organisation=organisation, office=office, role=role)


def resulted(change, after, what=OBSERVED, **data):
    told = {"what": what, "how": "", "instead": "", "words": "Three of us sat in.", **data}
    return written("hearing_result", change, after, organisation=THEIRS, office="Lighthouse Network", **told)


def one(*entries) -> Hearing:
    (hearing,) = hearings(entries)
    return hearing


def a_hearing(**changes) -> Hearing:
    return replace(one(was_set()), **changes)


# Folding


def test_a_hearing_that_moves_keeps_every_day_that_it_had():
    hearing = one(was_set(), moved("c1", "c0", 20), moved("c2", "c1", 24))
    assert [line.what for line in hearing.history] == [SET, MOVED, MOVED]
    assert [line.local.day for line in hearing.history] == [16, 20, 24]
    assert hearing.sitting.day == date(2026, 3, 24)


def test_who_said_yes_to_one_day_is_asked_again_for_another():
    before = (was_set(), answered("c1", "c0", LEAD))
    assert one(*before).office_that(LEAD) == "Lighthouse Network"
    assert one(*before, moved("c2", "c1", 20)).answers == {}


def test_an_adjourned_hearing_may_wait_for_its_day():
    hearing = one(was_set(), moved("c1", "c0", None, what=ADJOURNED))
    assert (hearing.state, hearing.sitting.local, hearing.sitting.starts) == (ADJOURNED, None, None)
    assert hearing.is_ahead(MORNING + timedelta(days=300))


def test_closed_to_observers_is_a_state_and_keeps_the_day():
    hearing = one(was_set(), moved("c1", "c0", None, what=CLOSED))
    assert (hearing.state, hearing.sitting.local) == (CLOSED, COURT_CLOCK)


def test_only_whose_hearing_it_is_moves_it():
    assert one(was_set(), moved("c1", "c0", 20, organisation=THEIRS)).sitting.local == COURT_CLOCK


def test_the_newest_answer_of_each_organisation_counts():
    hearing = one(was_set(), answered("c1", "c0", LEAD), answered("c2", "c1", CANNOT))
    assert (hearing.office_that(LEAD), hearing.answer_of(THEIRS)) == ("", CANNOT)


def test_refused_access_is_a_result_with_how_and_what_instead():
    hearing = one(was_set(), resulted("c1", "c0", REFUSED, how="at_the_door", instead="outside"))
    (result,) = hearing.results
    assert (result.what, result.how, result.instead) == (REFUSED, "at_the_door", "outside")
    assert hearing.number_of_sittings == 1


def test_a_result_is_of_the_day_that_stood_when_it_was_written():
    observed = (was_set(), resulted("c1", "c0"))
    assert one(*observed).newest_result.what == OBSERVED
    adjourned = one(*observed, moved("c2", "c1", 24, what=ADJOURNED))
    assert (adjourned.newest_result, len(adjourned.results)) == (None, 1)


def test_the_court_is_to_know_so_many_days_before():
    assert a_sitting().notice_by == date(2026, 3, 11)
    assert a_sitting(access="open").notice_by is None


def test_the_next_comes_first_at_its_own_clock():
    later = an_entry(
        "hearing_set",
        hearing="h2",
        change="d0",
        after="",
        organisation=OURS,
        office="Harbour Desk",
        **a_sitting(zone="America/Lima").as_data(),
    )
    assert [hearing.ref for hearing in hearings([later, was_set()])] == ["h1", "h2"]


CHANGES = st.lists(st.sampled_from(["move", "adjourn", "close", "open", "answer", "result"]), max_size=8)


def told(changes):
    entries, last = [was_set()], "c0"
    for number, change in enumerate(changes, start=1):
        ref = f"c{number}"
        made = {
            "move": moved(ref, last, 17 + number),
            "adjourn": moved(ref, last, None, what=ADJOURNED),
            "close": moved(ref, last, None, what=CLOSED),
            "open": moved(ref, last, None, what=OPENED),
            "answer": answered(ref, last, (LEAD, BACKUP, CANNOT)[number % 3]),
            "result": resulted(ref, last),
        }
        entries.append(made[change])
        last = ref
    return entries


@given(CHANGES, st.randoms(use_true_random=False))
def test_the_history_is_the_same_in_whatever_order_entries_of_one_minute_arrive(changes, chance: random.Random):
    in_order = told(changes)
    mixed = list(in_order)
    chance.shuffle(mixed)
    arrived = [replace(entry, seq=seq) for seq, entry in enumerate(mixed, start=1)]
    assert hearings(arrived) == hearings(in_order)


@given(CHANGES, st.integers(1, 8), st.randoms(use_true_random=False))
def test_an_erased_change_leaves_the_others_and_their_order(changes, number, chance: random.Random):
    left = [entry for entry in told(changes) if entry.data["change"] != f"c{number}"]
    mixed = list(left)
    chance.shuffle(mixed)
    assert hearings(mixed) == hearings(left)
    (hearing,) = hearings(left)
    assert len(hearing.history) == 1 + sum(entry.kind == "hearing_changed" for entry in left)


# Bad input


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"court": " "}, "court is missing"),
        ({"city": ""}, "city is missing"),
        ({"zone": "Europe/Atlantis"}, "no such time zone"),
        ({"zone": "../../etc/passwd"}, "no such time zone"),
        ({"zone": ""}, "no such time zone"),
        ({"zone": "Europe"}, "no such time zone"),
        ({"local": None}, "day or the hour is missing"),
        ({"local": datetime.fromisoformat("2026-03-04T12:00")}, "in the past at the court"),
        ({"local": datetime.fromisoformat("2036-03-04T12:00")}, "three years"),
        ({"local": datetime.fromisoformat("2026-03-29T02:30"), "zone": "Europe/Brussels"}, "does not exist"),
    ],
    ids=[
        "no court",
        "no city",
        "no such zone",
        "a path",
        "no zone",
        "a folder",
        "no hour",
        "past",
        "far",
        "skipped hour",
    ],
)
def test_what_no_court_can_do_is_said(changes, why):
    refusal = refusal_to_setting(a_sitting(**changes), at=MORNING)
    assert refusal is not None and why in refusal.sentence


def test_the_clock_of_the_court_decides_what_is_past():
    """09:30 UTC is half past noon in Nairobi and half past four in the morning in Lima."""
    noon = datetime.fromisoformat("2026-03-04T12:00")
    assert refusal_to_setting(a_sitting(local=noon), at=MORNING)
    assert refusal_to_setting(a_sitting(local=noon, zone="America/Lima"), at=MORNING) is None


def test_an_hour_that_comes_twice_is_an_hour():
    twice = a_sitting(local=datetime.fromisoformat("2026-10-25T02:30"), zone="Europe/Brussels")
    assert refusal_to_setting(twice, at=MORNING) is None


@pytest.mark.parametrize(
    ("what", "local", "why", "said"),
    [
        ("", None, "Told.", "what changes"),
        (MOVED, None, "Told.", "day or the hour is missing"),
        (MOVED, COURT_CLOCK, "Told.", "stand already"),
        (MOVED, datetime.fromisoformat("2026-03-20T14:00"), " ", "how you know"),
        (MOVED, datetime.fromisoformat("2026-03-01T14:00"), "Told.", "in the past"),
        (ADJOURNED, datetime.fromisoformat("2026-03-01T14:00"), "Told.", "in the past"),
    ],
)
def test_a_change_that_says_nothing_is_refused(what, local, why, said):
    refusal = refusal_to_changing(a_hearing(), what, local, "Africa/Nairobi", why, at=MORNING)
    assert refusal is not None and said in refusal.sentence


def test_what_was_cancelled_does_not_change_and_closing_twice_is_once():
    cancelled, closed = a_hearing(state=CANCELLED), a_hearing(state=CLOSED)
    assert refusal_to_changing(cancelled, MOVED, datetime.fromisoformat("2026-03-20T14:00"), "UTC", "Told.", at=MORNING)
    assert refusal_to_changing(closed, CLOSED, None, "UTC", "Told.", at=MORNING)
    assert refusal_to_changing(closed, OPENED, None, "UTC", "Told.", at=MORNING) is None
    assert refusal_to_changing(a_hearing(), ADJOURNED, None, "UTC", "Told.", at=MORNING) is None


def test_two_do_not_take_the_lead_and_many_may_back_up():
    hearing = a_hearing(answers={THEIRS: ("Lighthouse Network", LEAD)})
    refusal = refusal_to_answering(hearing, LEAD, own=OURS, at=MORNING)
    assert refusal is not None and "Lighthouse Network takes the lead already" in refusal.sentence
    assert refusal_to_answering(hearing, BACKUP, own=OURS, at=MORNING) is None
    assert refusal_to_answering(hearing, LEAD, own=THEIRS, at=MORNING)
    assert refusal_to_answering(hearing, "chair", own=OURS, at=MORNING)
    assert refusal_to_answering(a_hearing(), LEAD, own=OURS, at=MORNING + timedelta(days=30))


def test_a_result_comes_after_the_hearing_and_a_refusal_says_how_and_what_instead():
    after = MORNING + timedelta(days=13)
    assert refusal_to_result(a_hearing(), OBSERVED, "", "", at=MORNING)
    assert refusal_to_result(a_hearing(), OBSERVED, "", "", at=after) is None
    assert refusal_to_result(a_hearing(), "", "", "", at=after)
    # It may be refused in writing, before.
    assert refusal_to_result(a_hearing(), REFUSED, "in_writing", "letter", at=MORNING) is None
    assert "how access was refused" in refusal_to_result(a_hearing(), REFUSED, "", "letter", at=after).sentence
    assert "another way" in refusal_to_result(a_hearing(), REFUSED, "no_seat", "", at=after).sentence
    assert refusal_to_result(a_hearing(), NOT_HELD, "", "", at=after) is None
