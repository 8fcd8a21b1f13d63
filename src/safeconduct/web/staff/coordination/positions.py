"""Joint positions of a group, and one of them: who contributed, what was agreed or blocked, what each one does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import positions as desk
from safeconduct.coordination.group import Group
from safeconduct.coordination.joint_position import (
    AGREED,
    BLOCKED,
    JOINT,
    JointPosition,
    acts_in_order,
    joint_positions,
)
from safeconduct.reports.agenda_words import day
from safeconduct.vocabulary.place_name import country_name
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.coordination import position_forms
from safeconduct.web.staff.door import for_members, frame


@dataclass(frozen=True)
class _Asked:
    group: str
    position: str
    keyring: Keyring
    today: date
    at: datetime


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def positions(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Seeks a new one by posting."""
    now = timezone.now()
    form = position_forms.SeekForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            ref = desk.seek(group, typed["title"], typed["marking"], keyring, at=now)
            return HttpResponseRedirect(reverse("staff:group_position", args=[group, ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    one = belonging.open_group(group, keyring, at=now)
    known = joint_positions(one.written)
    context = {
        **frame(keyring, "groups"),
        "title": "Joint positions",
        "sentence": _sentence(known),
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "rows": [_position_row(each, one.group) for each in reversed(known)],
        "part": {"form": form, "button": "Seek this position"},
    }
    return render(request, "staff/coordination/positions.html", context)


def _sentence(known: tuple[JointPosition, ...]) -> str:
    agreed, blocked = sum(one.state == AGREED for one in known), sum(one.state == BLOCKED for one in known)
    if not known:
        return "No joint position was sought here yet."
    return f"{len(known)} sought in all: {agreed} agreed, {blocked} blocked."


def _state(one: JointPosition) -> tuple[str, str]:
    return {AGREED: ("done", "Agreed"), BLOCKED: ("bar", "Blocked")}.get(one.state, ("ring", "Sought"))


def _position_row(one: JointPosition, group: Group) -> dict[str, Any]:
    shape, word = _state(one)
    silent = one.silent(group)
    echo = f"Not echoed by {', '.join(silent)}." if silent else "Everybody echoed it."
    return {
        "state_shape": shape,
        "state_word": word,
        "codename": one.title,
        "address": reverse("staff:group_position", args=[group.ref, one.ref]),
        "sentence": "",
        "reason": f"{one.marking}; sought by {one.office}. {echo if one.state == AGREED else ''}".strip(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def position(request: HttpRequest, keyring: Keyring, group: str, position: str) -> HttpResponse:
    """Adds to it, as the pressed button says."""
    now, go = timezone.now(), request.POST.get("go", "")
    asked = _Asked(group, position, keyring, timezone.localdate(now), now)
    opened = belonging.open_group(group, keyring, at=now)
    stands = desk.position_of(opened, position)
    made = _forms(opened.group, request.POST if request.method == "POST" else None, go)
    if request.method == "POST":
        if go == "done":
            desk.act_done(group, position, request.POST.get("act", ""), keyring, at=now)
            return HttpResponseRedirect(request.path + "#acts")
        form = made.get(go)
        try:
            if form is not None and form.is_valid():
                _DOES[go](asked, form)
                return HttpResponseRedirect(request.path)
        except Refused as refused:
            made[go].add_error(None, str(refused))
    return _page(request, keyring, stands, opened.group, made)


def _forms(group: Group, posted: Any, go: str) -> dict[str, forms.Form]:
    def given(name: str) -> Any:
        return posted if go == name else None

    return {
        "contributed": position_forms.ContributionForm(group, given("contributed")),
        "agreed": position_forms.AgreedForm(given("agreed")),
        "blocked": position_forms.BlockedForm(given("blocked")),
        "division": position_forms.DivisionForm(given("division")),
        "act": position_forms.ActForm(group, given("act")),
        "echo": position_forms.EchoForm(group, given("echo")),
    }


def _contributed(asked: _Asked, form: Any) -> None:
    typed = form.cleaned_data
    desk.contribute(asked.group, asked.position, typed["office"], typed["words"], asked.keyring, at=asked.at)


def _agreed(asked: _Asked, form: Any) -> None:
    text = form.cleaned_data["text"]
    desk.agree(asked.group, asked.position, text, asked.keyring, today=asked.today, at=asked.at)


def _blocked(asked: _Asked, form: Any) -> None:
    typed = form.cleaned_data
    said = (typed["reason"], typed["blocked"], typed["fallback"])
    desk.record_block(asked.group, asked.position, *said, asked.keyring, at=asked.at)


def _division(asked: _Asked, form: Any) -> None:
    typed = form.cleaned_data
    said = (typed["state"], typed["on"], typed["words"], typed["response"])
    desk.note_division(asked.group, asked.position, *said, asked.keyring, today=asked.today, at=asked.at)


def _act(asked: _Asked, form: Any) -> None:
    desk.plan_act(asked.group, asked.position, form.plan(), asked.keyring, today=asked.today, at=asked.at)


def _echo(asked: _Asked, form: Any) -> None:
    typed = form.cleaned_data
    said = (typed["office"], typed["on"], typed["where"])
    desk.note_echo(asked.group, asked.position, *said, asked.keyring, today=asked.today, at=asked.at)


_DOES: dict[str, Callable[[_Asked, Any], None]] = {
    "contributed": _contributed,
    "agreed": _agreed,
    "blocked": _blocked,
    "division": _division,
    "act": _act,
    "echo": _echo,
}


def _page(
    request: HttpRequest, keyring: Keyring, one: JointPosition, group: Group, made: dict[str, forms.Form]
) -> HttpResponse:
    shape, word = _state(one)
    is_agreed = one.state == AGREED
    context = {
        **frame(keyring, "groups"),
        "title": one.title,
        "sentence": f"Sought by {one.office}. {one.marking}.",
        "back": {"text": "Joint positions", "address": reverse("staff:group_positions", args=[group.ref])},
        "state": {"shape": shape, "word": word},
        "text": one.text,
        "agreed_on": day(one.agreed_on) if one.agreed_on else "",
        "papers": [
            {"text": form.upper(), "address": reverse("staff:position_paper", args=[group.ref, one.ref, form])}
            for form in ("docx", "pdf")
        ]
        if is_agreed
        else [],
        "contributions": one.contributions,
        "contributed": {"form": made["contributed"], "button": "Add to the list", "go": "contributed"},
        "agreed": None if is_agreed else {"form": made["agreed"], "button": "This is agreed", "go": "agreed"},
        "blocks": [
            {"reason": label_of("blocked_by", block.reason), "blocked": block.blocked, "fallback": block.fallback}
            for block in one.blocks
        ],
        "blocked": None if is_agreed else {"form": made["blocked"], "button": "Record it", "go": "blocked"},
        "divisions": [
            {"state": country_name(tried.state), "day": day(tried.on), "words": tried.words, "response": tried.response}
            for tried in one.divisions
        ],
        "division": {"form": made["division"], "button": "Record the attempt", "go": "division"},
        "acts": [
            {
                "ref": act.ref,
                "shape": "done" if act.is_done else "ring",
                "word": "Done" if act.is_done else "Planned",
                "who": "All together" if act.kind == JOINT else act.office,
                "when": day(act.on),
                "role": label_of("act_roles", act.role),
                "text": act.words,
                "is_done": act.is_done,
            }
            for act in acts_in_order(one)
        ],
        "act": {"form": made["act"], "button": "Plan this act", "go": "act"},
        "echoes": [_echo_row(seat.office, one) for seat in group.seats] if is_agreed else [],
        "echo": {"form": made["echo"], "button": "Note the echo", "go": "echo"} if is_agreed else None,
    }
    return render(request, "staff/coordination/position.html", context)


def _echo_row(office: str, one: JointPosition) -> dict[str, str]:
    heard = [f"{echo.where}, {day(echo.on)}" for echo in one.echoes if echo.office == office]
    shape, word = ("done", "Echoed") if heard else ("gap", "Not yet")
    return {"shape": shape, "word": word, "office": office, "text": "; ".join(heard)}
