"""After a new epoch: what a compartment can open is wrapped anew, so that the old key opens nothing of this database.

In batches, each a transaction of its own: it may be cut off at any moment and goes on where it stopped.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from safeconduct.access import lookup as access
from safeconduct.access.desk.holding import hold_compartments
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.keyring import HeldEpoch, Keyring
from safeconduct.access.lookup import Recipient
from safeconduct.dossiers import lookup
from safeconduct.dossiers.card import key_of_segments, note_place, segment_place
from safeconduct.dossiers.desk.ending import forget_deleted_keys
from safeconduct.dossiers.models import CardNote, CardNoteKey, Grant, SegmentKey
from safeconduct.dossiers.scope import unwrapped, wrapped_for
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.record import unwrap_key, wrap_key
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound

BATCH = 500

Row = Any  # a Grant or a CardNote
Held = dict[int, tuple[Identity, bytes]]  # by epoch: the compartment's keys, and the public one that seals
RewrapOne = Callable[[Row, Recipient, Held], None]


@dataclass(frozen=True)
class Rewrapped:
    """How many wraps were made anew, and how many still wait. `unopened` do not open at all: they were changed."""

    done: int
    left: int
    unopened: int


@dataclass(frozen=True)
class _Batch:
    """`last` is the number of the last row that was looked at."""

    done: int
    unopened: int
    last: int


def rewrap(compartment: str, keyring: Keyring, *, goes_on: Callable[[], bool]) -> Rewrapped:
    """Batch after batch while `goes_on` says so. Only who holds the newest epoch can. Raises NotFound, Uncertified."""
    recipient, newest = access.recipient(compartment), keyring.newest_of(compartment)
    if newest is None or newest.epoch != recipient.epoch:
        raise NotFound
    # Each public key is made once: making it from its seed costs as much as opening a wrap.
    held = {
        one.epoch: (one.identity, one.identity.public_seal) for one in keyring.epochs if one.compartment == compartment
    }
    with seeing_only(keyring.organisation):
        done, unopened = _rewrap_segments(newest, held), 0
        kinds = ((Grant.objects, _rewrap_grant), (CardNote.objects, _rewrap_note))
        for rows, rewrap_one in kinds:
            old, after = rows.filter(compartment=compartment, epoch__lt=newest.epoch).order_by("pk"), 0
            while goes_on() and (batch := _rewrap_batch(old.filter(pk__gt=after), rewrap_one, recipient, held)):
                done, unopened, after = done + batch.done, unopened + batch.unopened, batch.last
        # The old wraps are gone from the rows; take them out of the write-ahead log as well.
        forget_deleted_keys()
        return Rewrapped(done, lookup.under_older_epochs(compartment, newest.epoch), unopened)


@transaction.atomic
def _rewrap_batch(old: QuerySet[Row], rewrap_one: RewrapOne, recipient: Recipient, held: Held) -> _Batch | None:
    """None when nothing is left. Lists are not folded meanwhile, and no other holder is at the same rows."""
    hold_compartments([recipient.compartment])
    rows, done = list(old[:BATCH]), 0
    for row in rows:
        try:
            rewrap_one(row, recipient, held)
        except Unopened:
            continue  # changed outside the program: it stays as it is, and is counted
        done += 1
    return _Batch(done, len(rows) - done, rows[-1].pk) if rows else None


def _rewrap_grant(row: Grant, recipient: Recipient, held: Held) -> None:
    identity, public_seal = _held(row, held)
    scope = unwrapped(identity, public_seal, row.dossier, row.scope_ref, bytes(row.wrapped))
    # A share's wrap tells nothing of how far the dossier went, and keeps its size.
    reach = None if row.expires_on else scope.reach
    wrapped = wrapped_for(recipient.public_seal, row.dossier, scope, reach=reach)
    # Not save(): a grant that was ended meanwhile must not come back.
    Grant.objects.filter(pk=row.pk).update(epoch=recipient.epoch, wrapped=wrapped)


def _rewrap_note(row: CardNote, recipient: Recipient, held: Held) -> None:
    key = CardNoteKey.objects.filter(note=row.pk).first()
    if key is None:
        raise Unopened
    where = note_place(row.compartment, row.dossier)
    wrapped = wrap(recipient.public_seal, _held(row, held)[0].unwrap(bytes(key.wrapped), where), where)
    CardNote.objects.filter(pk=row.pk).update(epoch=recipient.epoch)
    CardNoteKey.objects.filter(note=row.pk).update(wrapped=wrapped)


@transaction.atomic
def _rewrap_segments(newest: HeldEpoch, held: Held) -> int:
    hold_compartments([newest.compartment])
    rows = list(SegmentKey.objects.filter(compartment=newest.compartment, epoch__lt=newest.epoch))
    for row in rows:
        where = segment_place(row.compartment, row.number)
        key = unwrap_key(key_of_segments(_held(row, held)[0].secret), bytes(row.wrapped), where)
        wrapped = wrap_key(key_of_segments(newest.identity.secret), key, where)
        SegmentKey.objects.filter(pk=row.pk).update(epoch=newest.epoch, wrapped=wrapped)
    return len(rows)


def _held(row: Grant | CardNote | SegmentKey, held: Held) -> tuple[Identity, bytes]:
    if row.epoch not in held:
        raise Unopened
    return held[row.epoch]
