"""Who belongs to a group: found it, invite, answer an invitation, let in, leave, end a reading."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from safeconduct.access import lookup as directory
from safeconduct.access.desk.seeing import see_only
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.counting_once import insist_on_first_time
from safeconduct.cases.desk.opening import author, in_one_transaction, journal, keys_of_members
from safeconduct.coordination.desk.feeding import renew_feeds
from safeconduct.coordination.desk.opening import OpenGroup, append, members_key, opened, opened_dossier
from safeconduct.coordination.for_all import is_for_all, keys_for_all
from safeconduct.coordination.group import (
    ACCEPTED,
    DECLINED,
    INVITED,
    MEMBERS,
    Group,
    refusal_to_ending,
    refusal_to_founding,
    refusal_to_inviting,
    refusal_to_leaving,
    refusal_to_letting_in,
)
from safeconduct.dossiers import lookup
from safeconduct.dossiers.desk import sharing, writing
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.dossiers.scope import SHARE
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist

TO_ANSWER_WITHIN = timedelta(days=60)
PUT_IN = ("card_put_in", "lesson_put_in", "hearing_set", "trip_planned", "hearing_link_made")


@dataclass(frozen=True)
class Letter:
    """An invitation as the invited organisation reads it. `state` is invited, accepted or declined."""

    ref: str
    invitation: str
    name: str = field(repr=False)
    grouping: str
    from_office: str
    state: str


@in_one_transaction
def groups(keyring: Keyring, *, at: datetime) -> tuple[tuple[Group, ...], tuple[Letter, ...]]:
    """Those that the keyring's organisation belongs to, and the invitations that it was sent."""
    see_only(keyring.organisation)
    refs = lookup.groups_of(keyring.compartments, on=at.date())
    found = [_as_far_as_it_goes(ref, keyring, at=at) for ref in refs]
    return (
        tuple(one for one in found if isinstance(one, Group)),
        tuple(one for one in found if isinstance(one, Letter)),
    )


def _as_far_as_it_goes(ref: str, keyring: Keyring, *, at: datetime) -> Group | Letter | None:
    try:
        return opened(ref, keyring, at=at).group
    except NotFound:
        dossier = opened_dossier(ref, keyring, at=at)
        sent = _letter(dossier, keyring)
        return _as_letter(dossier, sent, keyring) if sent else None


@in_one_transaction
def open_group(ref: str, keyring: Keyring, *, at: datetime) -> OpenGroup:
    one = opened(ref, keyring, at=at)
    renew_feeds(one, keyring)
    journal("GroupOpened", ref, keyring, at=at)
    return one


@transaction.atomic
def found(name: str, grouping: str, keyring: Keyring, *, at: datetime) -> str:
    """A group whose only organisation is the founder's, held by the compartment that takes requests. Its reference."""
    insist(refusal_to_founding(name, grouping))
    insist_on_first_time(at=at)
    see_only(keyring.organisation)
    recipient = directory.recipient_for(keyring.organisation, "requests")
    if recipient.compartment not in keyring.compartments:
        insist(Refusal("Groups are held by the compartment that takes requests. Ask somebody who belongs to it."))
    data = {
        "organisation": keyring.organisation,
        "office": directory.office_name(keyring.organisation),
        "compartment": recipient.compartment,
        "kind": directory.kind_of(keyring.organisation),
        "name": name.strip(),
        "grouping": grouping,
    }
    founding = NewEntry(MEMBERS, "group_founded", data)
    ref = writing.receive(recipient, keyring.organisation, [founding], {}, by=author(keyring), is_group=True, at=at)
    journal("GroupFounded", ref, keyring, at=at)
    return ref


@transaction.atomic
def invite(ref: str, organisation: str, keyring: Keyring, *, at: datetime) -> None:
    """The invited can read the letter and nothing else, until they said yes and were let in."""
    one = opened(ref, keyring, at=at)
    insist(refusal_to_inviting(one.group, organisation, own=keyring.organisation))
    recipient = directory.recipient_for(organisation, "requests")
    invited = {
        "invitation": new_ref(),
        "invited": organisation,
        "invited_office": directory.office_name(organisation),
        "invited_compartment": recipient.compartment,
        "kind": directory.kind_of(organisation),
    }
    append(one, keyring, NewEntry(MEMBERS, "organisation_invited", invited), members_key(one), at=at)
    channel = sharing.new_channel()
    sharing.grant(ref, channel, directory.recipient(one.own.compartment), None)
    sharing.grant(ref, channel, recipient, (at + TO_ANSWER_WITHIN).date())
    letter = {**invited, "name": one.group.name, "grouping": one.group.grouping}
    append(one, keyring, NewEntry(SHARE, "group_letter", letter), channel, at=at)
    journal("OrganisationInvited", ref, keyring, at=at, note=organisation)


@transaction.atomic
def answer_invitation(ref: str, *, yes: bool, keyring: Keyring, at: datetime) -> None:
    """By the invited organisation. Raises NotFound."""
    dossier = opened_dossier(ref, keyring, at=at)
    sent = _letter(dossier, keyring)
    if sent is None:
        raise NotFound
    if _as_letter(dossier, sent, keyring).state != INVITED:
        insist(Refusal("This invitation was answered already. The organisation that sent it lets you in."))
    channel = next(key for key in dossier.scope_keys if key.ref == sent.scope_ref)
    data = {
        "organisation": keyring.organisation,
        "office": sent.data["invited_office"],
        "invitation": sent.data["invitation"],
        "yes": yes,
    }
    entry = NewEntry(SHARE, "group_invitation_answered", data)
    writing.append(ref, [entry], {}, held=(), channel=channel, by=author(keyring), at=at)
    journal("GroupInvitationAnswered", ref, keyring, at=at, note="yes" if yes else "no")


def _letter(dossier: OpenDossier, keyring: Keyring) -> Entry | None:
    """The newest one that the organisation which holds the group sent to a compartment of the keyring, and signed."""
    keys = keys_of_members(dossier.organisation)
    for entry in reversed(dossier.written("group_letter")):
        data, day = entry.data, entry.at.date().isoformat()
        is_ours = data["invited"] == keyring.organisation and data["invited_compartment"] in keyring.compartments
        is_from_holder = data["organisation"] == dossier.organisation != keyring.organisation
        if is_ours and is_from_holder and any(entry.signed_with(key) for key in keys(entry.by.ref, day)):
            return entry
    return None


def _as_letter(dossier: OpenDossier, sent: Entry, keyring: Keyring) -> Letter:
    answered = [
        entry.data["yes"]
        for entry in dossier.written("group_invitation_answered")
        if (entry.data["invitation"], entry.data["organisation"]) == (sent.data["invitation"], keyring.organisation)
    ]
    state = INVITED if not answered else ACCEPTED if answered[-1] else DECLINED
    data = sent.data
    return Letter(dossier.ref, data["invitation"], data["name"], data["grouping"], data["office"], state)


@transaction.atomic
def let_in(ref: str, invitation: str, keyring: Keyring, *, at: datetime) -> None:
    """After their yes: they read who belongs, and what each organisation tells the whole group. Cards, hearings and what
    went to named organisations only stay closed to them when they were put in earlier."""
    one = opened(ref, keyring, at=at)
    made = one.group.invitation(invitation)
    if made is None:
        raise NotFound
    insist(refusal_to_letting_in(one.group, made, own=keyring.organisation))
    newest, recipient = members_key(one), directory.recipient(made.seat.compartment)
    vouched = {entry.scope_ref for entry in one.written if entry.scope == MEMBERS}
    earlier = [key for key in one.dossier.scope_keys if key.ref in vouched and key.ref != newest.ref]
    for key in (*earlier, newest, *keys_for_all(one.dossier, one.written)):
        sharing.grant(ref, key, recipient, None)
    data = {"invitation": invitation, "let_in": made.seat.organisation}
    append(one, keyring, NewEntry(MEMBERS, "organisation_let_in", data), newest, at=at)
    journal("OrganisationLetIn", ref, keyring, at=at, note=made.seat.organisation)


@transaction.atomic
def leave(ref: str, keyring: Keyring, *, at: datetime) -> None:
    """Nothing of the group opens any more, and nobody opens what this organisation put before it."""
    one = opened(ref, keyring, at=at)
    insist(refusal_to_leaving(one.group, own=keyring.organisation))
    append(one, keyring, NewEntry(MEMBERS, "group_left", {}), members_key(one), at=at)
    _end(one, keyring.organisation, one.own.compartment, at=at)
    journal("GroupLeft", ref, keyring, at=at)


@transaction.atomic
def end_membership(ref: str, organisation: str, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring, at=at)
    insist(refusal_to_ending(one.group, organisation, own=keyring.organisation))
    append(one, keyring, NewEntry(MEMBERS, "membership_ended", {"ended": organisation}), members_key(one), at=at)
    for seat in one.group.seats:
        if seat.organisation == organisation:
            _end(one, organisation, seat.compartment, at=at)
    journal("MembershipEnded", ref, keyring, at=at, note=organisation)


def _end(one: OpenGroup, organisation: str, compartment: str, *, at: datetime) -> None:
    own = (entry for entry in one.written if entry.data["organisation"] == organisation)
    theirs = {entry.scope_ref for entry in own if entry.kind in PUT_IN or is_for_all(entry)}
    sharing.end_scopes(one.group.ref, theirs, at=at)
    sharing.end_reader(one.group.ref, compartment, at=at)
