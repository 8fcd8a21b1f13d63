"""Ask a browser for a passkey: a challenge that is good for minutes, for one browser or session, and for one purpose.

The challenge travels sealed in the page, beside the form; what comes back is an answer to exactly this one.
"""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone

from safeconduct.access.offer import offered, sealed_offer
from safeconduct.access.passkey import (
    ANSWERED_WITHIN,
    Answer,
    Passkey,
    new_challenge,
    site_of,
    to_be_answered,
    to_be_made,
)
from safeconduct.sealing.session_key import row_of
from safeconduct.web import boot, gate
from safeconduct.web.staff import door

LONGEST_RESPONSE = 16_000
TOO_OLD = "The passkey answered to a page that was open for too long, or elsewhere. Use it again, or type the digits."

Question = dict[str, str]


def to_sign_in(request: HttpRequest) -> Question | None:
    """None where the site is reached by an address of numbers: no browser makes passkeys there."""
    site, challenge = site_of(request.get_host()), new_challenge()
    get_token(request)
    return _question(of_browser(request), challenge, to_be_answered(challenge, site)) if site else None


def to_add(request: HttpRequest, handle: bytes, known: tuple[Passkey, ...]) -> Question | None:
    site, challenge = site_of(request.get_host()), new_challenge()
    return _question(of_session(request), challenge, to_be_made(challenge, site, handle, known)) if site else None


def of_browser(request: HttpRequest) -> str:
    """What only this browser has before anybody has signed in: the secret of its forms."""
    return f"sign-in {request.META.get('CSRF_COOKIE', '')}"


def of_session(request: HttpRequest) -> str:
    return f"add {row_of(request.COOKIES[door.COOKIE])}"


def answer_to(request: HttpRequest, whose: str) -> tuple[Answer | None, str]:
    """What a device answered, if it did, or a sentence on why it does not count. Nobody is looked up for it."""
    response = request.POST.get("passkey", "")
    if not response:
        return None, ""
    token, site = request.POST.get("question", ""), site_of(request.get_host())
    challenge = offered(boot.secret(), "passkey", whose, token, at=timezone.now(), lasts=ANSWERED_WITHIN)
    if challenge is None or site is None or len(response) > LONGEST_RESPONSE:
        return None, TOO_OLD
    return Answer(site, bytes.fromhex(challenge), response), ""


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """With the policy that lets the one script in, where the page asks anything."""
    answer = render(request, template, context)
    if context.get("question"):
        answer.headers["Content-Security-Policy"] = gate.SCRIPT_POLICY
    return answer


def _question(whose: str, challenge: bytes, asked: dict[str, Any]) -> Question:
    token = sealed_offer(boot.secret(), "passkey", whose, challenge.hex(), at=timezone.now())
    return {"asked": json.dumps(asked), "token": token}
