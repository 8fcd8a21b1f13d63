"""The page behind a source's link: first a neutral page, then the question, then a thank you. Once.

Opening the address asks nothing of the database and shows nothing: messengers and mail filters open every link that
they carry. Only a press of the button reads the question. A wrong, a used, a withdrawn and an expired link are one page.
"""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from safeconduct.intake.desk import linking
from safeconduct.intake.source_link import LONGEST_WORDS, SAYS
from safeconduct.vocabulary.language import LANGUAGES
from safeconduct.web.defender.padding import padded
from safeconduct.web.defender.questions import Text
from safeconduct.web.defender.wishing import CHOOSE_ONE

SAYS_WORDS = {
    "yes": _("Yes, as far as I know"),
    "no": _("No"),
    "cannot_say": _("I cannot say, or do not want to"),
}


class AnswerOfSource(forms.Form):
    says = forms.ChoiceField(
        label=_("Is it so?"),
        choices=[(value, SAYS_WORDS[value]) for value in SAYS],
        widget=forms.RadioSelect,
        error_messages=CHOOSE_ONE,
    )
    words = Text(
        label=_("How do you know it?"),
        help_text=_("You may leave this empty. Names are not needed, yours neither."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        required=False,
        max_length=LONGEST_WORDS,
    )


@csrf_exempt  # no cookie is set: the token in the address is all that opens anything
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, "defender/source.html", {"languages": languages_of("defender:source", token)})
    now = timezone.now()
    question = linking.open_link(token, at=now)
    form = AnswerOfSource(request.POST if request.POST.get("step") == "answer" else None)
    if question and not form.is_valid():
        return _shown(request, "defender/source_question.html", {"text": question.text, "form": form})
    typed = form.cleaned_data if question else {}
    is_taken = bool(typed) and linking.answer_link(token, typed["says"], typed["words"].strip(), at=now)
    # What was typed under a link that opens nothing any more comes back, so that it can be copied.
    not_taken = "" if is_taken else request.POST.get("words", "")[:LONGEST_WORDS]
    return _shown(request, "defender/source_over.html", {"is_taken": is_taken, "typed": not_taken})


def _shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = padded(render(request, template, context))
    # The address is the key, so not even our own pages are told it. The form needs no origin: it carries no cookie.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def languages_of(page: str, token: str) -> list[dict[str, Any]]:
    """The same page of a link in each language."""
    current = translation.get_language()
    links = []
    for language in LANGUAGES:
        with translation.override(language.code):
            address = reverse(page, args=[token])
        links.append(
            {"code": language.code, "name": language.own_name, "address": address, "current": language.code == current}
        )
    return links
