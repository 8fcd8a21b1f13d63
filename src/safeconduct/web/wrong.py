"""Pages for what went wrong. The same neutral page for what is not there and for what is not yours."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


def too_busy(request: HttpRequest) -> HttpResponse:
    response = render(request, "503.html", status=503)
    response.headers["Retry-After"] = "20"
    return response


def changed_outside(request: HttpRequest, sentence: str) -> HttpResponse:
    """`sentence` is for members; defenders are told that nothing went out and to use another way."""
    if not request.path_info.startswith("/desk/"):
        sentence = _("Something stored here was changed by others. Nothing was sent. Please use another way.")
    return refused(request, sentence)


def refused(request: HttpRequest, sentence: str) -> HttpResponse:
    if request.path_info.startswith("/desk/"):
        way_on = {"next_address": reverse("staff:today"), "next_words": "Back to today"}
        return render(request, "staff/refused.html", {"sentence": sentence, **way_on}, status=409)
    way_on = {"next_address": reverse("defender:start"), "next_words": _("Go to the first page")}
    return render(request, "defender/plain.html", {"sentence": sentence, **way_on}, status=409)
