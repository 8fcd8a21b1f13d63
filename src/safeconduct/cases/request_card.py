"""A request or case as its card shows it, the clock that runs on it, and the order in which a desk reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.dossiers.card import Card

SOON = timedelta(hours=3)
_NEAREST = {"now": 0, "days": 1}


@dataclass(frozen=True)
class RequestCard:
    """Coded facts only. `read` and `answered` are the moments of the first reading and the newest answer."""

    dossier: str
    codename: str
    stage: str
    received: datetime
    read_by: datetime
    urgency: str
    country: str
    needs: tuple[str, ...]
    source: str
    language: str
    about: str
    files: bool
    read: datetime | None
    answered: datetime | None
    waiting: bool
    last_word: datetime | None
    code_at_risk: bool
    consent_changed: bool
    yes_waiting: bool
    unmet: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    haven_due: date | None = None
    risk: str = ""
    risk_review: date | None = None

    @property
    def is_case(self) -> bool:
        return self.stage == "case"

    @property
    def owes_answer(self) -> bool:
        """Nobody has answered yet, or the defender has written since. A public appeal waits for no answer."""
        return self.source != "public" and (self.answered is None or self.waiting)


@dataclass(frozen=True)
class Clock:
    """`state` is late, soon, running or stopped; `left` is until the promise, negative when it was missed."""

    state: str
    left: timedelta


def request_card(card: Card) -> RequestCard:
    facts = card.facts
    return RequestCard(
        dossier=card.dossier,
        codename=facts["codename"],
        stage=facts["stage"],
        received=datetime.fromisoformat(facts["received"]),
        read_by=datetime.fromisoformat(facts["read_by"]),
        urgency=facts["urgency"],
        country=facts["country"],
        needs=tuple(facts["needs"]),
        source=facts["source"],
        language=facts["language"],
        about=facts["about"],
        files=facts["files"],
        read=_moment(facts, "read"),
        answered=_moment(facts, "answered"),
        waiting=facts.get("waiting", False),
        last_word=_moment(facts, "last_word"),
        code_at_risk=facts.get("code_at_risk", False),
        consent_changed=facts.get("consent_changed", False),
        yes_waiting=facts.get("yes_waiting", False),
        unmet=tuple(facts.get("unmet", ())),
        themes=tuple(facts.get("themes", ())),
        haven_due=date.fromisoformat(facts["haven_due"]) if facts.get("haven_due") else None,
        risk=facts.get("risk", ""),
        risk_review=date.fromisoformat(facts["risk_review"]) if facts.get("risk_review") else None,
    )


def clock(card: RequestCard, *, at: datetime) -> Clock:
    """The promise is to read. It stops when somebody reads, and shows what was missed until then."""
    if card.read or card.source == "public":
        return Clock("stopped", timedelta())
    left = card.read_by - at
    if left < timedelta():
        return Clock("late", left)
    return Clock("soon" if left <= SOON else "running", left)


def in_reading_order(cards: Iterable[RequestCard], *, at: datetime) -> tuple[RequestCard, ...]:
    """Nearest danger first; among equals those whose clock runs or who wrote again; then the newest."""
    return tuple(sorted(cards, key=lambda card: (_nearness(card), not card.owes_answer, -card.received.timestamp())))


def matching(cards: Iterable[RequestCard], words: str, *, stage: str = "") -> tuple[RequestCard, ...]:
    """The cards on which every word stands: codename, country code, need, language or source."""
    wanted = words.casefold().split()
    return tuple(
        card
        for card in cards
        if stage in ("", card.stage) and all(any(word in text for text in _texts(card)) for word in wanted)
    )


def _texts(card: RequestCard) -> tuple[str, ...]:
    needs = tuple(need.replace("_", " ") for need in card.needs)
    return (card.codename, card.country.casefold(), *needs, *card.themes, card.language, card.source)


def _nearness(card: RequestCard) -> int:
    if card.code_at_risk:
        return -1  # somebody may be reading along, or forced to write
    return _NEAREST.get(card.urgency, 2)


def _moment(facts: Mapping[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(facts[name]) if facts.get(name) else None
