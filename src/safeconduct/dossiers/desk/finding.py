"""Find cards, the newest first, and open only what the answer needs: words for all of them, facts for one page."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from django.db import OperationalError

from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import Keyring
from safeconduct.dossiers import lookup
from safeconduct.dossiers.card import (
    CARDS_IN_A_SEGMENT,
    NOTES_BEFORE_FOLDING,
    Card,
    Note,
    cards_at,
    cards_from_the_end,
    folded,
)
from safeconduct.dossiers.desk import listing
from safeconduct.dossiers.finding import SOUGHT, SegmentWords, Wanted, Whole, fits


@dataclass(frozen=True)
class Found:
    """How many cards fit, and those of one page."""

    total: int
    cards: tuple[Card, ...] = field(repr=False)


def find(keyring: Keyring, sought: Wanted, *, first: int, count: int, on: date) -> Found:
    """`count` cards from the place `first` on, of those that fit and may be seen on a day, the newest first."""
    compartments = sorted(keyring.compartments)
    with seeing_only(keyring.organisation):
        if len(compartments) == 1:
            return _found_in(compartments[0], keyring, sought, range(first, first + count), on)
        parts = [_found_in(one, keyring, sought, range(first + count), on) for one in compartments]
    cards = sorted((card for part in parts for card in part.cards), key=_came, reverse=True)
    return Found(sum(part.total for part in parts), tuple(cards[first : first + count]))


def _came(card: Card) -> datetime:
    return datetime.fromisoformat(card.facts.get("received") or card.facts["since"])


def _found_in(compartment: str, keyring: Keyring, sought: Wanted, page: range, on: date) -> Found:
    shelf = _in_order(compartment, keyring, on, everything=sought.is_everything and page.stop <= CARDS_IN_A_SEGMENT)
    if shelf is None:
        return _by_hand(compartment, keyring, sought, page, on)
    return _from_the_end(shelf, page) if shelf.is_newest_only else _by_words(shelf, sought, page)


def _by_hand(compartment: str, keyring: Keyring, sought: Wanted, page: range, on: date) -> Found:
    """Every card is opened. This needs nothing to be in order, and nothing to be written: the disk may be full."""
    known = [card for card in listing.cards_of(compartment, keyring, on) if fits(card.facts, sought)]
    known.reverse()
    return Found(len(known), tuple(known[page.start : page.stop]))


# The list in order


@dataclass(frozen=True)
class _Shelf:
    """What one request has read of a list: the words by segment, oldest first, of all or of the newest only; cards that
    are in no segment yet, newest first; notes that wait, by dossier; which dossiers are hidden, and which are shared."""

    compartment: str
    keyring: Keyring = field(repr=False)
    words: dict[int, SegmentWords] = field(repr=False)
    is_newest_only: bool
    new: tuple[Card, ...] = field(repr=False)
    notes: dict[str, list[Note]] = field(repr=False)
    hidden: frozenset[str]
    shared: frozenset[str]

    @property
    def whole(self) -> Whole:
        return next((one.whole for one in reversed(self.words.values())), Whole())

    @property
    def own(self) -> int:
        return self.whole.own + len(self.new)

    def shows(self, card: Card) -> bool:
        return card.dossier in self.shared if card.is_shared else card.dossier not in self.hidden

    def as_told(self, card: Card) -> Card:
        """With what its notes say."""
        return folded([card], self.notes.get(card.dossier, ()))[card.dossier]

    @cached_property
    def told_otherwise(self) -> frozenset[str]:
        """The dossiers whose notes say something else than the words that were written before."""
        return frozenset(ref for ref, notes in self.notes.items() if any(SOUGHT & note.facts.keys() for note in notes))

    def opened(self, places: Mapping[int, Iterable[int]]) -> list[Card]:
        """The cards at these places, by the numbers of their segments."""
        bodies = listing.bodies(self.compartment, places, self.keyring) if places else {}
        return [
            self.as_told(card)
            for number, positions in places.items()
            if number in bodies
            for card in cards_at(bodies[number], positions)
        ]


def _in_order(compartment: str, keyring: Keyring, on: date, *, everything: bool) -> _Shelf | None:
    """The list as it can be found in: folded if it must be. None if that cannot be done."""
    with suppress(OperationalError):  # on a full disk nothing is folded
        for try_to_mend in (_fold_the_notes, listing.fold, None):
            shelf = _read(compartment, keyring, on, newest=everything)
            if shelf is not None:
                return shelf
            if try_to_mend:
                try_to_mend(compartment, keyring, on)
    return None


def _fold_the_notes(compartment: str, keyring: Keyring, _on: date) -> None:
    with suppress(listing.Wordless):
        listing.fold_where_told(compartment, keyring)


def _read(compartment: str, keyring: Keyring, on: date, *, newest: bool) -> _Shelf | None:
    """None when something must be folded first: many notes, a share among them, segments without words, or the cards of
    dossiers that were erased since."""
    # Notes before words: what is folded in between stands in both, and is read again.
    notes = listing.notes_of(compartment, keyring)
    by_dossier: dict[str, list[Note]] = {}
    for note in notes:
        by_dossier.setdefault(note.dossier, []).append(note)
    began = {note.dossier for note in notes if "codename" in note.facts}
    new = folded((), (note for note in notes if note.dossier in began)).values()
    if len(notes) > NOTES_BEFORE_FOLDING:
        return None
    try:
        words = listing.words_of_segments(compartment, keyring, newest=newest)
    except listing.Wordless:
        return None
    hidden, shared = lookup.hidden(compartment), lookup.shared_with(compartment, on=on)
    shelf = _Shelf(compartment, keyring, words, newest, tuple(reversed(new)), by_dossier, hidden, shared)
    is_in_both = any(note.number <= shelf.whole.upto for note in notes)
    is_share_new = any(card.is_shared for card in shelf.new)
    was_erased = bool(words) and shelf.whole.erased != lookup.count_erased(compartment)
    return None if is_in_both or is_share_new or was_erased else shelf


# Everything, from the newest on


def _from_the_end(shelf: _Shelf, page: range) -> Found:
    """Only the newest segments are opened, from their ends."""
    cards: list[Card] = []
    for card in _from_the_newest(shelf):
        if len(cards) == page.stop:
            break
        if shelf.shows(card):
            cards.append(card)
    return Found(shelf.own - len(shelf.hidden) + len(shelf.shared), tuple(cards[page.start :]))


def _from_the_newest(shelf: _Shelf) -> Iterator[Card]:
    yield from shelf.new
    for number in range(max(shelf.words, default=0), 0, -1):
        body = listing.bodies(shelf.compartment, [number], shelf.keyring).get(number)
        for card in cards_from_the_end(body) if body else ():
            yield shelf.as_told(card)


# By words


def _by_words(shelf: _Shelf, sought: Wanted, page: range) -> Found:
    """The words of every segment are looked through; only what stands on the page is opened."""
    new = [card for card in shelf.new if shelf.shows(card) and fits(card.facts, sought)]
    total, on_page = len(new), {}
    for number, words in reversed(shelf.words.items()):
        moved = _moved(shelf, words)
        if total >= page.stop and not any(moved):
            total += words.count(sought)
            continue
        positions = _positions(shelf, number, sought, *moved)
        if here := positions[max(0, page.start - total) : max(0, page.stop - total)]:
            on_page[number] = here
        total += len(positions)
    return Found(total, (*new[page.start : page.stop], *shelf.opened(on_page)))


def _moved(shelf: _Shelf, words: SegmentWords) -> tuple[set[int], set[int]]:
    """Where in this segment cards stand that may not be seen, and others of which the words say what is no longer so."""
    out = {at for at in words.shared_positions() if words.ref_at(at) not in shelf.shared}
    out |= {at for ref in shelf.hidden if (at := words.position_of(ref)) is not None}
    return out, {at for ref in shelf.told_otherwise if (at := words.position_of(ref)) is not None} - out


def _positions(shelf: _Shelf, number: int, sought: Wanted, out: set[int], told: set[int]) -> list[int]:
    """Where in this segment the cards stand that fit and may be seen, newest first."""
    fitting = {at for at in told if all(fits(card.facts, sought) for card in shelf.opened({number: [at]}))}
    found = shelf.words[number].positions(sought)
    if out or told:
        found = sorted({*found} - out - told | fitting)
    return found[::-1]
