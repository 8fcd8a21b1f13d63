"""Joining: type the invitation, keep a passphrase and a second factor, show that they are kept, read out the keys.

What is shown stands in the page alone, sealed for the way back to this server; nobody else ever learns it.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.desk import enrolling
from safeconduct.access.invitation import Joining, kept_in_page, taken_back
from safeconduct.access.totp import enrolment_address
from safeconduct.sealing.code import Code, Misread, read
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import boot, wrong
from safeconduct.web.staff import door, picture, sign_in_gate
from safeconduct.web.staff.people_forms import Kept, Words

MISREAD = {
    "short": "Some words are missing. Type all of them, in order.",
    "unknown word": "One of these words is on no list of ours. Compare each with the paper.",
    "check": "These words do not fit together. Compare them with the paper, and their order.",
}
RESTARTED = (
    "The program was started anew, so what you were shown does not count. Type the words of your invitation again."
)


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    step = request.POST.get("step", "")
    if step in ("keep", "show", "kept"):
        held = taken_back(request.POST.get("held", ""), boot.secret())
        if held is None:
            form = Words({"words": ""})
            form.full_clean()
            form.errors.clear()
            form.add_error(None, RESTARTED)
            return _ask(request, form)
        return {"keep": _ask_back, "show": _show, "kept": _finish}[step](request, *held)
    return _begin(request) if step == "words" else _ask(request, Words())


def _ask(request: HttpRequest, form: Words) -> HttpResponse:
    return render(request, "staff/join.html", {"form": form})


def _begin(request: HttpRequest) -> HttpResponse:
    form = Words(request.POST)
    if not form.is_valid():
        return _ask(request, form)
    try:
        code = read(form.cleaned_data["words"]).code
        joining = enrolling.begin_joining(code, on=timezone.now().date())
    except Misread as misread:
        form.add_error("words", MISREAD[misread.problem])
        return _ask(request, form)
    except Refused as refused:
        form.add_error("words", str(refused))
        return _ask(request, form)
    return _show(request, code, joining)


def _show(request: HttpRequest, code: Code, joining: Joining) -> HttpResponse:
    address = enrolment_address(joining.totp_secret, name=joining.name)
    context = {
        "held": kept_in_page(code, joining, boot.secret()),
        "name": joining.name,
        "words": joining.passphrase.split(),
        "secret": joining.totp_secret,
        "secret_parts": [joining.totp_secret[at : at + 4] for at in range(0, len(joining.totp_secret), 4)],
        "address": address,
        "picture": picture.path_of(address),
    }
    return render(request, "staff/join_keep.html", context)


def _ask_back(request: HttpRequest, code: Code, joining: Joining) -> HttpResponse:
    return _back_page(request, code, joining, Kept())


def _back_page(request: HttpRequest, code: Code, joining: Joining, form: Kept) -> HttpResponse:
    context = {"held": kept_in_page(code, joining, boot.secret()), "name": joining.name, "form": form}
    return render(request, "staff/join_back.html", context)


def _finish(request: HttpRequest, code: Code, joining: Joining) -> HttpResponse:
    form = Kept(request.POST)
    if not form.is_valid():
        return _back_page(request, code, joining, form)
    typed = form.cleaned_data
    try:
        with sign_in_gate.place(settings.VAR, is_known=door.is_known_browser(request)):
            words = enrolling.join(code, joining, typed["passphrase"], typed["digits"], at=timezone.now())
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _back_page(request, code, joining, form)
    return render(request, "staff/joined.html", {"name": joining.name, "words": words})
