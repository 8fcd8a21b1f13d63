"""Plans of reprisals and marks with their advice, as the page of the incidents shows them."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from safeconduct.cases.advice import advice_for, source_in_words
from safeconduct.cases.case_mark import CaseMark, case_marks
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.incident import incidents
from safeconduct.cases.reprisal import NOT_NEEDED, PlanStep, ReprisalPlan, reprisal_plans
from safeconduct.dossiers.entry import Entry
from safeconduct.web.staff.case.incident_forms import MarkChange, ReprisalStep
from safeconduct.web.staff.case.incident_wording import in_short, until
from safeconduct.web.staff.wording import moment


def plans(ref: str, written: tuple[Entry, ...], bound: dict[str, Any], *, at: datetime) -> list[dict[str, Any]]:
    by_ref = {one.ref: one for one in incidents(written)}
    return [
        {
            "incident": plan.incident,
            "title": in_short(by_ref[plan.incident]),
            "steps": [_step(plan, step, bound, at=at) for step in plan.steps],
            "address": reverse("staff:reprisal_step", args=[ref, plan.incident]),
        }
        for plan in reprisal_plans(written)
    ]


def _step(plan: ReprisalPlan, step: PlanStep, bound: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    key = f"{plan.incident}-{step.value}"
    if step.state != "open":
        word = "Not needed" if step.state == NOT_NEEDED else "Done"
        state = {"shape": "ended" if step.state == NOT_NEEDED else "done", "word": word}
        return {**state, "label": step.label, "rests_on": step.text, "form": None}
    shape, word = until(step.due, at=at)
    form = bound.get(key) or ReprisalStep(initial={"step": step.value})
    form.auto_id = f"{key}-%s"
    return {"shape": shape, "word": word, "label": step.label, "rests_on": _rests_on(step.source), "form": form}


def _rests_on(source: str) -> str:
    return source_in_words(source) if source else ""


def marks(written: tuple[Entry, ...], bound: dict[str, Any], *, at: datetime) -> list[dict[str, Any]]:
    return [_mark(mark, bound, at=at) for mark in case_marks(written)]


def _mark(mark: CaseMark, bound: dict[str, Any], *, at: datetime) -> dict[str, Any]:
    form = bound.get(f"change-{mark.value}") or MarkChange(initial={"mark": mark.value})
    form.auto_id = f"{mark.value}-%s"
    shape, word = until(mark.due, at=at) if mark.due else ("done", "First steps taken")
    return {
        "shape": shape,
        "word": word,
        "label": label_of("case_marks", mark.value),
        "since": f"Marked {moment(mark.since)}",
        "text": mark.text,
        "runs": mark.due is not None,
        "advice": [vars(line) for line in advice_for(mark.value)],
        "form": form,
    }
