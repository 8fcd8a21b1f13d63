"""My account: passphrase, authenticator, paper code and sessions of the member who is here."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safeconduct.access.desk import changing, equipping
from safeconduct.access.keyring import Keyring
from safeconduct.access.presence import Presence
from safeconduct.access.totp import new_totp_secret
from safeconduct.sealing.code import Code, new_code, plain_word
from safeconduct.sealing.paper import asked_back
from safeconduct.sealing.passphrase import is_same_passphrase, new_passphrase
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import wrong
from safeconduct.web.staff import door, once, proving, sign_in_gate
from safeconduct.web.staff.account_forms import NewAuthenticator, NewPaperCode, NewPassphrase
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.once import Once
from safeconduct.web.staff.people_forms import Confirm

DONE = {
    "passphrase": "The new passphrase counts from now on. Your other sessions have ended.",
    "authenticator": "The new authenticator counts from now on. Your other sessions have ended.",
    "paper": "The paper code counts from now on. Any one before it opens nothing any more.",
    "revoked": "There is no paper code any more.",
    "sessions": "Your other sessions have ended.",
}
OF_THE_OLD = {"passphrase": "old", "authenticator": "code"}
"""The field at which a page says that what counted until now does not fit."""
NOT_THE_WORDS = "These are not the words that were shown. Read them from your paper; if it is lost, begin anew."

Change = Callable[[dict[str, Any], str, Presence], None]


@require_safe
@for_members
def account(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    return _page(request, keyring, Confirm(proved=proving.has_proved(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def passphrase(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    here = Once(
        "passphrase",
        keyring.member,
        "A new passphrase",
        "These seven words are shown once. Write them on paper or learn them; they count when you have typed them back.",
        new_passphrase,
    )
    words = once.offered_in(request, here)
    if words is None:
        return once.show(request, here, _around(keyring))
    form = NewPassphrase(None if "written" in request.POST else request.POST)
    if form.is_valid() and not is_same_passphrase(form.cleaned_data["again"], words):
        form.add_error("again", NOT_THE_WORDS)

    def change(typed: dict[str, Any], cookie: str, presence: Presence) -> None:
        changing.change_passphrase(cookie, presence, typed["old"], typed["code"], words, at=timezone.now())

    return _typed_back(request, keyring, here, form, change)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def authenticator(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    here = Once(
        "authenticator",
        keyring.member,
        "A new authenticator",
        "Let the new authenticator read the square, or type the key into it. It counts when its digits have been typed.",
        new_totp_secret,
    )
    secret = once.offered_in(request, here)
    if secret is None:
        return once.show(request, here, _around(keyring))
    form = NewAuthenticator(None if "written" in request.POST else request.POST)

    def change(typed: dict[str, Any], cookie: str, presence: Presence) -> None:
        given = (typed["passphrase"], typed["code"], secret, typed["new_code"])
        changing.change_authenticator(cookie, presence, *given, at=timezone.now())

    return _typed_back(request, keyring, here, form, change)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def paper(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    here = Once(
        "paper",
        keyring.member,
        "A paper code",
        "These words are shown once and kept nowhere. Write them on paper and keep it apart from your phone and away from the office.",
        lambda: new_code().bits.hex(),
    )
    bits = once.offered_in(request, here)
    if bits is None:
        return once.show(request, here, _around(keyring))
    code, words = Code(bytes.fromhex(bits)), once.words_of(bits)
    places = asked_back(code)
    posted = None if "written" in request.POST else request.POST
    form = NewPaperCode(posted, places=places, proved=proving.has_proved(request))
    presence = _session(request)[1]

    def make(typed: dict[str, Any], proved: bool, at: datetime) -> None:
        changing.make_paper_code(presence, code, typed["code"], has_proved=proved, at=at)

    try:
        if form.is_valid() and _are_right(form, words, places) and proving.done(request, form, make):
            return _done(request, keyring, "paper")
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    return once.type_back(request, here, form, _around(keyring))


@require_POST
@for_members
def revoke_paper(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form, presence = Confirm(request.POST, proved=proving.has_proved(request)), _session(request)[1]

    def revoke(_: object, proved: bool, at: datetime) -> None:
        changing.revoke_paper_code(presence, has_proved=proved, at=at)

    try:
        if proving.done(request, form, revoke):
            return _done(request, keyring, "revoked")
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    return _page(request, keyring, form)


@require_POST
@for_members
def end_sessions(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    cookie, presence = _session(request)
    changing.end_other_sessions(cookie, presence, at=timezone.now())
    return _done(request, keyring, "sessions")


def _typed_back(request: HttpRequest, keyring: Keyring, here: Once, form: forms.Form, change: Change) -> HttpResponse:
    """The account, once what was shown counts; else the page again with what is wrong."""
    if form.is_valid():
        try:
            with sign_in_gate.place(settings.VAR, is_known=True):
                change(form.cleaned_data, *_session(request))
            return _done(request, keyring, here.purpose)
        except sign_in_gate.Full:
            return wrong.too_busy(request)
        except Refused as refused:
            is_new = refused.refusal == changing.NOT_NEW_DIGITS
            form.add_error("new_code" if is_new else OF_THE_OLD[here.purpose], str(refused))
    return once.type_back(request, here, form, _around(keyring))


def _are_right(form: NewPaperCode, words: tuple[str, ...], places: tuple[int, int]) -> bool:
    for name, place in zip(("first", "second"), places, strict=True):
        if plain_word(form.cleaned_data[name]) != plain_word(words[place]):
            form.add_error(name, f"This is not word {place + 1}. Read it from your paper.")
    return not form.errors


def _session(request: HttpRequest) -> tuple[str, Presence]:
    return request.COOKIES[door.COOKIE], door.here(request)


def _done(request: HttpRequest, keyring: Keyring, what: str) -> HttpResponse:
    """The account as it now is. Sent again by a reload, the same fields do nothing more: each counts once."""
    return _page(request, keyring, Confirm(proved=proving.has_proved(request)), notice=DONE[what])


def _around(keyring: Keyring) -> dict[str, Any]:
    return {**frame(keyring, "account"), "back": {"address": reverse("staff:account"), "text": "My account"}}


def _page(request: HttpRequest, keyring: Keyring, proof: Confirm, *, notice: str = "") -> HttpResponse:
    presence = _session(request)[1]
    day = changing.paper_day(presence)
    context = {
        **frame(keyring, "account"),
        "title": "My account",
        "sentence": f"Signed in as {keyring.member_name}.",
        "notice": notice,
        "paper_day": date_format(date.fromisoformat(day), "j F Y") if day else "",
        "proof": proof,
        "passkeys": [one.name for one in equipping.passkeys_of(presence)],
    }
    return render(request, "staff/account.html", context)
