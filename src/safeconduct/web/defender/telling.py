"""The danger and the support wanted, told from the return page: any code may tell them, a wrong one too."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import returning as desk
from safeconduct.intake.draft import new_token
from safeconduct.intake.visit import Visit
from safeconduct.web.defender import visiting
from safeconduct.web.defender.padding import padded
from safeconduct.web.defender.wishing import DangerView, SupportForm
from safeconduct.web.defender.words import day_in_words, left_on, nobody_reads, on_its_way


@require_http_methods(["GET", "HEAD", "POST"])
def danger(request: HttpRequest) -> HttpResponse:
    """Any code may tell it, a wrong one too: the page is the same, and what was told never shows again."""
    visit = visiting.visit_of(request)
    if visit is None:
        return HttpResponseRedirect(reverse("defender:back"))
    form, notice = DangerView(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        taken = desk.tell_risk(visit, form.cleaned_data, once=request.POST.get("once", ""), at=timezone.now())
        form, notice = DangerView(), on_its_way() if taken else nobody_reads()
    context = {
        "back_address": reverse("defender:back"),
        "form": form,
        "once": new_token(),
        "notice": notice,
        "left_on": left_on(_told_on(visit, "risk_view")),
    }
    return padded(render(request, "defender/danger.html", context))


def _told_on(visit: Visit, kind: str) -> str:
    opened = [office.dossier for office in desk.look(visit).offices if office.dossier]
    return max((day for dossier in opened for day in seeing.days_of(dossier, kind)), default="")


@require_http_methods(["GET", "HEAD", "POST"])
def support(request: HttpRequest) -> HttpResponse:
    """Any code may tell it, a wrong one too, as with the danger."""
    visit = visiting.visit_of(request)
    if visit is None:
        return HttpResponseRedirect(reverse("defender:back"))
    form, notice = SupportForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        taken = desk.tell_support(visit, **form.cleaned_data, once=request.POST.get("once", ""), at=timezone.now())
        form, notice = SupportForm(), on_its_way() if taken else nobody_reads()
    context = {
        "back_address": reverse("defender:back"),
        "form": form,
        "once": new_token(),
        "notice": notice,
        "told_on": day_in_words(day) if (day := _told_on(visit, "support_wanted")) else "",
    }
    return padded(render(request, "defender/support.html", context))
