"""A relocation is ready only with safe travel, and it never hides what the person's own state owes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.relocation import (
    AWAY,
    ENDED,
    PLANNED,
    READY,
    Relocation,
    refusal_to_keeping_plan,
    relocation,
)
from tests.builders import MORNING, an_entry

TODAY = MORNING.date()
PLAN = Relocation(
    reasons="They wait at her house.",
    travel_before="By day, with two others; the phone stays.",
    travel_arrival="The host meets the train and calls us the same evening.",
    papers="Passport until 2029, no ban on leaving.",
    host="A host city, vetted in spring.",
    family="Her sister comes along.",
    next="Back after the trial; else the second host.",
    state_duty="The complaint at the police of 2 March; the lawyer follows it.",
    ends_on=TODAY + timedelta(days=60),
    state=READY,
)


@pytest.mark.parametrize(
    "changes, begins",
    [
        pytest.param({}, None, id="whole"),
        pytest.param({"travel_before": ""}, "There is no plan for safe travel before", id="no safe travel"),
        pytest.param({"travel_arrival": " "}, "There is no plan for the arrival", id="nobody meets them"),
        pytest.param({"papers": ""}, "The papers are not settled", id="no papers"),
        pytest.param({"host": ""}, "There is no host", id="no host"),
        pytest.param({"family": ""}, "It is not said what becomes of the family", id="family not asked about"),
        pytest.param({"next": ""}, "It is not said who or what is next", id="nothing after it"),
        pytest.param({"state_duty": ""}, "It is not said what their own state owes", id="the state let off"),
        pytest.param({"ends_on": None}, "The last day of the stay", id="no end"),
        pytest.param({"ends_on": TODAY - timedelta(days=1)}, "The last day of the stay", id="an end that passed"),
        pytest.param(
            {"travel_before": "", "host": " ", "ends_on": None},
            "A plan is not ready without safe travel before leaving, a host and a last day of the stay.",
            id="several at once",
        ),
        pytest.param({"accompanied_by": "Two volunteers"}, "Somebody goes along without conditions", id="company"),
        pytest.param({"accompanied_by": "Two volunteers", "conditions": "By day only."}, None, id="with conditions"),
        pytest.param({"state": "soon"}, "It is not said how far", id="a state that is none"),
    ],
)
def test_a_plan_is_ready_when_every_part_of_it_is(changes, begins):
    refusal = refusal_to_keeping_plan(replace(PLAN, **changes), None, on=TODAY)
    assert refusal.sentence.startswith(begins) if begins else refusal is None


@pytest.mark.parametrize(
    "before, is_refused",
    [
        pytest.param(None, True, id="no plan before"),
        pytest.param(PLANNED, True, id="planned, never ready"),
        pytest.param(READY, False, id="ready"),
        pytest.param(AWAY, False, id="away already, the plan changes"),
        pytest.param(ENDED, True, id="ended before"),
    ],
)
def test_nobody_leaves_on_a_plan_that_was_not_ready(before, is_refused):
    earlier = replace(PLAN, state=before) if before else None
    assert bool(refusal_to_keeping_plan(replace(PLAN, state=AWAY), earlier, on=TODAY)) is is_refused


@pytest.mark.parametrize("state, is_refused", [(READY, False), (AWAY, True), (ENDED, False)])
def test_the_state_s_duty_stays_open_while_the_person_is_away(state, is_refused):
    earlier = replace(PLAN, state=AWAY)
    closing = replace(PLAN, state=state, state_duty_met=True)
    assert bool(refusal_to_keeping_plan(closing, earlier, on=TODAY)) is is_refused


@pytest.mark.parametrize("state, days, is_overdue", [(AWAY, 60, False), (AWAY, 61, True), (ENDED, 61, False)])
def test_a_stay_whose_last_day_passed_is_overdue(state, days, is_overdue):
    assert replace(PLAN, state=state).is_overdue(on=TODAY + timedelta(days=days)) is is_overdue


def test_a_plan_half_written_is_kept_as_planned():
    assert refusal_to_keeping_plan(Relocation(reasons="They wait at her house."), None, on=TODAY) is None
    assert refusal_to_keeping_plan(Relocation(), None, on=TODAY) is not None


def test_the_newest_plan_stands_and_an_erased_one_changes_nothing():
    first = an_entry("relocation_planned", **replace(PLAN, state=PLANNED, ends_on=None).as_data())
    second = an_entry("relocation_planned", seq=2, **PLAN.as_data())
    assert relocation([first, second]) == PLAN
    assert relocation([second]) == PLAN
    assert relocation([]) is None
