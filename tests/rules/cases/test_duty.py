"""What follows an act: every duty of the catalogue, by its day or its event, held by a post until it ends."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.duty import (
    DONE,
    NO_ACTION,
    OPEN,
    PUBLICITY_CHOICES,
    TELL,
    TRY_TOGETHER,
    WAIVED,
    duties,
    followed,
    open_duties,
    refusal_to_ending,
    refusal_to_opening,
    refusal_to_waiving,
    says_of,
)
from safeconduct.guidance.register import action_kinds
from tests.builders import MORNING, an_entry, by_member
from tests.rules.cases.protecting import TODAY, a_decision, a_step, decided, taken

KINDS = action_kinds()


def entry(kind, *, seq=9, **data):
    return by_member(an_entry(kind, seq=seq, scope="decisions", **data))


def after(kind, *more, band=""):
    step = a_step(kind)
    return duties([decided(a_decision(step)), taken(step.ref), *more], KINDS, band=band)


def says(found):
    return [(duty.says, (duty.due - TODAY).days if duty.due else duty.waits_for) for duty in found]


def test_an_act_opens_what_the_catalogue_says_and_the_duty_to_tell():
    assert says(after("DIP-01")) == [
        ("Record reply and any promise", 2),
        ("Decide, with reason, whether to make the raising public", 5),
        ("Tell defender or family", 5),
        ("Check promise kept", 30),
        (TELL, 5),
    ]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {NO_ACTION}))
def test_every_act_has_all_its_duties_and_each_has_a_post_and_a_day_or_an_event(kind):
    found = after(kind)
    assert {duty.says for duty in found} == {TELL, *(duty.says for duty in KINDS[kind].follow_up)}
    assert all(duty.post and (duty.due or duty.waits_for) and duty.state == OPEN for duty in found)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_code_of_a_duty_says_what_the_duty_says(kind):
    nothing = decided(replace(a_decision(), steps=(), review_on=None))
    found = duties([nothing], KINDS) if kind == NO_ACTION else after(kind)
    assert found and [says_of(duty.code, KINDS) for duty in found] == [duty.says for duty in found]


@pytest.mark.parametrize("code", ["", "XXX-99:0", "PRO-08:99", "PRO-08:", "PRO-08:x"])
def test_a_code_that_the_catalogue_does_not_know_says_nothing(code):
    assert says_of(code, KINDS) == ""


def test_what_must_come_before_opens_with_the_plan_and_nothing_else_does():
    step = a_step("EMG-06")
    found = duties([decided(a_decision(step))], KINDS)
    assert says(found) == [
        ("Safe-travel measures before departure", "the journey"),
        ("Return or extension plan", "the end of the stay"),
    ]


def test_a_duty_counts_from_its_event_and_moves_with_it():
    step = "s-PRE-01"
    heard = {"step": step, "event": "the adjournment"}
    first = entry("event_dated", seq=3, on="2026-04-16", **heard)
    moved = entry("event_dated", seq=4, on="2026-05-02", **heard)
    unknown = entry("event_dated", seq=5, on="", **heard)

    def plan_next(*entries):
        return next(duty for duty in after("PRE-01", *entries) if duty.says == "Plan next hearing")

    assert plan_next().waits_for == "the adjournment"
    assert plan_next(first).due == date(2026, 4, 17)
    assert plan_next(first, moved).due == date(2026, 5, 3)
    assert (plan_next(first, moved, unknown).due, plan_next(first, moved, unknown).waits_for) == (
        None,
        "the adjournment",
    )


def test_where_hours_count_the_hour_is_kept():
    calls = next(duty for duty in after("EMG-15") if duty.says.startswith("Calls"))
    assert calls.hour == MORNING + timedelta(hours=1)
    assert calls.is_late(MORNING + timedelta(minutes=61))
    assert not calls.is_late(MORNING + timedelta(minutes=59))


@pytest.mark.parametrize(("band", "hours"), [("immediate", 1), ("severe", 4), ("", 24)])
def test_in_greater_danger_some_are_due_sooner(band, hours):
    first = next(duty for duty in after("EMG-01", band=band) if duty.says == "First action")
    assert (first.hour or MORNING + timedelta(days=(first.due - TODAY).days)) == MORNING + timedelta(hours=hours)


def test_one_that_comes_again_opens_when_the_last_one_has_ended():
    def weekly(*entries):
        return [duty for duty in after("COM-02", *entries) if duty.says == "Weekly check"]

    assert [(one.ref, one.state) for one in weekly()] == [("s-COM-02:0:0", OPEN)]
    first = entry("duty_done", seq=3, duty="s-COM-02:0:0", note="")
    found = weekly(first)
    assert [(one.state, (one.due - TODAY).days) for one in found] == [(DONE, 7), (OPEN, 14)]


def test_a_duty_is_done_or_waived_with_a_reason_or_passed_to_another_post():
    done = entry("duty_done", duty="s-DIP-01:0:0", note="Written.")
    waived = entry("duty_waived", duty="s-DIP-01:3:0", reason="Nothing was promised.")
    passed = entry("duty_passed", duty="s-DIP-01:1:0", post="p2", post_name="Consul")
    found = {duty.ref: duty for duty in after("DIP-01", done, waived, passed)}
    assert found["s-DIP-01:0:0"].state == DONE
    assert (found["s-DIP-01:3:0"].state, found["s-DIP-01:3:0"].why) == (WAIVED, "Nothing was promised.")
    assert (found["s-DIP-01:1:0"].post, found["s-DIP-01:1:0"].state) == ("p2", OPEN)
    assert refusal_to_ending(found["s-DIP-01:0:0"]) and refusal_to_ending(None)
    assert refusal_to_waiving(found["s-DIP-01:1:0"], " ") and not refusal_to_waiving(found["s-DIP-01:1:0"], "Why.")


def test_telling_the_defender_ends_the_duty_to_tell():
    told = entry("feedback_given", ref="f1", steps=["s-DIP-01"], level="lowest", channel="page", text="Done.")
    assert next(duty for duty in after("DIP-01", told) if duty.ref.endswith(":told")).state == DONE


def test_a_promise_becomes_a_duty_of_its_own():
    promised = entry("duty_opened", ref="x1", step="s-DIP-01", says="Follow the appeal", due="", waits_for="the appeal")
    found = next(duty for duty in after("DIP-01", promised) if duty.ref == "x1")
    assert (found.action, found.waits_for, found.post) == ("s-DIP-01", "the appeal", "p1")


def test_to_do_nothing_has_duties_too():
    found = duties([decided(a_decision(review_on=TODAY))], KINDS)
    assert says(found) == [("Revisit", 14), ("Tell defender if safe", 7)]


def test_the_nearest_comes_first_and_what_waits_comes_last():
    assert [duty.due for duty in open_duties(after("PRE-01"))] == sorted(
        (duty.due for duty in after("PRE-01")), key=lambda due: due or date.max
    )


@given(order=st.permutations(range(3)))
def test_an_erased_entry_takes_nothing_from_what_the_others_say(order):
    more = [
        entry("duty_done", seq=3, duty="s-DIP-01:0:0", note=""),
        entry("duty_waived", seq=4, duty="s-DIP-01:1:0", reason="No."),
        entry("duty_passed", seq=5, duty="s-DIP-01:2:0", post="p2", post_name="Consul"),
    ]
    whole = {duty.ref: duty for duty in after("DIP-01", *more)}
    erased = more[order[0]]
    left = {duty.ref: duty for duty in after("DIP-01", *(one for one in more if one is not erased))}
    assert {ref for ref in whole if whole[ref] != left[ref]} == {erased.data["duty"]}


@pytest.mark.parametrize(
    ("says", "due", "waits_for", "is_refused"),
    [
        ("Call the lawyer", TODAY, "", False),
        ("Call the lawyer", None, "the hearing", False),
        ("Call the lawyer", None, " ", True),
        (" ", TODAY, "", True),
        ("Call the lawyer", TODAY - timedelta(days=1), "", True),
    ],
    ids=["a day", "an event", "neither", "nothing to do", "in the past"],
)
def test_a_duty_has_words_and_a_day_or_an_event(says, due, waits_for, is_refused):
    assert bool(refusal_to_opening(says, due, waits_for, on=TODAY)) is is_refused


def test_a_statement_opens_the_duty_to_ask_for_a_meeting_or_a_visit_with_its_days():
    asked = {duty.says: duty for duty in after("PUB-01")}["Ask for meeting with authorities or visit"]
    assert asked.due and asked.due > TODAY and asked.post == "p1"
    assert "Meeting request" in {duty.says for duty in after("PUB-02")}
    assert duties([decided(a_decision(a_step("PUB-01")))], KINDS) == ()


def test_an_award_opens_checks_on_relatives_and_colleagues():
    checks = {duty.says: duty.due for duty in after("PUB-11")}
    assert checks["Check on relatives and colleagues"] and checks["Daily check"]


def test_a_substitute_opens_the_duty_to_try_together_again_until_it_is_dropped():
    again_on = TODAY + timedelta(days=30)
    step = a_step(substitute_for="joint", joint_again_on=again_on)
    plan = decided(a_decision(step))
    assert [(duty.says, duty.due) for duty in duties([plan], KINDS)] == [(TRY_TOGETHER, again_on)]
    dropped = entry("step_dropped", step=step.ref, reason="She asked us to wait.")
    assert duties([plan, dropped], KINDS) == ()


def test_the_catalogue_has_the_duties_that_end_with_a_choice_between_private_and_public():
    known = {duty.says: duty for kind in KINDS.values() for duty in kind.follow_up}
    assert set(known) >= PUBLICITY_CHOICES
    assert all(max(known[says].due) <= timedelta(days=21) for says in PUBLICITY_CHOICES)
    assert {duty.says for duty in after("DIP-01") if duty.asks_for_publicity} < PUBLICITY_CHOICES


def test_a_choice_that_was_made_stays_readable_with_its_reason():
    done = entry("duty_done", duty="s-DIP-01:1:0", note="She asked for quiet.", choice="private", benchmarks={})
    found = next(duty for duty in after("DIP-01", done) if duty.asks_for_publicity)
    assert (found.state, found.choice, found.why) == (DONE, "private", "She asked for quiet.")


def test_a_follow_up_is_a_duty_besides_telling_that_nobody_waived():
    step = a_step()
    written = [decided(a_decision(step)), taken(step.ref)]
    known = duties(written, KINDS)
    assert followed(known) == {step.ref}
    waived = [entry("duty_waived", duty=one.ref, reason="Not needed.") for one in known if one.says != TELL]
    assert waived and followed(duties([*written, *waived], KINDS)) == frozenset()
    by_hand = entry("duty_opened", ref="d1", says="Call the lawyer", step=step.ref, due="", waits_for="the hearing")
    assert followed(duties([*written, *waived, by_hand], KINDS)) == {step.ref}
