"""Share scopes of a dossier with another organisation's compartment, and end it. Each is one transaction."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from safeconduct.access import lookup as access
from safeconduct.access.lookup import Recipient
from safeconduct.dossiers.desk.ending import drop_notes, forget_deleted_keys, hold_dossier, hold_lists
from safeconduct.dossiers.desk.listing import leave_note
from safeconduct.dossiers.desk.writing import append
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.models import CardNote, EndedGrant, Grant
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import SHARE, ScopeKey, new_scope_key, wrapped_for


def new_channel() -> ScopeKey:
    """The key under which the letter of one share is written, and what both sides write about it later."""
    return new_scope_key(SHARE)


@transaction.atomic
def share(
    dossier: OpenDossier,
    scopes: Iterable[ScopeKey],
    channel: ScopeKey,
    recipient: Recipient,
    letter: Mapping[str, object],
    facts: Mapping[str, object],
    *,
    until: date,
    by: Author,
    at: datetime,
) -> None:
    """Let the recipient read these scopes through their last day. `facts` go on a card in the recipient's list."""
    own = access.recipient(dossier.compartment)
    grant(dossier.ref, channel, own, None)
    for scope in (*scopes, channel):
        grant(dossier.ref, scope, recipient, until)
    entries = [NewEntry(SHARE, "share_letter", letter)]
    append(dossier.ref, entries, {}, held=(), channel=channel, by=by, at=at)
    leave_note(recipient, dossier.ref, facts)


def grant(ref: str, scope: ScopeKey, recipient: Recipient, until: date | None) -> None:
    """The wrap of one scope's key to one compartment, through its last day if it has one."""
    Grant.objects.create(
        dossier=ref,
        scope_ref=scope.ref,
        compartment=recipient.compartment,
        epoch=recipient.epoch,
        wrapped=wrapped_for(recipient.public_seal, ref, scope),
        expires_on=until,
    )


@transaction.atomic
def end_share(ref: str, compartment: str, scope_refs: Iterable[str], *, at: datetime) -> None:
    """The wraps are destroyed and remembered as ended, so that no copy of them counts again."""
    hold_dossier(ref)
    hold_lists([ref])
    shared = Grant.objects.filter(dossier=ref, compartment=compartment).exclude(expires_on=None)
    for scope_ref in scope_refs:
        shared.filter(scope_ref=scope_ref).delete()
        EndedGrant.objects.get_or_create(
            dossier=ref, scope_ref=scope_ref, compartment=compartment, defaults={"ended_on": at.date()}
        )
    if not shared.exists():
        drop_notes(CardNote.objects.filter(dossier=ref, compartment=compartment))
    transaction.on_commit(forget_deleted_keys, robust=True)


# Groups: what is read together has no card in any list, so no list is held


@transaction.atomic
def end_scopes(ref: str, scope_refs: Iterable[str], *, at: datetime) -> None:
    """Nobody opens these scopes any more, whoever could: their wraps are destroyed and remembered as ended."""
    _end(Grant.objects.filter(dossier=ref, scope_ref__in=list(scope_refs)), at=at)


@transaction.atomic
def end_reader(ref: str, compartment: str, *, at: datetime) -> None:
    """One compartment opens nothing of a dossier any more."""
    _end(Grant.objects.filter(dossier=ref, compartment=compartment), at=at)


def _end(grants: QuerySet[Grant], *, at: datetime) -> None:
    for dossier, scope_ref, compartment in grants.values_list("dossier", "scope_ref", "compartment"):
        EndedGrant.objects.get_or_create(
            dossier=dossier, scope_ref=scope_ref, compartment=compartment, defaults={"ended_on": at.date()}
        )
    grants.delete()
    transaction.on_commit(forget_deleted_keys, robust=True)
