"""Whether the person was known before their first alarm, and since when."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.acquaintance import KNOWN, NOT_KNOWN, Acquaintance, acquaintance
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import acquaintance as desk
from safeconduct.cases.desk import casework
from safeconduct.web.staff import doing
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import Day

STAYS = _("It stays in this file. Our figures count it in bands of months; no group reads it.")


class NoteAcquaintance(forms.Form):
    known = forms.ChoiceField(
        label=_("Was the person known to this office before their first alarm?"),
        choices=[("", _("Choose")), (KNOWN, _("Yes")), (NOT_KNOWN, _("No"))],
        required=False,
    )
    since = Day(_("Since about"), help_text=_("The day of the first contact, as near as you know it."))
    planned = forms.BooleanField(
        label=_("That contact was planned before anybody needed it"),
        help_text=_("As on the page “Contact before need” of a group."),
        required=False,
    )

    def acquaintance(self) -> Acquaintance:
        typed = self.cleaned_data
        return Acquaintance(typed["known"], typed["since"], typed["planned"])


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    stands = acquaintance(case.written)
    form = NoteAcquaintance(request.POST if request.method == "POST" else None, initial=_initial(stands))
    if doing.is_done(form, lambda _typed: desk.note_acquaintance(ref, form.acquaintance(), keyring, at=now)):
        return HttpResponseRedirect(reverse("staff:dossier", args=[ref]) + "#acquaintance")
    context = {
        **case_frame(case, keyring, "Known before", "Whoever was known before they needed help is understood sooner."),
        "sections": [
            {
                "title": "Before their first alarm",
                "rule": STAYS,
                "part": {"form": form, "button": "Keep this", "first": True},
            }
        ],
    }
    return render(request, "staff/guidance.html", context)


def _initial(stands: Acquaintance | None) -> dict[str, Any]:
    return {"known": stands.known, "since": stands.since, "planned": stands.is_planned} if stands else {}


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    stands, address = acquaintance(case.written), reverse("staff:acquaintance", args=[case.ref])
    if stands is None:
        return not_begun("acquaintance", _("Known before"), (_("Note since when"), address))
    return {"template": "staff/case/acquaintance_section.html", "address": address, "says": _says(stands)}


def _says(one: Acquaintance) -> str:
    if one.since is None:
        return "They were not known to this office before their first alarm."
    by = ", by contact that was planned before anybody needed it" if one.is_planned else ""
    return f"Known since about {date_format(one.since, 'F Y')}{by}."
