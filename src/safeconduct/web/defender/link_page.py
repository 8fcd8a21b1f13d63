"""Pages behind an address that is itself the key: nothing tells it on, and their size tells nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from safeconduct.web.defender.padding import padded


def shown(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = padded(render(request, template, context))
    # The address is the key, so not even our own pages are told it. The form needs no origin: it carries no cookie.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
