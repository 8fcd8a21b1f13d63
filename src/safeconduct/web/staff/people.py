"""The place "People", for registrars: who is here, what waits for whom, posts, compartments, invitations."""

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

from safeconduct.access.desk import arranging, enrolling, rekeying, standings
from safeconduct.access.keyring import Keyring
from safeconduct.access.standing import CompartmentStanding, MemberStanding, PostStanding
from safeconduct.sealing.code import form_for, sign, written
from safeconduct.web import wrong
from safeconduct.web.staff import proving, sign_in_gate
from safeconduct.web.staff.door import for_registrars, frame
from safeconduct.web.staff.people_forms import (
    DUTY_WORDS,
    ROLE_WORDS,
    ChangePost,
    Invite,
    NewCompartment,
    NewPost,
    OfCompartment,
)

SOON_DAYS = 30
Bound = dict[str, forms.Form]


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def people(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    go = request.POST.get("go", "")
    if request.method != "POST" or go not in ACTIONS:
        return _page(request, keyring, {})
    form = _form(go, request, keyring)
    try:
        if proving.done(request, form, lambda typed, proved, at: ACTIONS[go](typed, keyring, proved, at)):
            return HttpResponseRedirect(reverse("staff:people"))
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    return _page(request, keyring, {go: form})


ACTIONS: dict[str, Callable[..., object]] = {
    "new_post": lambda typed, by, proved, at: arranging.create_post(typed["name"], by, has_proved=proved, at=at),
    "rename_post": lambda typed, by, proved, at: arranging.rename_post(
        typed["post"], typed["name"], by, has_proved=proved, at=at
    ),
    "close_post": lambda typed, by, proved, at: arranging.close_post(typed["post"], by, has_proved=proved, at=at),
    "new_compartment": lambda typed, by, proved, at: arranging.open_compartment(
        typed["name"], typed["duty"], typed["holder"], by, has_proved=proved, at=at
    ),
    "new_key": lambda typed, by, proved, at: rekeying.ask_anew(typed["compartment"], by, has_proved=proved, at=at),
    "certify_key": lambda typed, by, proved, at: rekeying.certify_epoch(
        typed["compartment"], by, has_proved=proved, at=at
    ),
}


def _form(go: str, request: HttpRequest | None, keyring: Keyring, *, proved: bool = False) -> forms.Form:
    """Fresh, or filled with what was posted."""
    posted = request.POST if request else None
    shown: dict[str, Any] = {"prefix": go, "proved": proved}
    if go == "new_post":
        return NewPost(posted, **shown)
    if go in ("rename_post", "close_post"):
        shown["prefix"] = "post"
        return ChangePost(posted, posts=post_choices(keyring), **shown)
    if go == "new_compartment":
        return NewCompartment(posted, members=_certified_members(keyring), **shown)
    asked = "made" if go == "certify_key" else None
    return OfCompartment(posted, compartments=compartment_choices(keyring, asked=asked), **shown)


def _page(request: HttpRequest, keyring: Keyring, bound: Bound) -> HttpResponse:
    today, proved = timezone.now().date(), proving.has_proved(request)
    members = standings.member_standings(keyring.organisation, on=today)
    compartments = standings.compartment_standings(keyring.organisation)
    names = {one.member: one.name for one in members}
    made = [one for one in compartments if one.asked == "made"]

    def part(go: str, button: str, **more: Any) -> dict[str, Any]:
        form = bound.get(go) or _form(go, None, keyring, proved=proved)
        return {"form": form, "button": button, "go": go, **more}

    change_post = part("rename_post", "Rename it", also={"go": "close_post", "text": "Close it"})
    if "close_post" in bound:
        change_post["form"] = bound["close_post"]
    context = {
        **frame(keyring, "people"),
        "title": "People",
        "sentence": _how_things_stand(members, compartments, on=today),
        "primary": {"text": "Invite somebody", "address": reverse("staff:invite")},
        "members": [member_row(one, on=today) for one in members],
        "invitations": [
            {
                "name": one.name,
                "text": f"{one.post}, {ROLE_WORDS[one.role]}",
                "until": f"Until {date_format(one.until_day, 'j F')}",
                "address": reverse("staff:invitation", args=[one.ref]),
            }
            for one in standings.open_invitations(keyring.organisation, on=today)
        ],
        "compartments": [_compartment_row(one, names) for one in compartments],
        "certify_key": part("certify_key", "Certify the key") if made else None,
        "new_compartment": part("new_compartment", "Open the compartment"),
        "new_key": part("new_key", "Ask for a new key"),
        "posts": [_post_row(one) for one in standings.open_posts(keyring.organisation)],
        "new_post": part("new_post", "Create the post"),
        "change_post": change_post,
        "foot_line": "Each change is written into the journal. No administrator holds a compartment’s key by being one.",
    }
    return render(request, "staff/people.html", context)


def _how_things_stand(
    members: tuple[MemberStanding, ...], compartments: tuple[CompartmentStanding, ...], *, on: date
) -> str:
    waits = sum(one.waits_for > 0 and one.ended_on is None for one in members)
    waits += sum(one.asked == "made" for one in compartments)
    lapsed = sum(one.ended_on is None and not one.role and not one.waits_for for one in members)
    parts = [
        "Nothing waits for an administrator."
        if not waits
        else "One thing waits for an administrator."
        if waits == 1
        else f"{waits} things wait for an administrator.",
        ""
        if not lapsed
        else "One member is not certified today."
        if lapsed == 1
        else f"{lapsed} members are not certified today.",
    ]
    return " ".join(part for part in parts if part)


def member_row(one: MemberStanding, *, on: date) -> dict[str, str]:
    shape, word = member_state(one, on=on)
    return {
        "shape": shape,
        "word": word,
        "name": one.name,
        "text": post_and_role(one),
        "address": reverse("staff:member", args=[one.member]),
    }


def post_and_role(one: MemberStanding) -> str:
    """The role only where the post does not say it already."""
    role = str(ROLE_WORDS.get(one.role, ""))
    return one.post if role.casefold() in ("", one.post.casefold()) else f"{one.post}, {role.lower()}"


def member_state(one: MemberStanding, *, on: date) -> tuple[str, str]:
    if one.ended_on:
        return "ended", f"Left {date_format(one.ended_on, 'j M Y')}"
    if one.waits_for:
        return "ring", "Waits for two" if one.waits_for > 1 else "Waits for one more"
    if not one.role:
        return "late", "Not certified"
    if one.last_day:
        return "soon", f"Leaves {date_format(one.last_day, 'j M Y')}"
    until = date_format(date.fromisoformat(one.until_day), "j M Y")
    return ("soon" if one.ends_within(SOON_DAYS, on=on) else "done"), f"Until {until}"


def _compartment_row(one: CompartmentStanding, names: dict[str, str]) -> dict[str, str]:
    shape, word = key_state(one)
    holders = ", ".join(names.get(member, "") for member in one.holders) or "nobody"
    waiting = ", ".join(names.get(member, "") for member in one.waiting)
    reasons = [
        str(DUTY_WORDS[one.duty]),
        f"held by {holders}",
        f"waiting to be let in: {waiting}" if waiting else "",
    ]
    return {
        "shape": shape,
        "word": word,
        "name": one.name,
        "reason": " · ".join(reason for reason in reasons if reason),
        "notice": _key_notice(one, names),
    }


def key_state(one: CompartmentStanding) -> tuple[str, str]:
    if one.asked:
        return ("half", "Key to certify") if one.asked == "made" else ("late", "New key needed")
    if not one.holders:
        return "gap", "Nobody"
    return "done", f"Key {one.epoch}"


def _key_notice(one: CompartmentStanding, names: dict[str, str]) -> str:
    if one.asked == "made":
        return f"{names.get(one.made_by, '')} made key {one.epoch + 1}. Certify it below."
    if one.asked and not one.epoch:
        return "It is empty until its first holder has visited and an administrator has certified the key."
    if one.asked:
        since = date_format(one.asked_on, "j F")
        return (
            f"Asked for on {since}. Until a holder has made it and it is certified, new requests are still sealed to "
            "the old key, so that none is lost. Ask a holder to sign in."
        )
    return "" if one.holders else "Nobody can open what is sealed here; only recovery can."


def _post_row(one: PostStanding) -> dict[str, str]:
    who = ", ".join(one.members)
    return {"shape": "done" if who else "gap", "word": "Held" if who else "Nobody", "name": one.name, "text": who}


def post_choices(keyring: Keyring) -> list[tuple[str, str]]:
    return [(one.ref, one.name) for one in standings.open_posts(keyring.organisation)]


def compartment_choices(keyring: Keyring, *, asked: str | None = None) -> list[tuple[str, str]]:
    known = standings.compartment_standings(keyring.organisation)
    return [(one.compartment, one.name) for one in known if asked is None or one.asked == asked]


def _certified_members(keyring: Keyring) -> list[tuple[str, str]]:
    known = standings.member_standings(keyring.organisation, on=timezone.now().date())
    return [(one.member, one.name) for one in known if one.role]


# Invitations


@require_http_methods(["GET", "HEAD", "POST"])
@for_registrars
def invite(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    try:
        proved = proving.has_proved(request)
        form = Invite(
            request.POST if request.method == "POST" else None,
            posts=post_choices(keyring),
            compartments=compartment_choices(keyring),
            proved=proved,
        )
        made: list[Any] = []
        if request.method == "POST" and proving.done(
            request, form, lambda *given: made.append(_invite(keyring, *given))
        ):
            return _shown_once(request, keyring, made[0])
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    back = {"text": "People", "address": reverse("staff:people")}
    return render(request, "staff/invite.html", {**frame(keyring, "people"), "form": form, "back": back})


def _invite(keyring: Keyring, typed: dict[str, Any], proved: bool, at: Any) -> Any:
    return enrolling.invite(
        typed["name"],
        typed["post"],
        typed["role"],
        frozenset(typed["compartments"]),
        keyring,
        has_proved=proved,
        at=at,
    )


def _shown_once(request: HttpRequest, keyring: Keyring, code: Any) -> HttpResponse:
    form = form_for("en")
    context = {
        **frame(keyring, "people"),
        "words": written(code, form),
        "sign": " ".join(sign(code, form)),
        "join_address": request.build_absolute_uri(reverse("staff:join")),
        "next_address": reverse("staff:people"),
    }
    return render(request, "staff/invitation_once.html", context)


@require_http_methods(["POST"])
@for_registrars
def withdraw_invitation(request: HttpRequest, keyring: Keyring, invitation: str) -> HttpResponse:
    enrolling.withdraw_invitation(invitation, keyring, at=timezone.now())
    return HttpResponseRedirect(reverse("staff:people"))
