"""What every request passes: safe headers on every answer, the language of the address, and refusals as sentences."""

import codecs
import errno
import logging
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_supported_language_variant

from safeconduct.access.lookup import Uncertified
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web import wrong

CHANGED_OUTSIDE = "Something stored here was changed outside the program and does not open. Tell an administrator now."

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# For the two pages of the staff's side that ask a device for a passkey: one file of ours, nothing inline, nothing fetched.
SCRIPT_POLICY = f"{CONTENT_POLICY}; script-src 'self'"
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": with it browsers hide the origin of our own forms, which the form check needs.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "X-DNS-Prefetch-Control": "off",
}


def headers(get_response: Answer) -> Answer:
    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path_info.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer


def language(get_response: Answer) -> Answer:
    """The language stands in the address or is what the browser asks for; it is never kept in a cookie."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.get_host()  # raises DisallowedHost: the program answers under its own names only
        chosen = "en" if request.path_info.startswith("/desk/") else _language_of(request)
        with translation.override(chosen):
            response = get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response

    return answer


def _language_of(request: HttpRequest) -> str:
    from_path = translation.get_language_from_path(request.path_info)
    if from_path:
        return from_path
    for wanted, _ in translation.trans_real.parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def charset(get_response: Answer) -> Answer:
    """Forms speak UTF-8. Other encodings that a request may name take seconds, or give no text at all."""

    def answer(request: HttpRequest) -> HttpResponse:
        # Django has left out names that it does not know.
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            return wrong.bad_request(request)
        return get_response(request)

    return answer


class Sentences:
    """A refusal becomes a page with its sentence; what is not yours is not there."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self._get_response(request)
        finally:
            # Also when the line was cut in the middle of a file: Django tells nobody.
            for handler in getattr(request, "_upload_handlers", ()):
                handler.drop_what_nobody_took()

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, NotFound):
            return wrong.not_found(request)
        if isinstance(problem, Unopened):
            return wrong.changed_outside(request, CHANGED_OUTSIDE)
        if isinstance(problem, Uncertified):
            return wrong.changed_outside(request, str(problem))
        if isinstance(problem, Refused):
            return wrong.refused(request, translation.gettext(str(problem)))
        if _cannot_store(problem):
            # Where it happened, for the operator; see logs.py.
            logging.getLogger(__name__).error("Nothing could be stored.", exc_info=problem)
            return wrong.too_busy(request)
        return None


def _cannot_store(problem: Exception) -> bool:
    """The disk is full or fails, or the database does not answer: nothing was stored, and later it may be."""
    return isinstance(problem, OperationalError) or (isinstance(problem, OSError) and problem.errno in NO_ROOM)
