"""Keep contacts with media: note a desk, for the group where it agreed to be passed on and for oneself where not; drop it."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.coordination.desk.opening import all_opened, append, opened
from safeconduct.coordination.desk.telling_all import key_for, tell_all, tell_under
from safeconduct.coordination.media_contact import (
    MediaContact,
    media_contacts,
    refusal_to_dropping_media,
    refusal_to_noting_media,
    stripped,
)
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist, the_one


@transaction.atomic
def note_media(group: str, contact: MediaContact, keyring: Keyring, *, at: datetime) -> str:
    """Its reference."""
    one = opened(group, keyring, at=at)
    noted = replace(stripped(contact), ref=new_ref(), organisation=keyring.organisation)
    insist(refusal_to_noting_media(noted, media_contacts(one.written, one.group)))
    if noted.may_pass_on:
        tell_all(one, keyring, "media_noted", noted.as_data(), at=at)
    else:
        append(one, keyring, NewEntry(SHARE, "media_noted", noted.as_data()), key_for(one, ()), at=at)
    journal("MediaNoted", group, keyring, at=at)
    return noted.ref


@transaction.atomic
def drop_media(group: str, contact: str, why: str, keyring: Keyring, *, at: datetime) -> None:
    """Raises NotFound."""
    one = opened(group, keyring, at=at)
    known = the_one(media_contacts(one.written, one.group), contact)
    insist(refusal_to_dropping_media(known, why, own=keyring.organisation))
    tell_under(one, keyring, "media_dropped", {"contact": contact, "why": why.strip()}, known.scope_ref, at=at)
    journal("MediaDropped", group, keyring, at=at)


@in_one_transaction
def known_media(keyring: Keyring, *, at: datetime) -> tuple[MediaContact, ...]:
    """Of all groups of this member, each desk of an outlet once, by outlet. Each group whose desks are listed has a line of
    its own in the journal."""
    by_desk: dict[tuple[str, str], MediaContact] = {}
    for one in all_opened(keyring, at=at):
        found = media_contacts(one.written, one.group)
        by_desk |= {(each.outlet.casefold(), each.desk.casefold()): each for each in found}
        if found:
            journal("GroupOpened", one.group.ref, keyring, at=at)
    return tuple(by_desk[name] for name in sorted(by_desk))
