"""The page behind the link of an organisation that is asked about a hearing: neutral first, then day and region, once.

As with a source's link, opening the address asks nothing of the database. The page after the answer is the briefing to
print, and asks back for the day alone to make the calendar's file: the link opens nothing any more.
"""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.coordination.appointment import calendar, whole_day
from safeconduct.coordination.desk import asking_outside
from safeconduct.coordination.hearing import BACKUP, CANNOT, LEAD
from safeconduct.coordination.hearing_link import HearingLink
from safeconduct.sealing.record import new_ref
from safeconduct.web.defender.link_page import shown
from safeconduct.web.defender.wishing import CHOOSE_ONE
from safeconduct.web.language_links import language_links

ROLES = {LEAD: _("We take the lead"), BACKUP: _("We stand by as the backup"), CANNOT: _("We cannot")}
NEEDS = {LEAD: _("an organisation that leads"), BACKUP: _("an organisation that stands by")}


class AnswerOfMission(forms.Form):
    role = forms.ChoiceField(
        label=_("What your organisation takes"),
        choices=list(ROLES.items()),
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )


class AppointmentForm(forms.Form):
    day = forms.DateField(input_formats=["%Y-%m-%d"])


@csrf_exempt  # no cookie is set: the token in the address is all that opens anything
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One press reads it, and one of three answers it."""
    if request.method != "POST":
        context = {"languages": language_links("defender:mission", token=token)}
        return shown(request, "defender/mission.html", context)
    now = timezone.now()
    form = AnswerOfMission(request.POST if request.POST.get("step") == "answer" else None)
    if form.is_valid():
        answered = asking_outside.answer_link(token, form.cleaned_data["role"], at=now)
        role = ROLES[form.cleaned_data["role"]]
        goes = form.cleaned_data["role"] != CANNOT
        told = {**_told(answered), "role": role, "goes": goes} if answered else {}
        return shown(request, "defender/mission_over.html", told)
    found = asking_outside.open_link(token, at=now)
    if found is None:
        return shown(request, "defender/mission_over.html", {})
    return shown(request, "defender/mission_question.html", {**_told(found), "form": form, "roles": ROLES.items()})


def _told(found: HearingLink) -> dict[str, Any]:
    basics = found.basics
    return {
        "day": basics.day,
        "region": basics.region,
        "language": basics.language,
        "needs": [NEEDS[role] for role in basics.needs],
        "asked_on": found.asked_on,
    }


@csrf_exempt  # nothing is opened and nothing is kept: the day comes with the request
@require_POST
def appointment(request: HttpRequest) -> HttpResponse:
    """A file for a calendar, of the day that the page before knew."""
    form = AppointmentForm(request.POST)
    day: date | None = form.cleaned_data["day"] if form.is_valid() else None
    if day is None:
        return shown(request, "defender/mission_over.html", {})
    text = calendar([whole_day(new_ref(), day)], at=timezone.now())
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="appointment.ics"'},
    )
