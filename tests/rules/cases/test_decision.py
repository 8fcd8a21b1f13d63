"""What a decision must hold before it is recorded: reasons that are specific, whether something is done or nothing."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.action import Emergency, actions, refusal_by_consent
from safeconduct.cases.decision import Consideration, Hurdle, decisions, still_open, unproved_hurdles
from safeconduct.guidance.register import action_kinds
from tests.builders import MORNING, an_entry, by_member
from tests.rules.cases.protecting import (
    ANSWERED,
    SPECIFIC,
    TODAY,
    a_decision,
    a_risk,
    a_step,
    a_weighing,
    an_answer,
    consents,
    decided,
)

KINDS = action_kinds()
QUIET = an_answer("raise_private_unnamed")
ALOUD = an_answer("publish_unnamed")
STANDS = Emergency("e1", "Men are at the door.", "m1", MORNING, confirmed_at=MORNING)


def open_points(decision, *answers, risk=a_risk(), declared=None):  # noqa: B008 the value is frozen
    given_answers = answers or (QUIET, ALOUD)
    found = still_open(decision, KINDS, consents=consents(*given_answers), risk=risk, declared=declared, at=MORNING)
    return [refusal.sentence for refusal in found]


def test_a_plan_may_join_private_and_public_steps():
    public = a_step("PUB-02", "publish_unnamed", visibility="public")
    assert open_points(a_decision(a_step(), public)) == []


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({"wish": " "}, "The person’s wish is not written."),
        ({"benefit": ""}, "Facts are written on one side only."),
        ({"harm": ""}, "Facts are written on one side only."),
        ({"conflict": ""}, "Conflict of interest is not answered."),
        ({"conflict": "declared"}, "A conflict of interest is declared without words."),
        ({"considerations": (Consideration("do_no_harm", "It may harm."),)}, "“Do no harm” and relations"),
        ({"considerations": (Consideration("relations", "They would mind.", risk="A visa ban"),)}, "“Do no harm”"),
    ],
    ids=[
        "no wish",
        "no benefit",
        "no harm",
        "conflict not answered",
        "conflict without words",
        "do no harm, vaguely",
        "relations without source and mitigation",
    ],
)
def test_a_decision_is_not_recorded_while_something_is_open(changes, begins):
    (point,) = open_points(a_decision(a_step(), **changes))
    assert point.startswith(begins)


def test_a_specific_consideration_and_one_of_another_kind_block_nothing():
    considerations = (SPECIFIC, Consideration("staff", "Two are away."))
    assert open_points(a_decision(a_step(), considerations=considerations)) == []


@pytest.mark.parametrize(
    ("considerations", "review_on", "is_refused"),
    [
        ((SPECIFIC,), TODAY + timedelta(days=14), False),
        ((), TODAY + timedelta(days=14), True),
        ((Consideration("relations", "They would mind."),), TODAY + timedelta(days=14), True),
        ((SPECIFIC,), None, True),
        ((SPECIFIC,), TODAY - timedelta(days=1), True),
    ],
    ids=["specific, looked at again", "no reason", "vague", "no day", "a day that has passed"],
)
def test_to_do_nothing_needs_reasons_as_specific_as_to_act(considerations, review_on, is_refused):
    assert bool(open_points(a_decision(considerations=considerations, review_on=review_on))) is is_refused


def test_to_do_nothing_needs_a_current_risk_too_or_an_emergency():
    nothing = a_decision(considerations=(SPECIFIC,), review_on=TODAY)
    assert open_points(nothing, risk=None) == [
        "There is no current risk assessment. Doing nothing needs one as much as a step does."
    ]
    assert open_points(nothing, risk=None, declared=STANDS) == []


@pytest.mark.parametrize(
    ("step", "ends"),
    [
        (a_step(aim=" "), "No aim is written. Say in a sentence what this step is to bring about."),
        (a_step(weighing=a_weighing(harm_if_not="")), "or that none is known and who was asked."),
        (
            a_step("PUB-02", "publish_unnamed", visibility="public", weighing=a_weighing(mitigation="")),
            "write what it is.",
        ),
    ],
    ids=["no aim", "harm of doing nothing", "publicity without mitigation"],
)
def test_each_step_has_its_aim_and_is_weighed_both_ways(step, ends):
    (point,) = open_points(a_decision(step))
    assert point.startswith(f"{KINDS[step.kind].name}: ") and point.endswith(ends)


def test_all_that_is_open_is_said_at_once_and_each_only_once():
    points = open_points(a_decision(a_step(aim=""), a_step(aim=""), wish="", conflict=""))
    assert len(points) == 3


def test_a_decision_is_read_as_it_was_written():
    decision = a_decision(
        a_step(on=TODAY, persons=("brother",)),
        considerations=(SPECIFIC,),
        hurdles=(Hurdle("No car", "The log", "The consulate’s", TODAY), Hurdle("No money")),
        unlike={"d9": "He wanted no visit."},
        review_on=TODAY,
    )
    (found,) = decisions([decided(decision)])
    assert replace(found, at=None, post_name="") == decision
    assert [hurdle.says for hurdle in unproved_hurdles([found])] == ["No money"]


WORDS = ("yes", "no", "ask_first")
PURPOSES = sorted({purpose for kind in KINDS.values() for group in kind.consents for purpose in group} - {"none"})


@st.composite
def plans(draw):
    kind = draw(st.sampled_from(sorted(KINDS)))
    purposes = tuple(draw(st.sampled_from(sorted(group))) for group in KINDS[kind].consents)
    persons = tuple(draw(st.lists(st.sampled_from(("brother", "driver")), unique=True, max_size=2)))
    visibility = draw(st.sampled_from(KINDS[kind].visibility))
    recipient = draw(st.sampled_from(("", "Ministry")))
    return a_step(kind, *(purposes or ("none",)), persons=persons, visibility=visibility, recipient=recipient)


answers_given = st.lists(
    st.builds(
        an_answer,
        st.sampled_from(PURPOSES),
        st.sampled_from(WORDS),
        recipient=st.sampled_from(("", "Ministry")),
        person=st.sampled_from(("", "brother")),
    ),
    max_size=30,
)


@given(step=plans(), answers=answers_given, risk=st.sampled_from((None, a_risk())), in_emergency=st.booleans())
def test_nothing_is_decided_beyond_its_consent_or_without_a_current_risk_or_a_logged_emergency(
    step, answers, risk, in_emergency
):
    found = consents(*answers)
    declared = STANDS if in_emergency else None
    if still_open(a_decision(step), KINDS, consents=found, risk=risk, declared=declared, at=MORNING):
        return
    (action,) = actions([decided(a_decision(step))])
    assert risk is not None or in_emergency
    assert refusal_by_consent(action.step, KINDS[step.kind], consents=found) is None
    for group in KINDS[step.kind].consents:
        chosen = set(group) & set(step.purposes)
        assert chosen
        for purpose in chosen - {"none"}:
            for person in ("", *step.persons):
                answer = found.answer(purpose, recipient=step.recipient, person=person)
                assert answer and answer.word == "yes"


@given(step=plans(), word=st.sampled_from(("no", "ask_first")))
def test_whatever_the_emergency_a_no_keeps_a_step_from_being_decided(step, word):
    asked = {purpose for group in KINDS[step.kind].consents for purpose in group} - {"none"}
    answers = [an_answer(purpose, word) for purpose in asked]
    points = still_open(
        a_decision(step), KINDS, consents=consents(*answers), risk=a_risk(), declared=STANDS, at=MORNING
    )
    rests_on_an_answer = any(set(step.purposes) & set(group) - {"none"} for group in KINDS[step.kind].consents)
    assert bool(points) is rests_on_an_answer


# Private or public

PUBLIC = a_step("PUB-02", "publish_unnamed", visibility="public")


def test_nothing_public_is_decided_before_every_benchmark_is_answered_and_a_quiet_plan_needs_none():
    without = {**ANSWERED, "reprisals": ""}
    (point,) = open_points(a_decision(PUBLIC, benchmarks=without))
    assert point == (
        "Private or public: “What protects against reprisals is in place” is not answered. Choose yes, no or not known."
    )
    assert open_points(a_decision(a_step(), benchmarks={})) == []
    assert open_points(a_decision(PUBLIC, benchmarks={}), declared=STANDS) == []


def test_a_public_step_without_mitigation_against_reprisals_is_not_decided():
    bare = a_step("PUB-02", "publish_unnamed", visibility="public", weighing=a_weighing(mitigation=" "))
    (point,) = open_points(a_decision(bare))
    assert point.endswith("write what it is.")
    assert open_points(a_decision(a_step(weighing=a_weighing(mitigation="None known; asked the relay.")))) == []


@pytest.mark.parametrize(
    ("visibilities", "is_alone"),
    [((), False), (("public",), True), (("public", "public"), True), (("private", "public"), False)],
    ids=["nothing", "one statement", "two statements", "a word in private beside it"],
)
def test_a_plan_that_trusts_in_publicity_alone_is_known(visibilities, is_alone):
    steps = [a_step("PUB-02" if one == "public" else "DIP-01", visibility=one) for one in visibilities]
    assert a_decision(*steps).is_publicity_alone is is_alone


# Objections, and what stands in for a joint step


def test_an_objection_has_its_answer_beside_it():
    (point,) = open_points(a_decision(a_step(), objected="The trade desk: not before the summit."))
    assert point.startswith("Somebody objected and no answer stands beside it.")
    answered = a_decision(a_step(), objected="The trade desk: not before the summit.", answered="The hearing is first.")
    assert open_points(answered) == []
    assert decisions([decided(answered)])[0].answered == "The hearing is first."


def test_what_stands_in_for_a_joint_step_has_a_day_to_try_together_again():
    (point,) = open_points(a_decision(a_step(substitute_for="joint")))
    assert "Choose the day on which acting together is tried again." in point
    assert open_points(a_decision(a_step(substitute_for="joint", joint_again_on=TODAY))) == []


def test_a_joint_step_keeps_each_that_owns_it():
    data = json.loads(json.dumps(a_decision(a_step("DIP-03", owners=("Norlund", "Estermark"))).as_data()))
    (found,) = decisions([by_member(an_entry("decided", scope="decisions", **data))])
    assert found.steps[0].owners == ("Norlund", "Estermark")


def test_a_decision_from_before_there_were_benchmarks_is_read_on():
    data = a_decision(a_step()).as_data()
    for name in ("benchmarks", "answered"):
        data.pop(name)
    for name in ("owners", "joint_again_on"):
        data["steps"][0].pop(name)
    entry = by_member(an_entry("decided", scope="decisions", **data))
    (found,) = decisions([entry])
    assert (found.benchmarks, found.answered, found.steps[0].owners, found.steps[0].joint_again_on) == (
        {},
        "",
        (),
        None,
    )
