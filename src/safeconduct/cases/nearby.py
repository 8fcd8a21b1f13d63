"""Attacks on colleagues nearby: what the cards of other dossiers may tell beside this one.

Only cards that this officer may open anyway are asked. A codename shows where that defender agreed to act together with
others; of the rest only region and kind, and never of fewer than five dossiers, so that nobody can be told apart.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FEWEST = 5
MONTHS = 6


@dataclass(frozen=True)
class Attack:
    """Of a defender who agreed that it is seen beside those of others."""

    dossier: str
    codename: str
    region: str
    kinds: tuple[str, ...]
    month: str


@dataclass(frozen=True)
class AttackKind:
    """In at least FEWEST dossiers of defenders who did not agree to be seen. How many more stays unsaid: two looks
    would tell who came in between."""

    region: str
    kind: str


@dataclass(frozen=True)
class AttackCard:
    """The facts of a card that this rule knows. `agrees`: its defender agreed to act together with others."""

    dossier: str
    codename: str
    agrees: bool
    incidents: tuple[Mapping[str, Any], ...]


def nearby(own: str, cards: Iterable[AttackCard], *, on: date) -> tuple[tuple[Attack, ...], tuple[AttackKind, ...]]:
    """What happened in the regions of the dossier `own` within the last MONTHS, newest first."""
    cards = tuple(cards)
    since = _months_before(on)
    regions = {fact["region"] for card in cards if card.dossier == own for fact in card.incidents}
    near = [
        (card, fact)
        for card in cards
        if card.dossier != own
        for fact in card.incidents
        if fact["region"] in regions and since <= fact["month"] <= f"{on:%Y-%m}"
    ]
    named = [
        Attack(card.dossier, card.codename, fact["region"], tuple(fact["kinds"]), fact["month"])
        for card, fact in near
        if card.agrees
    ]
    told = {(fact["region"], kind, card.dossier) for card, fact in near if not card.agrees for kind in fact["kinds"]}
    in_dossiers = Counter((region, kind) for region, kind, _ in told)
    enough = sorted(found for found, dossiers in in_dossiers.items() if dossiers >= FEWEST)
    newest_first = sorted(named, key=lambda one: (one.month, one.codename), reverse=True)
    return tuple(newest_first), tuple(AttackKind(region, kind) for region, kind in enough)


def _months_before(on: date) -> str:
    whole = on.year * 12 + on.month - 1 - MONTHS
    return f"{whole // 12}-{whole % 12 + 1:02d}"
