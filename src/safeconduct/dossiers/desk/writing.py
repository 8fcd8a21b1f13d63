"""Receive a dossier, append to it, and grant its messages to a code. Each is one transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Subquery

from safeconduct.access import lookup as access
from safeconduct.access.lookup import Recipient
from safeconduct.dossiers import lookup
from safeconduct.dossiers.card import Facts
from safeconduct.dossiers.desk.ending import forget_deleted_keys
from safeconduct.dossiers.desk.listing import leave_note
from safeconduct.dossiers.entry import Author, NewEntry, Position, hash_of, key_place, sealed_body
from safeconduct.dossiers.models import (
    Dossier,
    Entry,
    EntryKey,
    Grant,
)
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.reach import NOWHERE, Reach
from safeconduct.dossiers.scope import MESSAGES, ScopeKey, new_scope_key, unwrapped, wrapped_for
from safeconduct.sealing.chain import START
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key, new_ref, wrap_key
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound


@transaction.atomic
def receive(
    recipient: Recipient,
    organisation: str,
    entries: Iterable[NewEntry],
    facts: Facts,
    *,
    by: Author,
    codes: Iterable[bytes] = (),
    is_group: bool = False,
    at: datetime,
) -> str:
    """A new dossier sealed to one compartment; `codes` are public keys that may open its messages. Its reference."""
    ref = new_ref()
    Dossier.objects.create(
        ref=ref,
        organisation=organisation,
        compartment=recipient.compartment,
        is_group=is_group,
        opened_on=at.date(),
    )
    append(ref, entries, facts, held=(), codes=codes, by=by, at=at)
    return ref


@transaction.atomic(savepoint=False)  # whoever appends within a transaction gives all of it up, or nothing
def append(
    ref: str,
    entries: Iterable[NewEntry],
    facts: Facts,
    *,
    held: Iterable[ScopeKey],
    codes: Iterable[bytes] = (),
    channel: ScopeKey | None = None,
    by: Author,
    at: datetime,
) -> Reach:
    """Put entries at the end and news on the card; how far the chain reaches then. A scope whose key the author does not
    hold gets a fresh one, sealed to the holding compartment: so the defender can add to what they cannot read. `codes` are
    public keys that a fresh key of the messages is sealed to as well. Nothing new is written under a key that another
    organisation has, except into the `channel` of a share."""
    last = Entry.objects.filter(dossier=ref).order_by("-seq")
    last_seq, last_hash = Subquery(last.values("seq")[:1]), Subquery(last.values("hash")[:1])
    row: Any = Dossier.objects.select_for_update().annotate(last_seq=last_seq, last_hash=last_hash).get(ref=ref)
    if row.erased_on:
        raise NotFound
    recipient = access.recipient(row.compartment)
    shared_out = lookup.scopes_shared_out(ref)
    keys = {key.name: key for key in held if key.ref not in shared_out}
    if channel:
        keys[channel.name] = channel
    seq, before = (row.last_seq, bytes(row.last_hash)) if row.last_seq else (0, START)
    for new in entries:
        seq += 1
        if new.scope not in keys:
            keys[new.scope] = _new_scope(ref, new.scope, recipient, codes)
        before = _append_one(ref, seq, before, keys[new.scope], new, by=by, at=at)
    if facts:
        leave_note(recipient, ref, facts)
    return Reach(seq, before)


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
        # From the start as long as it will be, so that its size does not tell whether it was opened.
        wrapped=wrapped_for(recipient.public_seal, ref, scope, reach=NOWHERE),
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
    transaction.on_commit(forget_deleted_keys, robust=True)
