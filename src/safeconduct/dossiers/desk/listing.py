"""The sealed cards: read them, fold the notes in, leave a note."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import OuterRef, Subquery

from safeconduct.access.desk.holding import hold_compartments
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import Keyring
from safeconduct.access.lookup import Recipient
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
from safeconduct.dossiers.models import (
    CardNote,
    CardNoteKey,
    CardSegment,
    SegmentKey,
)
from safeconduct.sealing.keys import wrap
from safeconduct.sealing.record import new_key, seal, unseal, unwrap_key, wrap_key
from safeconduct.sealing.unopened import Unopened

NOTES_DROPPED_AT_ONCE = 1_000
"""A statement of PostgreSQL takes 65,535 values at most."""


def cards(keyring: Keyring, *, on: date) -> tuple[Card, ...]:
    """Every card of the keyring's compartments that may be seen on a day, opened for this request."""
    with seeing_only(keyring.organisation):
        return tuple(
            card for compartment in sorted(keyring.compartments) for card in _cards_of(compartment, keyring, on)
        )


def _cards_of(compartment: str, keyring: Keyring, on: date) -> Iterable[Card]:
    hidden, _erased = lookup.hidden_or_erased(compartment)
    shared = lookup.shared_with(compartment, on=on)
    # Notes before segments: a note that is folded in between is in both, and `upto` keeps it from counting twice.
    notes = _notes(compartment, keyring)
    segments = _segments(compartment, keyring)
    if len(notes) > NOTES_BEFORE_FOLDING or _stale(compartment, segments, on):
        with suppress(OperationalError):  # on a full disk lists are read on, and folded another time
            segments, notes = _fold_notes(compartment, keyring, on), ()
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
def _fold_notes(compartment: str, keyring: Keyring, on: date) -> tuple[Segment, ...]:
    hold_compartments([compartment])
    notes, segments = _notes(compartment, keyring), _segments(compartment, keyring)
    _hidden, erased = lookup.hidden_or_erased(compartment)
    # Asked after the notes were read: a share made meanwhile keeps its card.
    changed = rewritten(segments, notes, erased=erased | _stale(compartment, segments, on))
    for segment in changed:
        _write_segment(compartment, segment, keyring)
    # Exactly those that were read: another may have come in since.
    for start in range(0, len(notes), NOTES_DROPPED_AT_ONCE):
        numbers = [note.number for note in notes[start : start + NOTES_DROPPED_AT_ONCE]]
        drop_notes(CardNote.objects.filter(pk__in=numbers))
    by_number = {segment.number: segment for segment in (*segments, *changed)}
    return tuple(by_number[number] for number in sorted(by_number))


def _write_segment(compartment: str, segment: Segment, keyring: Keyring) -> None:
    held = max((held for held in keyring.epochs if held.compartment == compartment), key=lambda held: held.epoch)
    key = new_key()
    CardSegment.objects.update_or_create(
        compartment=compartment,
        number=segment.number,
        defaults={"body": seal(key, segment_as_bytes(segment), segment_place(compartment, segment.number))},
    )
    SegmentKey.objects.update_or_create(
        compartment=compartment,
        number=segment.number,
        defaults={
            "epoch": held.epoch,
            "wrapped": wrap_key(key_of_segments(held.identity.secret), key, segment_place(compartment, segment.number)),
        },
    )


def _segments(compartment: str, keyring: Keyring) -> tuple[Segment, ...]:
    # One statement: between two, a folding could put the key of a new body beside the old one.
    key = SegmentKey.objects.filter(compartment=OuterRef("compartment"), number=OuterRef("number"))
    rows = CardSegment.objects.filter(compartment=compartment).order_by("number")
    return tuple(
        segment_from(row.number, unseal(_segment_key(row, keyring), bytes(row.body), _place_of(row)))
        for row in rows.annotate(epoch=Subquery(key.values("epoch")), wrapped=Subquery(key.values("wrapped")))
    )


def _segment_key(row: Any, keyring: Keyring) -> bytes:
    """`row` is a segment with the epoch and the wrap of its key beside it; without a key it does not open."""
    identity = keyring.identity_of(row.compartment, row.epoch)
    if identity is None:
        raise Unopened
    return unwrap_key(key_of_segments(identity.secret), bytes(row.wrapped), _place_of(row))


def _place_of(row: CardSegment) -> bytes:
    return segment_place(row.compartment, row.number)


def _notes(compartment: str, keyring: Keyring) -> tuple[Note, ...]:
    # One statement here as well: a rewrapping changes the epoch of a note and its wrap together.
    key = CardNoteKey.objects.filter(note=OuterRef("pk")).values("wrapped")
    rows: Iterable[Any] = (
        CardNote.objects.filter(compartment=compartment).order_by("pk").annotate(wrapped=Subquery(key))
    )
    return tuple(
        Note(row.pk, row.dossier, _note_facts(row, bytes(row.wrapped), keyring)) for row in rows if row.wrapped
    )


def _note_facts(row: CardNote, wrapped: bytes, keyring: Keyring) -> Facts:
    identity = keyring.identity_of(row.compartment, row.epoch)
    if identity is None:
        raise Unopened
    where = note_place(row.compartment, row.dossier)
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
