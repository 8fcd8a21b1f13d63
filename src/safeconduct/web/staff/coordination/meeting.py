"""The next meeting of a group: the agenda that built itself, what the chair does with it, and the wall without identities."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.coordination.agenda import Agenda, AgendaPoint, agenda
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import meeting as desk
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.group_duty import GroupDuty, group_duties
from safeconduct.coordination.meeting import Meeting, meetings, refusal_to_chairing, rhythm
from safeconduct.coordination.veil import leading_words, veiled
from safeconduct.reports.agenda_words import HEADINGS, day, in_full, on_the_wall
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.coordination import meeting_forms
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.door import for_members, frame

ARRANGING = ("up", "down", "out", "back")


@dataclass(frozen=True)
class _Table:
    """What one request has open: the group, its agenda, and what was posted. `today` is the reader's day."""

    one: OpenGroup = field(repr=False)
    shown: Agenda = field(repr=False)
    keyring: Keyring
    now: datetime
    today: date


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def meeting(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Set, arrange, write down or close, as the pressed button says."""
    table = _table(group, keyring)
    go = request.POST.get("go", "")
    posted = request.POST if request.method == "POST" else None
    made = _forms(table, posted, go)
    if posted is None:
        return _page(request, table, made)
    try:
        if go in ARRANGING:
            desk.arrange(group, posted.get("topic", ""), go, keyring, today=table.today, at=table.now)
            return HttpResponseRedirect(reverse("staff:group_meeting", args=[group]) + "#agenda")
        form = made.get(go)
        if form is None or not form.is_valid():
            return _page(request, table, made)
        return HttpResponseRedirect(_DONE[go](table, form))
    except Refused as refused:
        if go in made:
            made[go].add_error(None, str(refused))
            return _page(request, table, made)
        return _page(request, table, made, problem=str(refused))


def _set(table: _Table, form: Any) -> str:
    typed = form.cleaned_data
    desk.set_meeting(table.one.group.ref, typed["on"], typed["chair"], table.keyring, today=table.today, at=table.now)
    return _here(table)


def _rhythm(table: _Table, form: Any) -> str:
    desk.agree_rhythm(table.one.group.ref, form.cleaned_data["every"], table.keyring, at=table.now)
    return _here(table)


def _point(table: _Table, form: Any) -> str:
    typed = form.cleaned_data
    ref = table.one.group.ref
    desk.add_point(ref, typed["words"], typed["marking"], table.keyring, today=table.today, at=table.now)
    return _here(table)


def _down(table: _Table, form: Any) -> str:
    desk.write_down(table.one.group.ref, form.decision(), table.keyring, today=table.today, at=table.now)
    return _here(table) + "#down"


def _close(table: _Table, form: Any) -> str:
    ref = table.one.group.ref
    held = desk.close(ref, form.cleaned_data["present"], table.keyring, today=table.today, at=table.now)
    return reverse("staff:group_minutes", args=[ref, held])


_DONE: dict[str, Callable[[_Table, Any], str]] = {
    "set": _set,
    "rhythm": _rhythm,
    "point": _point,
    "write": _down,
    "close": _close,
}


def _here(table: _Table) -> str:
    return reverse("staff:group_meeting", args=[table.one.group.ref])


def _table(group: str, keyring: Keyring) -> _Table:
    now = timezone.now()
    today = timezone.localdate(now)
    one = belonging.open_group(group, keyring, at=now)
    return _Table(one, agenda(one.written, one.group, at=now, on=today), keyring, now, today)


def _forms(table: _Table, posted: Any, go: str) -> dict[str, forms.Form]:
    group, own = table.one.group, table.keyring.organisation
    ahead, agreed = table.shown.meeting, rhythm(table.one.written)
    started = {"on": ahead.on if ahead else None, "chair": ahead.chair if ahead else own}
    points = [(point.topic, f"{number}. {_words(table, point).text}") for number, point in _numbered(table.shown)]
    posts = standings.posts_to_name(own, on=table.today).items()

    def given(name: str) -> Any:
        return posted if go == name else None

    return {
        "set": meeting_forms.MeetingForm(group, given("set"), initial=started),
        "rhythm": meeting_forms.RhythmForm(given("rhythm"), initial={"every": agreed.every.days if agreed else None}),
        "point": meeting_forms.PointForm(given("point")),
        "write": meeting_forms.DecisionForm(group, own, points, posts, given("write")),
        "close": meeting_forms.PresentForm(group, given("close")),
    }


def _numbered(shown: Agenda) -> list[tuple[int, AgendaPoint]]:
    return list(enumerate(shown.points, start=1))


def _words(table: _Table, point: AgendaPoint) -> Any:
    return in_full(point, table.one.group, on=table.today)


def _page(request: HttpRequest, table: _Table, made: dict[str, forms.Form], *, problem: str = "") -> HttpResponse:
    one, shown, ahead = table.one, table.shown, table.shown.meeting
    ref = one.group.ref
    chairs = ahead is not None and refusal_to_chairing(ahead, one.group, own=table.keyring.organisation) is None
    hidden = sum(point.is_for_named for point in shown.points)
    context = {
        **frame(table.keyring, "groups"),
        "title": "Meeting",
        "sentence": _sentence(shown),
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[ref])},
        "parts": parts_of_group(ref, "group_meeting"),
        "primary": {"text": "Show on the wall", "address": reverse("staff:group_wall", args=[ref])},
        "problem": problem,
        "rows": [_row(table, number, point) for number, point in _numbered(shown)],
        "taken_out": [_row(table, 0, point) for point in shown.taken_out],
        "can_arrange": chairs,
        "chair": ahead.chair_office if ahead else "",
        "hidden": hidden,
        "papers": [
            {"text": word, "address": reverse("staff:agenda_paper", args=[ref, form])}
            for form, word in (("docx", "DOCX"), ("pdf", "PDF"))
        ],
        "down": {"form": made["write"], "button": "Write it down", "go": "write", "first": True} if chairs else None,
        "written": _written(table) if ahead else [],
        "point": {"form": made["point"], "button": "Put it on the agenda", "go": "point"} if ahead else None,
        "close": {"form": made["close"], "button": "Close the meeting", "go": "close"} if chairs else None,
        "set": {"form": made["set"], "button": "Set the meeting", "go": "set", "first": True}
        if ahead is None
        else {"form": made["set"], "button": "Move the meeting", "go": "set"}
        if chairs
        else None,
        "rhythm": {"form": made["rhythm"], "button": "Agree on this rhythm", "go": "rhythm"},
        "held": _held(table),
    }
    return render(request, "staff/coordination/meeting.html", context)


def _sentence(shown: Agenda) -> str:
    number = len(shown.points)
    open_ = "Nothing is open." if not number else "One point is open." if number == 1 else f"{number} points are open."
    late = f" A meeting was due by {day(shown.late_since)}." if shown.late_since else ""
    if shown.meeting is None:
        return f"No meeting is set.{late} {open_}"
    return f"{day(shown.meeting.on)}; {shown.meeting.chair_office} chairs.{late} {open_}"


def _row(table: _Table, number: int, point: AgendaPoint) -> dict[str, Any]:
    words = _words(table, point)
    return {
        "number": number,
        "topic": point.topic,
        "why": HEADINGS[point.why],
        "text": words.text,
        "note": words.note,
        "marking": point.marking,
        "is_for_named": point.is_for_named,
    }


def _written(table: _Table) -> list[dict[str, str]]:
    """What was written down in this meeting so far, the newest first."""
    ahead = table.shown.meeting
    if ahead is None:
        return []
    lines = [(one.at, {"text": one.words, "note": "", "marking": one.marking}) for one in ahead.said]
    lines += [(one.decided, _decided(one)) for one in _of(table, ahead)]
    return [line for _at, line in sorted(lines, key=lambda pair: pair[0], reverse=True)]


def _of(table: _Table, ahead: Meeting) -> list[GroupDuty]:
    return [one for one in group_duties(table.one.written, table.one.group) if one.meeting == ahead.ref]


def _decided(one: GroupDuty) -> dict[str, str]:
    post = f", {one.post_name}" if one.post_name else ""
    return {"text": one.says, "note": f"{one.office}{post}, by {day(one.due)}", "marking": one.marking}


def _held(table: _Table) -> list[dict[str, str]]:
    group = table.one.group
    known = [one for one in meetings(table.one.written, group) if one.held]
    return [
        {
            "text": day(one.on),
            "note": f"{one.chair_office} in the chair; {', '.join(one.present)}",
            "address": reverse("staff:group_minutes", args=[group.ref, one.ref]),
        }
        for one in sorted(known, key=lambda each: each.on, reverse=True)
    ]


@require_safe
@for_members
def wall(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """For a screen that everybody in the room sees: nothing names a person, a court or an hour."""
    table = _table(group, keyring)
    leading = leading_words(table.one.written)
    rows = []
    for number, point in _numbered(table.shown):
        if not point.is_for_named:
            words = on_the_wall(point, table.one.group, leading, on=table.today)
            rows.append({"number": number, "why": HEADINGS[point.why], "text": words.text, "note": words.note})
    ahead = table.shown.meeting
    decided = [
        {"text": veiled(one.says, leading), "note": f"{one.office}, by {day(one.due)}"}
        for one in (_of(table, ahead) if ahead else [])
        if one.marking != "TLP:RED"
    ]
    context = {
        "rows": rows,
        "decided": decided,
        "when": day(ahead.on if ahead else table.today),
        "back_address": reverse("staff:group_meeting", args=[group]),
    }
    return render(request, "staff/coordination/wall.html", context)
