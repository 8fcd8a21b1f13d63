"""The report of one handover: each case and group, who has it, how far the person is, and how the leaver's access ends."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.cases.handover import NO, UNTOLD, YES, Offer
from safeconduct.cases.request_card import RequestCard
from safeconduct.coordination.desk import handing_over_duties
from safeconduct.coordination.duty_offer import DutyOffer, Owing
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.staff import owed_to_groups, post_end
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.handover import card_row, group_row
from safeconduct.web.staff.post_end import counted, first_upper

CONTACT_WORDS = {
    UNTOLD: "the person is not told yet",
    "told": "the person is told and has not answered",
    YES: "the person accepts their new contact",
    NO: "the person does not accept their new contact",
}


@require_safe
@for_members
def handover(request: HttpRequest, keyring: Keyring, handover: str) -> HttpResponse:
    """The report of one handover, from the cards that the reader holds and the groups that they open."""
    today = timezone.localdate()
    cards = casework.cards(keyring, at=timezone.now())[0]
    found = [(card, card.handover) for card in cards if card.handover and card.handover.handover == handover]
    owing = handing_over_duties.owed_to_groups(keyring, at=timezone.now())
    groups = owed_to_groups.of_handover(handover, owing)
    offers = [*(offer for _card, offer in found), *(made.offer for _one, made in groups)]
    if not offers:
        raise NotFound
    names = lookup.post_names(keyring.organisation)
    cases = sum(not offer.is_settled for _card, offer in found)
    waiting = sum(bool(made.waits_for(today)) for _one, made in groups)
    leaver = offers[0]
    context = {
        **frame(keyring, "today"),
        "title": f"Handover from {names.get(leaver.from_post, '')}",
        "sentence": _how_far(cases, len(found), waiting),
        "back": {"text": "Handover", "address": reverse("staff:handovers")},
        "contact_address": reverse("staff:contact_around", args=[handover]) if found else "",
        "rows": [
            *(_report_row(card, offer, names, on=today) for card, offer in found),
            *(_group_report_row(one, made, names, on=today) for one, made in groups),
        ],
        "could_read": post_end.could_have_read(leaver.by, keyring, on=today)
        if post_end.may_know(leaver, keyring)
        else [],
        "ends_on": date_format(leaver.ends_on, "j F Y"),
        "end": post_end.of_leaver(leaver.by, keyring),
    }
    return render(request, "staff/coordination/handover.html", context)


def _report_row(card: RequestCard, offer: Offer, names: dict[str, str], *, on: date) -> dict[str, Any]:
    row = card_row(card, names, on=on)
    waits = offer.waits_for(on)
    holder = f"Held by {names.get(offer.post, '')}" if not waits else f"Waits for {names.get(waits, '')}"
    contact = f"; {CONTACT_WORDS[offer.contact]}" if offer.is_settled and offer.tell else ""
    more = {"sentence": "", "reason": f"{holder}{contact}. {row['reason']}"}
    verb = {"verb": "New contact", "verb_address": reverse("staff:new_contact", args=[card.dossier])}
    return {**row, **more, **(verb if contact else {})}


def _how_far(open_cases: int, cases: int, groups: int) -> str:
    waits = [
        f"{open_cases} of {cases} cases wait for a post." if open_cases else "",
        f"What is owed to {counted(groups, 'group', 'groups')} waits for a post." if groups else "",
    ]
    return " ".join(one for one in waits if one) or "Everything is taken."


def _group_report_row(one: Owing, made: DutyOffer, names: dict[str, str], *, on: date) -> dict[str, Any]:
    row, offer, waits = group_row(one, made, names, on=on), made.offer, made.waits_for(on)
    went = f"{first_upper(counted(offer.duties, 'duty', 'duties'))}, held by {names.get(offer.post, '')}."
    ended = "Done or dropped since, offered anew, or taken up by another post."
    told = f"Waits for {names.get(waits, '')}. {row['reason']}" if waits else went if offer.is_settled else ended
    state = {} if waits or offer.is_settled else {"state_shape": "done", "state_word": "Ended"}
    return {**row, **state, "sentence": "", "reason": told}
