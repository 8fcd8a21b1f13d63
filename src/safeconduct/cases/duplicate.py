"""Possible duplicates: requests whose cards are alike, and what an officer said of such a pair. Nothing is merged.

Cards hold no names, so likeness is a reason to look and never a finding.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from safeconduct.cases.request_card import RequestCard
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

NEAR = timedelta(days=2)
SHOWN_AT_MOST = 5


@dataclass(frozen=True)
class Likeness:
    """What is alike between a card and the `other`: the country always; how far apart they came, and the needs of both."""

    other: RequestCard
    apart: timedelta
    needs: tuple[str, ...]
    same_language: bool
    same_about: bool

    @property
    def rank(self) -> tuple[object, ...]:
        alike = len(self.needs) + self.same_language + self.same_about
        return (-alike, self.apart, self.other.dossier)


@dataclass(frozen=True)
class Pair:
    """What was said of this dossier and another one. `codename` is the other's."""

    other: str
    codename: str
    same: bool
    at: datetime


def likenesses(cards: Iterable[RequestCard], among: Iterable[RequestCard]) -> dict[str, tuple[Likeness, ...]]:
    """By dossier of `cards` the cards that are most alike, closest first; pairs that somebody judged are left out."""
    wanted = tuple(cards)
    countries = {card.country for card in wanted if card.country}
    by_country: dict[str, list[RequestCard]] = defaultdict(list)
    for other in sorted((other for other in among if other.country in countries), key=_came):
        by_country[other.country].append(other)
    found: dict[str, tuple[Likeness, ...]] = {}
    for card in wanted:
        alike = [one for other in _near(card, by_country[card.country]) if (one := _likeness(card, other))]
        found[card.dossier] = tuple(sorted(alike, key=lambda one: one.rank)[:SHOWN_AT_MOST])
    return found


def _near(card: RequestCard, in_order: list[RequestCard]) -> list[RequestCard]:
    """Those of one country, in the order in which they came, that came within two days."""
    first = bisect_left(in_order, card.received - NEAR, key=_came)
    return in_order[first : bisect_right(in_order, card.received + NEAR, key=_came)]


def _came(card: RequestCard) -> datetime:
    return card.received


def _likeness(card: RequestCard, other: RequestCard) -> Likeness | None:
    """None unless both ask for something that both need, and nobody has judged the two."""
    apart = abs(card.received - other.received)
    if card.dossier == other.dossier or other.dossier in card.judged or card.dossier in other.judged:
        return None
    needs = tuple(need for need in card.needs if need in other.needs)
    if not needs:
        return None
    return Likeness(other, apart, needs, card.language == other.language, card.about == other.about)


def pairs(written: Iterable[Entry]) -> tuple[Pair, ...]:
    """What stands of each other dossier: the newest that was said."""
    newest: dict[str, Pair] = {}
    for entry in written:
        if entry.kind == "pair_judged":
            data = entry.data
            newest[data["other"]] = Pair(data["other"], data["codename"], bool(data["same"]), entry.at)
    return tuple(newest.values())


def refusal_to_judging(ref: str, other: str, *, same: bool, known: tuple[Pair, ...]) -> Refusal | None:
    if ref == other:
        return Refusal("This is one and the same file. Choose another one to compare it with.")
    if any(pair.other == other and pair.same == same for pair in known):
        return Refusal("This stands here already. Say the opposite, or leave it as it is.")
    return None
