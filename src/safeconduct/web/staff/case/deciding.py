"""Deciding what is done: the ladder, then the plan with its reasons; an emergency that two members declare."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import refusal_to_confirming_emergency
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.closed_way import ClosedWay, closed_in, closed_ways
from safeconduct.cases.decision import is_publicity_alone
from safeconduct.cases.desk import casework, comparing, deciding
from safeconduct.cases.ladder import ASK, LEVEL_CLOSED, OPEN, Option, Rung, ladder, narrowed
from safeconduct.cases.like_case import treatment_code
from safeconduct.cases.risk import newest_risk
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.guidance.register import action_kinds
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case import like_wording
from safeconduct.web.staff.case.attention_rows import attention_rows
from safeconduct.web.staff.case.decision_forms import (
    CHANNELS,
    CONSIDERED,
    HURDLES,
    LEVELS,
    ROWS,
    WEIGHED,
    DecisionForm,
    Narrow,
    StepForm,
)
from safeconduct.web.staff.case.page import case_frame, country_of_case
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.forms import EmergencyReason

RUNG_WORDS = {"private": "Private", "seen": "Seen, not spoken", "public": "Public"}
LIKE_SHOWN = 3
SHAPES = {OPEN: ("done", "Open"), LEVEL_CLOSED: ("gap", "Closed in this country"), ASK: ("half", "Ask first")}


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
        plan = [] if go == "nothing" else chosen
        form, steps = DecisionForm(initial=_hurdles_known(case, plan)), [_step_form(kind, case) for kind in plan]
        return _plan_page(request, case, keyring, form, steps, _compared(case, keyring, steps), [])
    return _ladder_page(request, case, keyring, nothing_chosen=go == "plan")


def _record(request: HttpRequest, case: CaseFile, keyring: Keyring, chosen: list[ActionKind]) -> HttpResponse:
    form = DecisionForm(request.POST)
    steps = [_step_form(kind, case, request.POST) for kind in chosen]
    are_whole = [form.is_valid(), *(step.is_valid() for step in steps)]
    if not all(are_whole[1:]) or form.errors.keys() - {"review_on"}:
        return _plan_page(request, case, keyring, form, steps, _compared(case, keyring, steps), [])
    # Without a day the plan is looked through all the same, so that all that is missing is said at once.
    now, day = timezone.now(), form.cleaned_data.get("review_on")
    planned = tuple(step.step(new_ref(), review_on=day or now.date()) for step in steps)
    decision, unlike, refused = form.decision(new_ref(), planned), form.cleaned_data["unlike"], ""
    if day:
        try:
            deciding.decide(case.ref, decision, keyring, unlike=unlike, at=now)
            return HttpResponseRedirect(reverse("staff:dossier", args=[case.ref]) + "#plan")
        except Refused as error:
            refused = str(error)
    compared = _compared(case, keyring, steps)
    found = deciding.what_is_open(case, decision, compared.difference, unlike=unlike, at=now)
    points = [refusal.sentence for refusal in found] or [refused] * bool(refused)
    return _plan_page(request, case, keyring, form, steps, compared, points)


def _compared(case: CaseFile, keyring: Keyring, steps: list[StepForm]) -> comparing.Compared:
    """With the treatments that the page shows: what was chosen, or what a new form offers first."""
    now = timezone.now()
    planned = frozenset(treatment_code(step.kind.id, step.shown_visibility) for step in steps)
    return comparing.compared(case, comparing.decided_cases(keyring, at=now), planned, at=now)


def _step_form(kind: ActionKind, case: CaseFile, *typed: Any) -> StepForm:
    consents = deciding.standing(case, at=timezone.now()).consents
    return StepForm(kind, *typed, persons=_persons(case), consents=consents, closed={one.way for one in _closed(case)})


def _closed(case: CaseFile) -> tuple[ClosedWay, ...]:
    """The ways that are closed in the country of the case, as the operator's file has them now."""
    return closed_in(country_of_case(case), closed_ways(settings.SAFECONDUCT_CLOSED_WAYS))


def _hurdles_known(case: CaseFile, plan: list[ActionKind]) -> dict[str, str]:
    """A level that is closed is a hurdle of each plan that goes there: it stands in the form, with its source."""
    levels = {level for kind in plan for level in kind.level}
    known = [one for one in _closed(case) if one.is_level and one.way in levels]
    return {
        name: text
        for row, one in enumerate(known[:ROWS])
        for name, text in ((f"hurdle_{row}", f"{LEVELS[one.way]}: {one.says}"), (f"proof_{row}", one.source))
    }


def _closed_row(one: ClosedWay) -> dict[str, str]:
    since = date_format(one.since, "j F Y")
    return {
        "word": str(LEVELS[one.way] if one.is_level else CHANNELS[one.way]),
        "text": one.says,
        "from": f"Since {since}. Noted by {one.noted_by}. Source: {one.source}.",
    }


def _ways_left(closed: tuple[ClosedWay, ...]) -> str:
    """What is open beside it, in words."""
    shut = {one.way for one in closed}
    left = [str(word) for value, word in {**LEVELS, **CHANNELS}.items() if value not in ("", "any", *shut)]
    return f"Open beside it: {'; '.join(left)}." if closed else ""


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
    standing, closed = deciding.standing(case, at=now), _closed(case)
    narrow = Narrow(request.POST if request.POST.get("go") == "narrow" else None)
    rungs = ladder(action_kinds(), standing.consents, closed={one.way for one in closed})
    context = {
        **case_frame(
            case,
            keyring,
            "Decide what to do",
            "One plan may join private and public steps. A step that may not be taken stays on the page, with the reason.",
        ),
        "risk": (line := _risk_line(case, standing)),
        "risk_first": _risk_first(line),
        "rungs": [_rung(rung) for rung in narrowed(rungs, **narrow.wanted)],
        "narrow": narrow,
        "attention": attention_rows(country_of_case(case), at=now),
        "closed": [_closed_row(one) for one in closed],
        "ways_left": _ways_left(closed),
        "error": "No step is chosen. Tick at least one, or choose to do nothing." if nothing_chosen else "",
        "emergency": _emergency(case, standing, keyring, emergency_form),
        "not_yet": deciding.refusal_before_acceptance(case),
        "consent_address": reverse("staff:consent", args=[case.ref]),
        "risk_address": reverse("staff:risk", args=[case.ref]),
    }
    return render(request, "staff/case/ladder.html", context)


def _rung(rung: Rung) -> dict[str, Any]:
    """What is open or may be asked about stands first; what is not open stands folded under it, with its reasons."""
    shut = [_row(option) for option in rung.options if option.state not in SHAPES]
    return {
        "title": RUNG_WORDS[rung.name],
        "near": [_row(option) for option in rung.options if option.state in SHAPES],
        "shut": shut,
        "shut_line": "One is not open, and why" if len(shut) == 1 else f"{len(shut)} are not open, and why",
    }


def _row(option: Option) -> dict[str, Any]:
    shape, word = SHAPES.get(option.state, ("bar", "Not open"))
    return {
        "kind": option.kind.id,
        "name": option.kind.name,
        "is_open": option.is_allowed,
        "shape": shape,
        "word": word,
        "why": option.refusal.sentence if option.refusal else f"{_only_at(option)} {_only_for(option)}".strip(),
        "instead": f"Open instead: {'; '.join(option.instead)}." if option.instead else "",
        "risks": "; ".join(option.kind.risks),
    }


def _only_at(option: Option) -> str:
    """Where some levels of a step are closed and others are open."""
    if option.state != OPEN or set(option.levels) == set(option.kind.level):
        return ""
    return f"Now only: {', '.join(str(LEVELS[one]).lower() for one in option.levels)}."


def _only_for(option: Option) -> str:
    return f"The yes is for these alone: {', '.join(option.only_for)}." if option.only_for else ""


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


def _risk_first(line: dict[str, str]) -> str:
    """Before somebody writes a plan that could not be decided."""
    if line["shape"] not in ("gap", "late"):
        return ""
    return f"{line['word']}. A plan can be decided and kept only with a current one: assess the risk first."


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
    closed = _closed(case) if steps else ()
    title = "Decide on the plan" if steps else "Decide to do nothing for now"
    sentence = "" if steps else "This needs reasons as specific as a step does, and a day to look at it again."
    parts = _parts(form)
    context = {
        **case_frame(case, keyring, title, sentence),
        "form": form,
        "parts": parts,
        "considerations_open": not steps or _is_begun(parts["considerations"]),
        "hurdles_open": bool(closed) or _is_begun(parts["hurdles"]),
        "steps": [_step_part(step) for step in steps],
        "closed": [_closed_row(one) for one in closed],
        "ways_left": _ways_left(closed),
        "open_points": open_points,
        "wrong": [one for one in (form, *steps) if one.errors],
        "address": reverse("staff:decide", args=[case.ref]),
        "risk": (line := _risk_line(case, deciding.standing(case, at=timezone.now()))),
        "risk_first": _risk_first(line),
        "risk_address": reverse("staff:risk", args=[case.ref]),
        "wishes": [entry.data["text"] for entry in reversed(case.written) if entry.kind == "word"][:2],
        "need_words": case.story.get("need_words", ""),
        "is_publicity_alone": is_publicity_alone(step.shown_visibility for step in steps),
        "attention": attention_rows(country_of_case(case), at=timezone.now()),
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


def _is_begun(rows: list[Any]) -> bool:
    return any(field.value() or field.errors for row in rows for field in row)


def _parts(form: DecisionForm) -> dict[str, list[Any]]:
    """The fields of the decision by section of the page; considerations and hurdles by row."""
    return {
        "wish": [form["wish"], form["departs"]],
        "reasons": [form["benefit"], form["harm"]],
        "considerations": [[form[f"{name}_{row}"] for name in ("consideration", *CONSIDERED)] for row in range(ROWS)],
        "hurdles": [[form[f"{name}_{row}"] for name in HURDLES] for row in range(ROWS)],
        "people": [form[name] for name in ("agreed", "objected", "answered", "conflict", "conflict_words")],
        "benchmarks": [form[name] for name in form.fields if name.startswith("benchmark_")],
        "review": [form["review_on"]],
        "unlike": [form["unlike"]],
    }
