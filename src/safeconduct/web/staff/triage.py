"""The queue: requests that nobody has decided on, worked through in one form. It opens cards only, never a dossier."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import triage as desk
from safeconduct.cases.desk.triage import Choice, Outcome
from safeconduct.cases.duplicate import Likeness, likenesses
from safeconduct.cases.elsewhere import bodies_that_fit
from safeconduct.cases.request_card import RequestCard, clock, in_queue_order
from safeconduct.cases.standard_words import standard_words
from safeconduct.cases.triage import NOBODY_ELSE, NewDecline
from safeconduct.guidance.register import the_register
from safeconduct.web.staff import wording
from safeconduct.web.staff.case.triage_forms import QueueRow, words_by_choice
from safeconduct.web.staff.door import for_members, frame

ROWS = 25
Cards = Mapping[str, RequestCard]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def triage(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    cards = _cards(keyring)
    page = _number(request.POST.get("page", ""))
    bound: dict[str, QueueRow] = {}
    outcomes: tuple[Outcome, ...] = ()
    gone = 0
    if request.method == "POST":
        refs = list(dict.fromkeys(request.POST.getlist("row")))[:ROWS]
        gone = sum(ref not in cards and bool(request.POST.get(f"{ref}-do")) for ref in refs)
        bound = {ref: _form(cards[ref], request.POST) for ref in refs if ref in cards}
        chosen = [choice for ref, form in bound.items() if (choice := _choice(cards[ref], form))]
        outcomes = desk.work_through(chosen, keyring, at=timezone.now())
    kept = _still_to_correct(bound, outcomes)
    report = _report(cards, outcomes, kept, gone)
    return _shown(request, keyring, _cards(keyring) if outcomes else cards, page, report, kept)


def _cards(keyring: Keyring) -> dict[str, RequestCard]:
    held, _shared = casework.cards(keyring, at=timezone.now())
    return {card.dossier: card for card in held}


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 and int(typed) else 1


def _form(card: RequestCard, posted: Any = None, **more: Any) -> QueueRow:
    today = timezone.localdate()
    fits = bodies_that_fit(card, the_register().mechanisms, today=today)
    return QueueRow(posted, prefix=card.dossier, codename=card.codename, fits=fits, today=today, **more)


def _choice(card: RequestCard, form: QueueRow) -> Choice | None:
    """What was chosen, with the standard words in the language of the request; None where the row is left."""
    if not form.is_valid() or not form.cleaned_data["do"]:
        return None
    typed = form.cleaned_data
    verb, value = typed["do"].split()
    words = standard_words(verb, value, card.language)
    if verb != "decline":
        return Choice(card.dossier, typed["seen"], verb, words)
    nobody, body = typed["elsewhere"] == NOBODY_ELSE, typed["elsewhere"]
    declining = NewDecline(value, words, (body,) if body and not nobody else (), nobody)
    return Choice(card.dossier, typed["seen"], verb, declining=declining)


def _still_to_correct(bound: dict[str, QueueRow], outcomes: tuple[Outcome, ...]) -> dict[str, tuple[QueueRow, str]]:
    """By dossier the form as it was filled and the sentence that says why nothing was done."""
    wrong = {ref: (form, str(next(iter(form.errors.values()))[0])) for ref, form in bound.items() if form.errors}
    refused = {one.choice.ref: (bound[one.choice.ref], one.refused) for one in outcomes if one.refused}
    return wrong | refused


def _shown(
    request: HttpRequest,
    keyring: Keyring,
    cards: Cards,
    page: int,
    report: dict[str, Any] | None,
    kept: dict[str, tuple[QueueRow, str]],
) -> HttpResponse:
    queue = in_queue_order(card for card in cards.values() if card.is_undecided)
    last = max(1, -(-len(queue) // ROWS))
    page = min(page, last)
    rows = queue[(page - 1) * ROWS : page * ROWS]
    alike = likenesses(rows, cards.values())
    context = {
        **frame(keyring, "today"),
        "title": "Triage",
        "sentence": _sentence(queue),
        "back": {"text": "Today", "address": reverse("staff:today")},
        "report": report,
        "rows": [_row(card, alike[card.dossier], *kept.get(card.dossier, (None, ""))) for card in rows],
        "rule": f"Page {page} of {last}" if last > 1 else "Danger first, then the oldest promise",
        "page": page,
        "pages": [{"number": number, "current": number == page} for number in range(1, last + 1)] if last > 1 else [],
        "words": words_by_choice(),
    }
    return render(request, "staff/triage.html", context)


def _sentence(queue: tuple[RequestCard, ...]) -> str:
    if not queue:
        return "Every request has been accepted, declined or asked back."
    late = sum(clock(card, at=timezone.now()).state == "late" for card in queue)
    waiting = "One request waits for a decision." if len(queue) == 1 else f"{len(queue)} requests wait for a decision."
    broken = "" if not late else " One promise is broken." if late == 1 else f" {late} promises are broken."
    return waiting + broken


def _row(card: RequestCard, alike: tuple[Likeness, ...], form: QueueRow | None, refused: str) -> dict[str, Any]:
    shape, word = wording.state_of(card, at=timezone.now())
    fresh = {name: form[name].value() for name in ("do", "elsewhere")} if form else {}
    # What was chosen stays; the mark is the one of the card that is shown now.
    shown = _form(card, initial={**fresh, "seen": card.mark})
    if refused:
        shown.fields["do"].widget.attrs["aria-describedby"] = f"why-{card.dossier}"
    return {
        "ref": card.dossier,
        "shape": shape,
        "word": word,
        "codename": card.codename,
        "address": reverse("staff:dossier", args=[card.dossier]),
        "sentence": wording.sentence_of(card),
        "reason": wording.reason_of(card) + ("" if card.read else " Nobody has opened it."),
        "form": shown,
        "refused": refused,
        "alike": alike and f"Looks like {alike[0].other.codename}: {wording.likeness_in_words(alike[0])}",
        "alike_address": reverse("staff:duplicates", args=[card.dossier]),
    }


def _report(
    cards: Cards, outcomes: tuple[Outcome, ...], kept: dict[str, tuple[QueueRow, str]], gone: int
) -> dict[str, Any] | None:
    if not outcomes and not kept and not gone:
        return None
    done = sum(not one.refused for one in outcomes)
    return {
        "done": "One request was decided." if done == 1 else f"{done} requests were decided.",
        "gone": f"{gone} can no longer be opened by this post; nothing was done with them." if gone else "",
        "not_done": [
            {"codename": cards[ref].codename, "address": reverse("staff:dossier", args=[ref]), "why": why}
            for ref, (_form, why) in kept.items()
        ],
    }
