"""Signing in and out, today's desk, the list of cases, and writing down what came another way."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safeconduct.access import lookup
from safeconduct.access.desk import signing_in
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.cases.request_card import RequestCard, clock, in_reading_order, matching
from safeconduct.cases.shared_card import SharedCard, matching_shared
from safeconduct.dossiers import lookup as dossiers
from safeconduct.dossiers.keeping import WARNINGS
from safeconduct.dossiers.lookup import due_until
from safeconduct.intake.telling import Telling
from safeconduct.sealing.code import form_for
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import boot, wrong
from safeconduct.web.code_shown import code_shown
from safeconduct.web.defender import offline
from safeconduct.web.staff import asking, door, holding, sign_in_gate, wording
from safeconduct.web.staff.case.today import what_is_unverified, what_runs
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.forms import Find, SignIn, TakeDown
from safeconduct.web.staff.wording import due_heading, due_row, reason_of, sentence_of, state_of

ROWS_IN_A_SECTION = 25
ROWS_ON_A_PAGE = 50
TELLS_OF_ENDED = timedelta(days=30)
NO_MATCH = (
    "Name, passphrase and digits do not fit together. Check each; the digits are new every half minute and count once."
)


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    answer, problem = asking.answer_to(request, asking.of_browser(request)) if request.method == "POST" else (None, "")
    form = SignIn(request.POST or None, has_answer=bool(answer or problem))
    if problem:
        form.add_error(None, problem)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            with sign_in_gate.place(settings.VAR, is_known=door.is_known_browser(request)):
                cookie = signing_in.sign_in(
                    typed["name"],
                    typed["passphrase"],
                    typed["code"],
                    answer=answer,
                    boot_secret=boot.secret(),
                    at=timezone.now(),
                )
        except sign_in_gate.Full:
            return wrong.too_busy(request)
        if cookie:
            holding.make_what_is_asked(cookie)
            response = HttpResponseRedirect(reverse("staff:today"))
            door.let_in(response, cookie)
            return response
        form.add_error(None, NO_MATCH)
    return asking.page(request, "staff/sign_in.html", {"form": form, "question": asking.to_sign_in(request)})


@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Ends every session of this member, on every device."""
    presence = door.presence_of(request)
    if presence:
        signing_in.lock_all(presence)
    response = HttpResponseRedirect(reverse("staff:sign_in"))
    door.let_out(response)
    return response


@require_safe
@for_members
def today(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    now = timezone.now()
    held, shared = casework.cards(keyring, at=now)
    cards = in_reading_order(held, at=now)
    new = [card for card in cards if not card.is_case and card.owes_answer]
    waiting = [card for card in cards if card.is_case and card.owes_answer]
    quiet = [card for card in cards if not card.owes_answer and card.source != "public"]
    public = [card for card in cards if card.source == "public"]
    running = what_runs(cards, at=now)
    context = {
        **frame(keyring, "today"),
        "title": date_format(timezone.localtime(now), "l j F"),
        "sentence": _how_things_stand(keyring, new, waiting, running=bool(running), at=now),
        "primary": _most_urgent([*new, *waiting]),
        "fingerprint": [] if keyring.role else list(keyring.fingerprint),
        "certificate_ends": holding.certificate_ends(keyring, on=now.date()),
        "sections": [
            *holding.what_waits(keyring, on=now.date()),
            *running,
            *what_is_unverified(cards, limit=settings.SAFECONDUCT_UNVERIFIED_LIMIT, at=now),
            _section(
                "New requests",
                "Danger first, then the newest. The promise is to read in time",
                new,
                "Nothing new. Every request has been answered.",
                at=now,
            ),
            _section(
                "Cases that wait for us",
                "The defender wrote, or has no answer yet",
                waiting,
                "No case waits for an answer.",
                at=now,
            ),
            *_shares(cards, shared, at=now),
            _section("Answered", "Nothing is owed", quiet, "Nothing has been answered yet.", at=now),
            *(
                [
                    _section(
                        "Public appeals", "Taken in from public texts; nobody waits for an answer", public, "", at=now
                    )
                ]
                if public
                else []
            ),
            *_falling_due(keyring, cards, today=timezone.localdate(now)),
        ],
        "foot_line": _foot(keyring, at=now),
    }
    return render(request, "staff/today.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def cases(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    find = Find(request.POST or None)
    wanted = find.cleaned_data if find.is_valid() else {"q": "", "stage": "", "page": None}
    now = timezone.now()
    held, shared = casework.cards(keyring, at=now)
    ordered = in_reading_order(matching(held, wanted["q"], stage=wanted["stage"]), at=now)
    theirs = matching_shared(shared, wanted["q"]) if wanted["stage"] in ("", "shared") else ()
    found = (*ordered, *theirs)
    page = wanted["page"] or 1
    shown = found[(page - 1) * ROWS_ON_A_PAGE : page * ROWS_ON_A_PAGE]
    left = len(found) - page * ROWS_ON_A_PAGE
    context = {
        **frame(keyring, "cases"),
        "title": "Cases",
        "sentence": f"{len(found)} found."
        if request.method == "POST"
        else f"{len(found)} in all, danger first, then the newest.",
        "search": {
            "q": wanted["q"],
            "stages": [
                {"value": value, "word": word, "chosen": value == wanted["stage"]}
                for value, word in find.fields["stage"].choices
            ],
        },
        "rows": [_shared_row(card) if isinstance(card, SharedCard) else _row(card, at=now) for card in shown],
        "empty": "Nothing fits these words. Cards hold codenames, countries, needs and languages, never names.",
        "next_page": {"number": page + 1, "text": f"The next {min(left, ROWS_ON_A_PAGE)}", **wanted}
        if left > 0
        else None,
    }
    return render(request, "staff/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def take_down(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    form = TakeDown(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "staff/paste.html", {**frame(keyring, "take_down"), "form": form})
    typed = form.cleaned_data
    office = lookup.office_by_ref(keyring.organisation)
    try:
        ref, code = casework.take_down(_telling(typed), office, keyring, own_word=typed["own_word"], at=timezone.now())
    except Refused as refused:
        form.add_error("text", str(refused))
        return render(request, "staff/paste.html", {**frame(keyring, "take_down"), "form": form})
    code_form = form_for(typed["language"])
    context = {
        **frame(keyring, "take_down"),
        **code_shown(code, code_form),
        "next_address": reverse("staff:dossier", args=[ref]),
    }
    return render(request, "staff/code_once.html", context)


def _telling(typed: dict[str, Any]) -> Telling:
    """The filled text form put in its places, or the whole text as the story."""
    answers = offline.answers_in(typed["text"])
    answers = {name: tuple(value) if isinstance(value, list) else value for name, value in answers.items()}
    about = typed["about"]
    if about == "unaware":
        answers.pop("consents", None)
    return Telling(
        **{
            **answers,
            "language": typed["language"],
            "about": about,
            "urgency": typed["urgency"] or answers.get("urgency", ""),
            "source": typed["source"],
        }
    )


def _foot(keyring: Keyring, *, at: datetime) -> str:
    closed = dossiers.shares_ended_since(keyring.compartments, (at - TELLS_OF_ENDED).date())
    ended = (
        ""
        if not closed
        else "One share with you has ended this month. Delete what you copied from it. "
        if closed == 1
        else f"{closed} shares with you have ended this month. Delete what you copied from them. "
    )
    return f"{ended}Each dossier that you open is written into the journal. This page forgets itself when you lock."


def _shares(cards: tuple[RequestCard, ...], shared: tuple[SharedCard, ...], *, at: datetime) -> list[dict[str, Any]]:
    """What waits to be shared, and what others share: shown when there is any."""
    agreed = [card for card in cards if card.yes_waiting]
    sections = []
    if agreed:
        rule = "A yes was given. Make the share, or tell the defender why not"
        sections.append(_section("To be shared", rule, agreed, "", at=at))
    if shared:
        rows = [_shared_row(card) for card in sorted(shared, key=lambda card: card.since, reverse=True)]
        sections.append({"title": "Shared with us", "rule": "By other organisations, for a time", "rows": rows})
    return sections


def _shared_row(card: SharedCard) -> dict[str, str]:
    address = reverse("staff:received", args=[card.dossier])
    return {**wording.shared_row(card), "address": address, "verb": "Read", "verb_address": address}


def _how_things_stand(
    keyring: Keyring, new: list[RequestCard], waiting: list[RequestCard], *, running: bool, at: datetime
) -> str:
    if not keyring.compartments:
        return "Your post belongs to no compartment, so no request can be read here."
    if not new and not waiting:
        return "Nothing needs this post now." if not running else "No answer is owed, but clocks run."
    late = sum(clock(card, at=at).state == "late" for card in new)
    owed = len(new) + len(waiting)
    owing = "One answer is owed." if owed == 1 else f"{owed} answers are owed."
    broken = (
        ""
        if not late
        else " One promise to read is already broken."
        if late == 1
        else f" {late} promises to read are already broken."
    )
    return owing + broken


def _most_urgent(cards: list[RequestCard]) -> dict[str, str] | None:
    if not cards:
        return None
    first = cards[0]
    return {
        "text": f"Open the most urgent: {first.codename}",
        "address": reverse("staff:dossier", args=[first.dossier]),
    }


def _falling_due(keyring: Keyring, cards: tuple[RequestCard, ...], *, today: date) -> list[dict[str, Any]]:
    """The closed dossiers whose keys are soon destroyed; only those whose card this reader holds are named."""
    by_ref = {card.dossier: card for card in cards}
    due = due_until(keyring.compartments, today + timedelta(days=max(WARNINGS)))
    rows = [due_row(by_ref[one.dossier], one, today=today) for one in due if one.dossier in by_ref]
    if not due:
        return []
    return [
        {
            "title": due_heading(len(due)),
            "rule": "Kept long enough; then nobody can open them any more",
            "rows": rows[:ROWS_IN_A_SECTION],
            "empty": "None of them can be opened by this post.",
            "more": "",
        }
    ]


def _section(title: str, rule: str, cards: list[RequestCard], empty: str, *, at: datetime) -> dict[str, Any]:
    more = len(cards) - ROWS_IN_A_SECTION
    return {
        "title": title,
        "rule": rule,
        "rows": [_row(card, at=at) for card in cards[:ROWS_IN_A_SECTION]],
        "empty": empty,
        "more": f"{more} more under Cases" if more > 0 else "",
    }


def _row(card: RequestCard, *, at: datetime) -> dict[str, str]:
    shape, word = state_of(card, at=at)
    address = reverse("staff:dossier", args=[card.dossier])
    return {
        "state_shape": shape,
        "state_word": word,
        "codename": card.codename,
        "address": address,
        "sentence": sentence_of(card),
        "reason": reason_of(card),
        "verb": "Open" if card.read else "Read",
        "verb_address": address,
    }
