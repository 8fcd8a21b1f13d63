"""Handing over what a post owes to groups: all of one group at once, to the successor, else to the head."""

from collections.abc import Iterable
from datetime import datetime

from safeconduct.access import lookup as directory
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.cases.handover import (
    Handover,
    refusal_to_accepting_offer,
    refusal_to_declining_offer,
    refusal_to_keeping,
)
from safeconduct.coordination.desk.opening import OpenGroup, all_opened, append, opened
from safeconduct.coordination.duty_offer import (
    DutyOffer,
    Owing,
    offering,
    owing_of,
    refusal_to_answering_offered,
    taking_offered,
)
from safeconduct.coordination.group_duty import GroupDuty
from safeconduct.dossiers.desk import sharing
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, insist


@in_one_transaction
def owed_to_groups(keyring: Keyring, *, at: datetime) -> tuple[Owing, ...]:
    """What our organisation owes to each group that this member opens. A list, as that of the groups: no line for each."""
    return tuple(_owing(one, keyring) for one in all_opened(keyring, at=at))


def _owing(one: OpenGroup, keyring: Keyring) -> Owing:
    return owing_of(one.written, one.group, keyring.organisation, compartment=one.own.compartment)


FreeDuties = tuple[OpenGroup, tuple[GroupDuty, ...]]


def free_duties(keyring: Keyring, *, at: datetime) -> list[FreeDuties]:
    """By group, what the member's post holds and has not handed over yet."""
    found = [(one, _owing(one, keyring).free_of(keyring.post, on=at.date())) for one in all_opened(keyring, at=at)]
    return [(one, duties) for one, duties in found if duties]


def offer(to: Handover, handover: str, free: Iterable[FreeDuties], keyring: Keyring, *, at: datetime) -> None:
    """Under a fresh key that our organisation alone holds."""
    for one, duties in free:
        key = sharing.new_channel()
        sharing.grant(one.group.ref, key, directory.recipient(one.own.compartment), None)
        entry = offering(new_ref(), handover, to.to_post, to.head, to.ends_on, duties)
        append(one, keyring, entry, key, at=at)
        journal("HandoverOffered", one.group.ref, keyring, at=at, note=handover)


@in_one_transaction
def accept(group: str, offer: str, keyring: Keyring, *, at: datetime) -> None:
    """The successor's post holds each duty of the offer from now on. Raises NotFound."""
    one, found = _offered(group, offer, keyring, at=at)
    insist(refusal_to_accepting_offer(found.offer, post=keyring.post, member=keyring.member, on=at.date()))
    insist(refusal_to_answering_offered(found))
    _write(one, taking_offered(found, "group_duties_accepted", keyring.post), keyring, at=at)
    journal("HandoverAccepted", group, keyring, at=at)


@in_one_transaction
def decline(group: str, offer: str, reason: str, keyring: Keyring, *, at: datetime) -> None:
    """It goes to the head of the organisation; until they act, the post that leaves still holds it. Raises NotFound."""
    one, found = _offered(group, offer, keyring, at=at)
    post, member = keyring.post, keyring.member
    insist(refusal_to_declining_offer(found.offer, reason, post=post, member=member, on=at.date()))
    insist(refusal_to_answering_offered(found))
    data = {"offer": offer, "reason": reason.strip()}
    _write(one, [(NewEntry(SHARE, "group_duties_refused", data), found.scope_ref)], keyring, at=at)
    journal("HandoverDeclined", group, keyring, at=at)


@in_one_transaction
def keep(group: str, offer: str, keyring: Keyring, *, at: datetime) -> None:
    """The head takes what nobody accepted. Raises NotFound."""
    one, found = _offered(group, offer, keyring, at=at)
    insist(refusal_to_keeping(found.offer, post=keyring.post, on=at.date()))
    insist(refusal_to_answering_offered(found))
    _write(one, taking_offered(found, "group_duties_kept", keyring.post), keyring, at=at)
    journal("HandoverKept", group, keyring, at=at)


def _offered(group: str, offer: str, keyring: Keyring, *, at: datetime) -> tuple[OpenGroup, DutyOffer]:
    one = opened(group, keyring, at=at)
    found = next((each for each in _owing(one, keyring).offers if each.offer.ref == offer), None)
    if found is None:
        raise NotFound
    return one, found


def _write(one: OpenGroup, entries: Iterable[tuple[NewEntry, str]], keyring: Keyring, *, at: datetime) -> None:
    keys = {key.ref: key for key in one.dossier.scope_keys}
    for entry, scope_ref in entries:
        append(one, keyring, entry, keys[scope_ref], at=at)
