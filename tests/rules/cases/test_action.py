"""May this step be taken: consent first, then a current risk; what an emergency stands in for and what never."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.action import (
    DROPPED,
    NO_CONSENT,
    Emergency,
    actions,
    emergency,
    one_offs,
    refusal_by_consent,
    refusal_to_acting,
    refusal_to_confirming_emergency,
    refusal_to_step,
    stopped,
)
from safeconduct.guidance.register import action_kinds
from tests.builders import MORNING, an_entry, by_member
from tests.rules.cases.protecting import (
    TODAY,
    a_decision,
    a_risk,
    a_step,
    an_answer,
    consents,
    decided,
    taken,
)

KINDS = action_kinds()


def all_met(kind):
    return [one.says for one in KINDS[kind].preconditions]


QUIET = an_answer("raise_private_unnamed")
STANDS = Emergency("e1", "Men are at the door.", "m1", MORNING, confirmed_at=MORNING)


def sentence_of(refusal):
    return refusal.sentence if refusal else None


@pytest.mark.parametrize(
    ("answers", "step", "begins"),
    [
        ([QUIET], a_step(), None),
        ([], a_step(), "There is no consent to “Raise in private, without the name”."),
        ([an_answer("raise_private_unnamed", "no")], a_step(), "The person said no"),
        ([an_answer("raise_private_unnamed", "ask_first")], a_step(), "The person wants to be asked each time"),
        ([QUIET], a_step("DIP-01", "raise_private_named"), "There is no consent to “Raise in private, with the name”."),
        ([QUIET], a_step("DIP-01", "publish_named"), "Nothing is chosen for"),
        ([QUIET], a_step("DIP-09"), "Nothing is chosen for “Speak to a company or lender”."),
        ([QUIET], a_step("DIP-09", "raise_private_unnamed", "share_company"), "There is no consent to “Speak to a c"),
        (
            [QUIET, an_answer("raise_private_unnamed", "no", recipient="Ministry")],
            a_step(recipient="Ministry"),
            "The p",
        ),
        ([QUIET, an_answer("raise_private_unnamed", "no", recipient="Ministry")], a_step(recipient="Governor"), None),
        ([], a_step("DIP-10", NO_CONSENT), None),
        ([], a_step("DIP-10", "publish_named"), "There is no consent"),
        ([an_answer("publish_named")], a_step("NGO-01", "publish_named"), "Nothing is chosen"),
    ],
    ids=[
        "the defender said yes",
        "nobody asked",
        "no",
        "ask me first",
        "yes without the name, the step names",
        "a consent that the kind does not ask for",
        "a company is a question of its own",
        "nobody asked about the company",
        "no to this recipient alone",
        "another recipient than the refused one",
        "names nobody",
        "would name and nobody asked",
        "the picture is a consent of its own",
    ],
)
def test_the_refusal_of_a_step_that_waits_for_a_consent_which_its_kind_needs(answers, step, begins):
    sentence = sentence_of(refusal_by_consent(step, KINDS[step.kind], consents=consents(*answers)))
    assert sentence is None if begins is None else (sentence or "").startswith(begins)


def test_each_person_who_is_named_beside_the_defender_has_an_own_line():
    step = a_step("DIP-04", "raise_private_named", persons=("brother",))
    own = an_answer("raise_private_named")
    assert refusal_by_consent(step, KINDS["DIP-04"], consents=consents(own))
    no = an_answer("raise_private_named", "no", person="brother")
    refusal = refusal_by_consent(step, KINDS["DIP-04"], consents=consents(own, no))
    assert sentence_of(refusal).startswith("Somebody who is named beside the person said no")
    yes = an_answer("raise_private_named", person="brother")
    assert refusal_by_consent(step, KINDS["DIP-04"], consents=consents(own, yes)) is None


@pytest.mark.parametrize(
    ("risk", "declared", "is_refused"),
    [
        (a_risk(), None, False),
        (None, None, True),
        (None, STANDS, False),
        (None, replace(STANDS, confirmed_at=None), True),
        (None, replace(STANDS, confirmed_at=MORNING - timedelta(hours=73)), True),
    ],
    ids=["assessed", "never assessed", "an emergency of two", "an emergency of one", "an emergency of last week"],
)
def test_no_step_without_a_current_risk_or_an_emergency_that_two_declared(risk, declared, is_refused):
    refusal = refusal_to_step(
        a_step(), KINDS["DIP-01"], consents=consents(QUIET), risk=risk, declared=declared, at=MORNING
    )
    assert bool(refusal) is is_refused


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_an_emergency_never_stands_in_for_consent(kind):
    wanted = KINDS[kind].consents
    purposes = [next(iter(sorted(alternatives - {NO_CONSENT}))) for alternatives in wanted]
    step = a_step(kind, *purposes, persons=("brother",))
    refusal = refusal_to_step(step, KINDS[kind], consents=consents(), risk=None, declared=STANDS, at=MORNING)
    assert bool(refusal) is bool(wanted)


def planned(step, **changes):
    return actions([decided(a_decision(step), **changes)])[0]


def refusal_now(action, *, met=(), at=MORNING, declared=None, answers=(QUIET,)):
    return refusal_to_acting(
        action,
        KINDS[action.step.kind],
        consents=consents(*answers),
        risk=a_risk(),
        declared=declared,
        met=frozenset(met),
        at=at,
    )


def test_a_step_waits_until_what_it_needs_is_met():
    met = all_met("DIP-01")
    assert sentence_of(refusal_now(planned(a_step()), met=met[:1])).startswith(f"Not yet met: “{met[1]}”. Record it")
    assert refusal_now(planned(a_step()), met=met) is None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_says_what_to_do_where_a_precondition_is_not_met(kind):
    purposes = [next(iter(alternatives)) for alternatives in KINDS[kind].consents]
    answers = [an_answer(one) for one in purposes if one != NO_CONSENT]
    action = planned(a_step(kind, *(purposes or ["none"])))
    for one in KINDS[kind].preconditions:
        others = [other for other in all_met(kind) if other != one.says]
        sentence = sentence_of(refusal_now(action, met=others, answers=answers))
        assert sentence == f"Not yet met: “{one.says}”. {one.otherwise}"
    assert refusal_now(action, met=all_met(kind), answers=answers) is None


def test_a_public_step_waits_a_day_so_that_others_can_object_but_not_in_an_emergency():
    step = a_step("PUB-02", "publish_unnamed", visibility="public")
    answers, met = [an_answer("publish_unnamed")], all_met("PUB-02")
    soon, later = MORNING + timedelta(hours=23), MORNING + timedelta(hours=24)
    assert "waits a day" in sentence_of(refusal_now(planned(step), met=met, at=soon, answers=answers))
    assert refusal_now(planned(step), met=met, at=later, answers=answers) is None
    assert refusal_now(planned(step), met=met, at=soon, answers=answers, declared=STANDS) is None


def test_a_consent_taken_back_stops_what_was_planned():
    entries = [decided(a_decision(a_step()))]
    assert stopped(entries, KINDS, consents=consents(QUIET)) == ()
    assert [one.ref for one in stopped(entries, KINDS, consents=consents())] == ["s-DIP-01"]
    assert refusal_now(actions(entries)[0], met=all_met("DIP-01"), answers=())


def test_a_step_that_was_taken_or_dropped_is_not_taken_again():
    step = a_step()
    dropped = by_member(an_entry("step_dropped", seq=2, scope="decisions", step=step.ref, reason="She asked."))
    for entry in (taken(step.ref), dropped):
        action = actions([decided(a_decision(step)), entry])[0]
        assert sentence_of(refusal_now(action, met=all_met("DIP-01"))).startswith("This step was taken or")
    assert actions([decided(a_decision(step)), dropped])[0].state == DROPPED


def test_what_becomes_of_a_step_is_read_as_it_was_written():
    step = a_step(recipient="Ministry", persons=("brother",), on=TODAY, channel="meeting")
    action = actions([decided(a_decision(step)), taken(step.ref, result="refused", on="2026-03-20")])[0]
    assert (action.step, action.state, action.on.isoformat()) == (step, "refused", "2026-03-20")
    assert (action.post_name, action.evidence) == ("Human rights officer", "Our note.")


@pytest.mark.parametrize(("member", "is_refused"), [("m2", False), ("m1", True)], ids=["another", "the same"])
def test_an_emergency_needs_a_second_member(member, is_refused):
    declared = by_member(an_entry("emergency_declared", seq=1, scope="decisions", ref="e1", reason="Now."))
    confirmed = by_member(an_entry("emergency_confirmed", seq=2, scope="decisions", emergency="e1"), ref=member)
    assert bool(refusal_to_confirming_emergency(emergency([declared]), member=member)) is is_refused
    assert emergency([declared, confirmed]).stands(MORNING) is not is_refused


def test_only_an_emergency_that_waits_for_a_second_member_is_confirmed():
    assert "No emergency waits" in sentence_of(refusal_to_confirming_emergency(None, member="m2"))
    assert "No emergency waits" in sentence_of(refusal_to_confirming_emergency(STANDS, member="m2"))
    assert refusal_to_confirming_emergency(replace(STANDS, confirmed_at=None), member="m2") is None


def test_an_act_that_nothing_follows_is_listed():
    step, planned = a_step(), a_step(ref="b2" * 16)
    known = actions([decided(a_decision(step, planned)), taken(step.ref)])
    assert [one.ref for one in one_offs(known, frozenset())] == [step.ref]
    assert one_offs(known, frozenset({step.ref})) == ()


def planned_action(kind, purposes, **changes):
    step = a_step(kind, *purposes, **changes)
    return next(iter(actions([decided(a_decision(step))])))


ACCOMPANIED = [an_answer("accompany"), an_answer("location")]


@pytest.mark.parametrize("left_out", ["nothing", *range(len(KINDS["PRE-10"].preconditions))])
def test_nobody_is_accompanied_before_every_condition_is_answered(left_out):
    conditions = [str(getattr(one, "says", one)) for one in KINDS["PRE-10"].preconditions]
    met = frozenset(one for number, one in enumerate(conditions) if number != left_out)
    refusal = refusal_to_acting(
        planned_action("PRE-10", ("accompany", "location")),
        KINDS["PRE-10"],
        consents=consents(*ACCOMPANIED),
        risk=a_risk(),
        declared=None,
        met=met,
        at=MORNING,
    )
    assert (refusal is None) is (left_out == "nothing")
    if refusal:
        assert conditions[left_out] in refusal.sentence


NAMED, PICTURED = an_answer("publish_named"), an_answer("publish_image")
HIS = [an_answer("publish_named", person="brother"), an_answer("publish_image", person="brother")]


@pytest.mark.parametrize(
    ("answers", "persons", "is_refused"),
    [
        ([], (), True),
        ([NAMED], (), True),
        ([NAMED, PICTURED], (), False),
        ([NAMED, an_answer("publish_image", "no")], (), True),
        ([NAMED, PICTURED], ("brother",), True),
        ([NAMED, PICTURED, HIS[0]], ("brother",), True),
        ([NAMED, PICTURED, *HIS], ("brother",), False),
    ],
    ids=[
        "nobody asked",
        "no image",
        "both",
        "no to the image",
        "he was not asked",
        "his image was not",
        "all said yes",
    ],
)
def test_a_meeting_is_made_public_only_with_the_name_and_the_picture_of_each(answers, persons, is_refused):
    step = a_step("PUB-07", "publish_named", "publish_image", visibility="public", persons=persons)
    assert bool(refusal_by_consent(step, KINDS["PUB-07"], consents=consents(*answers))) is is_refused
