"""What the parts of cases put on the day's page: clocks that run out, and cases that nobody has confirmed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.verification import unverified_since
from safeconduct.web.staff.case import incident_wording
from safeconduct.web.staff.case.verifying_wording import NO_NEXT_STEP

SOON = timedelta(days=3)
SHOWN = 25


def what_runs(cards: Iterable[RequestCard], *, at: datetime) -> list[dict[str, Any]]:
    """A section of the day's page with the clocks that are late or have less than SOON left; none when there is none."""
    running = sorted(
        ((clock, card) for card in cards for clock in card.clocks if clock.due - at <= SOON),
        key=lambda pair: pair[0].due,
    )
    if not running:
        return []
    rows = [
        {
            **_state(incident_wording.until(clock.due, at=at)),
            "codename": card.codename,
            "address": reverse("staff:dossier", args=[card.dossier]),
            "sentence": incident_wording.clock_sentence(clock),
            "reason": incident_wording.clock_reason(clock),
            "verb": "Look",
            "verb_address": reverse("staff:incidents", args=[card.dossier]),
        }
        for clock, card in running[:SHOWN]
    ]
    return [_section("Clocks that run", "Threats, hearings, reprisals, questions, marks", rows, len(running))]


def what_is_unverified(cards: Iterable[RequestCard], *, limit: timedelta, at: datetime) -> list[dict[str, Any]]:
    """A section with the cases that nobody has confirmed for longer than `limit`, or whose next step is overdue."""
    today = timezone.localdate(at)
    listed = []
    for card in cards:
        if not card.is_case:
            continue
        since = unverified_since(card.verified_until, timezone.localdate(card.received), on=today)
        if since and (today - since > limit or (card.check_by and card.check_by < today.isoformat())):
            listed.append((since, card))
    if not listed:
        return []
    listed.sort(key=lambda pair: pair[0])
    rows = [_unverified(card, since, today=today) for since, card in listed[:SHOWN]]
    rule = f"For more than {limit.days} days, or past the day of the next step"
    return [_section("Not verified", rule, rows, len(listed))]


def what_rests(cards: Iterable[RequestCard], *, at: datetime) -> list[dict[str, Any]]:
    """A section with the cases in which nothing was done for RESTS_AFTER; none when there is none."""
    today = timezone.localdate(at)
    resting = sorted(((since, card) for card in cards if (since := card.rests_since(today))), key=lambda pair: pair[0])
    rows = [
        {
            **_state(("gap", f"{(today - since).days} days")),
            "codename": card.codename,
            "address": reverse("staff:dossier", args=[card.dossier]),
            "sentence": ": nothing was done" if not card.tally.acts else ": nothing more was done",
            "reason": f"Since {date_format(since, 'j F Y')}. Plan a step, or decide that nothing is done and why.",
            "verb": "Decide",
            "verb_address": reverse("staff:decide", args=[card.dossier]),
        }
        for since, card in resting[:SHOWN]
    ]
    rule = "Support that was begun and not followed"
    return [_section("No act for 90 days", rule, rows, len(resting))] if rows else []


def what_sources_answered(cards: Iterable[RequestCard]) -> list[dict[str, Any]]:
    """A section with the cases in which an answer by a link waits to be graded."""
    answered = [card for card in cards if card.source_answer_waits]
    rows = [
        {
            **_state(("soon", "To grade")),
            "codename": card.codename,
            "address": reverse("staff:dossier", args=[card.dossier]),
            "sentence": ": a source has answered",
            "reason": "By a link. It counts for nothing before somebody grades it.",
            "verb": "Grade",
            "verb_address": reverse("staff:verification", args=[card.dossier]) + "#questions",
        }
        for card in answered[:SHOWN]
    ]
    rule = "By the links that were given to them"
    return [_section("Sources have answered", rule, rows, len(answered))] if rows else []


def _unverified(card: RequestCard, since: date, *, today: date) -> dict[str, Any]:
    days = (today - since).days
    planned = date.fromisoformat(card.check_by) if card.check_by else None
    is_late = planned is not None and planned < today
    asked = next((clock.due.date() for clock in card.clocks if clock.what == "question"), None)
    if planned:
        step = f"Next step by {date_format(planned, 'j F Y')}."
    else:
        step = f"A source was asked, until {date_format(asked, 'j F Y')}." if asked else NO_NEXT_STEP
    return {
        **_state(("late" if is_late else "soon", f"{days} days" if days != 1 else "1 day")),
        "codename": card.codename,
        "address": reverse("staff:dossier", args=[card.dossier]),
        "sentence": ": nobody has confirmed it" if not card.verified_until else ": what confirmed it has run out",
        "reason": step,
        "verb": "Verify",
        "verb_address": reverse("staff:verification", args=[card.dossier]),
    }


def _section(title: str, rule: str, rows: list[dict[str, Any]], number: int) -> dict[str, Any]:
    """Of so many the first, made into rows: the others are counted."""
    more = f"{number - len(rows)} more under Cases" if number > len(rows) else ""
    return {"title": title, "rule": rule, "rows": rows, "empty": "", "more": more}


def _state(state: tuple[str, str]) -> dict[str, str]:
    return {"state_shape": state[0], "state_word": state[1]}
