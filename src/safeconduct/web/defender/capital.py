"""The page behind the link of a capital or an ambassador: neutral first, then the page that an officer kept, answered once.

As with a source's link, opening the address asks nothing of the database, and a link that opens nothing is one page.
"""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from safeconduct.cases.capital import NO, WAIT, YES
from safeconduct.cases.desk import asking_capital
from safeconduct.web.defender.link_page import shown
from safeconduct.web.defender.wishing import CHOOSE_ONE
from safeconduct.web.language_links import language_links

ANSWERS = {YES: _("Yes, do it"), NO: _("No, do not do it"), WAIT: _("Wait")}
TITLES = {
    "asked": _("What is asked"),
    "why_now": _("Why now"),
    "others": _("What others do"),
    "risk": _("Risk"),
    "line": _("Line to take"),
}


class AnswerOfCapital(forms.Form):
    says = forms.ChoiceField(
        label=_("Your answer"), choices=list(ANSWERS.items()), widget=forms.RadioSelect, error_messages=CHOOSE_ONE
    )


@csrf_exempt  # no cookie is set: the token in the address is all that opens anything
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """One press reads it, and one of three answers it."""
    if request.method != "POST":
        context = {"languages": language_links("defender:capital", token=token)}
        return shown(request, "defender/mission.html", context)
    now = timezone.now()
    form = AnswerOfCapital(request.POST if request.POST.get("step") == "answer" else None)
    if form.is_valid():
        says = form.cleaned_data["says"]
        is_taken = asking_capital.answer_capital_link(token, says, at=now)
        return shown(request, "defender/capital_over.html", {"word": ANSWERS[says] if is_taken else ""})
    found = asking_capital.open_capital_link(token, at=now)
    if found is None:
        return shown(request, "defender/capital_over.html", {"word": ""})
    parts = [{"label": title, "text": found.parts[name]} for name, title in TITLES.items()]
    return shown(request, "defender/capital_page.html", {"parts": parts, "form": form, "answers": ANSWERS.items()})
