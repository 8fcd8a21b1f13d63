"""The sealed cards: read them, fold the notes in, leave a note."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from safeconduct.access.desk.holding import hold_compartments
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import Keyring
from safeconduct.access.lookup import Recipient
from safeconduct.access.prepared import Prepared
from safeconduct.dossiers import lookup
from safeconduct.dossiers.card import (
    NOTES_BEFORE_FOLDING,
    Card,
    Facts,
    Note,
    Segment,
    folded,
    key_of_segments,
    note_as_bytes,
    note_facts,
    note_place,
    rewritten,
    segment_as_bytes,
    segment_from,
    segment_place,
)
from safeconduct.dossiers.desk.ending import drop_notes
from safeconduct.dossiers.finding import SegmentWords, Whole, words_as_bytes, words_from, words_of, words_place
from safeconduct.dossiers.models import (
    CardNote,
    CardNoteKey,
    CardSegment,
    SegmentKey,
)
from safeconduct.sealing.keys import wrap
from safeconduct.sealing.record import new_key, seal, sealed_together, unseal, unseal_one, unwrap_key, wrap_key
from safeconduct.sealing.unopened import Unopened

NOTES_DROPPED_AT_ONCE = 1_000
"""A statement of PostgreSQL takes 65,535 values at most."""


def cards(keyring: Keyring, *, on: date) -> tuple[Card, ...]:
    """Every card of the keyring's compartments that may be seen on a day, opened for this request."""
    with seeing_only(keyring.organisation):
        return tuple(
            card for compartment in sorted(keyring.compartments) for card in cards_of(compartment, keyring, on)
        )


def cards_of(compartment: str, keyring: Keyring, on: date) -> Iterable[Card]:
    hidden, _erased = lookup.hidden_or_erased(compartment)
    shared = lookup.shared_with(compartment, on=on)
    # Notes before segments: a note that is folded in between is in both, and `upto` keeps it from counting twice.
    notes = notes_of(compartment, keyring)
    segments = _segments(compartment, keyring)
    if len(notes) > NOTES_BEFORE_FOLDING or _stale(compartment, segments, on):
        with suppress(OperationalError):  # on a full disk lists are read on, and folded another time
            segments, notes = fold(compartment, keyring, on), ()
    known = folded((card for segment in segments for card in segment.cards), notes)
    return (
        card for card in known.values() if (card.dossier in shared if card.is_shared else card.dossier not in hidden)
    )


def _stale(compartment: str, segments: tuple[Segment, ...], on: date) -> frozenset[str]:
    """The dossiers in these segments whose card must go: they were erased, or are not shared any more."""
    _hidden, erased = lookup.hidden_or_erased(compartment)
    shared = lookup.shared_with(compartment, on=on)
    return frozenset(
        card.dossier
        for segment in segments
        for card in segment.cards
        if card.dossier in erased or (card.is_shared and card.dossier not in shared)
    )


@transaction.atomic
def fold(compartment: str, keyring: Keyring, on: date) -> tuple[Segment, ...]:
    """The notes go into their cards, and cards that must go are left out; all segments are looked through."""
    hold_compartments([compartment])
    notes, segments = notes_of(compartment, keyring), _segments(compartment, keyring)
    _hidden, erased = lookup.hidden_or_erased(compartment)
    # Asked after the notes were read: a share made meanwhile keeps its card.
    changed = rewritten(segments, notes, erased=erased | _stale(compartment, segments, on))
    by_number = {segment.number: segment for segment in (*segments, *changed)}
    folded_in = tuple(by_number[number] for number in sorted(by_number))
    cards = [card for segment in folded_in for card in segment.cards]
    upto = max(_last(notes), *(card.upto for card in cards)) if cards else _last(notes)
    whole = Whole(sum(not card.is_shared for card in cards), len(erased), upto)
    wordless = _without_words(compartment)
    for segment in folded_in:
        if segment in changed or segment.number in wordless or segment is folded_in[-1]:
            write_segment(compartment, segment, keyring, whole)
    _drop(notes)
    return folded_in


@transaction.atomic
def fold_where_told(compartment: str, keyring: Keyring) -> None:
    """The same for notes alone: only those segments are opened whose cards they are for."""
    hold_compartments([compartment])
    notes, words = notes_of(compartment, keyring), words_of_segments(compartment, keyring)
    refs = {note.dossier for note in notes}
    numbers = [number for number, one in words.items() if any(one.position_of(ref) is not None for ref in refs)]
    segments = tuple(
        segment_from(number, body)
        for number, body in bodies(compartment, [*numbers, *list(words)[-1:]], keyring).items()
    )
    known = {card.dossier for segment in segments for card in segment.cards}
    changed = rewritten(segments, notes, erased=frozenset())
    came = sum(card.dossier not in known and not card.is_shared for one in changed for card in one.cards)
    before = list(words.values())[-1].whole if words else Whole()
    whole = replace(before, own=before.own + came, upto=max(before.upto, _last(notes)))
    for segment in changed:
        write_segment(compartment, segment, keyring, whole)
    _drop(notes)


def _last(notes: tuple[Note, ...]) -> int:
    return max((note.number for note in notes), default=0)


def _drop(notes: tuple[Note, ...]) -> None:
    # Exactly those that were read: another may have come in since.
    for start in range(0, len(notes), NOTES_DROPPED_AT_ONCE):
        numbers = [note.number for note in notes[start : start + NOTES_DROPPED_AT_ONCE]]
        drop_notes(CardNote.objects.filter(pk__in=numbers))


def write_segment(compartment: str, segment: Segment, keyring: Keyring, whole: Whole) -> None:
    held = max((held for held in keyring.epochs if held.compartment == compartment), key=lambda held: held.epoch)
    where = segment_place(compartment, segment.number)
    key, (body, words) = sealed_together(
        (
            (segment_as_bytes(segment), where),
            (words_as_bytes(words_of(segment.cards, whole)), words_place(compartment, segment.number)),
        )
    )
    CardSegment.objects.update_or_create(compartment=compartment, number=segment.number, defaults={"body": body})
    SegmentKey.objects.update_or_create(
        compartment=compartment,
        number=segment.number,
        defaults={
            "epoch": held.epoch,
            "wrapped": wrap_key(key_of_segments(held.identity.secret), key, where),
            "words": words,
        },
    )


def _without_words(compartment: str) -> frozenset[int]:
    """Segments of an earlier release."""
    rows = SegmentKey.objects.filter(compartment=compartment, words=None)
    return frozenset(rows.values_list("number", flat=True))


def words_of_segments(compartment: str, keyring: Keyring, *, newest: bool = False) -> dict[int, SegmentWords]:
    """By the segments' numbers, oldest first, of all segments or of the newest. Raises Wordless."""
    keys = _SegmentKeys(keyring)
    return {row.number: _words_in(row, keys) for row in (_newest_words if newest else _all_words)(compartment)}


@Prepared
def _all_words(compartment: str) -> QuerySet[SegmentKey]:
    return SegmentKey.objects.filter(compartment=compartment).order_by("number")


@Prepared
def _newest_words(compartment: str) -> QuerySet[SegmentKey]:
    return SegmentKey.objects.filter(compartment=compartment).order_by("-number")[:1]


class Wordless(Exception):
    """A segment whose words are not there or are those of another release: folding makes them."""


def _words_in(row: SegmentKey, keys: "_SegmentKeys") -> SegmentWords:
    key = keys.key_in(row)
    where = words_place(row.compartment, row.number)
    words = words_from(unseal_one(key, bytes(row.words), where)) if row.words else None
    if words is None:
        raise Wordless
    return words


def bodies(compartment: str, numbers: Iterable[int], keyring: Keyring) -> dict[int, bytes]:
    """What stands in these segments, by their numbers."""
    keys = _SegmentKeys(keyring)
    return {row.number: keys.body_of(row) for row in _rows_at(compartment, *sorted({*numbers}))}


def _segments(compartment: str, keyring: Keyring) -> tuple[Segment, ...]:
    keys = _SegmentKeys(keyring)
    return tuple(segment_from(row.number, keys.body_of(row)) for row in _segment_rows(compartment))


def _segment_rows(compartment: str) -> QuerySet[CardSegment]:
    # One statement: between two, a folding could put the key of a new body beside the old one.
    key = SegmentKey.objects.filter(compartment=OuterRef("compartment"), number=OuterRef("number"))
    rows = CardSegment.objects.filter(compartment=compartment).order_by("number")
    return rows.annotate(
        epoch=Subquery(key.values("epoch")),
        wrapped=Subquery(key.values("wrapped")),
        has_words=Exists(key.exclude(words=None)),
    )


@Prepared
def _rows_at(compartment: str, *numbers: int) -> QuerySet[CardSegment]:
    return _segment_rows(compartment).filter(number__in=numbers)


class _SegmentKeys:
    """Opens the keys of segments; what each epoch derives for them is derived once."""

    def __init__(self, keyring: Keyring) -> None:
        self._keyring = keyring
        self._derived: dict[tuple[str, int], bytes] = {}

    def key_in(self, row: Any) -> bytes:
        """`row` has an epoch and the wrap of a segment's key; without a key it does not open."""
        identity = self._keyring.identity_of(row.compartment, row.epoch)
        if identity is None:
            raise Unopened
        epoch = (row.compartment, row.epoch)
        if epoch not in self._derived:
            self._derived[epoch] = key_of_segments(identity.secret)
        return unwrap_key(self._derived[epoch], bytes(row.wrapped), _place_of(row))

    def body_of(self, row: Any) -> bytes:
        """What stands in a segment. One without words is of an earlier release, and sealed as records are."""
        opened = unseal_one if row.has_words else unseal
        return opened(self.key_in(row), bytes(row.body), _place_of(row))


def _place_of(row: CardSegment | SegmentKey) -> bytes:
    return segment_place(row.compartment, row.number)


@Prepared
def _note_rows(compartment: str) -> QuerySet[Any]:
    # One statement here as well: a rewrapping changes the epoch of a note and its wrap together.
    key = CardNoteKey.objects.filter(note=OuterRef("pk")).values("wrapped")
    return CardNote.objects.filter(compartment=compartment).order_by("pk").annotate(wrapped=Subquery(key))


def notes_of(compartment: str, keyring: Keyring) -> tuple[Note, ...]:
    """Oldest first."""
    return tuple(
        Note(row.pk, row.dossier, _note_facts(row, bytes(row.wrapped), keyring))
        for row in _note_rows(compartment)
        if row.wrapped
    )


def _note_facts(row: CardNote, wrapped: bytes, keyring: Keyring) -> Facts:
    identity, where = keyring.identity_of(row.compartment, row.epoch), note_place(row.compartment, row.dossier)
    if identity is None:
        raise Unopened
    return note_facts(unseal(identity.unwrap(wrapped, where), bytes(row.body), where))


def leave_note(recipient: Recipient, ref: str, facts: Mapping[str, object]) -> None:
    key, where = new_key(), note_place(recipient.compartment, ref)
    note = CardNote.objects.create(
        compartment=recipient.compartment,
        epoch=recipient.epoch,
        dossier=ref,
        body=seal(key, note_as_bytes(facts), where),
    )
    CardNoteKey.objects.create(note=note.pk, wrapped=wrap(recipient.public_seal, key, where))
