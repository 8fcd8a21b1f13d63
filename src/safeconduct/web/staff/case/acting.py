"""One step of a plan: record it with what its kind needs, drop it, date what its duties count from, note its effect."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.account import in_words
from safeconduct.cases.action import DROPPED, PLANNED, Action, Step, actions, refusal_by_consent
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.consent_purpose import purpose_named
from safeconduct.cases.desk import acting, casework, deciding, telling
from safeconduct.cases.duty import Duty
from safeconduct.cases.feedback import SeenEffect, effects
from safeconduct.guidance.action_kind import ActionKind, Input
from safeconduct.guidance.commitment import clauses_served
from safeconduct.guidance.register import action_kinds, the_register
from safeconduct.vocabulary.refusal import Refused, the_one
from safeconduct.web.staff.case.acting_forms import SCALE_WORDS, Dated, Dropped, Effect, Taken, events_of, named
from safeconduct.web.staff.case.court_used import seen_on
from safeconduct.web.staff.case.decision_forms import CHANNELS, LEVELS, MODES, VISIBILITIES
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members

Bound = dict[str, Any]
STATES = {PLANNED: ("ring", "Planned"), DROPPED: ("ended", "Dropped")}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def step(request: HttpRequest, keyring: Keyring, ref: str, step: str) -> HttpResponse:
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    action = the_one(actions(case.written), step)
    kind = action_kinds()[action.step.kind]
    bound = _forms(kind, case, request.POST if request.method == "POST" else None, request.POST.get("go", ""))
    if request.method == "POST" and bound["sent"].is_valid():
        try:
            _do(request.POST["go"], bound["sent"], ref, step, keyring)
            return HttpResponseRedirect(reverse("staff:step", args=[ref, step]))
        except Refused as refused:
            bound["sent"].add_error(None, str(refused))
    return _page(request, case, keyring, action, kind, bound)


def _forms(kind: ActionKind, case: CaseFile, typed: Any, go: str) -> Bound:
    files = [(str(number), file.name) for number, file in case.files]
    forms: Bound = {
        "take": Taken(kind, files, typed if go == "take" else None),
        "drop": Dropped(typed if go == "drop" else None, prefix="drop"),
        "date": Dated(events_of(kind), typed if go == "date" else None),
        "effect": Effect(typed if go == "effect" else None, prefix="effect"),
    }
    return {**forms, "sent": forms.get(go) or forms["take"]}


def _do(go: str, form: Any, ref: str, step: str, keyring: Keyring) -> None:
    typed, now = form.cleaned_data, timezone.now()
    if go == "take":
        acting.take(ref, step, form.account(), keyring, at=now)
    elif go == "drop":
        acting.drop(ref, step, typed["reason"], keyring, at=now)
    elif go == "date":
        acting.date_event(ref, step, typed["event"], typed["on"], keyring, at=now)
    else:
        telling.note_effect(ref, step, SeenEffect(**typed), keyring, at=now)


def _page(
    request: HttpRequest, case: CaseFile, keyring: Keyring, action: Action, kind: ActionKind, bound: Bound
) -> HttpResponse:
    now = timezone.now()
    standing = deciding.standing(case, at=now)
    refusal = refusal_by_consent(action.step, kind, consents=standing.consents) if action.state == PLANNED else None
    shape, word = state_of(action, is_stopped=bool(refusal))
    duties = [duty for duty in acting.duties_of(case, at=now) if duty.action == action.ref]
    address = reverse("staff:step", args=[case.ref, action.ref])
    context = {
        **case_frame(case, keyring, named(action, kind)),
        "state": {"shape": shape, "word": word},
        "refusal": refusal.sentence if refusal else "",
        "facts": [*_facts(action, kind), *_from_court(case, action)],
        "duties": [duty_row(duty, at=now) for duty in duties],
        "duties_address": reverse("staff:duties", args=[case.ref]),
        "take": _part(bound["take"], address, "Record it", "take", first=True) if action.state == PLANNED else None,
        "drop": _part(bound["drop"], address, "Drop this step", "drop") if action.state == PLANNED else None,
        "date": _part(bound["date"], address, "Keep the day", "date") if events_of(kind) else None,
        "effect": _part(bound["effect"], address, "Keep our view", "effect") if action.is_taken else None,
        "effects": [_effect_row(one) for one in effects(case.written) if one.step == action.ref],
    }
    return render(request, "staff/case/step.html", context)


def _part(form: Any, address: str, button: str, go: str, *, first: bool = False) -> dict[str, Any]:
    return {"form": form, "address": address, "button": button, "go": go, "first": first}


def state_of(action: Action, *, is_stopped: bool) -> tuple[str, str]:
    if action.state == PLANNED and is_stopped:
        return "bar", "Stopped: no consent now"
    if action.state in STATES:
        return STATES[action.state]
    shape = {"done": "done", "refused": "bar", "failed": "bar"}.get(action.state, "half")
    return shape, label_of("results", action.state)


def _facts(action: Action, kind: ActionKind) -> list[dict[str, str]]:
    step = action.step
    facts = {
        "By whom": step.by_whom,
        "Together with": ", ".join(step.owners),
        "Level": str(LEVELS.get(step.level, step.level)),
        "Seen": str(VISIBILITIES.get(step.visibility, step.visibility)),
        "To whom": step.recipient,
        "Which way": str(CHANNELS.get(step.channel, "")) if step.channel else "",
        "Rests on": ", ".join(_label(one) for one in step.purposes),
        "What for": str(MODES.get(step.mode, step.mode)),
        "Aim": step.aim,
        "Planned for": date_format(step.on, "j F Y") if step.on else "",
        "Stands in": _stands_in(step),
        "Harm if we act": step.weighing.harm_if_act,
        "Harm if we do not": step.weighing.harm_if_not,
        "Against reprisals": step.weighing.mitigation,
        "Taken on": date_format(action.on, "j F Y") if action.on else "",
        "Reply": action.reply,
        **_given(kind.inputs, action.inputs),
        **_given(kind.evidence, action.shown),
        "What shows it": action.evidence,
        "Took part": ", ".join(action.contributors),
        "Asked for in": _clauses(kind),
    }
    return [{"label": label, "text": text} for label, text in facts.items() if text]


def _from_court(case: CaseFile, action: Action) -> list[dict[str, str]]:
    seen = seen_on(case, action.ref)
    return [{"label": "Uses what was seen in court on", "text": seen}] if seen else []


def _clauses(kind: ActionKind) -> str:
    register = the_register()
    served = clauses_served(kind.id, register.commitments, register.instruments)
    return "; ".join(dict.fromkeys(f"{instrument.title}, {one.clause}" for instrument, one in served))


def _stands_in(step: Step) -> str:
    if not step.substitute_for:
        return ""
    again = (
        f"; acting together is tried again on {date_format(step.joint_again_on, 'j F Y')}"
        if step.joint_again_on
        else ""
    )
    return f"For a joint step that is not possible now{again}"


def _given(asked: tuple[Input, ...], given: Mapping[str, str]) -> dict[str, str]:
    """Inputs by their labels; what the catalogue does not ask for any more stands under the name it had."""
    known = {one.name: one for one in asked}
    return {
        known[name].label if name in known else name.capitalize(): in_words(known[name], text)
        if name in known
        else text
        for name, text in given.items()
    }


def _label(purpose: str) -> str:
    return "nobody is named" if purpose == "none" else purpose_named(purpose).label


def _effect_row(effect: Any) -> dict[str, str]:
    who = "The person" if effect.by == "defender" else "We"
    answered = f" The state: {label_of('reactions', effect.reaction).lower()}." if effect.reaction else ""
    part = f" This step: {label_of('contributions', effect.contribution).lower()}" if effect.contribution else ""
    sure = f"; how sure we are: {label_of('confidences', effect.confidence).lower()}." if effect.confidence else ""
    return {
        "who": f"{who}, {date_format(timezone.localtime(effect.at), 'j F')}",
        "word": str(SCALE_WORDS[effect.scale]),
        "text": f"{effect.words}{answered}{part}{sure}",
    }


def duty_row(duty: Duty, *, at: Any) -> dict[str, Any]:
    """A duty as lists show it: state, words, post."""
    if duty.state != "open":
        shape, word = ("done", "Done") if duty.state == "done" else ("ended", "Waived")
    elif duty.is_late(at):
        days = (at.date() - duty.due).days if duty.due else 0
        shape, word = "late", f"Late {days} days" if days > 1 else "Late 1 day" if days == 1 else "Late"
    elif duty.waits_for:
        shape, word = "ring", f"After {duty.waits_for}"
    elif duty.hour:
        shape, word = "soon", f"By {date_format(timezone.localtime(duty.hour), 'j F, H:i')}"
    else:
        near = duty.due is not None and (duty.due - at.date()).days <= 3
        shape, word = "soon" if near else "ring", f"By {date_format(duty.due, 'j F')}"
    return {
        "ref": duty.ref,
        "shape": shape,
        "word": word,
        "text": duty.says,
        "post": duty.post_name,
        "why": duty.why,
        "is_open": duty.state == "open",
    }
