"""The danger and the support wanted, told from the return page: any code may tell them, a wrong one too."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse
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
@visiting.with_code
def danger(request: HttpRequest, visit: Visit) -> HttpResponse:
    """The page is the same for any code, and what was told never shows again."""
    form, notice = _told(request, DangerView, lambda said, **how: desk.tell_risk(visit, said, **how))
    return _page(request, "danger", form, notice, left_on=left_on(_told_on(visit, "risk_view")))


@require_http_methods(["GET", "HEAD", "POST"])
@visiting.with_code
def support(request: HttpRequest, visit: Visit) -> HttpResponse:
    form, notice = _told(request, SupportForm, lambda said, **how: desk.tell_support(visit, **said, **how))
    day = _told_on(visit, "support_wanted")
    return _page(request, "support", form, notice, told_on=day_in_words(day) if day else "")


def _told(request: HttpRequest, blank: type[forms.Form], tell: Callable[..., bool]) -> tuple[forms.Form, str]:
    """The form to show, blank again once it was told, and what is said of that."""
    form = blank(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return form, ""
    taken = tell(form.cleaned_data, once=request.POST.get("once", ""), at=timezone.now())
    return blank(), on_its_way() if taken else nobody_reads()


def _page(request: HttpRequest, name: str, form: forms.Form, notice: str, **shown: str) -> HttpResponse:
    context = {"back_address": reverse("defender:back"), "form": form, "once": new_token(), "notice": notice}
    return padded(render(request, f"defender/{name}.html", {**context, **shown}))


def _told_on(visit: Visit, kind: str) -> str:
    opened = [office.dossier for office in desk.look(visit).offices if office.dossier]
    return max((day for dossier in opened for day in seeing.days_of(dossier, kind)), default="")
