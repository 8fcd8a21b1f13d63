"""Small pieces of a case on its way from a wish to a step: answers, a risk, a weighing, steps and decisions."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from safeconduct.cases.action import Step
from safeconduct.cases.benchmark import LIST
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.consent_matrix import Answer, Matrix
from safeconduct.cases.decision import Consideration, Decision
from safeconduct.cases.feedback import SeenEffect
from safeconduct.cases.risk import Risk, Weighing
from safeconduct.dossiers.entry import Entry
from tests.builders import MORNING, an_entry, by_member

TODAY = MORNING.date()
REVIEW = TODAY + timedelta(days=20)
ANSWERED = {value: "yes" for value, _label in choices_of(LIST)}
"""Every question between private and public."""

SPECIFIC = Consideration("do_no_harm", "The police read the list.", "Her cousin was beaten.", "The relay.", "No name.")


def an_answer(purpose: str, word: str = "yes", **changes: Any) -> Answer:
    plain = {"recipient": "", "channel": "", "person": "", "scopes": ("story",), "until": "", "given_by": "self"}
    return Answer(purpose=purpose, word=word, at=MORNING, ref=purpose, **{**plain, **changes})


def consents(*answers: Answer) -> Matrix:
    return Matrix(answers)


def a_risk(**changes: Any) -> Risk:
    whole = {"ref": "r1", "band": "high", "because": "They came twice.", "others": (), "review_on": REVIEW}
    return Risk(**{**whole, "at": MORNING, "post_name": "Human rights officer", "asked_none": True, **changes})


def a_weighing(**changes: Any) -> Weighing:
    sides = ("harm_if_act", "harm_if_not", "to_whom", "public_already", "mitigation", "leverage", "exposure")
    return Weighing(**{**dict.fromkeys(sides, "None known; asked."), "review_on": REVIEW, **changes})


def a_step(kind: str = "DIP-01", *purposes: str, **changes: Any) -> Step:
    whole = {
        "ref": f"s-{kind}",
        "level": "local",
        "by_whom": "Head of Mission",
        "visibility": "private",
        "aim": "The charge is dropped.",
        "weighing": a_weighing(),
    }
    return Step(kind=kind, purposes=purposes or ("raise_private_unnamed",), **{**whole, **changes})


def an_effect(**changes: Any) -> SeenEffect:
    """Of our own view: one step worse, and nobody can tell why."""
    whole = {"scale": -1, "words": "They asked for her again.", "contribution": "cannot_tell", "confidence": "low"}
    return SeenEffect(**{**whole, **changes})


def a_decision(*steps: Step, **changes: Any) -> Decision:
    whole = {
        "ref": "d1",
        "wish": "“Speak to them quietly.”",
        "benefit": "The ministry answered twice this year.",
        "harm": "They asked who told us.",
        "conflict": "none",
        "benchmarks": ANSWERED,
    }
    return Decision(steps=steps, **{**whole, **changes})


def decided(decision: Decision, *, seq: int = 1, **changes: Any) -> Entry:
    return by_member(replace(an_entry("decided", seq=seq, scope="decisions", **decision.as_data()), **changes))


def taken(step: str, *, seq: int = 2, on: str = "", result: str = "done", **changes: Any) -> Entry:
    data = {"result": result, "on": on or TODAY.isoformat(), "evidence": "Our note.", "reply": "", "inputs": {}}
    written = an_entry("step_done", seq=seq, scope="decisions", step=step, contributors=[], met=[], **data)
    return by_member(replace(written, **changes))
