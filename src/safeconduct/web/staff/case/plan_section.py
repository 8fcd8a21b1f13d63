"""What the case page shows of decisions, steps, duties and of what the defender was told."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.action import Action, actions, stopped
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.decision import Decision, decisions
from safeconduct.cases.desk import acting, deciding
from safeconduct.cases.duty import OPEN, Duty, open_duties
from safeconduct.cases.feedback import feedbacks
from safeconduct.cases.raised import raised
from safeconduct.guidance.register import action_kinds
from safeconduct.web.staff.address import address_of
from safeconduct.web.staff.case.acting import duty_row, state_of
from safeconduct.web.staff.case.acting_forms import named
from safeconduct.web.staff.raised_wording import raised_in_words

DUTIES_SHOWN = 5


def plan_section(case: CaseFile, at: datetime) -> dict[str, Any] | None:
    """None for a request: nothing is decided before it is a case."""
    if case.stage != "case":
        return None
    kinds, known = action_kinds(), actions(case.written)
    halted = {one.ref for one in stopped(case.written, kinds, consents=deciding.standing(case, at=at).consents)}
    return {
        "template": "staff/case/plan_section.html",
        "steps": [_step_row(case, one, is_stopped=one.ref in halted) for one in reversed(known)],
        "decisions": [_decision_line(case.ref, one) for one in reversed(decisions(case.written)[-2:])],
        "decide_address": address_of("decide", case.ref),
        "draft_address": address_of("draft", case.ref),
        "press_address": address_of("press_note", case.ref),
        "like_address": address_of("like_cases", case.ref),
    }


def raised_part(case: CaseFile) -> dict[str, str] | None:
    """Whether anybody raised it, in words to copy, and the last reply; None for a request."""
    if case.stage != "case":
        return None
    known = actions(case.written)
    last = [one for one in known if one.is_taken][-1:]
    return {
        "text": raised_in_words(raised(known, feedbacks(case.written))),
        "reply": last[0].reply if last else "",
    }


def _step_row(case: CaseFile, action: Action, *, is_stopped: bool) -> dict[str, str]:
    kind = action_kinds()[action.step.kind]
    shape, word = state_of(action, is_stopped=is_stopped)
    day = action.on or action.step.on
    parts = [date_format(day, "j F") if day else "", action.step.by_whom, action.step.aim]
    return {
        "name": named(action, kind),
        "address": reverse("staff:step", args=[case.ref, action.ref]),
        "shape": shape,
        "word": word,
        "text": " · ".join(part for part in parts if part),
    }


def _decision_line(ref: str, decision: Decision) -> dict[str, str]:
    day = date_format(timezone.localtime(decision.at), "j F")
    what = "Nothing for now" if decision.is_no_action else "Decided"
    again = f", again on {date_format(decision.review_on, 'j F')}" if decision.review_on else ""
    urgent = " in an emergency" if decision.in_emergency else ""
    warning = "Every step is public: add what protects besides attention." if decision.is_publicity_alone else ""
    return {
        "text": f"{what}{urgent} on {day} by {decision.post_name}{again}",
        "address": reverse("staff:decision", args=[ref, decision.ref]),
        "warning": warning,
    }


def duty_lines(case: CaseFile, *, at: datetime) -> list[dict[str, Any]]:
    """The nearest duties for the side column of the case page."""
    found: tuple[Duty, ...] = open_duties(acting.duties_of(case, at=at)) if case.stage == "case" else ()
    address = address_of("duties", case.ref)
    lines = [_line(duty_row(duty, at=at)) for duty in found[:DUTIES_SHOWN] if duty.state == OPEN]
    more = len(found) - len(lines)
    if lines:
        lines[-1] |= {"verb": f"{more} more" if more > 0 else "All duties", "address": address}
    return lines


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {"shape": row["shape"], "word": row["word"], "text": f"{row['text']}. {row['post']}"}
