"""How it went with a mechanism of protection: told, shown without the words, and taken back. Only with the own word."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from safeconduct.guidance.mechanism import by_reach
from safeconduct.guidance.register import the_register
from safeconduct.intake import visit as seeing
from safeconduct.intake.desk import returning as desk
from safeconduct.intake.draft import new_token
from safeconduct.intake.experience import Experience, told_experiences
from safeconduct.intake.visit import Seen, Visit
from safeconduct.vocabulary.place_name import country_code
from safeconduct.web.defender import visiting
from safeconduct.web.defender.experience_form import HowItWent, answers_in_words, name_of
from safeconduct.web.defender.padding import padded
from safeconduct.web.defender.words import nobody_reads


class Where(forms.Form):
    country = forms.CharField(
        label=gettext_lazy("In which country was it?"),
        help_text=gettext_lazy(
            "Leave it empty for those that work in all countries. It is used for this page and not kept."
        ),
        required=False,
        max_length=200,
    )

    def clean_country(self) -> str:
        typed = str(self.cleaned_data["country"])
        code = country_code(typed)
        if typed and not code:
            raise forms.ValidationError(_("We do not know this country. Write its usual name, or leave it empty."))
        return code


@require_http_methods(["GET", "HEAD", "POST"])
@visiting.with_own_word
def page(request: HttpRequest, visit: Visit, seen: Seen) -> HttpResponse:
    if request.POST.get("take_back"):
        desk.take_back_experience(visit, request.POST["take_back"], at=timezone.now())
        return HttpResponseRedirect(reverse("defender:experience"))
    if request.method == "POST":
        return _asked(request, visit, seen)
    return _show(request, seen, form=Where(), go="where")


def _asked(request: HttpRequest, visit: Visit, seen: Seen) -> HttpResponse:
    """First where it was; then, with that country in hand, how it went."""
    where = Where(request.POST)
    if not where.is_valid():
        return _show(request, seen, form=where, go="where")
    now, country = timezone.now(), where.cleaned_data["country"]
    known = by_reach(the_register().mechanisms, country)
    offered = {"known": {reach: known[reach] for reach in ("here", "everywhere")}, "today": timezone.localdate(now)}
    if request.POST.get("go") != "tell":
        return _show(request, seen, form=HowItWent(**offered), go="tell", country=country)
    form = HowItWent(request.POST, **offered)
    if not form.is_valid():
        return _show(request, seen, form=form, go="tell", country=country)
    is_taken = desk.tell_experience(visit, form.experience(), once=request.POST.get("once", ""), at=now)
    notice = _("It is kept, and stands here without your words.") if is_taken else nobody_reads()
    return _show(request, desk.look(visit), form=Where(), go="where", notice=notice)


def _show(
    request: HttpRequest, seen: Seen, *, form: forms.Form, go: str, country: str = "", notice: str = ""
) -> HttpResponse:
    readers = [
        seeing.office_name(office.dossier)
        for office in seen.offices
        if office.dossier and not office.erase_after and not seeing.ended_on(office.dossier)
    ]
    context = {
        "back_address": reverse("defender:back"),
        "readers": readers,
        "nobody": "" if readers else nobody_reads(),
        "told": [_row(one) for one in _told(seen)],
        "form": form,
        "go": go,
        "country": country,
        "once": new_token(),
        "notice": notice,
    }
    return padded(render(request, "defender/experience.html", context))


def _told(seen: Seen) -> list[Experience]:
    """Of all offices behind the code, the newest word on each; an office whose reading was ended may hold an older one."""
    told = [one for office in seen.offices if office.dossier for one in told_experiences(office.dossier.written())]
    newest = {one.of: one for one in sorted(told, key=lambda one: str(one.at))}
    return list(newest.values())


def _row(one: Experience) -> dict[str, Any]:
    return {"ref": one.ref, "name": name_of(one, the_register().mechanisms), "says": answers_in_words(one)}
