"""The few coded facts and the pseudonym of a dossier, never names: what lists, search and counts are made from.

Cards live in sealed segments. Whoever cannot open segments leaves a sealed note; folding notes into cards is pure.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key

CARDS_IN_A_SEGMENT = 512
NOTES_BEFORE_FOLDING = 16

FIRST_COUNTS = ("replied",)
"""Facts that keep their first value until a note empties them: who leaves a note cannot see whether there is one."""

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Card:
    """`upto` is the number of the last note that is folded in, so that a note is never folded twice."""

    dossier: str
    upto: int
    facts: Facts

    @property
    def is_shared(self) -> bool:
        """Whether another organisation holds the dossier and shares parts of it."""
        return "shared_by" in self.facts


@dataclass(frozen=True)
class Note:
    number: int
    dossier: str
    facts: Facts


@dataclass(frozen=True)
class Segment:
    """In the order in which the dossiers came, as the segments are by their numbers."""

    number: int
    cards: tuple[Card, ...]


def folded(cards: Iterable[Card], notes: Iterable[Note]) -> dict[str, Card]:
    """The cards by dossier after all notes, in order. A note for a dossier without a card makes one."""
    by_dossier = {card.dossier: card for card in cards}
    for note in sorted(notes, key=lambda note: note.number):
        card = by_dossier.get(note.dossier, Card(note.dossier, 0, {}))
        if note.number > card.upto:
            by_dossier[note.dossier] = Card(note.dossier, note.number, _merged(card.facts, note.facts))
    return by_dossier


def _merged(facts: Facts, news: Facts) -> Facts:
    kept = {name: facts[name] for name in FIRST_COUNTS if facts.get(name) and news.get(name)}
    return {**facts, **news, **kept}


def rewritten(segments: tuple[Segment, ...], notes: tuple[Note, ...], *, erased: frozenset[str]) -> tuple[Segment, ...]:
    """Only those segments that change when the notes are folded in and the erased cards are left out."""
    cards = folded((card for segment in segments for card in segment.cards), notes)
    changed: list[Segment] = []
    for segment in segments:
        new = tuple(cards.pop(card.dossier) for card in segment.cards if card.dossier not in erased)
        for card in segment.cards:
            cards.pop(card.dossier, None)
        if new != segment.cards:
            changed.append(Segment(segment.number, new))
    arrived = [card for card in cards.values() if card.dossier not in erased]
    return (*changed, *_appended(segments, changed, arrived))


def _appended(segments: tuple[Segment, ...], changed: list[Segment], arrived: list[Card]) -> list[Segment]:
    last = max(segments, key=lambda segment: segment.number, default=Segment(1, ()))
    last = next((segment for segment in changed if segment.number == last.number), last)
    if not arrived:
        return []
    if last in changed:
        changed.remove(last)
    room = CARDS_IN_A_SEGMENT - len(last.cards)
    filled = [Segment(last.number, (*last.cards, *arrived[:room]))] if room else []
    for position, start in enumerate(range(room, len(arrived), CARDS_IN_A_SEGMENT), start=1):
        filled.append(Segment(last.number + position, tuple(arrived[start : start + CARDS_IN_A_SEGMENT])))
    return filled


def note_as_bytes(facts: Facts) -> bytes:
    return json.dumps({"v": 1, "facts": dict(facts)}, ensure_ascii=False).encode()


def note_facts(body: bytes) -> Facts:
    facts: Facts = json.loads(body)["facts"]
    return facts


def segment_as_bytes(segment: Segment) -> bytes:
    """A line for each card, so that one can be read without the others."""
    return b"\n".join([b'{"v":2}', *(_card_as_bytes(card) for card in segment.cards)])


def _card_as_bytes(card: Card) -> bytes:
    return json.dumps([card.dossier, card.upto, dict(card.facts)], ensure_ascii=False, separators=(",", ":")).encode()


def segment_from(number: int, body: bytes) -> Segment:
    head, _, rest = body.partition(b"\n")
    if head != b'{"v":2}':
        return Segment(number, tuple(Card(*card) for card in json.loads(body)["cards"]))
    cards = json.loads(b"[" + rest.replace(b"\n", b",") + b"]")
    return Segment(number, tuple(Card(*card) for card in cards))


def cards_at(body: bytes, positions: Iterable[int]) -> list[Card]:
    """Only the cards at these places of a segment, counted from nought."""
    lines = body.split(b"\n")
    return [Card(*json.loads(lines[position + 1])) for position in positions]


def cards_from_the_end(body: bytes) -> Iterator[Card]:
    """The newest first, each opened when it is asked for."""
    for line in reversed(body.split(b"\n")[1:]):
        yield Card(*json.loads(line))


def note_place(compartment: str, dossier: str) -> bytes:
    return place("card-note", compartment, dossier)


def segment_place(compartment: str, number: int) -> bytes:
    return place("card-segment", compartment, number)


def key_of_segments(compartment_secret: bytes) -> bytes:
    return derived_key(compartment_secret, "card-segments")
