"""Open a dossier with the keys of a member or of a code."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from safeconduct.access.keyring import Keyring
from safeconduct.access.prepared import Prepared
from safeconduct.dossiers import lookup
from safeconduct.dossiers.entry import SealedEntry
from safeconduct.dossiers.models import (
    Dossier,
    EndedGrant,
    Entry,
    EntryKey,
    Grant,
)
from safeconduct.dossiers.opening import OpenDossier, opened
from safeconduct.dossiers.scope import WRAP_BYTES, ScopeKey, unwrapped
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_ref
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound

CODES_OF_A_DOSSIER = 2
"""A relay's and the defender's: so many wraps are tried at least, whether they are there or not."""


def open_with_keyring(ref: str, keyring: Keyring) -> OpenDossier:
    """A dossier that a compartment of the keyring holds. Raises NotFound when there is no such dossier, when it is not
    yours, and when it is hidden: one answer."""
    return open_row(Dossier.objects.filter(ref=ref).first(), ref, keyring)


def open_row(row: Dossier | None, ref: str, keyring: Keyring) -> OpenDossier:
    """The same for a caller that has looked for the row already; None is found nowhere, with the same work. Raises NotFound."""
    return _open_as_far_as(row, ref, keyring, _own_grants(ref, *keyring.compartments))


@Prepared
def _own_grants(ref: str, *compartments: str) -> QuerySet[Grant]:
    return _grants_that_stand(Grant.objects.filter(expires_on=None), ref, compartments)


def open_shared(ref: str, keyring: Keyring, *, on: date) -> OpenDossier:
    """As much of a dossier as another organisation shares with a compartment of the keyring today. Raises NotFound."""
    row = Dossier.objects.filter(ref=ref).first()
    grants = lookup.live_grants(on).exclude(expires_on=None)
    return _open_as_far_as(row, ref, keyring, _grants_that_stand(grants, ref, keyring.compartments))


def open_group(row: Dossier | None, ref: str, keyring: Keyring, *, on: date) -> OpenDossier:
    """As much of a coordination group as a compartment of the keyring may read today. Raises NotFound."""
    grants = _grants_that_stand(lookup.live_grants(on), ref, keyring.compartments)
    return _open_as_far_as(row, ref, keyring, grants, is_group=True)


def _grants_that_stand(grants: QuerySet[Grant], ref: str, compartments: Iterable[str]) -> QuerySet[Grant]:
    ended = EndedGrant.objects.filter(dossier=ref, scope_ref=OuterRef("scope_ref"), compartment=OuterRef("compartment"))
    return grants.filter(~Exists(ended), dossier=ref, compartment__in=compartments).order_by("pk")


def _open_as_far_as(
    row: Dossier | None, ref: str, keyring: Keyring, grants: Iterable[Grant], *, is_group: bool = False
) -> OpenDossier:
    scopes = tuple(scope for grant in grants if (scope := _scope_of(grant, keyring)))
    if not scopes or row is None or row.erase_after or row.erased_on or row.is_group != is_group:
        raise NotFound
    return _opened(row, scopes)


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
    return _opened(Dossier.objects.get(ref=ref), tuple(scopes)) if scopes else None


def _wraps_to_codes(ref: str) -> list[tuple[str, bytes]]:
    """Filled up with made-up ones, so that trying a wrong code takes no less work than trying a right one."""
    grants = Grant.objects.filter(dossier=ref, compartment="").order_by("pk")
    wraps = [(grant.scope_ref, bytes(grant.wrapped)) for grant in grants]
    return wraps + [(new_ref(), secrets.token_bytes(WRAP_BYTES)) for _ in range(CODES_OF_A_DOSSIER - len(wraps))]


@Prepared
def _entries_of(ref: str) -> QuerySet[Entry, tuple[Any, ...]]:
    # One statement: an entry and its key are of one moment.
    key = EntryKey.objects.filter(dossier=OuterRef("dossier"), seq=OuterRef("seq")).values("wrapped")
    entries = Entry.objects.filter(dossier=ref).order_by("seq").annotate(wrapped=Subquery(key))
    return entries.values_list("seq", "scope_ref", "day", "body", "before", "hash", "wrapped")


def _opened(row: Dossier, scopes: tuple[ScopeKey, ...]) -> OpenDossier:
    sealed = tuple(
        SealedEntry(
            seq, ref, day.isoformat(), bytes(body), bytes(before), bytes(link), None if key is None else bytes(key)
        )
        for seq, ref, day, body, before, link, key in _entries_of(row.ref)
    )
    return opened(row.ref, row.organisation, row.compartment, sealed, scopes)
