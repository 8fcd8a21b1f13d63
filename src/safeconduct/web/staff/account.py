"""My account: passphrase, authenticator, paper code and sessions of the member who is here."""

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safeconduct.access.desk import changing
from safeconduct.access.keyring import Keyring
from safeconduct.access.presence import Presence
from safeconduct.access.totp import new_totp_secret
from safeconduct.sealing.code import Code, new_code, plain_word
from safeconduct.sealing.paper import asked_back
from safeconduct.sealing.passphrase import new_passphrase, same_words
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web import wrong
from safeconduct.web.staff import door, once, sign_in_gate
from safeconduct.web.staff.account_forms import NewAuthenticator, NewPaperCode, NewPassphrase, Proof
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.once import Once

DONE = {
    "passphrase": "The new passphrase counts from now on. Your other sessions have ended.",
    "authenticator": "The new authenticator counts from now on. Your other sessions have ended.",
    "paper": "The paper code counts from now on. Any one before it opens nothing any more.",
    "revoked": "There is no paper code any more.",
    "sessions": "Your other sessions have ended.",
}
NOT_THE_WORDS = "These are not the words that were shown. Read them from your paper; if it is lost, begin anew."
NOT_YOURS = "This is not your passphrase. Type all its words again."


@require_safe
@for_members
def account(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    return _page(request, keyring, Proof())


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
    if form.is_valid():
        typed = form.cleaned_data
        if not same_words(typed["again"], words):
            form.add_error("again", NOT_THE_WORDS)
        else:
            cookie, presence = _session(request)
            try:
                with sign_in_gate.place(settings.VAR):
                    changing.change_passphrase(cookie, presence, typed["old"], typed["code"], words, at=timezone.now())
                return _done("passphrase")
            except sign_in_gate.Full:
                return wrong.too_busy(request)
            except Refused as refused:
                form.add_error("old", str(refused))
    return once.type_back(request, here, form, _around(keyring))


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
    if form.is_valid():
        typed = form.cleaned_data
        cookie, presence = _session(request)
        try:
            with sign_in_gate.place(settings.VAR):
                changing.change_authenticator(
                    cookie,
                    presence,
                    typed["passphrase"],
                    typed["code"],
                    secret,
                    typed["new_code"],
                    at=timezone.now(),
                )
            return _done("authenticator")
        except sign_in_gate.Full:
            return wrong.too_busy(request)
        except Refused as refused:
            form.add_error("new_code" if refused.refusal == changing.NOT_NEW_DIGITS else "code", str(refused))
    return once.type_back(request, here, form, _around(keyring))


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
    form = NewPaperCode(None if "written" in request.POST else request.POST, places=places)
    if form.is_valid():
        try:
            if _are_right(form, words, places) and _proves(request, form):
                changing.make_paper_code(_session(request)[1], code, at=timezone.now())
                return _done("paper")
        except sign_in_gate.Full:
            return wrong.too_busy(request)
        except Refused as refused:
            form.add_error("passphrase", str(refused))
    return once.type_back(request, here, form, _around(keyring))


@require_POST
@for_members
def revoke_paper(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = Proof(request.POST)
    try:
        if form.is_valid() and _proves(request, form):
            changing.revoke_paper_code(_session(request)[1], at=timezone.now())
            return _done("revoked")
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    return _page(request, keyring, form)


@require_POST
@for_members
def end_sessions(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    cookie, presence = _session(request)
    changing.end_other_sessions(cookie, presence, at=timezone.now())
    return _done("sessions")


def _are_right(form: NewPaperCode, words: tuple[str, ...], places: tuple[int, int]) -> bool:
    for name, place in zip(("first", "second"), places, strict=True):
        if plain_word(form.cleaned_data[name]) != plain_word(words[place]):
            form.add_error(name, f"This is not word {place + 1}. Read it from your paper.")
    return not form.errors


def _proves(request: HttpRequest, form: Any) -> bool:
    """Whether the typed passphrase is this member's; the form says it when not. Raises sign_in_gate.Full."""
    if not door.proves(request, form.cleaned_data["passphrase"]):
        form.add_error("passphrase", NOT_YOURS)
    return not form.errors


def _session(request: HttpRequest) -> tuple[str, Presence]:
    presence = door.presence_of(request)
    if presence is None:
        raise NotFound
    return request.COOKIES[door.COOKIE], presence


def _done(what: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('staff:account')}?done={what}")


def _around(keyring: Keyring) -> dict[str, Any]:
    return {**frame(keyring, "account"), "back": {"address": reverse("staff:account"), "text": "My account"}}


def _page(request: HttpRequest, keyring: Keyring, proof: Proof) -> HttpResponse:
    day = changing.paper_day(_session(request)[1])
    context = {
        **frame(keyring, "account"),
        "title": "My account",
        "sentence": f"Signed in as {keyring.member_name}.",
        "notice": DONE.get(request.GET.get("done", ""), ""),
        "paper_day": date_format(date.fromisoformat(day), "j F Y") if day else "",
        "proof": proof,
    }
    return render(request, "staff/account.html", context)
