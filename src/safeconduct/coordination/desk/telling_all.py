"""Write what the whole group reads, or what named organisations of it read."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from safeconduct.access import lookup as directory
from safeconduct.access.keyring import Keyring
from safeconduct.coordination.desk.opening import OpenGroup, append, key_under
from safeconduct.coordination.for_all import FOR_ALL, key_for_all
from safeconduct.dossiers.desk import sharing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE, ScopeKey


def tell_all(one: OpenGroup, keyring: Keyring, kind: str, data: Mapping[str, Any], *, at: datetime) -> None:
    append(one, keyring, _for_all(kind, data, one.own.organisation), key_of_own(one), at=at)


def tell_under(
    one: OpenGroup, keyring: Keyring, kind: str, data: Mapping[str, Any], scope_ref: str, *, at: datetime
) -> None:
    """Under the key of what it is about: whoever reads that reads this. Raises NotFound."""
    key = key_under(one, scope_ref)
    owner = next((entry.data.get(FOR_ALL, "") for entry in one.written if entry.scope_ref == scope_ref), "")
    append(one, keyring, _for_all(kind, data, owner) if owner else NewEntry(SHARE, kind, data), key, at=at)


def _for_all(kind: str, data: Mapping[str, Any], owner: str) -> NewEntry:
    return NewEntry(SHARE, kind, {FOR_ALL: owner, **data})


def key_of_own(one: OpenGroup) -> ScopeKey:
    """For what our organisation tells the whole group: after somebody left, a fresh one."""
    return key_for_all(one.dossier, one.written, one.own.organisation) or key_for(one, None)


def key_for(one: OpenGroup, named: Collection[str] | None) -> ScopeKey:
    """A fresh key for our own organisation and those named, or for every seat."""
    key = sharing.new_channel()
    for seat in one.group.seats:
        if named is None or seat.organisation in {*named, one.own.organisation}:
            sharing.grant(one.group.ref, key, directory.recipient(seat.compartment), None)
    return key
