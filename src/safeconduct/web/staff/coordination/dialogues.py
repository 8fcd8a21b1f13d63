"""Dialogues of a group by pair: when each last spoke, how often in a year, and which has been silent for longer than its rhythm."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.desk import belonging, keeping_contact
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.dialogue import PAIRS, Dialogue, Pair, dialogues, is_counted_only, pairs
from safeconduct.coordination.region import regions
from safeconduct.web.staff import doing
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.coordination.region_wording import day, titles
from safeconduct.web.staff.coordination.trip_forms import DialogueForm, RhythmForm
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.wording import duration

SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Write a dialogue down, or with `go=rhythm` set how often a pair is to speak."""
    now, go = timezone.now(), request.POST.get("go", "")
    one = belonging.open_group(group, keyring, at=now)
    named = titles(regions(one.written))
    log = DialogueForm(request.POST if go == "log" else None, prefix="log", regions=named)
    rhythm = RhythmForm(request.POST if go == "rhythm" else None, prefix="rhythm")
    if _is_logged(group, log, keyring, now) or _is_set(group, rhythm, keyring, now):
        return HttpResponseRedirect(reverse("staff:dialogues", args=[group]))
    return _page(request, keyring, one, named, log, rhythm, on=timezone.localdate(now))


def _is_logged(group: str, form: DialogueForm, keyring: Keyring, at: datetime) -> bool:
    def log(typed: dict[str, Any]) -> None:
        held = Dialogue(typed["pair"], typed["on"], typed["form"], typed["region"], keyring.organisation, "")
        keeping_contact.log_dialogue(group, held, keyring, took_part=typed["took_part"], at=at)

    return doing.is_done(form, log)


def _is_set(group: str, form: RhythmForm, keyring: Keyring, at: datetime) -> bool:
    def set_it(typed: dict[str, Any]) -> None:
        keeping_contact.set_rhythm(group, typed["pair"], typed["every"], keyring, at=at)

    return doing.is_done(form, set_it)


def _page(
    request: HttpRequest,
    keyring: Keyring,
    one: OpenGroup,
    named: dict[str, str],
    log: forms.Form,
    rhythm: forms.Form,
    *,
    on: date,
) -> HttpResponse:
    group, known = one.group.ref, pairs(one.written, on=on)
    told = [each for each in reversed(dialogues(one.written)) if not is_counted_only(each.pair)]
    context = {
        **frame(keyring, "groups"),
        "title": "Dialogues",
        "sentence": _sentence(known, on=on),
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "parts": parts_of_group(group, "dialogues"),
        "rows": [_row(pair, on=on) for pair in known],
        "told": [_told(each, named) for each in told[:SHOWN]],
        "log": {"form": log, "button": "Write it down", "go": "log", "first": True},
        "rhythm": {"form": rhythm, "button": "Set the rhythm", "go": "rhythm"},
    }
    return render(request, "staff/coordination/dialogues.html", context)


def _sentence(known: tuple[Pair, ...], *, on: date) -> str:
    if not any(pair.every for pair in known):
        return "No rhythm is set yet. With one, a pair that falls silent shows."
    silent = sum(pair.silent_for(on) is not None for pair in known)
    if not silent:
        return "No pair has been silent for longer than its rhythm."
    return f"{'One pair has' if silent == 1 else f'{silent} pairs have'} been silent for longer than the rhythm."


def _row(pair: Pair, *, on: date) -> dict[str, Any]:
    silent = pair.silent_for(on)
    shape, word = ("late", f"Silent for {duration(silent)}") if silent else ("done", "Within the rhythm")
    if not pair.every:
        shape, word = "ring", "No rhythm"
    elif not silent and pair.last is None:
        shape, word = "ring", "None yet"
    return {
        "pair": label_of(PAIRS, pair.value),
        "is_counted_only": pair.is_counted_only,
        "shape": shape,
        "word": word,
        "last": _last(pair),
        "days": pair.days,
        "rhythm": label_of("dialogue_rhythms", str(pair.every)) if pair.every else "Not set",
    }


def _last(pair: Pair) -> str:
    """Of those that are only counted, no more than the month is shown."""
    if pair.last is None:
        return "None is written down"
    return date_format(pair.last, "F Y") if pair.is_counted_only else day(pair.last)


def _told(one: Dialogue, named: dict[str, str]) -> dict[str, str]:
    form = label_of("dialogue_forms", one.form) if one.form else ""
    return {
        "day": date_format(one.on, "j M Y"),
        "pair": label_of(PAIRS, one.pair),
        "by": ". ".join(part for part in (form, named.get(one.region, ""), f"Written by {one.office}") if part),
    }
