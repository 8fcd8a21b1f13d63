"""The verbs of dossiers: receive, open, append, list the cards, hide, end reading, erase. Each is one transaction."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from safeconduct.access import lookup as access
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
from safeconduct.dossiers.entry import Author, NewEntry, Position, SealedEntry, hash_of, key_place, sealed_body
from safeconduct.dossiers.models import (
    CardNote,
    CardNoteKey,
    CardSegment,
    Dossier,
    Entry,
    EntryKey,
    Grant,
    SegmentKey,
    StoredFile,
)
from safeconduct.dossiers.opening import OpenDossier, opened
from safeconduct.dossiers.scope import MESSAGES, WRAP_BYTES, ScopeKey, new_scope_key, unwrapped, wrapped_for
from safeconduct.dossiers.sealed_file import SealedFile, copied
from safeconduct.sealing.chain import START
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.record import new_key, new_ref, seal, unseal, unwrap_key, wrap_key
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound

ERASED_AFTER = timedelta(hours=72)
CODES_OF_A_DOSSIER = 2
"""A relay's and the defender's: so many wraps are tried at least, whether they are there or not."""


# Receiving and appending


@transaction.atomic
def receive(
    recipient: Recipient,
    organisation: str,
    entries: Iterable[NewEntry],
    facts: Facts,
    *,
    by: Author,
    codes: Iterable[bytes] = (),
    at: datetime,
) -> str:
    """A new dossier sealed to one compartment; `codes` are public keys that may open its messages. Its reference."""
    ref = new_ref()
    Dossier.objects.create(ref=ref, organisation=organisation, compartment=recipient.compartment, opened_on=at.date())
    append(ref, entries, facts, held=(), codes=codes, by=by, at=at)
    return ref


@transaction.atomic
def append(
    ref: str,
    entries: Iterable[NewEntry],
    facts: Facts,
    *,
    held: Iterable[ScopeKey],
    codes: Iterable[bytes] = (),
    by: Author,
    at: datetime,
) -> None:
    """Put entries at the end and news on the card. A scope whose key the author does not hold gets a fresh one,
    sealed to the holding compartment: so the defender can add to what they cannot read. `codes` are public keys
    that a fresh key of the messages is sealed to as well."""
    row = Dossier.objects.select_for_update().get(ref=ref)
    if row.erased_on:
        raise NotFound
    recipient = access.recipient(row.compartment)
    keys = {key.name: key for key in held}
    last = Entry.objects.filter(dossier=ref).order_by("-seq").first()
    seq, before = (last.seq, bytes(last.hash)) if last else (0, START)
    for new in entries:
        seq += 1
        if new.scope not in keys:
            keys[new.scope] = _new_scope(ref, new.scope, recipient, codes)
        before = _append_one(ref, seq, before, keys[new.scope], new, by=by, at=at)
    if facts:
        _note(recipient, ref, facts)


def _append_one(
    ref: str, seq: int, before: bytes, scope: ScopeKey, new: NewEntry, *, by: Author, at: datetime
) -> bytes:
    entry_key, day = new_key(), at.date()
    body = sealed_body(entry_key, Position(ref, seq, before, scope), new, by=by, at=at)
    link = hash_of(ref, seq, scope.ref, day.isoformat(), before, body)
    Entry.objects.create(dossier=ref, seq=seq, scope_ref=scope.ref, day=day, body=body, before=before, hash=link)
    EntryKey.objects.create(dossier=ref, seq=seq, wrapped=wrap_key(scope.key, entry_key, key_place(ref, seq)))
    return link


def _new_scope(ref: str, name: str, recipient: Recipient, codes: Iterable[bytes]) -> ScopeKey:
    scope = new_scope_key(name)
    Grant.objects.create(
        dossier=ref,
        scope_ref=scope.ref,
        compartment=recipient.compartment,
        epoch=recipient.epoch,
        wrapped=wrapped_for(recipient.public_seal, ref, scope),
    )
    for public_seal in codes if name == MESSAGES else ():
        _grant_to_code(ref, scope, public_seal)
    return scope


def _grant_to_code(ref: str, scope: ScopeKey, public_seal: bytes) -> None:
    Grant.objects.create(dossier=ref, scope_ref=scope.ref, wrapped=wrapped_for(public_seal, ref, scope))


@transaction.atomic
def grant_messages_to_code(dossier: OpenDossier, public_seal: bytes) -> None:
    """Let the holder of a new code read the messages of a dossier that a member has open."""
    for scope in dossier.scope_keys:
        if scope.name == MESSAGES:
            _grant_to_code(dossier.ref, scope, public_seal)


@transaction.atomic
def end_grants_of_code(ref: str, identity: Identity) -> None:
    """The holder of a code that was replaced reads nothing more with it."""
    for grant in Grant.objects.filter(dossier=ref, compartment=""):
        try:
            unwrapped(identity, identity.public_seal, ref, grant.scope_ref, bytes(grant.wrapped))
        except Unopened:
            continue
        grant.delete()
    transaction.on_commit(forget_deleted_keys)


# Opening


def open_with_keyring(ref: str, keyring: Keyring) -> OpenDossier:
    """Raises NotFound when there is no such dossier, when it is not yours, and when it is hidden: one answer."""
    compartments = keyring.compartments
    grants = Grant.objects.filter(dossier=ref, compartment__in=compartments).order_by("pk")
    scopes = tuple(scope for grant in grants if (scope := _scope_of(grant, keyring)))
    if not scopes or lookup.is_hidden(ref):
        raise NotFound
    return _opened(ref, scopes)


def _scope_of(grant: Grant, keyring: Keyring) -> ScopeKey | None:
    """None for a grant that does not open: one bad row must not close a whole dossier."""
    identity = keyring.identity_of(grant.compartment, grant.epoch)
    if identity is None:
        return None
    try:
        return unwrapped(identity, identity.public_seal, grant.dossier, grant.scope_ref, bytes(grant.wrapped))
    except Unopened:
        return None


def open_with_code(ref: str, identity: Identity) -> OpenDossier | None:
    """What a defender's keys open of a dossier: its messages, or nothing."""
    public_seal = identity.public_seal
    scopes = []
    for scope_ref, wrapped in _wraps_to_codes(ref):
        try:
            scopes.append(unwrapped(identity, public_seal, ref, scope_ref, wrapped))
        except Unopened:
            continue  # another code's wrap: a relay and the defender have one each
    return _opened(ref, tuple(scopes)) if scopes else None


def _wraps_to_codes(ref: str) -> list[tuple[str, bytes]]:
    """Filled up with made-up ones, so that trying a wrong code takes no less work than trying a right one."""
    grants = Grant.objects.filter(dossier=ref, compartment="").order_by("pk")
    wraps = [(grant.scope_ref, bytes(grant.wrapped)) for grant in grants]
    return wraps + [(new_ref(), secrets.token_bytes(WRAP_BYTES)) for _ in range(CODES_OF_A_DOSSIER - len(wraps))]


def _opened(ref: str, scopes: tuple[ScopeKey, ...]) -> OpenDossier:
    row = Dossier.objects.get(ref=ref)
    keys = {key.seq: bytes(key.wrapped) for key in EntryKey.objects.filter(dossier=ref)}
    sealed = tuple(
        SealedEntry(
            entry.seq,
            entry.scope_ref,
            entry.day.isoformat(),
            bytes(entry.body),
            bytes(entry.before),
            bytes(entry.hash),
            keys.get(entry.seq),
        )
        for entry in Entry.objects.filter(dossier=ref).order_by("seq")
    )
    return opened(ref, row.organisation, row.compartment, sealed, scopes)


# Cards


def cards(keyring: Keyring) -> tuple[Card, ...]:
    """Every card of the keyring's compartments that may be seen, opened for this request."""
    return tuple(card for compartment in sorted(keyring.compartments) for card in _cards_of(compartment, keyring))


def _cards_of(compartment: str, keyring: Keyring) -> Iterable[Card]:
    hidden, erased = lookup.hidden_or_erased(compartment)
    # Notes before segments: a note that is folded in between is in both, and `upto` keeps it from counting twice.
    notes = _notes(compartment, keyring)
    segments = _segments(compartment, keyring)
    stale = erased & {card.dossier for segment in segments for card in segment.cards}
    if len(notes) > NOTES_BEFORE_FOLDING or stale:
        segments, notes = _fold_notes(compartment, keyring, erased), ()
    known = folded((card for segment in segments for card in segment.cards), notes)
    return (card for card in known.values() if card.dossier not in hidden)


@transaction.atomic
def _fold_notes(compartment: str, keyring: Keyring, erased: frozenset[str]) -> tuple[Segment, ...]:
    notes, segments = _notes(compartment, keyring), _segments(compartment, keyring)
    changed = rewritten(segments, notes, erased=erased)
    for segment in changed:
        _write_segment(compartment, segment, keyring)
    _drop_notes(CardNote.objects.filter(compartment=compartment))
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
    keys = {row.number: row for row in SegmentKey.objects.filter(compartment=compartment)}
    return tuple(
        segment_from(row.number, unseal(_segment_key(keys[row.number], keyring), bytes(row.body), _place_of(row)))
        for row in CardSegment.objects.filter(compartment=compartment).order_by("number")
    )


def _segment_key(row: SegmentKey, keyring: Keyring) -> bytes:
    identity = keyring.identity_of(row.compartment, row.epoch)
    if identity is None:
        raise Unopened
    return unwrap_key(key_of_segments(identity.secret), bytes(row.wrapped), _place_of(row))


def _place_of(row: CardSegment | SegmentKey) -> bytes:
    return segment_place(row.compartment, row.number)


def _notes(compartment: str, keyring: Keyring) -> tuple[Note, ...]:
    rows = list(CardNote.objects.filter(compartment=compartment).order_by("pk"))
    of_compartment = CardNote.objects.filter(compartment=compartment).values("pk")
    keys = {key.note: bytes(key.wrapped) for key in CardNoteKey.objects.filter(note__in=of_compartment)}
    return tuple(Note(row.pk, row.dossier, _note_facts(row, keys[row.pk], keyring)) for row in rows if row.pk in keys)


def _note_facts(row: CardNote, wrapped: bytes, keyring: Keyring) -> Facts:
    identity = keyring.identity_of(row.compartment, row.epoch)
    if identity is None:
        raise Unopened
    where = note_place(row.compartment, row.dossier)
    return note_facts(unseal(identity.unwrap(wrapped, where), bytes(row.body), where))


def _note(recipient: Recipient, ref: str, facts: Mapping[str, object]) -> None:
    key, where = new_key(), note_place(recipient.compartment, ref)
    note = CardNote.objects.create(
        compartment=recipient.compartment,
        epoch=recipient.epoch,
        dossier=ref,
        body=seal(key, note_as_bytes(facts), where),
    )
    CardNoteKey.objects.create(note=note.pk, wrapped=wrap(recipient.public_seal, key, where))


# Hiding, ending, erasing


@transaction.atomic
def hide_and_erase_later(ref: str, *, at: datetime) -> datetime:
    """Nobody sees the dossier from now on; after 72 hours its keys are destroyed. The hour when that happens."""
    after = (at + ERASED_AFTER).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    # Asking twice does not put it off; an office whose reading was ended is erased like any other.
    Dossier.objects.filter(ref=ref, erase_after=None).update(erase_after=after)
    return after


@transaction.atomic
def undo_erasing(ref: str) -> None:
    Dossier.objects.filter(ref=ref).update(erase_after=None)


@transaction.atomic
def end_reading(ref: str, *, at: datetime) -> None:
    """Every compartment's grants of a dossier are gone at once, its card with them, and soon its files."""
    Grant.objects.filter(dossier=ref).exclude(compartment="").delete()
    _drop_notes(CardNote.objects.filter(dossier=ref))
    gone_by = at.replace(minute=0, second=0, microsecond=0)
    StoredFile.objects.filter(dossier=ref).update(dossier="", gone_by=gone_by)
    Dossier.objects.filter(ref=ref).update(erased_on=at.date())
    transaction.on_commit(forget_deleted_keys)


def _drop_notes(notes: QuerySet[CardNote]) -> None:
    CardNoteKey.objects.filter(note__in=notes.values("pk")).delete()
    notes.delete()


def forget_deleted_keys() -> None:
    """Take destroyed keys out of the write-ahead log too, after the transaction that destroyed them.

    A reader at work can hold this up; the next sweep does it then.
    """
    if connection.vendor == "sqlite":
        with connection.lock_for_one_statement(), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# Files


@transaction.atomic
def keep_file_until(ref: str, gone_by: datetime) -> None:
    """Remember a sealed file that belongs to no dossier yet, and when to sweep it away."""
    StoredFile.objects.create(ref=ref, gone_by=gone_by)


@transaction.atomic
def attach_file(ref: str, dossier: str) -> None:
    StoredFile.objects.update_or_create(ref=ref, defaults={"dossier": dossier, "gone_by": None})


@transaction.atomic
def drop_file(ref: str) -> None:
    StoredFile.objects.filter(ref=ref, dossier="").update(gone_by=datetime.fromtimestamp(0).astimezone())


def copies_of(files: Iterable[SealedFile]) -> tuple[SealedFile, ...]:
    """The same files for one more dossier."""
    return tuple(copied(settings.SAFECONDUCT_FILES, file) for file in files)
