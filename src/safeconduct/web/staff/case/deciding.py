"""Deciding what is done: the ladder, then the plan with its reasons; an emergency that two members declare."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import refusal_to_confirming_emergency
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework, comparing, deciding
from safeconduct.cases.ladder import ASK, OPEN, Option, Rung, ladder
from safeconduct.cases.like_case import treatment_code
from safeconduct.cases.risk import newest_risk
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.guidance.register import action_kinds
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case import like_wording
from safeconduct.web.staff.case.decision_forms import CONSIDERED, HURDLES, ROWS, WEIGHED, DecisionForm, StepForm
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.forms import EmergencyReason

RUNG_WORDS = {"private": "Private", "seen": "Seen, not spoken", "public": "Public"}
LIKE_SHOWN = 3
SHAPES = {OPEN: ("done", "Open"), ASK: ("half", "Ask first")}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def decide(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """The ladder; with steps chosen, or nothing to be done, the plan; with the plan filled in, the record."""
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    kinds = action_kinds()
    chosen = [kinds[one] for one in dict.fromkeys(request.POST.getlist("kind")) if one in kinds]
    go = request.POST.get("go", "")
    if go == "record":
        return _record(request, case, keyring, chosen)
    if go == "nothing" or (go == "plan" and chosen):
        plan = [_step_form(kind, case) for kind in ([] if go == "nothing" else chosen)]
        compared = _compared(case, keyring, plan)
        return _plan_page(request, case, keyring, DecisionForm(), plan, compared, [])
    return _ladder_page(request, case, keyring, nothing_chosen=go == "plan")


def _record(request: HttpRequest, case: CaseFile, keyring: Keyring, chosen: list[ActionKind]) -> HttpResponse:
    form = DecisionForm(request.POST)
    steps = [_step_form(kind, case, request.POST) for kind in chosen]
    if not all([form.is_valid(), *(step.is_valid() for step in steps)]):
        return _plan_page(request, case, keyring, form, steps, _compared(case, keyring, steps), [])
    planned = tuple(step.step(new_ref(), review_on=form.cleaned_data["review_on"]) for step in steps)
    decision, unlike, now = form.decision(new_ref(), planned), form.cleaned_data["unlike"], timezone.now()
    try:
        deciding.decide(case.ref, decision, keyring, unlike=unlike, at=now)
        return HttpResponseRedirect(reverse("staff:dossier", args=[case.ref]) + "#plan")
    except Refused as refused:
        compared = _compared(case, keyring, steps)
        found = deciding.what_is_open(case, decision, compared.difference, unlike=unlike, at=now)
        points = [refusal.sentence for refusal in found] or [str(refused)]
    return _plan_page(request, case, keyring, form, steps, compared, points)


def _compared(case: CaseFile, keyring: Keyring, steps: list[StepForm]) -> comparing.Compared:
    """With the treatments that the page shows: what was chosen, or what a new form offers first."""
    now = timezone.now()
    planned = frozenset(treatment_code(step.kind.id, step.shown_visibility) for step in steps)
    return comparing.compared(case, comparing.decided_cases(keyring, at=now), planned, at=now)


def _step_form(kind: ActionKind, case: CaseFile, *typed: Any) -> StepForm:
    return StepForm(kind, *typed, persons=_persons(case))


def _persons(case: CaseFile) -> dict[str, str]:
    """Who may be named beside the defender: by label, never by name."""
    return {entry.data["ref"]: entry.data["label"] for entry in case.written if entry.kind == "person_added"}


@require_POST
@for_members
def emergency(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = EmergencyReason(request.POST, prefix="emergency")
    now = timezone.now()
    try:
        if request.POST.get("go") == "confirm":
            deciding.confirm_emergency(ref, keyring, at=now)
        else:
            form.is_valid()
            deciding.declare_emergency(ref, form.cleaned_data.get("reason", ""), keyring, at=now)
    except Refused as refused:
        form.add_error(None, str(refused))
        case, _card = casework.open_case(ref, keyring, at=now)
        return _ladder_page(request, case, keyring, emergency_form=form)
    return HttpResponseRedirect(reverse("staff:decide", args=[ref]))


# The pages


def _ladder_page(
    request: HttpRequest,
    case: CaseFile,
    keyring: Keyring,
    *,
    nothing_chosen: bool = False,
    emergency_form: EmergencyReason | None = None,
) -> HttpResponse:
    now = timezone.now()
    standing = deciding.standing(case, at=now)
    context = {
        **case_frame(
            case,
            keyring,
            "Decide what to do",
            "One plan may join private and public steps. A step that may not be taken stays on the page, with the reason.",
        ),
        "risk": _risk_line(case, standing),
        "rungs": [_rung(rung) for rung in ladder(action_kinds(), standing.consents)],
        "error": "No step is chosen. Tick at least one, or choose to do nothing." if nothing_chosen else "",
        "emergency": _emergency(case, standing, keyring, emergency_form),
        "not_yet": deciding.refusal_before_acceptance(case),
        "consent_address": reverse("staff:consent", args=[case.ref]),
        "risk_address": reverse("staff:risk", args=[case.ref]),
    }
    return render(request, "staff/case/ladder.html", context)


def _rung(rung: Rung) -> dict[str, Any]:
    """What is open or may be asked about stands first; what is not open stands folded under it, with its reasons."""
    shut = [_row(option) for option in rung.options if option.state not in (OPEN, ASK)]
    return {
        "title": RUNG_WORDS[rung.name],
        "near": [_row(option) for option in rung.options if option.state in (OPEN, ASK)],
        "shut": shut,
        "shut_line": "One is not open, and why" if len(shut) == 1 else f"{len(shut)} are not open, and why",
    }


def _row(option: Option) -> dict[str, Any]:
    shape, word = SHAPES.get(option.state, ("bar", "Not open"))
    return {
        "kind": option.kind.id,
        "name": option.kind.name,
        "is_open": option.state == OPEN,
        "shape": shape,
        "word": word,
        "why": option.refusal.sentence if option.refusal else "",
        "instead": f"Open instead: {'; '.join(option.instead)}." if option.instead else "",
        "risks": "; ".join(option.kind.risks),
    }


def _risk_line(case: CaseFile, standing: deciding.Standing) -> dict[str, str]:
    newest = newest_risk(case.written)
    if standing.risk is None and standing.declared and standing.declared.stands(timezone.now()):
        return {"shape": "soon", "word": "Not assessed", "text": "The emergency stands in for it. Assess it soon."}
    if standing.risk:
        until = date_format(standing.risk.review_on, "j F")
        return {
            "shape": "done",
            "word": "Risk is current",
            "text": f"{standing.risk.band.capitalize()}, until {until}.",
        }
    if newest:
        return {"shape": "late", "word": "Risk is out of date", "text": "Its review day has passed. Assess it again."}
    return {"shape": "gap", "word": "No risk assessment", "text": "Nothing can be decided before there is one."}


def _emergency(
    case: CaseFile, standing: deciding.Standing, keyring: Keyring, form: EmergencyReason | None
) -> dict[str, Any]:
    declared, now = standing.declared, timezone.now()
    part = {"address": reverse("staff:emergency", args=[case.ref]), "form": form or EmergencyReason(prefix="emergency")}
    if declared and declared.stands(now):
        until = date_format(timezone.localtime(declared.confirmed_at), "j F, H:i") if declared.confirmed_at else ""
        return {"state": {"shape": "soon", "word": "Emergency"}, "text": f"Two members confirmed it on {until}."}
    if declared and declared.confirmed_at is None:
        refusal = refusal_to_confirming_emergency(declared, member=keyring.member)
        return {
            "state": {"shape": "half", "word": "Waits for a second member"},
            "text": declared.reason,
            "confirm": {**part, "refusal": refusal.sentence if refusal else ""},
        }
    return {"declare": {**part, "button": "Declare an emergency", "go": "declare"}}


def _plan_page(
    request: HttpRequest,
    case: CaseFile,
    keyring: Keyring,
    form: DecisionForm,
    steps: list[StepForm],
    compared: comparing.Compared,
    open_points: list[str],
) -> HttpResponse:
    title = "Decide on the plan" if steps else "Decide to do nothing for now"
    sentence = "" if steps else "This needs reasons as specific as a step does, and a day to look at it again."
    context = {
        **case_frame(case, keyring, title, sentence),
        "form": form,
        "parts": _parts(form),
        "steps": [_step_part(step) for step in steps],
        "open_points": open_points,
        "has_errors": bool(form.errors or any(step.errors for step in steps)),
        "address": reverse("staff:decide", args=[case.ref]),
        "risk": _risk_line(case, deciding.standing(case, at=timezone.now())),
        "wishes": [entry.data["text"] for entry in reversed(case.written) if entry.kind == "word"][:2],
        "need_words": case.story.get("need_words", ""),
        "like": like_wording.shown(compared, at_most=LIKE_SHOWN),
        "like_address": reverse("staff:like_cases", args=[case.ref]),
    }
    return render(request, "staff/case/plan.html", context)


def _step_part(step: StepForm) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "form": step,
        "plain": [step[name] for name in step.fields if name not in WEIGHED],
        "weighed": [step[name] for name in WEIGHED],
    }


def _parts(form: DecisionForm) -> dict[str, list[Any]]:
    """The fields of the decision by section of the page; considerations and hurdles by row."""
    return {
        "wish": [form["wish"], form["departs"]],
        "reasons": [form["benefit"], form["harm"]],
        "considerations": [[form[f"{name}_{row}"] for name in ("consideration", *CONSIDERED)] for row in range(ROWS)],
        "hurdles": [[form[f"{name}_{row}"] for name in HURDLES] for row in range(ROWS)],
        "people": [form[name] for name in ("agreed", "objected", "conflict", "conflict_words")],
        "review": [form["review_on"]],
        "unlike": [form["unlike"]],
    }
