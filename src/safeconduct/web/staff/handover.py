"""Handing over the work of a post: what hangs on it, what was handed to us, and what nobody took."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.cases.handover import OFFERED, REFUSED, Handover, Offer
from safeconduct.cases.request_card import RequestCard
from safeconduct.coordination.desk import emptying, handing_over, handing_over_duties
from safeconduct.coordination.desk.handing_over import hangs_on, not_yet_offered, who_can_take
from safeconduct.coordination.duty_offer import DutyOffer, Owing
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.staff import owed_to_groups, post_end
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.fields import Day, words
from safeconduct.web.staff.post_end import counted

CLOSED_TO_US = "This post does not hold the key of that case. Ask to be let into its compartment; then accept it."
GROUP_CLOSED_TO_US = "This offer is not there for your post. Look at what was handed over to it."


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

    def __init__(self, *args: Any, posts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("to_post", "head"):
            self.fields[name].choices = [("", _("Choose a post")), *posts]


class NotAccepted(forms.Form):
    reason = words(_("Why your post cannot take it"), rows=1)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def handovers(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    go = request.POST.get("go", "")
    hanging = _hanging(keyring)
    signed = {"ends_on": standings.last_day(keyring.organisation, keyring.member)}
    form = StartHandover(
        request.POST if go == "start" else None, prefix="start", posts=hanging.takers.items(), initial=signed
    )
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
    return _page(request, keyring, hanging, form, problem=problem, refused=refused_ref)


@dataclass(frozen=True)
class _Hanging:
    """What this organisation's posts hold, and what of it the reader's post may hand over. Names by reference: of the
    posts that could take all of that, and of other posts in which nobody holds the keys."""

    cards: tuple[RequestCard, ...]
    owing: tuple[Owing, ...]
    free: tuple[RequestCard, ...]
    owed: tuple[Owing, ...]
    takers: dict[str, str]
    others: dict[str, str]


def _hanging(keyring: Keyring) -> _Hanging:
    now, today = timezone.now(), timezone.localdate()
    cards, owing = casework.cards(keyring, at=now)[0], handing_over_duties.owed_to_groups(keyring, at=now)
    free = not_yet_offered(keyring.post, cards, on=today)
    owed = tuple(one for one in owing if one.free_of(keyring.post, on=today))
    able = who_can_take(free, owed, keyring)
    names = {one.ref: one.name for one in standings.open_posts(keyring.organisation)}
    takers = {ref: name for ref, name in names.items() if able[ref]}
    others = {ref: name for ref, name in names.items() if ref not in takers and ref != keyring.post}
    return _Hanging(cards, owing, free, owed, takers, others)


_ANSWERS: dict[str, Callable[[str, str, Keyring, datetime], None]] = {
    "accept": lambda ref, reason, by, at: handing_over.accept(ref, by, at=at),
    "decline": lambda ref, reason, by, at: handing_over.decline(ref, reason, by, at=at),
    "keep": lambda ref, reason, by, at: handing_over.keep(ref, by, at=at),
}
_ANSWERS_OF_GROUPS: dict[str, Callable[[str, str, str, Keyring, datetime], None]] = {
    "accept": lambda group, ref, reason, by, at: handing_over_duties.accept(group, ref, by, at=at),
    "decline": lambda group, ref, reason, by, at: handing_over_duties.decline(group, ref, reason, by, at=at),
    "keep": lambda group, ref, reason, by, at: handing_over_duties.keep(group, ref, by, at=at),
}


def _answered(go: str, ref: str, request: HttpRequest, keyring: Keyring) -> str:
    """Why it was not done; "" when it was."""
    typed = NotAccepted(request.POST, prefix=ref)
    if not typed.is_valid():
        return " ".join(str(said) for said in typed.errors.get("reason", ()))
    group, reason, now = request.POST.get("group", ""), typed.cleaned_data["reason"], timezone.now()
    try:
        if group:
            _ANSWERS_OF_GROUPS[go](group, ref, reason, keyring, now)
        else:
            _ANSWERS[go](ref, reason, keyring, now)
    except Refused as refused:
        return str(refused)
    except (NotFound, Unopened):
        return GROUP_CLOSED_TO_US if group else CLOSED_TO_US
    return ""


def _page(
    request: HttpRequest, keyring: Keyring, hanging: _Hanging, form: StartHandover, *, problem: str, refused: str
) -> HttpResponse:
    today, cards, owing = timezone.localdate(), hanging.cards, hanging.owing
    names = lookup.post_names(keyring.organisation)
    mine = hangs_on(keyring.post, cards)
    groups = owed_to_groups.mine(keyring, owing)
    given, escalated = _what_waits(keyring, cards, owing, names, on=today)
    context = {
        **frame(keyring, "today"),
        "title": "Handover",
        "sentence": _sentence(keyring, len(mine), len(hanging.free), len(groups)),
        "back": {"text": "Today", "address": reverse("staff:today")},
        "problem": problem,
        "given": [_with_form(row, request, refused=refused) for row in given],
        "escalated": [_with_form(row, request, refused=refused) for row in escalated],
        "mine": [*(_mine(card, keyring) for card in mine), *groups],
        "part": _start_part(hanging, form) if hanging.free or hanging.owed else None,
        "started": _started(keyring, cards, owing, names),
        "your_end": post_end.of_reader(keyring) if mine or groups else "",
        "nobodys": post_end.of_posts(keyring, cards, owing, on=today),
    }
    return render(request, "staff/coordination/handovers.html", context)


def _start_part(hanging: _Hanging, form: StartHandover) -> dict[str, Any]:
    part = {"form": form, "button": "Start handover", "go": "start", "first": True}
    if not hanging.others:
        return part
    missing = f"Nobody in these posts holds the keys of what is listed: {', '.join(hanging.others.values())}."
    too_few = "" if len(hanging.takers) > 1 else " A successor and a head are needed, in two posts."
    return {**part, "help": f"{missing}{too_few} To choose one of them, have somebody of it let into the compartment."}


def waiting_for(keyring: Keyring, cards: Iterable[RequestCard], *, on: date) -> tuple[RequestCard, ...]:
    """The cards of which the reader's post must say something; never their own offer to their own post."""
    return tuple(card for card in cards if (offer := card.handover) and _is_theirs(offer, keyring, on=on))


def _is_theirs(offer: Offer, keyring: Keyring, *, on: date) -> bool:
    return offer.waits_for(on) == keyring.post and (offer.by != keyring.member or offer.is_escalated(on))


Rows = list[dict[str, Any]]


def _what_waits(
    keyring: Keyring, cards: Iterable[RequestCard], owing: Iterable[Owing], names: dict[str, str], *, on: date
) -> tuple[Rows, Rows]:
    """What was handed to the reader's post, and what comes to it as the head of the organisation."""
    given, escalated = [], []
    for card in sorted(waiting_for(keyring, cards, on=on), key=_by_handover):
        is_escalated = card.handover is not None and card.handover.is_escalated(on)
        (escalated if is_escalated else given).append({**card_row(card, names, on=on), "case": card.dossier})
    for one, made in owed_to_groups.waiting_for(keyring, owing, on=on):
        row = {**group_row(one, made, names, on=on), "case": made.offer.ref, "group": one.group}
        (escalated if made.offer.is_escalated(on) else given).append(row)
    return given, escalated


def _by_handover(card: RequestCard) -> tuple[date, str]:
    """What came together stands together, and what has the least time first."""
    return (card.handover.ends_on, card.handover.handover) if card.handover else (date.max, "")


def for_today(keyring: Keyring, cards: tuple[RequestCard, ...], owing: tuple[Owing, ...], *, on: date) -> Rows:
    """Sections of the day's page: what was handed to the reader's post, and what comes to the head of the organisation."""
    if not waiting_for(keyring, cards, on=on) and not owed_to_groups.waiting_for(keyring, owing, on=on):
        return []
    given, escalated = _what_waits(keyring, cards, owing, lookup.post_names(keyring.organisation), on=on)
    parts = (
        ("Handed over to your post", "Accept each, or say why not", "Answer", given),
        ("Handed over and not accepted", "The head of the organisation sees to it", "Keep", escalated),
    )
    address = reverse("staff:handovers")
    return [
        {
            "title": title,
            "rule": rule,
            "rows": [{**row, "verb": verb, "verb_address": address} for row in found],
            "empty": "",
        }
        for title, rule, verb, found in parts
        if found
    ]


def _sentence(keyring: Keyring, mine: int, free: int, groups: int) -> str:
    owed = "" if not groups else " It owes something to one group." if groups == 1 else f" It owes to {groups} groups."
    if not mine:
        return f"No case hangs on {keyring.post_name}.{owed}" if groups else f"Nothing hangs on {keyring.post_name}."
    held = "One case hangs" if mine == 1 else f"{mine} cases hang"
    waits = "" if free == mine else f" {mine - free} of them wait for a successor."
    return f"{held} on {keyring.post_name}.{waits}{owed}"


def _mine(card: RequestCard, keyring: Keyring) -> dict[str, Any]:
    duties = card.owing.get(keyring.post, 0)
    parts = [
        "" if card.holder == keyring.post else "another post holds the file",
        counted(duties, "open duty", "open duties") if duties else "",
        *_runs_on(card),
    ]
    owed = ", ".join(part for part in parts if part) or "nothing is owed in it now"
    return {
        "state_shape": "soon" if duties or _runs_on(card) else "done",
        "state_word": "Case" if card.is_case else "Request",
        "codename": card.codename,
        "address": reverse("staff:dossier", args=[card.dossier]),
        "sentence": "",
        "reason": f"{owed[0].upper()}{owed[1:]}.",
    }


def _runs_on(card: RequestCard) -> list[str]:
    """What goes on in a case whoever holds it: its clocks, such as the plan for a reprisal, and an answer that is owed."""
    clocks = counted(len(card.clocks), "clock that runs", "clocks that run") if card.clocks else ""
    return [one for one in (clocks, "an answer is owed" if card.owes_answer else "") if one]


def _with_form(row: dict[str, Any], request: HttpRequest, *, refused: str) -> dict[str, Any]:
    bound = request.POST if refused == row["case"] else None
    return {**row, "form": NotAccepted(bound, prefix=row["case"]), "is_open": bound is not None}


def group_row(one: Owing, made: DutyOffer, names: dict[str, str], *, on: date) -> dict[str, Any]:
    shape, word = state_of(made.offer, on=on)
    return {"state_shape": shape, "state_word": word, **owed_to_groups.offer_row(one, made, names)}


def card_row(card: RequestCard, names: dict[str, str], *, on: date) -> dict[str, Any]:
    """Of a card with an offer: whose turn it is, and what goes along."""
    offer = card.handover
    if offer is None:
        raise NotFound
    shape, word = state_of(offer, on=on)
    along = [
        counted(offer.duties, "duty", "duties") if offer.duties else "",
        counted(offer.hearings, "hearing ahead", "hearings ahead") if offer.hearings else "",
        *_runs_on(card),
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


def _started(
    keyring: Keyring, cards: Iterable[RequestCard], owing: Iterable[Owing], names: dict[str, str]
) -> list[dict[str, str]]:
    """The handovers that the reader's post gave or got, the newest first."""
    known: dict[str, Offer] = {}
    of_cards = [card.handover for card in cards if card.handover]
    for offer in (*of_cards, *owed_to_groups.all_offers(owing)):
        if keyring.post in (offer.from_post, offer.to_post, offer.head):
            known.setdefault(offer.handover, offer)
    return [
        {
            "text": f"{names.get(one.from_post, '')} to {names.get(one.to_post, '')}, {date_format(one.at, 'j F Y')}",
            "address": reverse("staff:handover", args=[one.handover]),
        }
        for one in sorted(known.values(), key=lambda one: one.at, reverse=True)
    ]
