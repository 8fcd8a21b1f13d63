"""The lessons that stand before a group: each under its marking, with who said that they have it."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk import belonging
from safeconduct.coordination.desk import lessons as desk
from safeconduct.coordination.lesson import Lesson, lessons
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.coordination.lesson_wording import lesson_row
from safeconduct.web.staff.coordination.parts import parts_of_group
from safeconduct.web.staff.door import for_members, frame


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, group: str) -> HttpResponse:
    """Says that our organisation has one, as the pressed button says."""
    now, problem = timezone.now(), ""
    if request.POST.get("go") == "received":
        try:
            desk.say_received(group, request.POST.get("lesson", ""), keyring, at=now)
            return HttpResponseRedirect(reverse("staff:lessons", args=[group]))
        except Refused as refused:
            problem = str(refused)
    one = belonging.open_group(group, keyring, at=now)
    context = {
        **frame(keyring, "groups"),
        "title": "Lessons",
        "sentence": "What cases taught, without their names. Each is found again on open cases of the same country and kind.",
        "back": {"text": one.group.name, "address": reverse("staff:group", args=[group])},
        "parts": parts_of_group(group, "lessons"),
        "problem": problem,
        "rows": [_row(each, keyring) for each in reversed(lessons(one.written))],
    }
    return render(request, "staff/coordination/lessons.html", context)


def _row(one: Lesson, keyring: Keyring) -> dict[str, Any]:
    return {**lesson_row(one), "can_receive": not one.is_received_by(keyring.organisation)}
