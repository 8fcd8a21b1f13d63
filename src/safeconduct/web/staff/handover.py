"""Handing over the work of a post: what hangs on it, what was handed to us, what nobody took, and how each one stands."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.cases.handover import NO, OFFERED, REFUSED, UNTOLD, YES, Handover, Offer
from safeconduct.cases.request_card import RequestCard
from safeconduct.coordination.desk import emptying, handing_over
from safeconduct.coordination.desk.handing_over import hangs_on, not_yet_offered
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.staff import post_end
from safeconduct.web.staff.case.fields import Day, words
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.post_end import counted

CLOSED_TO_US = "This post does not hold the key of that case. Ask to be let into its compartment; then accept it."
CONTACT_WORDS = {
    UNTOLD: "the person is not told yet",
    "told": "the person is told and has not answered",
    YES: "the person accepts their new contact",
    NO: "the person does not accept their new contact",
}


class StartHandover(forms.Form):
    to_post = forms.ChoiceField(
        label=_("Successor"),
        help_text=_("They say case by case whether they accept."),
        required=False,
        error_messages={"invalid_choice": _("This post is not on the list. Choose from the list.")},
    )
    head = forms.ChoiceField(
        label=_("Head of the organisation"),
        help_text=_("Gets what the successor does not accept."),
        required=False,
        error_messages={"invalid_choice": _("This post is not on the list. Choose from the list.")},
    )
    ends_on = Day(_("Your last day in this post"), required=True)

    def __init__(self, *args: Any, posts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("to_post", "head"):
            self.fields[name].choices = [("", _("Choose a post")), *posts]


class NotAccepted(forms.Form):
    reason = words(_("Why your post cannot take it"), rows=1)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def handovers(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    go = request.POST.get("go", "")
    posts = [(one.ref, one.name) for one in lookup.open_posts(keyring.organisation)]
    signed = {"ends_on": lookup.last_day(keyring.organisation, keyring.member)}
    form = StartHandover(request.POST if go == "start" else None, prefix="start", posts=posts, initial=signed)
    problem, refused_ref = "", ""
    if go == "start" and form.is_valid():
        try:
            ref = handing_over.start(Handover(**form.cleaned_data), keyring, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:handover", args=[ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    elif go == "empty":
        try:
            emptying.say_empty(request.POST.get("post", ""), keyring, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:handovers"))
        except Refused as refused:
            problem = str(refused)
    elif go in _ANSWERS:
        refused_ref = request.POST.get("case", "")
        problem = _answered(go, refused_ref, request, keyring)
        if not problem:
            return HttpResponseRedirect(reverse("staff:handovers"))
    return _page(request, keyring, form, problem=problem, refused=refused_ref)


_ANSWERS: dict[str, Callable[[str, str, Keyring, datetime], None]] = {
    "accept": lambda ref, reason, by, at: handing_over.accept(ref, by, at=at),
    "decline": lambda ref, reason, by, at: handing_over.decline(ref, reason, by, at=at),
    "keep": lambda ref, reason, by, at: handing_over.keep(ref, by, at=at),
}


def _answered(go: str, ref: str, request: HttpRequest, keyring: Keyring) -> str:
    """Why it was not done; "" when it was."""
    typed = NotAccepted(request.POST, prefix=ref)
    if not typed.is_valid():
        return " ".join(str(said) for said in typed.errors.get("reason", ()))
    try:
        _ANSWERS[go](ref, typed.cleaned_data["reason"], keyring, timezone.now())
    except Refused as refused:
        return str(refused)
    except (NotFound, Unopened):
        return CLOSED_TO_US
    return ""


def _page(request: HttpRequest, keyring: Keyring, form: StartHandover, *, problem: str, refused: str) -> HttpResponse:
    today = timezone.localdate()
    cards = casework.cards(keyring, at=timezone.now())[0]
    names = lookup.post_names(keyring.organisation)
    mine, free = hangs_on(keyring.post, cards), not_yet_offered(keyring.post, cards, on=today)
    given = [card for card in waiting_for(keyring, cards, on=today) if not _is_escalated(card, on=today)]
    escalated = [card for card in waiting_for(keyring, cards, on=today) if _is_escalated(card, on=today)]
    context = {
        **frame(keyring, "today"),
        "title": "Handover",
        "sentence": _sentence(keyring, len(mine), len(free)),
        "back": {"text": "Today", "address": reverse("staff:today")},
        "problem": problem,
        "given": [_given(card, names, request, refused=refused) for card in given],
        "escalated": [_given(card, names, request, refused=refused) for card in escalated],
        "mine": [_mine(card, keyring) for card in mine],
        "part": {"form": form, "button": "Start handover", "go": "start", "first": True} if free else None,
        "started": _started(keyring, cards, names),
        "your_end": post_end.of_reader(keyring) if mine else "",
        "nobodys": post_end.of_posts(keyring, cards, on=today),
    }
    return render(request, "staff/coordination/handovers.html", context)


def waiting_for(keyring: Keyring, cards: Iterable[RequestCard], *, on: date) -> tuple[RequestCard, ...]:
    """The cards of which the reader's post must say something; never their own offer to their own post."""
    return tuple(card for card in cards if (offer := card.handover) and _is_theirs(offer, keyring, on=on))


def _is_theirs(offer: Offer, keyring: Keyring, *, on: date) -> bool:
    return offer.waits_for(on) == keyring.post and (offer.by != keyring.member or offer.is_escalated(on))


def _is_escalated(card: RequestCard, *, on: date) -> bool:
    return card.handover is not None and card.handover.is_escalated(on)


def for_today(keyring: Keyring, cards: tuple[RequestCard, ...], *, on: date) -> list[dict[str, Any]]:
    """Sections of the day's page: what was handed to the reader's post, and what comes to the head of the organisation."""
    waiting = waiting_for(keyring, cards, on=on)
    if not waiting:
        return []
    names = lookup.post_names(keyring.organisation)
    parts = (
        ("Handed over to your post", "Accept each, or say why not", "Answer", False),
        ("Handed over and not accepted", "The head of the organisation sees to it", "Keep", True),
    )
    sections = []
    for title, rule, verb, escalated in parts:
        found = [card for card in waiting if _is_escalated(card, on=on) == escalated]
        rows = [
            {**_row(card, names, on=on), "verb": verb, "verb_address": reverse("staff:handovers")} for card in found
        ]
        sections += [{"title": title, "rule": rule, "rows": rows, "empty": ""}] if rows else []
    return sections


def _sentence(keyring: Keyring, mine: int, free: int) -> str:
    if not mine:
        return f"Nothing hangs on {keyring.post_name}."
    held = "One case hangs" if mine == 1 else f"{mine} cases hang"
    waits = "" if free == mine else f" {mine - free} of them wait for a successor."
    return f"{held} on {keyring.post_name}.{waits}"


def _mine(card: RequestCard, keyring: Keyring) -> dict[str, Any]:
    duties = card.owing.get(keyring.post, 0)
    parts = [
        "" if card.holder == keyring.post else "another post holds the file",
        counted(duties, "open duty", "open duties") if duties else "",
        "an answer is owed" if card.owes_answer else "",
    ]
    owed = ", ".join(part for part in parts if part) or "nothing is owed in it now"
    return {
        "state_shape": "soon" if card.owes_answer or duties else "done",
        "state_word": "Case" if card.is_case else "Request",
        "codename": card.codename,
        "address": reverse("staff:dossier", args=[card.dossier]),
        "sentence": "",
        "reason": f"{owed[0].upper()}{owed[1:]}.",
    }


def _given(card: RequestCard, names: dict[str, str], request: HttpRequest, *, refused: str) -> dict[str, Any]:
    bound = request.POST if refused == card.dossier else None
    row = _row(card, names, on=timezone.localdate())
    return {**row, "case": card.dossier, "form": NotAccepted(bound, prefix=card.dossier), "is_open": bound is not None}


def _row(card: RequestCard, names: dict[str, str], *, on: date) -> dict[str, Any]:
    """Of a card with an offer: whose turn it is, and what goes along."""
    offer = card.handover
    if offer is None:
        raise NotFound
    shape, word = state_of(offer, on=on)
    along = [
        counted(offer.duties, "duty", "duties") if offer.duties else "",
        counted(offer.hearings, "hearing ahead", "hearings ahead") if offer.hearings else "",
        "an answer is owed" if card.owes_answer else "",
    ]
    told = ", ".join(part for part in along if part)
    day = date_format(offer.ends_on, "j F Y")
    return {
        "state_shape": shape,
        "state_word": word,
        "codename": card.codename,
        "address": reverse("staff:dossier", args=[card.dossier]),
        "sentence": f", from {names.get(offer.from_post, '')} to {names.get(offer.to_post, '')}, until {day}",
        "reason": f"Goes along: {told}." if told else "Nothing is owed in it now.",
    }


def state_of(offer: Offer, *, on: date) -> tuple[str, str]:
    if offer.is_escalated(on):
        return ("gap", "Not accepted") if offer.state == REFUSED else ("late", "No answer")
    if offer.state == OFFERED:
        return "ring", "Waits"
    return "done", "Accepted" if offer.state == "accepted" else "Kept"


def _started(keyring: Keyring, cards: Iterable[RequestCard], names: dict[str, str]) -> list[dict[str, str]]:
    """The handovers that the reader's post gave or got, the newest first."""
    known: dict[str, Offer] = {}
    for card in cards:
        offer = card.handover
        if offer and keyring.post in (offer.from_post, offer.to_post, offer.head):
            known.setdefault(offer.handover, offer)
    return [
        {
            "text": f"{names.get(one.from_post, '')} to {names.get(one.to_post, '')}, {date_format(one.at, 'j F Y')}",
            "address": reverse("staff:handover", args=[one.handover]),
        }
        for one in sorted(known.values(), key=lambda one: one.at, reverse=True)
    ]


@require_safe
@for_members
def handover(request: HttpRequest, keyring: Keyring, handover: str) -> HttpResponse:
    """The report of one handover, from the cards that the reader holds."""
    today = timezone.localdate()
    cards = casework.cards(keyring, at=timezone.now())[0]
    found = [(card, card.handover) for card in cards if card.handover and card.handover.handover == handover]
    if not found:
        raise NotFound
    names = lookup.post_names(keyring.organisation)
    open_now = sum(not offer.is_settled for _card, offer in found)
    leaver = found[0][1]
    context = {
        **frame(keyring, "today"),
        "title": f"Handover from {names.get(leaver.from_post, '')}",
        "sentence": "Everything is taken." if not open_now else f"{open_now} of {len(found)} cases wait for a post.",
        "back": {"text": "Handover", "address": reverse("staff:handovers")},
        "contact_address": reverse("staff:contact_around", args=[handover]),
        "rows": [_report_row(card, offer, names, on=today) for card, offer in found],
        "could_read": post_end.could_have_read(leaver.by, keyring, on=today)
        if post_end.may_know(leaver, keyring)
        else [],
        "ends_on": date_format(leaver.ends_on, "j F Y"),
        "end": post_end.of_leaver(leaver.by, keyring),
    }
    return render(request, "staff/coordination/handover.html", context)


def _report_row(card: RequestCard, offer: Offer, names: dict[str, str], *, on: date) -> dict[str, Any]:
    row = _row(card, names, on=on)
    waits = offer.waits_for(on)
    holder = f"Held by {names.get(offer.post, '')}" if not waits else f"Waits for {names.get(waits, '')}"
    contact = f"; {CONTACT_WORDS[offer.contact]}" if offer.is_settled and offer.tell else ""
    more = {"sentence": "", "reason": f"{holder}{contact}. {row['reason']}"}
    verb = {"verb": "New contact", "verb_address": reverse("staff:new_contact", args=[card.dossier])}
    return {**row, **more, **(verb if contact else {})}
