"""Pages behind an address that is itself the key: nothing tells it on, and their size tells nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from safeconduct.vocabulary.language import LANGUAGES
from safeconduct.web.defender.padding import padded


def shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
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
