"""One decision as it was recorded, with its author: the wish, the steps, both sides, the benchmarks, objections, hurdles."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import Step
from safeconduct.cases.benchmark import LIST
from safeconduct.cases.coded_list import coded_list, label_of
from safeconduct.cases.decision import Consideration, Decision, Hurdle, decisions
from safeconduct.cases.desk import casework
from safeconduct.guidance.register import action_kinds
from safeconduct.vocabulary.refusal import the_one
from safeconduct.web.staff.case.benchmark_fields import ANSWER_WORDS
from safeconduct.web.staff.case.decision_forms import LEVELS, VISIBILITIES
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members

Row = dict[str, Any]


@require_safe
@for_members
def record(request: HttpRequest, keyring: Keyring, ref: str, decision: str) -> HttpResponse:
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    every = decisions(case.written)
    found = the_one(every, decision)
    context = {
        **case_frame(case, keyring, "Decision", _author(found)),
        "capital_address": "" if found.is_no_action else reverse("staff:capital", args=[ref, decision]),
        "is_emergency": found.in_emergency,
        "is_publicity_alone": found.is_publicity_alone,
        "reasons": _facts(
            {
                "The person’s wish": found.wish,
                "Where the plan does otherwise": found.departs,
                "Speaks for it": found.benefit,
                "Speaks against it": found.harm,
                "Conflict of interest": found.conflict_words or ("None" if found.conflict == "none" else ""),
                "Agreed": found.agreed,
                "Looked at again": date_format(found.review_on, "j F Y") if found.review_on else "",
            }
        ),
        "steps": [_step(step, ref) for step in found.steps],
        "benchmarks": _benchmarks(found),
        "considerations": [_consideration(one) for one in found.considerations],
        "hurdles": [_hurdle(one) for one in found.hurdles],
        "objections": [_objection(one) for one in reversed(every) if one.objected.strip()],
    }
    return render(request, "staff/case/decision.html", context)


def _author(decision: Decision) -> str:
    day = date_format(timezone.localtime(decision.at), "j F Y, H:i")
    return f"Recorded on {day} by {decision.post_name}. Nothing here is changed; a later decision stands beside it."


def _facts(facts: dict[str, str]) -> list[Row]:
    return [{"label": label, "text": text} for label, text in facts.items() if text.strip()]


def _step(step: Step, ref: str) -> Row:
    words = (VISIBILITIES.get(step.visibility, step.visibility), LEVELS.get(step.level, step.level))
    return {
        "name": action_kinds()[step.kind].name,
        "address": reverse("staff:step", args=[ref, step.ref]),
        "text": ". ".join([*(str(word) for word in words), step.aim]),
    }


def _benchmarks(decision: Decision) -> list[Row]:
    """In the order of the list; only what was answered then."""
    return [
        {"label": row.label, "text": ANSWER_WORDS[decision.benchmarks[row.value]]}
        for row in coded_list(LIST)
        if row.value in decision.benchmarks
    ]


def _consideration(one: Consideration) -> Row:
    parts = {"Risk": one.risk, "Known from": one.source, "Mitigation": one.mitigation}
    return {"label": label_of("considerations", one.kind), "text": one.says, "facts": _facts(parts)}


def _hurdle(one: Hurdle) -> Row:
    parts = {"Proof": one.proof or "None yet", "Way round": one.way_round or "None yet"}
    return {"label": "", "text": one.says, "facts": _facts(parts)}


def _objection(one: Decision) -> Row:
    """Of every decision of this case, the newest first: what comes again is seen to come again."""
    day = date_format(timezone.localtime(one.at), "j F Y")
    return {"label": day, "text": one.objected, "facts": _facts({"Answered": one.answered})}
