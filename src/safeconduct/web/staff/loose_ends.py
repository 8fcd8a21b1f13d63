"""Over all cases, from cards alone: whether anyone raised each of them, and what was begun and not followed up."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.desk import casework
from safeconduct.cases.request_card import Act, RequestCard
from safeconduct.guidance.register import action_kinds
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.raised_wording import raised_in_words
from safeconduct.web.staff.wording import owed_in_words

ROWS_ON_A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def raised(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """One line for each case; the page is posted as that of the list of cases is."""
    cards = _cases(keyring)
    typed = request.POST.get("page", "")
    page = int(typed) if typed.isascii() and typed.isdigit() and 0 < len(typed) < 6 else 1
    page = min(max(page, 1), max(1, -(-len(cards) // ROWS_ON_A_PAGE)))
    left = len(cards) - page * ROWS_ON_A_PAGE
    untouched = sum(not card.raised.times for card in cards)
    context = {
        **frame(keyring, "cases"),
        "title": "Did anyone raise it?",
        "sentence": _untouched_in_words(len(cards), untouched),
        "back": {"text": "Cases", "address": reverse("staff:cases")},
        "rows": [_raised_row(card) for card in cards[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]],
        "next_page": {"number": page + 1, "text": f"The next {min(left, ROWS_ON_A_PAGE)}"} if left > 0 else None,
    }
    return render(request, "staff/raised.html", context)


@require_safe
@for_members
def loose_ends(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    cards, now = _cases(keyring), timezone.now()
    silent = sorted((card for card in cards if card.is_silent(now)), key=lambda card: card.told or card.received)
    one_offs = sorted(
        ((act, card) for card in cards for act in card.one_offs), key=lambda pair: (pair[0].on, pair[1].codename)
    )
    sections = [
        {
            "title": "Without a word from us",
            "rule": "For longer than the person wants to wait, or 14 days; the longest first",
            "rows": [_silent_row(card) for card in silent],
            "empty": "Everybody has heard from us in time.",
        },
        {
            "title": "One-off acts",
            "rule": "Nothing follows them but telling the person; the oldest first",
            "rows": [_one_off_row(act, card) for act, card in one_offs],
            "empty": "Every act is followed by something.",
        },
        {
            "title": "Hurdles without proof",
            "rule": "Named in the newest decision, without proof or way round; for the head of the mission",
            "rows": [_hurdle_row(card) for card in cards if card.unproved],
            "empty": "Every hurdle has its proof and a way round.",
        },
    ]
    context = {
        **frame(keyring, "cases"),
        "title": "Loose ends",
        "sentence": "What was begun and not followed up, over all cases that this post may open.",
        "back": {"text": "Cases", "address": reverse("staff:cases")},
        "sections": sections,
    }
    return render(request, "staff/loose_ends.html", context)


def _cases(keyring: Keyring) -> list[RequestCard]:
    held, _shared = casework.cards(keyring, at=timezone.now())
    return sorted((card for card in held if card.is_case), key=lambda card: card.codename)


def _untouched_in_words(number: int, untouched: int) -> str:
    if not number:
        return ""
    cases = "One case" if number == 1 else f"{number} cases"
    return f"{cases}; for {untouched} of them nothing has been done yet." if untouched else f"{cases}."


def _raised_row(card: RequestCard) -> dict[str, str]:
    one = card.raised
    state = ("done", "Yes") if one.times else ("soon", "Planned") if one.next_kind else ("ring", "Not yet")
    return {
        "shape": state[0],
        "word": state[1],
        "codename": card.codename,
        "address": reverse("staff:dossier", args=[card.dossier]) + "#plan",
        "text": raised_in_words(one),
    }


def _row(
    card: RequestCard, place: str, state: tuple[str, str], sentence: str, reason: str, verb: str
) -> dict[str, Any]:
    return {
        "state_shape": state[0],
        "state_word": state[1],
        "codename": card.codename,
        "address": reverse("staff:dossier", args=[card.dossier]),
        "sentence": sentence,
        "reason": reason,
        "verb": verb,
        "verb_address": reverse(f"staff:{place}", args=[card.dossier]),
    }


def _silent_row(card: RequestCard) -> dict[str, Any]:
    words = owed_in_words(card, "tell", at=timezone.now())
    state = (words["state_shape"], words["state_word"])
    return _row(card, "tell", state, words["sentence"], words["reason"], "Tell")


def _one_off_row(act: Act, card: RequestCard) -> dict[str, Any]:
    kind = action_kinds().get(act.kind)
    done = f"{kind.name if kind else act.kind}, {date_format(act.on, 'j F Y')}"
    result = f"Came of it: {label_of('results', act.result).lower()}."
    return _row(card, "duties", ("gap", "One-off"), f": {done}", result, "Open a duty")


def _hurdle_row(card: RequestCard) -> dict[str, Any]:
    sentence = ": one hurdle" if card.unproved == 1 else f": {card.unproved} hurdles"
    reason = "Without proof or a way round it cannot be told from an excuse."
    return _row(card, "decide", ("half", "Not shown"), sentence, reason, "Decide anew")
