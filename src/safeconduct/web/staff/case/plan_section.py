"""What the case page shows of decisions, steps, duties and of what the defender was told."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.action import Action, actions, stopped
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.decision import decisions
from safeconduct.cases.desk import acting, deciding
from safeconduct.cases.duty import OPEN, Duty, open_duties
from safeconduct.cases.feedback import feedbacks
from safeconduct.guidance.register import action_kinds
from safeconduct.web.staff.case.acting import duty_row, state_of
from safeconduct.web.staff.case.acting_forms import named

DUTIES_SHOWN = 5


def plan_section(case: CaseFile, at: datetime) -> dict[str, Any] | None:
    """None for a request: nothing is decided before it is a case."""
    if case.stage != "case":
        return None
    kinds = action_kinds()
    halted = {one.ref for one in stopped(case.written, kinds, consents=deciding.standing(case, at=at).consents)}
    return {
        "template": "staff/case/plan_section.html",
        "raised": raised_in_words(case, at=at),
        "steps": [_step_row(case, one, is_stopped=one.ref in halted) for one in reversed(actions(case.written))],
        "decisions": [_decision_line(one) for one in reversed(decisions(case.written)[-2:])],
        "decide_address": reverse("staff:decide", args=[case.ref]),
        "draft_address": reverse("staff:draft", args=[case.ref]),
        "like_address": reverse("staff:like_cases", args=[case.ref]),
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


def _decision_line(decision: Any) -> str:
    day = date_format(timezone.localtime(decision.at), "j F")
    what = "Nothing for now" if decision.is_no_action else "Decided"
    again = f", again on {date_format(decision.review_on, 'j F')}" if decision.review_on else ""
    urgent = " in an emergency" if decision.in_emergency else ""
    return f"{what}{urgent} on {day} by {decision.post_name}{again}"


def raised_in_words(case: CaseFile, *, at: datetime) -> str:
    """Whether anyone raised the case: the last act, by whom, the reply, whether the defender was told, what is next.
    Neutral words without a name, to read out or to copy."""
    kinds = action_kinds()
    taken = [one for one in actions(case.written) if one.is_taken and one.on]
    planned = [one for one in actions(case.written) if one.state == "planned"]
    said = []
    if taken:
        last = taken[-1]
        day = date_format(last.on, "j F") if last.on else ""
        _shape, word = state_of(last, is_stopped=False)
        times = "Yes, once." if len(taken) == 1 else f"Yes, {len(taken)} times."
        said.append(
            f"{times} Last: {kinds[last.step.kind].name}, {day}, {last.step.by_whom or last.post_name}: {word.lower()}."
        )
        said.append(f"Reply: {last.reply}" if last.reply else "No reply is recorded.")
        told = [one for one in feedbacks(case.written) if last.ref in one.steps]
        told_on = date_format(timezone.localtime(told[-1].at), "j F") if told else ""
        said.append(f"The person was told on {told_on}." if told else "The person has not been told yet.")
    else:
        said.append("Nobody has yet.")
    if planned:
        following = planned[0]
        day = f", {date_format(following.step.on, 'j F')}" if following.step.on else ""
        said.append(f"Next: {kinds[following.step.kind].name}{day}.")
    return " ".join(said)


def duty_lines(case: CaseFile, *, at: datetime) -> list[dict[str, Any]]:
    """The nearest duties for the side column of the case page."""
    found: tuple[Duty, ...] = open_duties(acting.duties_of(case, at=at)) if case.stage == "case" else ()
    address = reverse("staff:duties", args=[case.ref])
    lines = [_line(duty_row(duty, at=at)) for duty in found[:DUTIES_SHOWN] if duty.state == OPEN]
    more = len(found) - len(lines)
    if lines:
        lines[-1] |= {"verb": f"{more} more" if more > 0 else "All duties", "address": address}
    return lines


def _line(row: dict[str, Any]) -> dict[str, Any]:
    return {"shape": row["shape"], "word": row["word"], "text": f"{row['text']}. {row['post']}"}
