"""The passkeys of whoever is here: add one with a device's answer, remove one; the passphrase is asked again for both,
and fresh digits for the first."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.access.desk import equipping
from safeconduct.access.keyring import Keyring
from safeconduct.access.passkey import MOST
from safeconduct.web import wrong
from safeconduct.web.staff import asking, door, proving, sign_in_gate
from safeconduct.web.staff.account_forms import NewPasskey
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.people_forms import Confirm

ADDED = "The passkey counts from now on. The digits still work beside it."
REMOVED = "The passkey counts no more. Your other sessions have ended."
NO_ANSWER = "No device answered. Press “Ask the device” and follow what your browser says."
ENOUGH = f"You have {MOST} passkeys, which is as many as there may be. Remove one to add another."
NO_NAME = "Passkeys need a site with a name; here it is reached by numbers. The digits always work."


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def passkeys(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = NewPasskey(request.POST or None, proved=proving.has_proved(request))
    if request.method != "POST":
        return _page(request, keyring, form)
    answer, problem = asking.answer_to(request, asking.of_session(request))
    presence = door.here(request)

    def add(typed: dict[str, Any], proved: bool, at: datetime) -> None:
        if answer:
            equipping.add_passkey(presence, typed["name"], answer, typed["code"], has_proved=proved, at=at)

    if form.is_valid() and answer is None:
        form.add_error(None, problem or NO_ANSWER)
    try:
        if proving.done(request, form, add):
            return _page(request, keyring, NewPasskey(proved=proving.has_proved(request)), notice=ADDED)
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    return _page(request, keyring, form)


@require_POST
@for_members
def remove(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    which, presence = request.POST.get("which", ""), door.here(request)
    form = _form_of(request, which, request.POST)

    def take_away(_: object, proved: bool, at: datetime) -> None:
        equipping.remove_passkey(request.COOKIES[door.COOKIE], presence, which, has_proved=proved, at=at)

    try:
        if proving.done(request, form, take_away):
            return _page(request, keyring, NewPasskey(proved=proving.has_proved(request)), notice=REMOVED)
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    return _page(request, keyring, NewPasskey(proved=proving.has_proved(request)), wrong_form={which: form})


def _form_of(request: HttpRequest, ref: str, posted: Any = None) -> Confirm:
    return Confirm(posted, prefix=ref[:16], proved=proving.has_proved(request))


def _page(
    request: HttpRequest,
    keyring: Keyring,
    form: NewPasskey,
    *,
    notice: str = "",
    wrong_form: dict[str, Confirm] | None = None,
) -> HttpResponse:
    presence = door.here(request)
    known = equipping.passkeys_of(presence)
    question = asking.to_add(request, equipping.handle(presence), known) if len(known) < MOST else None
    context = {
        **frame(keyring, "account"),
        "back": {"address": reverse("staff:account"), "text": "My account"},
        "title": "Passkeys",
        "sentence": "With your passphrase, a passkey signs you in as the digits do.",
        "notice": notice,
        "form": form,
        "question": question,
        "refusal": "" if question else ENOUGH if len(known) >= MOST else NO_NAME,
        "keys": [
            {
                "ref": one.ref,
                "name": one.name,
                "site": one.site,
                "day": date_format(date.fromisoformat(one.made_on), "j F Y"),
                "form": (wrong_form or {}).get(one.ref) or _form_of(request, one.ref),
            }
            for one in known
        ],
    }
    return asking.page(request, "staff/passkeys.html", context)
