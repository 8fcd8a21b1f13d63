"""The ways back for a member who lost the passphrase or the authenticator: the other two together replace it."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access.desk import changing
from safeconduct.access.totp import new_totp_secret
from safeconduct.sealing.passphrase import is_same_passphrase, new_passphrase
from safeconduct.web import wrong
from safeconduct.web.staff import door, once, sign_in_gate
from safeconduct.web.staff.account import NOT_THE_WORDS
from safeconduct.web.staff.account_forms import LostAuthenticator, LostPassphrase
from safeconduct.web.staff.once import Once

NO_MATCH = (
    "Name, paper code and the rest do not fit together. Check each; digits are new every half minute and count once."
)
PASSPHRASE = Once(
    "lost-passphrase",
    "",
    "A new passphrase",
    "These seven words are shown once. Write them down; they count when you have typed them back with your paper code and digits.",
    new_passphrase,
)
AUTHENTICATOR = Once(
    "lost-authenticator",
    "",
    "A new authenticator",
    "Let the new authenticator read the square, or type the key into it. It counts with your passphrase and your paper code.",
    new_totp_secret,
)


@require_safe
def lost(request: HttpRequest) -> HttpResponse:
    return render(request, "staff/lost.html", {})


@require_http_methods(["GET", "HEAD", "POST"])
def lost_passphrase(request: HttpRequest) -> HttpResponse:
    words = once.offered_in(request, PASSPHRASE)
    if words is None:
        return once.show(request, PASSPHRASE, _around())
    form = LostPassphrase(None if "written" in request.POST else request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        if not is_same_passphrase(typed["again"], words):
            form.add_error("again", NOT_THE_WORDS)
        else:
            try:
                with sign_in_gate.place(settings.VAR, is_known=door.is_known_browser(request)):
                    is_back = changing.recover_passphrase(
                        typed["name"], typed["paper"], typed["code"], words, at=timezone.now()
                    )
            except sign_in_gate.Full:
                return wrong.too_busy(request)
            return _answer(request, PASSPHRASE, form, is_back=is_back)
    return once.type_back(request, PASSPHRASE, form, _around())


@require_http_methods(["GET", "HEAD", "POST"])
def lost_authenticator(request: HttpRequest) -> HttpResponse:
    secret = once.offered_in(request, AUTHENTICATOR)
    if secret is None:
        return once.show(request, AUTHENTICATOR, _around())
    form = LostAuthenticator(None if "written" in request.POST else request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            with sign_in_gate.place(settings.VAR, is_known=door.is_known_browser(request)):
                is_back = changing.recover_authenticator(
                    typed["name"], typed["passphrase"], typed["paper"], secret, typed["new_code"], at=timezone.now()
                )
        except sign_in_gate.Full:
            return wrong.too_busy(request)
        return _answer(request, AUTHENTICATOR, form, is_back=is_back)
    return once.type_back(request, AUTHENTICATOR, form, _around())


def _answer(request: HttpRequest, here: Once, form: forms.Form, *, is_back: bool) -> HttpResponse:
    if is_back:
        return render(request, "staff/found_back.html", {})
    form.add_error(None, NO_MATCH)
    return once.type_back(request, here, form, _around())


def _around() -> dict[str, Any]:
    return {"back": {"address": reverse("staff:lost"), "text": "The ways back"}}
