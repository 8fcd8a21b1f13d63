"""Did anyone raise the case: folded from acts and feedback, and carried by a card without a name."""

from dataclasses import replace
from datetime import timedelta

from safeconduct.cases.action import actions
from safeconduct.cases.feedback import feedbacks
from safeconduct.cases.raised import NOTHING_YET, raised, raised_from
from tests.builders import MORNING, an_entry, by_member
from tests.rules.cases.protecting import TODAY, a_decision, a_step, decided, taken

FIRST, SECOND, NEXT = (a_step(ref=ref * 16, recipient="Minister Orlan") for ref in ("a1", "a2", "a3"))
PLAN = decided(a_decision(FIRST, SECOND, NEXT))


def told(*steps, after=timedelta()):
    data = {"ref": "f1", "steps": list(steps), "level": "full", "channel": "page", "text": "We spoke."}
    return by_member(an_entry("feedback_given", seq=7, at=MORNING + after, **data))


def answered(entry, reply):
    return replace(entry, data={**entry.data, "reply": reply})


def of(*entries):
    return raised(actions(entries), feedbacks(entries))


def test_before_anything_is_planned_there_is_nothing():
    assert of() == NOTHING_YET and NOTHING_YET.as_fact() == {} and raised_from({}) == NOTHING_YET


def test_the_last_act_counts_with_its_reply_and_what_is_next():
    one = of(PLAN, taken(FIRST.ref), answered(taken(SECOND.ref, seq=3, result="refused"), "Orlan said no."))
    assert (one.times, one.result, one.on, one.is_replied) == (2, "refused", TODAY, True)
    assert (one.kind, one.post_name, one.next_kind) == (SECOND.kind, "Human rights officer", NEXT.kind)


def test_told_is_when_the_defender_heard_of_the_last_act_not_of_another():
    acts = (PLAN, taken(FIRST.ref), taken(SECOND.ref, seq=3))
    assert of(*acts, told(FIRST.ref)).told is None
    assert of(*acts, told(SECOND.ref, after=timedelta(days=1))).told == MORNING + timedelta(days=1)


def test_a_card_carries_it_whole_and_without_anybody_s_words():
    one = of(PLAN, answered(taken(FIRST.ref), "Orlan said no."), told(FIRST.ref))
    assert raised_from(one.as_fact()) == one
    assert "Orlan" not in str(one.as_fact())
