"""The door of the staff's side: who is here, with their keys for this one request, or on to signing in."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from safeconduct.access import lookup
from safeconduct.access.desk import signing_in
from safeconduct.access.keyring import Keyring
from safeconduct.access.presence import Presence
from safeconduct.web import boot
from safeconduct.web.staff import sign_in_gate

COOKIE = "__Host-desk"
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
            return HttpResponseRedirect(reverse("staff:sign_in"))
        office = lookup.office_by_ref(keyring.organisation)
        with timezone.override(ZoneInfo(office.time_zone)):
            return page(request, keyring, *args, **kwargs)

    return answer


def presence_of(request: HttpRequest) -> Presence | None:
    cookie = request.COOKIES.get(COOKIE)
    presence = signing_in.come_back(cookie, boot_secret=boot.secret(), at=timezone.now()) if cookie else None
    return presence if presence and presence.kind == "staff" else None


def proves(request: HttpRequest, passphrase: str) -> bool:
    """Whether this is the passphrase of whoever is here, asked anew each time. Raises sign_in_gate.Full."""
    presence = presence_of(request)
    if presence is None:
        return False
    with sign_in_gate.place(settings.VAR):
        return signing_in.prove_again(
            request.COOKIES[COOKIE], presence, passphrase, boot_secret=boot.secret(), at=timezone.now()
        )


def let_in(response: HttpResponse, cookie: str) -> None:
    response.set_cookie(COOKIE, cookie, secure=True, httponly=True, samesite="Strict")


def let_out(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Strict")
    response.delete_cookie(settings.CSRF_COOKIE_NAME, samesite="Strict")
    response.headers["Clear-Site-Data"] = '"cookies", "storage", "cache"'


def frame(keyring: Keyring, current: str) -> dict[str, Any]:
    """What every page of a member shows around its content."""
    places = (("today", "Today"), ("cases", "Cases"), ("take_down", "Write down"), ("account", "My account"))
    names = sorted(lookup.compartment_name(compartment) for compartment in keyring.compartments)
    compartments = f" · compartment “{', '.join(names)}”" if names else " · no compartment"
    zone = f" · times of {timezone.get_current_timezone_name()}"
    return {
        "places": [
            {"name": name, "address": reverse(f"staff:{place}"), "current": place == current} for place, name in places
        ],
        "post_line": f"{keyring.post_name}, {lookup.office_name(keyring.organisation)}{compartments}{zone}",
    }
