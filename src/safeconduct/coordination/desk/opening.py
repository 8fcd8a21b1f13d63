"""What the verbs of coordination share: open a group as far as one may, and append to it."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from safeconduct.access import lookup as directory
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.counting_once import insist_on_first_time
from safeconduct.cases.desk.opening import author, keys_of_members
from safeconduct.coordination.group import MEMBERS, Group, Seat, believed, group_from, key_of_members
from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import ending, reading, sharing, writing
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import ScopeKey, new_scope_key
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist, the_one


@dataclass(frozen=True)
class OpenGroup:
    """A group as an organisation that belongs to it has it open in one request. `written` are the believed entries."""

    group: Group
    dossier: OpenDossier = field(repr=False)
    written: tuple[Entry, ...] = field(repr=False)
    own: Seat


def opened(ref: str, keyring: Keyring, *, at: datetime) -> OpenGroup:
    """Held until the transaction ends. Raises NotFound also for who was only invited, or belonged to it before."""
    dossier = opened_dossier(ref, keyring, at=at)
    written = believed(dossier, cache(keys_of_members))
    group = group_from(ref, written) if written else None
    own = group.seat(keyring.organisation) if group else None
    if group is None or own is None:
        raise NotFound
    return OpenGroup(group, dossier, written, own)


def all_opened(keyring: Keyring, *, at: datetime) -> tuple[OpenGroup, ...]:
    """The groups that this member opens. Held until the transaction ends."""
    see_only(keyring.organisation)
    found = []
    for ref in lookup.groups_of(keyring.compartments, on=at.date()):
        # Where our organisation was only invited, or belonged before, there is nothing to open.
        with suppress(NotFound):
            found.append(opened(ref, keyring, at=at))
    return tuple(found)


def opened_dossier(ref: str, keyring: Keyring, *, at: datetime) -> OpenDossier:
    """Held until the transaction ends, with an invitation as well. Raises NotFound."""
    see_only(keyring.organisation)
    return reading.open_group(ending.hold_dossier(ref), ref, keyring, on=at.date())


def append(one: OpenGroup, keyring: Keyring, entry: NewEntry, key: ScopeKey, *, at: datetime) -> None:
    """Under a key of the group. The organisation that writes stands in the entry: whose signature it must carry."""
    if one.dossier.broken_at is not None:
        insist(Refusal("This group was changed outside the program. Write nothing into it, and tell an administrator."))
    insist_on_first_time(at=at)
    named = NewEntry(entry.scope, entry.kind, {**_office(one.own), **entry.data})
    writing.append(one.group.ref, [named], {}, held=(), channel=key, by=author(keyring), at=at)


def _office(seat: Seat) -> dict[str, str]:
    return {"organisation": seat.organisation, "office": seat.office}


def key_under(one: OpenGroup, scope_ref: str) -> ScopeKey:
    """Under which something of the group stands, where whoever reads that reads what is added to it. Raises NotFound."""
    return the_one(one.dossier.scope_keys, scope_ref)


def members_key(one: OpenGroup) -> ScopeKey:
    """For writing down who belongs: after somebody left, a fresh key for those who stayed."""
    key = key_of_members(one.dossier, one.written)
    if key is None:
        key = new_scope_key(MEMBERS)
        for seat in one.group.seats:
            sharing.grant(one.group.ref, key, directory.recipient(seat.compartment), None)
    return key
