"""Signing in and out, today's desk, and the list of cases."""

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
from safeconduct.access.desk import auditing, signing_in
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.cases.request_card import RequestCard, clock, in_queue_order, in_reading_order
from safeconduct.cases.shared_card import SharedCard
from safeconduct.coordination.desk import handing_over_duties
from safeconduct.dossiers import lookup as dossiers
from safeconduct.dossiers.keeping import WARNINGS
from safeconduct.dossiers.lookup import due_until
from safeconduct.web import boot, wrong
from safeconduct.web.staff import (
    asking,
    card_rows,
    door,
    duty,
    handover,
    holding,
    owed_to_groups,
    sign_in_gate,
    watching,
    wording,
)
from safeconduct.web.staff.case import relocation, risk
from safeconduct.web.staff.case.today import what_is_unverified, what_rests, what_runs, what_sources_answered
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.forms import SignIn
from safeconduct.web.staff.wording import due_heading, due_row

ROWS_IN_A_SECTION = 25
DUE_SOON = timedelta(days=7)
TELLS_OF_ENDED = timedelta(days=30)
SESSION_ENDED = "You are signed out: 15 minutes without a page, 8 hours in all, or ended from elsewhere."
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
    notice = SESSION_ENDED if request.method != "POST" and door.has_ended(request) else ""
    context = {"form": form, "notice": notice, "question": asking.to_sign_in(request)}
    return asking.page(request, "staff/sign_in.html", context)


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
    new = [card for card in in_queue_order(held) if card.is_undecided and card.owes_answer]
    undecided = [card for card in cards if card.is_undecided and not card.owes_answer]
    asked = [card for card in cards if card.is_asked]
    relieve = [card for card in cards if card.relief_asked and card.holder != keyring.post]
    orphaned = _held_by_nobody(keyring, cards)
    waiting = [card for card in cards if card.owes_answer and not card.is_undecided]
    quiet = [card for card in cards if card.is_case and not card.owes_answer and not card.is_asked]
    public = [card for card in cards if card.source == "public"]
    running = what_runs(cards, at=now)
    owing = handing_over_duties.owed_to_groups(keyring, at=now)
    may_read = _may_read(keyring, (*held, *shared))
    context = {
        **frame(keyring, "today"),
        "title": date_format(timezone.localtime(now), "l j F"),
        "sentence": _how_things_stand(new, waiting, running=bool(running), at=now)
        if may_read
        else "Your post belongs to no compartment that gets requests, so none can be read here.",
        "primary": _most_urgent([*new, *waiting]),
        "fingerprint": [] if keyring.role else list(keyring.fingerprint),
        "duty": duty.for_today(keyring, held),
        "certificate_ends": holding.certificate_ends(keyring, on=now.date()),
        "sections": [
            *watching.what_is_watched(keyring, at=now),
            *holding.what_waits(keyring, on=now.date()),
            *running,
            *(_requests(new, undecided, waiting, at=now) if may_read else _without_requests(keyring)),
            *what_sources_answered(cards),
            *what_is_unverified(cards, limit=settings.SAFECONDUCT_UNVERIFIED_LIMIT, at=now),
            *handover.for_today(keyring, cards, owing, on=timezone.localdate(now)),
            *_owed(cards, at=now),
            *owed_to_groups.for_today(keyring, owing, on=timezone.localdate(now)),
            *_when_any("Somebody asks to be relieved", "Without a reason; whoever can takes it over", relieve, at=now),
            *_when_any(
                "Held by nobody", "Their post has no member any more; whoever can takes them over", orphaned, at=now
            ),
            *_when_any("Asked back", "The clock stands until there is a reply", asked, at=now),
            *_shares(cards, shared, at=now),
            *_risks_to_look_at_again(cards, at=now),
            *_late_answers_of_others(cards, at=now),
            *what_rests(cards, at=now),
            *_answered(quiet),
            *_when_any("Public appeals", "Taken in from public texts; nobody waits for an answer", public, at=now),
            *_falling_due(keyring, cards, today=timezone.localdate(now)),
        ],
        "foot_line": _foot(keyring, at=now),
    }
    return render(request, "staff/today.html", context)


def _requests(
    new: list[RequestCard], undecided: list[RequestCard], waiting: list[RequestCard], *, at: datetime
) -> list[dict[str, Any]]:
    queue = {"text": "Work through the queue", "address": reverse("staff:triage")} if new else None
    return [
        _section(
            "New requests",
            "Danger first, then the oldest promise to answer",
            new,
            "Nothing new. Every request has been answered.",
            at=at,
        )
        | {"link": queue},
        *_when_any("Answered, not decided", "Accept, decline or ask back", undecided, at=at),
        _section(
            "Cases that wait for us",
            "The person wrote, or has no answer yet",
            waiting,
            "No case waits for an answer.",
            at=at,
        ),
    ]


def _may_read(keyring: Keyring, cards: tuple[RequestCard | SharedCard, ...]) -> bool:
    return bool(cards) or "requests" in keyring.duties.values()


def _without_requests(keyring: Keyring) -> list[dict[str, Any]]:
    """Where there is no request to read, nothing is said of whether they were answered."""
    if auditing.is_auditor(keyring):
        journal = {"text": "Journal", "address": reverse("staff:journal")}
        told = "Who opened and changed what stands in the journal."
        return [{"title": "Audit", "rule": "Who did what, and when", "rows": [], "empty": told, "link": journal}]
    return [
        {
            "title": "Accounts",
            "rule": "Who belongs, and who reads what",
            "rows": [],
            "empty": "Invitations, certificates and keys that wait stand under People."
            if keyring.is_registrar
            else "An administrator asks for you to be let into a compartment; whoever holds it lets you in.",
            "link": {"text": "People", "address": reverse("staff:people")} if keyring.is_registrar else None,
        }
    ]


def _held_by_nobody(keyring: Keyring, cards: tuple[RequestCard, ...]) -> list[RequestCard]:
    """Those of a post that everybody has left. A registrar who closes a post cannot see what it holds."""
    staffed = lookup.posts_with_members(keyring.organisation)
    return [card for card in cards if card.holder and card.holder not in staffed and not card.is_declined]


def _answered(cards: list[RequestCard]) -> list[dict[str, Any]]:
    """Told as a number: what needs nobody today stands under Cases."""
    if not cards:
        return []
    told = "One case has its answer." if len(cards) == 1 else f"{len(cards)} cases have their answer."
    return [
        {
            "title": "Answered",
            "rule": "What they need besides stands above",
            "rows": [],
            "empty": told,
            "link": {"text": "All cases", "address": reverse("staff:cases")},
        }
    ]


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


def _owed(cards: tuple[RequestCard, ...], *, at: datetime) -> list[dict[str, Any]]:
    """What cases need besides an answer: shown when there is any."""
    parts = (
        (
            "Emergencies",
            "Declared by one member; a second one must confirm",
            [card for card in cards if card.second_wanted],
            "decide",
            "Look",
        ),
        (
            "Duties",
            "Due within a week, the latest first",
            sorted((card for card in cards if card.due and card.due <= (at + DUE_SOON).date()), key=_due),
            "duties",
            "Do",
        ),
        (
            "Without a word from us",
            "Longer than the defender wants to wait",
            [card for card in cards if card.is_silent(at)],
            "tell",
            "Tell",
        ),
    )
    return [
        {
            "title": title,
            "rule": rule,
            "rows": [_owed_row(card, place, verb, at=at) for card in found[:ROWS_IN_A_SECTION]],
            "empty": "",
            "more": _more(found),
        }
        for title, rule, found, place, verb in parts
        if found
    ]


def _due(card: RequestCard) -> date:
    return card.due or date.max


def _owed_row(card: RequestCard, place: str, verb: str, *, at: datetime) -> dict[str, str]:
    address = reverse(f"staff:{place}", args=[card.dossier])
    return {
        **card_rows.row(card, at=at),
        **wording.owed_in_words(card, place, at=at),
        "verb": verb,
        "verb_address": address,
    }


def _shares(cards: tuple[RequestCard, ...], shared: tuple[SharedCard, ...], *, at: datetime) -> list[dict[str, Any]]:
    """What waits to be shared, and what others share: shown when there is any."""
    agreed = [card for card in cards if card.yes_waiting]
    sections = []
    if agreed:
        rule = "A yes was given. Make the share, or tell the defender why not"
        sections.append(_section("To be shared", rule, agreed, "", at=at))
    if shared:
        rows = [card_rows.shared_row(card) for card in sorted(shared, key=lambda card: card.since, reverse=True)]
        sections.append({"title": "Shared with us", "rule": "By other organisations, for a time", "rows": rows})
    return sections


def _risks_to_look_at_again(cards: tuple[RequestCard, ...], *, at: datetime) -> list[dict[str, Any]]:
    """Assessments whose review day has passed: shown when there is any, the longest overdue first."""
    today = at.date()
    over = [card for card in cards if card.risk_review and card.risk_review < today]
    over.sort(key=lambda card: card.risk_review or today)
    rows = [risk.due_row(card_rows.row(card, at=at), card, today=today) for card in over[:ROWS_IN_A_SECTION]]
    rule = "The review day has passed; nothing may be decided on them"
    return [{"title": "Risk to look at again", "rule": rule, "rows": rows, "more": _more(over)}] if rows else []


def _late_answers_of_others(cards: tuple[RequestCard, ...], *, at: datetime) -> list[dict[str, Any]]:
    today = at.date()
    late = [card for card in cards if card.haven_due and card.haven_due < today]
    late.sort(key=lambda card: card.haven_due or today)
    rows = [relocation.late_row(card_rows.row(card, at=at), card, today=today) for card in late[:ROWS_IN_A_SECTION]]
    rule = "Haven, visas and money, asked of others"
    return [{"title": "Answers that did not come", "rule": rule, "rows": rows, "more": _more(late)}] if rows else []


def _how_things_stand(new: list[RequestCard], waiting: list[RequestCard], *, running: bool, at: datetime) -> str:
    if not new and not waiting:
        return "Nothing needs this post now." if not running else "No answer is owed, but clocks run."
    late = sum(clock(card, at=at).state == "late" for card in (*new, *waiting))
    owed = len(new) + len(waiting)
    owing = "One answer is owed." if owed == 1 else f"{owed} answers are owed."
    broken = (
        ""
        if not late
        else " One promise to answer is already broken."
        if late == 1
        else f" {late} promises to answer are already broken."
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


def _when_any(title: str, rule: str, cards: list[RequestCard], *, at: datetime) -> list[dict[str, Any]]:
    return [_section(title, rule, cards, "", at=at)] if cards else []


def _section(title: str, rule: str, cards: list[RequestCard], empty: str, *, at: datetime) -> dict[str, Any]:
    return {
        "title": title,
        "rule": rule,
        "rows": [card_rows.row(card, at=at) for card in cards[:ROWS_IN_A_SECTION]],
        "empty": empty,
        "more": _more(cards),
    }


def _more(cards: list[RequestCard]) -> str:
    left = len(cards) - ROWS_IN_A_SECTION
    return f"{left} more under Cases" if left > 0 else ""
