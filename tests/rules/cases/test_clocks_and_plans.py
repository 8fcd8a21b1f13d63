"""What starts a clock in a case: a reprisal's plan, a mark, a threat, a hearing; and the advice that marks bring."""

import tomllib
from datetime import UTC, datetime, timedelta

import pytest

from safeconduct.cases.advice import advice_for, source_in_words
from safeconduct.cases.case_clock import case_clocks, clock_facts, clock_from
from safeconduct.cases.case_mark import case_marks, due_of, refusal_to_changing_mark, refusal_to_marking
from safeconduct.cases.coded_list import coded_list, group_of
from safeconduct.cases.incident import Detention, Hearing
from safeconduct.cases.incident_date import IncidentDate
from safeconduct.cases.reprisal import refusal_to_taking_step, reprisal_plans
from safeconduct.cases.suggesting.word_list import FOLDER
from tests.builders import MORNING, an_entry
from tests.rules.cases.test_incident import A, an_incident, told

HOUR = timedelta(hours=1)


def taken(step, state="done", text="", seq=9, incident=A):
    return an_entry("reprisal_step", seq=seq, scope="decisions", incident=incident, step=step, state=state, text=text)


def marked(mark="refoulement", due=MORNING + HOUR, seq=1):
    return an_entry("mark_set", seq=seq, scope="decisions", mark=mark, text="He says so.", due=due.isoformat())


def changed(kind, mark="refoulement", seq=2):
    return an_entry(kind, seq=seq, scope="decisions", mark=mark, text="Called both.")


def test_a_reprisal_starts_its_plan_and_the_hours_run_from_the_mark():
    (plan,) = reprisal_plans([told(an_incident(reprisal_for="mission"))])
    assert {step.value for step in plan.steps} == {row.value for row in coded_list("reprisal_steps")}
    assert plan.next_due == MORNING + 4 * HOUR


def test_an_incident_that_is_no_reprisal_has_no_plan():
    assert reprisal_plans([told(an_incident())]) == ()


def test_a_mark_that_comes_with_a_correction_starts_the_hours_then_and_a_second_correction_leaves_them():
    entries = [
        told(an_incident(), at=MORNING),
        told(an_incident(reprisal_for="un"), kind="incident_corrected", seq=2, at=MORNING + 10 * HOUR),
        told(an_incident(reprisal_for="un"), kind="incident_corrected", seq=3, at=MORNING + 20 * HOUR),
    ]
    assert reprisal_plans(entries)[0].next_due == MORNING + 14 * HOUR


def test_steps_that_are_taken_or_left_out_run_no_more():
    steps = [row.value for row in coded_list("reprisal_steps")]
    entries = [told(an_incident(reprisal_for="mission")), *(taken(step) for step in steps[:-1])]
    assert reprisal_plans(entries)[0].next_due == MORNING + 72 * HOUR
    assert reprisal_plans([*entries, taken(steps[-1], "not_needed", "Alone there.")])[0].next_due is None


@pytest.mark.parametrize(
    ("step", "state", "text", "can_be"),
    [
        ("told_head", "done", "", True),
        ("told_head", "not_needed", "", False),
        ("told_head", "not_needed", "She is the head.", True),
        ("told_the_press", "done", "", False),
        ("paused_contact", "done", "", False),
    ],
    ids=["done", "left out without a reason", "left out with one", "no such step", "taken already"],
)
def test_a_step_is_written_down_once_and_leaving_it_out_needs_a_reason(step, state, text, can_be):
    plans = reprisal_plans([told(an_incident(reprisal_for="mission")), taken("paused_contact")])
    assert (refusal_to_taking_step(plans, A, step, state, text) is None) == can_be


def test_the_known_hour_counts_before_the_hours_of_the_list():
    flight = MORNING + 5 * HOUR
    assert due_of("refoulement", None, at=MORNING) == MORNING + HOUR
    assert due_of("refoulement", flight, at=MORNING) == flight


def test_a_mark_stands_until_it_is_lifted_and_its_clock_until_it_is_handled():
    assert case_marks([marked()])[0].due == MORNING + HOUR
    assert case_marks([marked(), changed("mark_handled")])[0].due is None
    assert case_marks([marked(), changed("mark_lifted")]) == ()
    assert [mark.value for mark in case_marks([marked(), changed("mark_lifted", "dual_nationality")])] == [
        "refoulement"
    ]


def test_a_mark_set_again_runs_anew():
    again = marked(due=MORNING + 9 * HOUR, seq=3)
    assert case_marks([marked(), changed("mark_handled"), again])[0].due == MORNING + 9 * HOUR


def test_a_mark_says_how_it_is_known_and_its_hour_lies_ahead():
    assert refusal_to_marking(" ", None, at=MORNING) and refusal_to_marking("He says so.", MORNING, at=MORNING)
    assert refusal_to_marking("He says so.", MORNING + HOUR, at=MORNING) is None
    assert refusal_to_marking("He says so.", MORNING + 366 * 24 * HOUR, at=MORNING)


def test_only_a_mark_that_stands_is_changed_and_never_without_a_word():
    stands = case_marks([marked()])
    assert refusal_to_changing_mark(stands, "dual_nationality", "Wrong.")
    assert refusal_to_changing_mark(stands, "refoulement", "")
    assert refusal_to_changing_mark(stands, "refoulement", "Called both.") is None


@pytest.mark.parametrize("mark", [row.value for row in coded_list("case_marks")])
def test_every_mark_brings_its_advice(mark):
    assert len(advice_for(mark)) >= 3


ADVICE_LISTS = ("reprisal_steps", *(f"advice_{row.value}" for row in coded_list("case_marks")))


@pytest.mark.parametrize(
    "source", sorted({row.source for name in ADVICE_LISTS for row in coded_list(name) if row.source})
)
def test_what_advice_rests_on_is_in_the_guidance(source):
    assert source_in_words(source)


def test_what_the_guidance_doubts_is_doubted_beside_the_advice():
    assert any("Unverified" in line.rests_on for line in advice_for("refoulement"))


def test_every_clock_is_on_the_card_soonest_first_and_without_a_word():
    held = Detention(
        "police", IncidentDate(), "barracks", "", "", "", "", Hearing("2026-03-09", "09:30", "Africa/Nairobi")
    )
    entries = [
        told(an_incident(detention=held, follow_up_on="2026-03-20", reprisal_for="un")),
        marked(seq=2),
    ]
    facts = clock_facts(entries)
    assert [what for what, _ in facts] == ["refoulement", "reprisal", "hearing", "threat"]
    assert clock_from(facts[2]).due == datetime(2026, 3, 9, 6, 30, tzinfo=UTC)
    assert [clock_from(fact) for fact in facts] == list(case_clocks(entries))


EIGHT = {  # as R021 lists them
    *("harassment", "intimidation", "torture_ill_treatment", "undue_restriction", "judicial_harassment"),
    *("arbitrary_detention", "killing", "enforced_disappearance"),
}
GROUPS = {"killing", "kidnapping", "disappearance", "detention", "torture", "other", ""}


def test_the_eight_kinds_of_violation_are_acts_and_acts_fall_into_the_groups_of_the_indicator():
    acts = {row.value: row.group for row in coded_list("acts")}
    assert set(acts) >= EIGHT and set(acts.values()) == GROUPS


def test_every_kind_that_is_suggested_is_an_act_that_can_be_recorded():
    # A reprisal is a mark on an incident, whatever the act was.
    suggested = tomllib.loads((FOLDER / "codes.toml").read_text(encoding="utf-8"))["violation_types"]
    assert set(suggested) - {"reprisal"} <= {row.value for row in coded_list("acts")}


def test_perpetrators_are_told_apart_by_whether_they_are_the_state():
    assert {group_of("perpetrators", row.value) for row in coded_list("perpetrators")} == {
        *("state", "state_linked", "other", "unknown")
    }
