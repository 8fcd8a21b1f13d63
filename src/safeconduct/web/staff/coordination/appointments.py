"""Hearings in one's own calendar: one as a file, or all that our organisation takes by an address that carries no name."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.appointment import appointment_of, calendar
from safeconduct.coordination.desk import belonging, feeding
from safeconduct.coordination.desk.hearing_changes import of_group
from safeconduct.coordination.feed import LASTS, Feed
from safeconduct.coordination.feed import feeds as feeds_in
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.wording import moment


@require_safe
@for_members
def one(request: HttpRequest, keyring: Keyring, group: str, hearing: str) -> HttpResponse:
    """One hearing as a file, under a neutral title."""
    now = timezone.now()
    found = of_group(belonging.open_group(group, keyring, at=now), hearing)
    made = appointment_of(found, keyring.organisation)
    if made is None:
        raise NotFound
    response = _file(calendar([made], at=now))
    response.headers["Content-Disposition"] = 'attachment; filename="appointment.ics"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def feeds(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """The addresses of our organisation in this group. A new one is shown once."""
    now, go, problem = timezone.now(), request.POST.get("go", ""), ""
    here = reverse("staff:feeds", args=[group])
    try:
        if go == "make":
            token = feeding.make_feed(group, keyring, at=now)
            return _shown_once(request, keyring, group, token)
        if go == "end":
            feeding.end_feed(group, request.POST.get("feed", ""), keyring, at=now)
            return HttpResponseRedirect(here)
    except Refused as refused:
        problem = str(refused)
    open_group = belonging.open_group(group, keyring, at=now)
    context = {
        **_frame(keyring, group, open_group.group.name),
        "title": "In your own calendar",
        "sentence": "The hearings that your organisation leads or stands by for, as “Appointment” and an hour.",
        "problem": problem,
        "rows": [_row(feed) for feed in feeds_in(open_group.written, keyring.organisation)],
    }
    return render(request, "staff/coordination/feeds.html", context)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Without signing in: a calendar has no other secret than the address."""
    response = _file(feeding.calendar_of(token, at=timezone.now()))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _file(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _frame(keyring: Keyring, group: str, name: str) -> dict[str, Any]:
    return {**frame(keyring, "groups"), "back": {"text": name, "address": reverse("staff:group", args=[group])}}


def _row(one: Feed) -> dict[str, str]:
    return {"feed": one.ref, "text": f"Made {moment(one.at)}", "note": f"Good until {date_format(one.until, 'j F Y')}"}


def _shown_once(request: HttpRequest, keyring: Keyring, group: str, token: str) -> HttpResponse:
    name = belonging.open_group(group, keyring, at=timezone.now()).group.name
    until = date_format((timezone.now() + LASTS).date(), "j F Y")
    context = {
        **_frame(keyring, group, name),
        "title": "Give this address to your calendar",
        "sentence": f"It is shown once, and good until {until}.",
        "address": request.build_absolute_uri(reverse("staff:feed", args=[token])),
        "next_address": reverse("staff:feeds", args=[group]),
    }
    return render(request, "staff/coordination/feed_once.html", context)
