"""The minutes of a meeting, to read and to take along; the agenda as a paper."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.agenda import agenda, points_by_topic
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk.meeting import meeting_of
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.desk.positions import position_of
from safeconduct.coordination.group_duty import group_duties
from safeconduct.coordination.veil import leading_words
from safeconduct.reports.minutes import agenda_paper as agenda_on_paper
from safeconduct.reports.minutes import minutes, minutes_without_identity, position_paper
from safeconduct.reports.paper import Paper, plain_text
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.paper import FORMS, sent

FULL, VEILED = "full", "without-identity"


@require_safe
@for_members
def read(request: HttpRequest, keyring: Keyring, group: str, meeting: str) -> HttpResponse:
    one = belonging.open_group(group, keyring, at=timezone.now())
    full, veiled = (_minutes(one, meeting, kind) for kind in (FULL, VEILED))
    context: dict[str, Any] = {
        **frame(keyring, "groups"),
        "title": "Minutes",
        "sentence": " ".join(full.under),
        "back": {"text": "Meeting", "address": reverse("staff:group_meeting", args=[group])},
        "paper": full,
        "papers": [
            {
                "text": f"{words}, {form.upper()}",
                "address": reverse("staff:meeting_paper", args=[group, meeting, kind, form]),
            }
            for kind, words in ((FULL, "In full"), (VEILED, "Without identities"))
            for form in FORMS
        ],
        "plain": plain_text(veiled),
    }
    return render(request, "staff/coordination/minutes.html", context)


@require_safe
@for_members
def paper(request: HttpRequest, keyring: Keyring, group: str, meeting: str, paper: str, form: str) -> HttpResponse:
    one = belonging.open_group(group, keyring, at=timezone.now())
    return sent(_minutes(one, meeting, paper), form, "minutes")


@require_safe
@for_members
def agenda_paper(request: HttpRequest, keyring: Keyring, group: str, form: str) -> HttpResponse:
    now, today = timezone.now(), _today()
    one = belonging.open_group(group, keyring, at=now)
    shown = agenda(one.written, one.group, at=now, on=today)
    return sent(agenda_on_paper(shown.points, one.group, shown.meeting, on=today), form, "agenda")


@require_safe
@for_members
def position(request: HttpRequest, keyring: Keyring, group: str, position: str, form: str) -> HttpResponse:
    """The agreed text alone, as it may be read outside."""
    agreed = position_of(belonging.open_group(group, keyring, at=timezone.now()), position).outside
    if agreed is None:
        raise NotFound
    return sent(position_paper(agreed), form, "position")


def _minutes(one: OpenGroup, meeting: str, kind: str) -> Paper:
    held, today = meeting_of(one, meeting), _today()
    points = points_by_topic(one.written, one.group, held)
    duties = group_duties(one.written, one.group)
    if kind == FULL:
        return minutes(held, points, duties, one.group, on=today)
    if kind == VEILED:
        return minutes_without_identity(held, points, duties, one.group, leading_words(one.written), on=today)
    raise NotFound


def _today() -> date:
    return timezone.localdate(timezone.now())
