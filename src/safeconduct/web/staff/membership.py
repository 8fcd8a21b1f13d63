"""One member, for registrars: certify, change, ask to let in, take out, make or end an administrator, end the account."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.desk import certifying, enrolling, leaving, safeguarded, standings
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import Compartment
from safeconduct.access.standing import MemberStanding
from safeconduct.dossiers import lookup as dossiers
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist
from safeconduct.web import wrong
from safeconduct.web.staff import people, proving, sign_in_gate
from safeconduct.web.staff.door import for_registrars, frame
from safeconduct.web.staff.people_forms import (
    ROLE_WORDS,
    CertifyNew,
    Change,
    Confirm,
    Leave,
    OfCompartment,
    TakeOut,
    WithRoot,
)

Bound = dict[str, forms.Form]


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def member(request: HttpRequest, keyring: Keyring, member: str) -> HttpResponse:
    one, go = _standing(keyring, member), request.POST.get("go", "")
    if request.method != "POST" or go not in ACTIONS:
        return _page(request, keyring, one, {})
    form = _form(go, request, keyring, one)
    try:
        if proving.done(request, form, lambda typed, proved, at: ACTIONS[go](member, typed, keyring, proved, at)):
            return HttpResponseRedirect(reverse("staff:member", args=[member]))
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    return _page(request, keyring, one, {go: form})


ACTIONS: dict[str, Callable[..., object]] = {
    "certify": lambda who, typed, by, proved, at: certifying.certify(
        who, typed.get("words", ""), by, has_proved=proved, at=at
    ),
    "withdraw": lambda who, typed, by, proved, at: certifying.withdraw(who, by, has_proved=proved, at=at),
    "change": lambda who, typed, by, proved, at: certifying.change(
        who, typed["post"], typed["role"], by, has_proved=proved, at=at
    ),
    "admit": lambda who, typed, by, proved, at: enrolling.admit(
        typed["compartment"], who, by, has_proved=proved, at=at
    ),
    "take_out": lambda who, typed, by, proved, at: leaving.take_out(
        typed["compartment"], who, by, confirmed=typed["confirmed"], has_proved=proved, at=at
    ),
    "make_registrar": lambda who, typed, by, proved, at: certifying.make_registrar(
        who, typed["root_words"], by, has_proved=proved, at=at
    ),
    "end_registrar": lambda who, typed, by, proved, at: certifying.end_registrar(
        who, typed["root_words"], by, has_proved=proved, at=at
    ),
}


def _form(
    go: str, request: HttpRequest | None, keyring: Keyring, one: MemberStanding, *, proved: bool = False
) -> forms.Form:
    posted = request.POST if request else None
    shown: dict[str, Any] = {"prefix": go, "proved": proved}
    if go == "certify":
        return CertifyNew(posted, **shown) if one.keys_are_new else Confirm(posted, **shown)
    if go == "change":
        return Change(posted, posts=people.post_choices(keyring), initial=_as_it_is(keyring, one), **shown)
    if go in ("admit", "take_out"):
        into = {row.ref for row in standings.compartments_of(keyring.organisation, one.member)}
        kind, wanted = (OfCompartment, False) if go == "admit" else (TakeOut, True)
        choices = [choice for choice in people.compartment_choices(keyring) if (choice[0] in into) is wanted]
        return kind(posted, compartments=choices, **shown)
    return Confirm(posted, **shown) if go == "withdraw" else WithRoot(posted, **shown)


def _as_it_is(keyring: Keyring, one: MemberStanding) -> dict[str, str]:
    posts = {name: ref for ref, name in people.post_choices(keyring)}
    return {"post": posts.get(one.post, ""), "role": one.role}


def _page(request: HttpRequest, keyring: Keyring, one: MemberStanding, bound: Bound) -> HttpResponse:
    today, proved = timezone.now().date(), proving.has_proved(request)
    shape, word = people.member_state(one, on=today)
    is_here, is_self = one.ended_on is None, one.member == keyring.member
    is_certified = bool(one.role)

    def part(go: str, button: str, wanted: bool = True) -> dict[str, Any] | None:
        form = bound.get(go) or _form(go, None, keyring, one, proved=proved)
        return {"form": form, "button": button, "go": go} if wanted and is_here and not is_self else None

    is_registrar = one.role == "registrar"
    context = {
        **frame(keyring, "people"),
        "back": {"text": "People", "address": reverse("staff:people")},
        "title": one.name,
        "sentence": f"{people.post_and_role(one)}.",
        "state": {"shape": shape, "word": word},
        "is_self": is_self,
        "waits": _waits(keyring, one) if one.waits_for else None,
        "certify": part("certify", "Certify", one.waits_for > 0 and keyring.member not in one.signed_by),
        "withdraw": part("withdraw", "Withdraw it", one.waits_for > 0),
        "compartments": _compartments(keyring, one),
        "admit": part("admit", "Ask the holders to let them in"),
        "take_out": part("take_out", "Take them out"),
        "change": part("change", "Sign the new certificate", is_certified or not one.waits_for),
        "make_registrar": part("make_registrar", "Make them an administrator", not is_registrar and is_certified),
        "end_registrar": part("end_registrar", "End it", is_registrar),
        "leave_address": reverse("staff:leave", args=[one.member]) if is_here and not is_self else "",
        "last_day": one.last_day,
        "read": read_by(keyring, one, until=one.ended_on) if one.ended_on else None,
        "parts": _parts_of(one) if one.ended_on else [],
    }
    return render(request, "staff/member.html", context)


def _standing(keyring: Keyring, member: str) -> MemberStanding:
    known = standings.member_standings(keyring.organisation, on=timezone.now().date())
    found = next((one for one in known if one.member == member), None)
    if found is None:
        raise NotFound
    return found


def _waits(keyring: Keyring, one: MemberStanding) -> dict[str, str]:
    post, role = standings.waiting_appointment(one.member)
    if keyring.member in one.signed_by:
        new = "You have certified it; another administrator must too."
    else:
        new = "The keys are new. Have the person read their eight words to you." if one.keys_are_new else ""
    return {"text": f"{post}, {ROLE_WORDS[role]}, for two years.", "new": new}


def _compartments(keyring: Keyring, one: MemberStanding) -> list[dict[str, str]]:
    holders = {row.compartment: row.holders for row in standings.compartment_standings(keyring.organisation)}
    return [
        {
            "name": row.name,
            "shape": "done" if one.member in holders[row.ref] else "ring",
            "word": "Holds the key" if one.member in holders[row.ref] else "Waits to be let in",
        }
        for row in standings.compartments_of(keyring.organisation, one.member)
        if one.ended_on is None
    ]


def read_by(keyring: Keyring, one: MemberStanding, *, until: date) -> list[dict[str, str]]:
    """What the member could have read, by compartment: numbers and days, which are all that a registrar may see."""
    return [_extent(row, until) for row in standings.compartments_of(keyring.organisation, one.member)]


def _extent(row: Compartment, until: date) -> dict[str, str]:
    extent = dossiers.extent(row.ref, until=until)
    if extent.first_day is None or extent.last_day is None:
        return {"name": row.name, "text": "no dossier"}
    days = f"from {date_format(extent.first_day, 'j F Y')} to {date_format(extent.last_day, 'j F Y')}"
    number = "one dossier" if extent.dossiers == 1 else f"{extent.dossiers} dossiers"
    return {"name": row.name, "text": f"{number}, that came {days}"}


def _parts_of(one: MemberStanding) -> list[str]:
    """What their leaving means for the recovery keys of which they hold parts, a sentence each."""
    return [_parts_in_words(held) for held in safeguarded.parts_lost_with(one.member)]


def _parts_in_words(held: safeguarded.HeldParts) -> str:
    office = lookup.office_name(held.organisation)
    if held.others < held.needed:
        return (
            f"Recovery key of {office}: {held.needed} holders are needed and {held.others} are left without this one. "
            "A lost compartment could not be opened any more: make a new key today."
        )
    return (
        f"Recovery key of {office}: {held.needed} holders are needed and {held.others} are left without this one. "
        "Rehearse with them this week, and make a new key."
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def leave(request: HttpRequest, keyring: Keyring, member: str) -> HttpResponse:
    one = _standing(keyring, member)
    if one.ended_on:
        raise NotFound
    alone = [row.name for row in leaving.last_holder_in(member)]
    is_registrar = member in lookup.register(keyring.organisation, ()).registrars()
    try:
        form = Leave(
            request.POST if request.method == "POST" else None,
            is_last=bool(alone),
            is_registrar=is_registrar,
            proved=proving.has_proved(request),
        )
        go = request.POST.get("go", "")
        if request.method == "POST" and proving.done(request, form, lambda *given: _leave(member, keyring, go, *given)):
            return HttpResponseRedirect(reverse("staff:member", args=[member]))
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    context = {
        **frame(keyring, "people"),
        "back": {"text": one.name, "address": reverse("staff:member", args=[member])},
        "name": one.name,
        "post": one.post,
        "form": form,
        "alone": ", ".join(f"“{name}”" for name in alone),
        "is_registrar": is_registrar,
        "last_day": one.last_day,
        "read": read_by(keyring, one, until=timezone.now().date()),
        "parts": _parts_of(one),
    }
    return render(request, "staff/leave.html", context)


def _leave(member: str, keyring: Keyring, go: str, typed: dict[str, Any], proved: bool, at: Any) -> None:
    if go == "ahead":
        if typed.get("last_day") is None:
            insist(Refusal("There is no day yet. Choose the last day; then sign it."))
        leaving.sign_last_day(member, typed["last_day"], keyring, has_proved=proved, at=at)
        return
    if typed.get("last_day"):
        insist(Refusal("A last day is typed: sign it, or empty it to end the account now."))
    leaving.leave(
        member,
        keyring,
        confirmed=typed.get("confirmed", False),
        root_words=typed.get("root_words", ""),
        has_proved=proved,
        at=at,
    )
