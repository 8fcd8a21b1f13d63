"""Who may know what, how to be reached, and what goes if somebody cannot be asked; and erasing all. Only with the own word."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import allowing
from safeconduct.intake.desk import returning as desk
from safeconduct.intake.visit import Seen, Visit
from safeconduct.web.defender import box, sharing, visiting
from safeconduct.web.defender.padding import padded
from safeconduct.web.defender.wishing import AdvanceWish, Consents, ContactWish
from safeconduct.web.defender.words import left_on


@require_http_methods(["GET", "HEAD", "POST"])
@visiting.with_own_word
def wishes(request: HttpRequest, visit: Visit, seen: Seen) -> HttpResponse:
    bound, notice = dict[str, forms.Form](), ""
    if request.method == "POST":
        if not _asks_something(request):
            return HttpResponseRedirect(reverse("defender:wishes"))
        bound = _keep_wish(request, visit)
        seen, notice = desk.look(visit), "" if bound else _("Done. It counts from now on.")
    opened = [office.dossier for office in seen.offices if office.dossier]
    context = {
        "back_address": reverse("defender:back"),
        "held": [held for dossier in opened if (held := box.held_by_office(dossier))["state"] == "reads"],
        "shared": [held for dossier in opened for held in sharing.held_by_others(dossier) if held["consent"]],
        "sections": _sections(seeing.wishes(opened), bound),
        "notice": notice,
    }
    return padded(render(request, "defender/wishes.html", context))


def _asks_something(request: HttpRequest) -> bool:
    said = request.POST
    return bool(said.get("stop") or said.get("withdraw")) or said.get("go") in ("consents", *_WISHES)


def _keep_wish(request: HttpRequest, visit: Visit) -> dict[str, forms.Form]:
    """Keep what was posted; the form that could not be kept, by name, or nothing."""
    now, go = timezone.now(), request.POST.get("go", "")
    if request.POST.get("stop"):
        allowing.end_reading(visit, request.POST["stop"], at=now)
    elif request.POST.get("withdraw"):
        allowing.withdraw_consent(visit, request.POST["withdraw"], at=now)
    elif go == "consents":
        form = Consents(request.POST, prefix="consents")
        if not form.is_valid():
            return {go: form}
        allowing.change_consents(
            visit, form.cleaned_data["consents"], language=translation.get_language() or "en", at=now
        )
    elif go in _WISHES:
        wish = _WISHES[go](request.POST, prefix=go)
        if not wish.is_valid():
            return {go: wish}
        desk.leave_wish(visit, go, wish.cleaned_data, at=now)
    return {}


_WISHES: dict[str, type[forms.Form]] = {"contact": ContactWish, "advance": AdvanceWish}


def _sections(wishes: seeing.Wishes, bound: dict[str, forms.Form]) -> list[dict[str, Any]]:
    never_shown = _("What you write here is never shown again on this page.")
    consents = Consents(initial={"consents": sorted(wishes.consents)}, prefix="consents")
    return [
        {
            "name": "consents",
            "title": _("What may be told to whom"),
            "help": "",
            "more_address": reverse("defender:answers"),
            "form": bound.get("consents", consents),
            "button": _("Keep these ticks"),
        },
        {
            "name": "contact",
            "title": _("How and when we reach you"),
            "help": " ".join([never_shown, left_on(wishes.contact_on)]),
            "form": bound.get("contact", ContactWish(prefix="contact")),
            "folded": True,
            "button": _("Keep this"),
        },
        {
            "name": "advance",
            "title": _("If I cannot be asked"),
            "help": " ".join([never_shown, left_on(wishes.advance_on)]),
            "form": bound.get("advance", AdvanceWish(prefix="advance")),
            "folded": True,
            "button": _("Keep this wish"),
        },
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@visiting.with_own_word
def erase(request: HttpRequest, visit: Visit, _seen: Seen) -> HttpResponse:
    if request.method == "POST":
        allowing.ask_for_erasure(visit, at=timezone.now())
        return HttpResponseRedirect(reverse("defender:back"))
    return padded(render(request, "defender/erase.html", {"back_address": reverse("defender:back")}))
