"""A compartment, for those who hold it: let somebody in, make its new key, wrap anew, see what a leaver could read."""

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.desk import entrusting, leaving, rekeying, signing_in, standings
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import Compartment
from safeconduct.access.standing import CompartmentStanding, MemberStanding
from safeconduct.cases.desk import casework
from safeconduct.dossiers import lookup as dossiers
from safeconduct.dossiers.desk import rewrapping
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web import boot
from safeconduct.web.staff import people
from safeconduct.web.staff.door import for_members, frame

SECONDS_OF_A_REQUEST = 10.0
LEAVERS_SHOWN_FOR = timedelta(days=30)
CODENAMES_SHOWN = 500


def make_what_is_asked(cookie: str) -> None:
    """Who has just signed in ends the accounts whose last day is over, and makes the keys that their compartments need;
    what they hold and the recovery key does not have yet is wrapped to it."""
    presence = signing_in.come_back(cookie, boot_secret=boot.secret(), at=timezone.now())
    if presence:
        leaving.end_what_is_over(presence.who, at=timezone.now())
    keyring = signing_in.keyring_of(presence) if presence else None
    if keyring:
        rekeying.make_asked_epochs(keyring, at=timezone.now())
        entrusting.safeguard_epochs(keyring, at=timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def compartment(request: HttpRequest, keyring: Keyring, compartment: str) -> HttpResponse:
    row = _yours(keyring, compartment)
    if request.method == "POST":
        go = request.POST.get("go", "")
        if go == "make":
            rekeying.make_asked_epochs(keyring, at=timezone.now())
        elif go == "let_in":
            rekeying.let_in(row.ref, request.POST.get("member", ""), keyring, at=timezone.now())
        elif go == "rewrap":
            rewrapped = rewrapping.rewrap(row.ref, keyring, goes_on=_while_there_is_time())
            return _page(request, keyring, row, rewrapped)
        return HttpResponseRedirect(reverse("staff:compartment", args=[row.ref]))
    return _page(request, keyring, row, None)


def _while_there_is_time() -> Callable[[], bool]:
    until = time.monotonic() + SECONDS_OF_A_REQUEST
    return lambda: time.monotonic() < until


def _yours(keyring: Keyring, ref: str) -> Compartment:
    """A compartment that this member holds, or may be let into. Raises NotFound."""
    row = next(iter(lookup.compartments_in(keyring.organisation, {ref})), None)
    if row is None or (
        ref not in keyring.compartments and keyring.member not in lookup.admitted(keyring.organisation, ref)
    ):
        raise NotFound
    return row


def _page(
    request: HttpRequest, keyring: Keyring, row: Compartment, rewrapped: rewrapping.Rewrapped | None
) -> HttpResponse:
    one, today = standings.compartment_standing(row), timezone.now().date()
    members = {each.member: each for each in standings.member_standings(keyring.organisation, on=today)}
    holds = row.ref in keyring.compartments
    shape, word = people.key_state(one)
    context = {
        **frame(keyring, "today"),
        "back": {"text": "Today", "address": reverse("staff:today")},
        "title": row.name,
        "sentence": _how_it_stands(one, members, holds=holds),
        "key": {"shape": shape, "word": word, "text": _key_in_words(one, members)},
        "can_make": one.asked == "asked" and (holds or not one.epoch),
        "left": dossiers.under_older_epochs(row.ref, one.epoch) if holds else 0,
        "rewrapped": rewrapped,
        "waiting": [
            {
                "member": ref,
                "name": members[ref].name,
                "post": members[ref].post,
                "why_not": _why_not(members[ref], one),
            }
            for ref in one.waiting
        ]
        if holds
        else [],
        "holders": [members[ref].name for ref in one.holders if ref in members],
        "leavers": _leavers(keyring, row, members) if holds else [],
    }
    return render(request, "staff/compartment.html", context)


def _how_it_stands(one: CompartmentStanding, members: dict[str, MemberStanding], *, holds: bool) -> str:
    if not one.epoch:
        return "It has no key yet: nothing can be sealed to it, and nobody can read anything here."
    if not holds:
        return "You wait to be let in by somebody who holds it. Until then nothing here opens for you."
    number = len(one.holders)
    return "You alone hold its key." if number == 1 else f"{number} members hold its key."


def _key_in_words(one: CompartmentStanding, members: dict[str, MemberStanding]) -> str:
    if one.asked == "made":
        return f"{members[one.made_by].name} made key {one.epoch + 1}. It waits for an administrator; until then the old one is used."
    if one.asked and one.epoch:
        return "An administrator asked for a new key. Until it is made and certified, requests are still sealed to the old one."
    if one.asked:
        return (
            "An administrator asked for the first key. The first holder makes it; then an administrator certifies it."
        )
    return f"Since {date_format(one.since, 'j F Y')}." if one.since else ""


def _why_not(one: MemberStanding, compartment: CompartmentStanding) -> str:
    if not one.role:
        return "Two administrators have not certified this person’s keys yet."
    if compartment.asked == "made":
        return "A new key waits for an administrator. Let the person in after that."
    return ""


def _leavers(keyring: Keyring, row: Compartment, members: dict[str, MemberStanding]) -> list[dict[str, Any]]:
    """Who has left and could read here, with the codenames of what they could have read."""
    admitted = lookup.admitted(keyring.organisation, row.ref)
    left = [one for one in members.values() if one.ended_on and one.member in admitted]
    codenames = {card.dossier: card.codename for card in casework.cards(keyring, at=timezone.now())[0]} if left else {}
    return [_leaver(one, row, codenames, one.ended_on) for one in left if one.ended_on]


def _leaver(one: MemberStanding, row: Compartment, codenames: dict[str, str], ended_on: date) -> dict[str, Any]:
    refs = dossiers.opened_until(row.ref, ended_on)
    known = sorted((codenames[ref], ref) for ref in refs if ref in codenames)
    return {
        "name": one.name,
        "day": date_format(ended_on, "j F Y"),
        "number": len(refs),
        "dossiers": [
            {"codename": codename, "address": reverse("staff:dossier", args=[ref])}
            for codename, ref in known[:CODENAMES_SHOWN]
        ],
        "more": max(0, len(known) - CODENAMES_SHOWN),
    }


# For the page of today


def what_waits(keyring: Keyring, *, on: date) -> list[dict[str, Any]]:
    """A section with what this member's compartments need, or none."""
    with lookup.reading_once():
        return _what_waits(keyring, on=on)


def _what_waits(keyring: Keyring, *, on: date) -> list[dict[str, Any]]:
    own = sorted(
        keyring.compartments | {row.ref for row in standings.compartments_of(keyring.organisation, keyring.member)}
    )
    known = [standings.compartment_standing(row) for row in lookup.compartments_in(keyring.organisation, own)]
    members = {one.member: one for one in standings.member_standings(keyring.organisation, on=on)} if known else {}
    rows = [row for one in known for row in _rows_of(one, keyring, members, on=on)]
    rule = "So that those who joined can read, and those who left cannot"
    return [{"title": "Compartments", "rule": rule, "rows": rows}] if rows else []


def _rows_of(
    one: CompartmentStanding, keyring: Keyring, members: dict[str, MemberStanding], *, on: date
) -> list[dict[str, str]]:
    if one.compartment not in keyring.compartments:
        if one.asked == "asked" and not one.epoch:
            return [_row(one, "late", "First key", f"{one.name} has no key yet: you are to make it.", "Make it")]
        return [_row(one, "ring", "Waits", f"You wait to be let into {one.name}.", "Look")]
    waiting = [
        _row(one, "ring", "Waits", f"{members[ref].name} waits to be let into {one.name}.", "Let in")
        for ref in one.waiting
        if members[ref].role
    ]
    left = dossiers.under_older_epochs(one.compartment, one.epoch)
    recent = _left_from(one, keyring, members, on=on)
    return [
        *([_row(one, "late", "New key", f"{one.name} needs a new key.", "Make it")] if one.asked == "asked" else []),
        *(
            [_row(one, "late", "Wrap anew", f"{left} keys in {one.name} still open with the old key.", "Go on")]
            if left
            else []
        ),
        *waiting,
        *([_row(one, "ring", "Left", f"Somebody who held {one.name} has left.", "What they read")] if recent else []),
    ]


def _left_from(
    one: CompartmentStanding, keyring: Keyring, members: dict[str, MemberStanding], *, on: date
) -> list[str]:
    admitted = lookup.admitted(keyring.organisation, one.compartment)
    return [
        each.member
        for each in members.values()
        if each.ended_on and each.member in admitted and on - each.ended_on <= LEAVERS_SHOWN_FOR
    ]


def _row(one: CompartmentStanding, shape: str, word: str, sentence: str, verb: str) -> dict[str, str]:
    return {
        "state_shape": shape,
        "state_word": word,
        "sentence": sentence,
        "verb": verb,
        "verb_about": one.name,
        "verb_address": reverse("staff:compartment", args=[one.compartment]),
    }


def certificate_ends(keyring: Keyring, *, on: date) -> str:
    """A sentence in the last month of a certificate."""
    if not keyring.until_day:
        return ""
    until = date.fromisoformat(keyring.until_day)
    if (until - on).days > people.SOON_DAYS:
        return ""
    return (
        f"Your certificate ends on {date_format(until, 'j F')}. Ask two administrators to certify you anew before that."
    )
