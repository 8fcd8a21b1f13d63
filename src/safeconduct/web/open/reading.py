"""Guidance for everybody: four pages and a search, made from the register. No cookie, no script, nothing kept.

Countries and words that somebody looks for are sent in a form, never in an address, and answered in pages of few sizes."""

import re
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.guidance.firmness import MISSIONS, firmness, standing_commitments, texts_on
from safeconduct.guidance.paragraph import Paragraph, Whereabouts, holds
from safeconduct.guidance.register import Register, the_register
from safeconduct.guidance.search import Findable, guidance_index
from safeconduct.guidance.who_helps import is_quick, who_helps
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.web.defender.padding import padded
from safeconduct.web.open import entry
from safeconduct.web.open.frame import frame, row_of, title_of
from safeconduct.web.open.wording import NEEDS, SORTS

PAGES = ("mission", "help", "prepare", "visa")
PADDED_TO = 15_000
LONGEST = 200
SHOWN = {"quick": entry.in_full, "here": entry.shown, "state": entry.from_all_sides, "everywhere": entry.shown}
TOO_LONG = {"max_length": _("This is too long. Write one to five words.")}
NOT_KNOWN = _("We do not know this country. Write its usual name, or leave it empty.")


class CountryField(forms.CharField):
    """A country by its name in any of our languages; cleaned to its code."""

    def __init__(self, label: str | Promise) -> None:
        super().__init__(label=label, required=False, max_length=LONGEST, error_messages=TOO_LONG)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        code = country_code(typed)
        if typed and not code:
            raise forms.ValidationError(NOT_KNOWN)
        return code


class Chosen(forms.Form):
    stay = CountryField(label=_("Country where you are"))
    nationality = CountryField(label=_("Country of your passport"))


class ChosenWithNeed(Chosen):
    need = forms.ChoiceField(
        label=_("What you need most"), required=False, choices=[("", _("Anything")), *NEEDS.items()]
    )


class Sought(forms.Form):
    words = forms.CharField(label=_("Look for"), required=False, max_length=LONGEST, error_messages=TOO_LONG)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "open/front.html", {"form": Sought(), **frame("front")})


@csrf_exempt  # nothing is kept and no cookie is set: the form only chooses what one page shows
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, name: str) -> HttpResponse:
    kind = ChosenWithNeed if name == "help" else Chosen
    form = kind(request.POST if request.method == "POST" else None)
    typed = form.cleaned_data if form.is_valid() else {}
    whereabouts = Whereabouts(typed.get("stay", ""), typed.get("nationality", ""))
    rows = _rows(name, whereabouts, typed.get("need", ""), today=timezone.now().date())
    framed = frame(name, again=request.method == "POST")
    context = {"name": name, "rows": rows, "form": form, **_chosen(whereabouts, request), **framed}
    if request.method != "POST":
        return render(request, "open/page.html", context)
    if request.POST.get("go") == "save" and not form.errors:
        return _saved(request, context)
    return padded(_lean(render(request, "open/page.html", context)), PADDED_TO)


@csrf_exempt  # as above
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    form = Sought(request.POST if request.method == "POST" else None)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    language = translation.get_language() or "en"
    found = [_found(one, language) for one in guidance_index(language).find(words)]
    framed = frame("find", again=request.method == "POST")
    context = {"form": form, "found": found, "is_asked": bool(words), **framed}
    answer = _lean(render(request, "open/find.html", context))
    return padded(answer, PADDED_TO) if request.method == "POST" else answer


def _lean(response: HttpResponse) -> HttpResponse:
    """Without the empty lines and indents that templates leave: two steps of padding have to hold every page."""
    response.content = re.sub(rb"\n\s+", b"\n", response.content)
    return response


def _saved(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page as a file that stands alone."""
    response = render(request, "open/saved.html", context)
    response.headers["Content-Disposition"] = 'attachment; filename="page.html"'
    return response


def _chosen(whereabouts: Whereabouts, request: HttpRequest) -> dict[str, Any]:
    """What was chosen, in names; and as it was typed, so that the next page knows it too."""
    language = translation.get_language() or "en"
    return {
        "is_chosen": whereabouts.are_told,
        "stay": country_name(whereabouts.stay, language),
        "nationality": country_name(whereabouts.nationality, language),
        "typed": {name: request.POST.get(name, "")[:LONGEST] for name in ("stay", "nationality")},
    }


def _rows(name: str, whereabouts: Whereabouts, need: str, *, today: date) -> list[dict[str, Any]]:
    """The paragraphs of a page that hold, each with what the register has beside it."""
    register, language = the_register(), translation.get_language() or "en"
    helping = who_helps(register.mechanisms, whereabouts, need) if name == "help" else {}
    rows = []
    for one in register.paragraphs:
        if one.page != name or not holds(one, whereabouts):
            continue
        row = row_of(one, language)
        if one.kind in SHOWN:
            entries = [
                SHOWN[one.kind](each, register, language, whereabouts, today=today) for each in helping[one.kind]
            ]
            if not entries and one.kind != "quick":
                continue
            # A long list is folded; with a need it is short already.
            row |= {"sorts": _sorted(entries)} if one.kind == "everywhere" and not need else {"entries": entries}
        elif one.kind == "texts":
            row["texts"] = _texts(name, register, whereabouts, language)
        elif one.kind == "visa_texts":
            row["texts"] = [entry.passage(text, register, language) for text in texts_on(one, register, whereabouts)]
        elif one.actions or one.commitments:
            row["firm"] = _firm(one, register, whereabouts, language)
        rows.append(row)
    return rows


def _sorted(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sorts = [(title, [one for one in entries if one["kind"] in kinds]) for title, kinds in SORTS.values()]
    return [{"title": title, "entries": found} for title, found in sorts if found]


def _firm(one: Paragraph, register: Register, whereabouts: Whereabouts, language: str) -> list[dict[str, Any]]:
    """Only where a mission is spoken of; elsewhere the acts say what is asked for, not who does it."""
    if one.page == "prepare":
        return []
    return entry.firmly(firmness(texts_on(one, register, whereabouts)), language)


def _texts(name: str, register: Register, whereabouts: Whereabouts, language: str) -> list[dict[str, Any]]:
    """Each text once that a paragraph of the page rests on."""
    found = [
        text
        for one in register.paragraphs
        if one.page == name
        for text in texts_on(one, register, whereabouts)
        if MISSIONS & set(text.commitment.bound)
    ]
    once = {text.version.id: entry.text(text, language) for text in found}
    return sorted(once.values(), key=lambda text: (text["owner"], text["title"]))


def _found(one: Findable, language: str) -> dict[str, Any]:
    """A hit as a page shows it: a paragraph with its place, a mechanism with its sentence, or what a text asks for."""
    register = the_register()
    if one.commitment:
        text = next(each for each in standing_commitments(register) if each.commitment.id == one.commitment)
        return {"text": entry.found_text(text, register, language)}
    if one.paragraph:
        paragraph = next(each for each in register.paragraphs if each.id == one.paragraph)
        row = row_of(paragraph, language)
        title = row["title"] or title_of(paragraph.page, language)
        return {**row, "title": title, "address": f"{row['address']}#{paragraph.id}"}
    mechanism = next(each for each in register.mechanisms if each.id == one.mechanism)
    today = timezone.now().date()
    show = (
        SHOWN["state"] if mechanism.kind == "state_mechanism" else entry.in_full if is_quick(mechanism) else entry.shown
    )
    return {"mechanism": show(mechanism, register, language, Whereabouts(), today=today)}
