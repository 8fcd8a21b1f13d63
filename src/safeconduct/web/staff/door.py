"""The door of the staff's side: who is here, with their keys for this one request, or on to signing in."""

import json
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from safeconduct.access import lookup
from safeconduct.access.desk import signing_in
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import Keyring
from safeconduct.access.presence import Presence
from safeconduct.cases.desk.counting_once import counting_once
from safeconduct.sealing.session_key import is_device_mark, new_device_mark
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web import boot
from safeconduct.web.staff.address import address_of

COOKIE = "__Host-desk"
KNOWN = "__Host-known"
SECRETS = frozenset({"passphrase", "again", "old", "paper", "root_words"})
"""Names of fields that no page sends back."""
Further = ParamSpec("Further")


def for_members(
    page: Callable[Concatenate[HttpRequest, Keyring, Further], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Further], HttpResponse]:
    """A page for signed-in members. The keyring lives as long as the request."""

    @wraps(page)
    def answer(request: HttpRequest, *args: Further.args, **kwargs: Further.kwargs) -> HttpResponse:
        presence = presence_of(request)
        keyring = signing_in.keyring_of(presence) if presence else None
        if keyring is None:
            return _to_the_door(request)
        office = keyring.office or lookup.office_by_ref(keyring.organisation)
        with (
            seeing_only(keyring.organisation),
            timezone.override(ZoneInfo(office.time_zone)),
            counting_once(_form_sent(request)),
        ):
            return page(request, keyring, *args, **kwargs)

    return answer


def _form_sent(request: HttpRequest) -> str:
    """The same for the same form of the same page with the same answers, and for nothing else: each page that is shown
    carries a token of its own. "" where none was sent."""
    shown = request.POST.get("csrfmiddlewaretoken", "")
    if not shown:
        return ""
    files = [upload.sealed.digest for name in sorted(request.FILES) for upload in request.FILES.getlist(name)]
    sent = json.dumps([shown, request.path, sorted(request.POST.lists()), files])
    return sha256(b"sc1/form-sent" + sent.encode()).hexdigest()


def _to_the_door(request: HttpRequest) -> HttpResponse:
    """Nothing is done. Who was writing for longer than a session lives gets the words back, to copy them."""
    texts = [
        text
        for name, values in request.POST.lists()
        if name.rsplit("-", 1)[-1] not in SECRETS
        for text in values
        if len(text.split()) > 1
    ]
    if texts:
        return render(request, "staff/not_sent.html", {"texts": texts}, status=403)
    return HttpResponseRedirect(reverse("staff:sign_in"))


def for_registrars(
    page: Callable[Concatenate[HttpRequest, Keyring, Further], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Further], HttpResponse]:
    """A page for registrars whose certificate stands today; to every other member it is not there."""

    @wraps(page)
    def answer(request: HttpRequest, keyring: Keyring, *args: Further.args, **kwargs: Further.kwargs) -> HttpResponse:
        if not keyring.is_registrar:
            raise NotFound
        return page(request, keyring, *args, **kwargs)

    return for_members(answer)


def presence_of(request: HttpRequest) -> Presence | None:
    cookie = request.COOKIES.get(COOKIE)
    presence = signing_in.come_back(cookie, boot_secret=boot.secret(), at=timezone.now()) if cookie else None
    return presence if presence and presence.kind == "staff" else None


def here(request: HttpRequest) -> Presence:
    """Who is here. Raises NotFound when nobody is, which no page for members can meet."""
    presence = presence_of(request)
    if presence is None:
        raise NotFound
    return presence


def has_ended(request: HttpRequest) -> bool:
    """Somebody was here with this browser and is no more."""
    return COOKIE in request.COOKIES and presence_of(request) is None


def let_in(response: HttpResponse, cookie: str) -> None:
    response.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="Strict")
    response.set_cookie(KNOWN, new_device_mark(boot.secret()), secure=True, httponly=True, samesite="Strict")


def is_known_browser(request: HttpRequest) -> bool:
    """A known browser: somebody signed in with it since the program was started, and did not lock."""
    return is_device_mark(request.COOKIES.get(KNOWN, ""), boot.secret())


def let_out(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Strict")
    response.delete_cookie(KNOWN, samesite="Strict")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cookies", "storage", "cache"'


def frame(keyring: Keyring, current: str) -> dict[str, Any]:
    """What every page of a member shows around its content."""
    places = [("today", "Today"), ("cases", "Cases"), ("groups", "Groups"), ("take_down", "Write down")]
    if "auditors" in keyring.duties.values():
        places.append(("journal", "Journal"))
    places += [("people", "People")] if keyring.is_registrar else []
    places.append(("account", "My account"))
    names = sorted(keyring.compartment_names.values())
    compartments = f" · compartment “{', '.join(names)}”" if names else " · no compartment"
    zone = f" · times of {timezone.get_current_timezone_name()}"
    return {
        "places": [{"name": name, "address": address_of(place), "current": place == current} for place, name in places],
        "post_line": f"{keyring.post_name}, {keyring.office_name}{compartments}{zone}",
    }
