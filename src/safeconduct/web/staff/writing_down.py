"""Writing down what came by phone, by message or on paper: the text, then the facts in it, then the code to read out.

Until it is kept, the text stands in the page alone and travels with its form.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_fact import CodedFact
from safeconduct.cases.desk import casework
from safeconduct.cases.fact_suggestion import fact_suggestions, language_of, text_of
from safeconduct.intake.telling import Telling
from safeconduct.sealing.code import form_for
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.code_shown import code_shown
from safeconduct.web.defender import offline
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fact_forms import ConfirmFacts
from safeconduct.web.staff.forms import TakeDown
from safeconduct.web.staff.wording import LANGUAGE_NAMES


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def take_down(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """`go` says which button was pressed: read, confirm or back; without it the text is kept as it is."""
    form, go = TakeDown(request.POST or None), request.POST.get("go", "")
    if request.method != "POST" or not form.is_valid() or go == "back":
        return _text_page(request, keyring, form)
    try:
        telling = _telling(form.cleaned_data)
        if go not in ("read", "confirm"):
            return _kept(request, keyring, form.cleaned_data, telling)
        facts = _facts_form(request, form.cleaned_data, telling)
        if go == "read" or not facts.is_valid():
            return _facts_page(request, keyring, form, facts)
    except Refused as refused:
        form.add_error("text", str(refused))
        return _text_page(request, keyring, form)
    try:
        return _kept(request, keyring, form.cleaned_data, telling, facts.confirmed)
    except Refused as refused:
        facts.add_error(None, str(refused))
        return _facts_page(request, keyring, form, facts)


def _kept(
    request: HttpRequest,
    keyring: Keyring,
    typed: dict[str, Any],
    telling: Telling,
    facts: tuple[CodedFact, ...] = (),
) -> HttpResponse:
    office = lookup.office_by_ref(keyring.organisation)
    ref, code = casework.take_down(telling, office, keyring, own_word=typed["own_word"], facts=facts, at=timezone.now())
    context = {
        **frame(keyring, "take_down"),
        **code_shown(code, form_for(typed["language"])),
        "next_address": reverse("staff:dossier", args=[ref]),
    }
    return render(request, "staff/code_once.html", context)


def _text_page(request: HttpRequest, keyring: Keyring, form: TakeDown) -> HttpResponse:
    return render(request, "staff/paste.html", {**frame(keyring, "take_down"), "form": form})


def _facts_form(request: HttpRequest, typed: dict[str, Any], telling: Telling) -> ConfirmFacts:
    suggestions = fact_suggestions(text_of(telling), _said_in(typed), said_on=typed["said_on"])
    return ConfirmFacts(request.POST if request.POST.get("go") == "confirm" else None, suggestions=suggestions)


def _said_in(typed: dict[str, Any]) -> str:
    return str(typed["text_language"] or typed["language"])


def _facts_page(request: HttpRequest, keyring: Keyring, form: TakeDown, facts: ConfirmFacts) -> HttpResponse:
    telling = _telling(form.cleaned_data)
    read_as = LANGUAGE_NAMES[language_of(text_of(telling), _said_in(form.cleaned_data))]
    context = {
        **frame(keyring, "take_down"),
        "title": "What it says",
        "sentence": f"Read as {read_as}, from word lists on this server; nothing was sent anywhere. Only what you confirm is put in.",
        "other_language": "If it is in another language, go back to the text and choose that language: little else is found.",
        "form": facts,
        "carried": [field.as_hidden() for field in form],
        "button": "Keep it and show the code",
        "is_new": True,
    }
    return render(request, "staff/case/facts.html", context)


def _telling(typed: dict[str, Any]) -> Telling:
    """The filled text form put in its places, or the whole text as the story. Raises Refused."""
    answers = offline.answers_in(typed["text"])
    answers = {name: tuple(value) if isinstance(value, list) else value for name, value in answers.items()}
    about = typed["about"]
    if about == "unaware":
        answers.pop("consents", None)
    return Telling(
        **{
            **answers,
            "language": typed["language"],
            "about": about,
            "urgency": typed["urgency"] or answers.get("urgency", ""),
            "source": typed["source"],
        }
    )
