"""What another organisation shares, as its card shows it in the recipient's list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from safeconduct.dossiers.card import Card
from safeconduct.intake.consent import Terms


@dataclass(frozen=True)
class SharedCard:
    """Coded facts only, and of those only what the shared parts tell. `until` is the last day of reading."""

    dossier: str
    codename: str
    office: str
    parts: tuple[str, ...]
    purpose: str
    marking: str
    until: date
    since: datetime
    country: str
    needs: tuple[str, ...]
    urgency: str


def shared_facts(terms: Terms, told: Mapping[str, Any], *, office: str, at: datetime) -> dict[str, Any]:
    """The facts of the recipient's card. `told` are the holder's own; what the story says only goes with the story."""
    story = {name: told[name] for name in ("country", "needs", "urgency")} if "story" in terms.parts else {}
    return {
        "shared_by": office,
        "codename": told["codename"],
        "parts": list(terms.parts),
        "purpose": terms.purpose,
        "marking": terms.marking,
        "until": terms.until,
        "since": at.isoformat(timespec="minutes"),
        **story,
    }


def shared_card(card: Card) -> SharedCard:
    facts = card.facts
    return SharedCard(
        dossier=card.dossier,
        codename=facts["codename"],
        office=facts["shared_by"],
        parts=tuple(facts["parts"]),
        purpose=facts["purpose"],
        marking=facts["marking"],
        until=date.fromisoformat(facts["until"]),
        since=datetime.fromisoformat(facts["since"]),
        country=facts.get("country", ""),
        needs=tuple(facts.get("needs", ())),
        urgency=facts.get("urgency", ""),
    )
