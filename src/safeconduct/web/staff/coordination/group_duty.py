"""What our organisation, and others, owe a group after its meetings: take up, done, dropped."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import owing as desk
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.group_duty import DONE, OPEN, GroupDuty, group_duties, open_group_duties
from safeconduct.reports.agenda_words import day
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.coordination.meeting_forms import NoteForm
from safeconduct.web.staff.door import for_members, frame


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def duties(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Takes one up or ends it, as the pressed button says."""
    now, go, duty = timezone.now(), request.POST.get("go", ""), request.POST.get("duty", "")
    form = NoteForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            if go == "take":
                desk.take_up(group, duty, keyring, at=now)
            elif go == "drop":
                desk.drop(group, duty, form.cleaned_data["note"], keyring, at=now)
            else:
                desk.finish(group, duty, form.cleaned_data["note"], keyring, at=now)
            return HttpResponseRedirect(reverse("staff:group_duties", args=[group]))
        except Refused as refused:
            problem = str(refused)
    one = belonging.open_group(group, keyring, at=now)
    today = timezone.localdate(now)
    known = group_duties(one.written, one.group)
    standing = open_group_duties(known)
    ours = [each for each in standing if each.organisation == keyring.organisation]

    def open_row(each: GroupDuty) -> dict[str, Any]:
        is_open = each.ref == duty
        return _row(each, one, keyring, on=today) | {"form": form if is_open else NoteForm(), "is_open": is_open}

    context = {
        **frame(keyring, "groups"),
        "title": "Owed to the group",
        "sentence": f"{what_we_owe(ours, on=today)}.",
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "problem": problem,
        "ours": [open_row(each) for each in ours],
        "theirs": [open_row(each) for each in standing if each not in ours],
        "ended": [_row(each, one, keyring, on=today) for each in reversed(known) if each.state != OPEN],
    }
    return render(request, "staff/coordination/group_duties.html", context)


def what_we_owe(ours: list[GroupDuty], *, on: date, nothing: str = "We owe nothing") -> str:
    late = sum(one.is_late(on) for one in ours)
    told = nothing if not ours else "We owe one thing" if len(ours) == 1 else f"We owe {len(ours)} things"
    return f"{told}{'' if not late else '; one is late' if late == 1 else f'; {late} are late'}"


def _row(one: GroupDuty, group: OpenGroup, keyring: Keyring, *, on: date) -> dict[str, Any]:
    is_ours = one.organisation == keyring.organisation
    post = one.post_name or "taken up by nobody yet"
    note = f" {one.note}" if one.note else ""
    ended = f"Done.{note}" if one.state == DONE else f"Dropped:{note}" if one.state != OPEN else ""
    return {
        "ref": one.ref,
        "shape": state_of(one, on=on)[0],
        "word": state_of(one, on=on)[1],
        "text": one.says,
        "note": f"{one.office}, {post}; {one.marking}",
        "ended": ended,
        "can_take": is_ours and one.post != keyring.post,
        "is_ours": is_ours,
        "can_drop": is_ours or group.group.holder == keyring.organisation,
    }


def state_of(one: GroupDuty, *, on: date) -> tuple[str, str]:
    if one.state != OPEN:
        return ("done", "Done") if one.state == DONE else ("ended", "Dropped")
    days = (on - one.due).days
    if one.is_late(on):
        return "late", "1 day late" if days == 1 else f"{days} days late"
    return "soon" if days >= -7 else "ring", f"by {day(one.due)}"
