"""The rota of a group: say what one's own organisation can do, propose, and publish what is agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.coordination.desk.hearing_changes import append_to
from safeconduct.coordination.desk.opening import OpenGroup, append, members_key, opened
from safeconduct.coordination.group import MEMBERS
from safeconduct.coordination.hearing import Hearing, hearings
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_check import faults
from safeconduct.coordination.rota_group import (
    Planning,
    SeatWish,
    planning,
    refusal_to_publishing,
    refusal_to_wish,
    to_plan,
)
from safeconduct.coordination.rota_proposal import Proposal, grounds_for, propose
from safeconduct.coordination.rota_reason import Standing, standing_of
from safeconduct.coordination.rota_wish import Assignment
from safeconduct.coordination.travel import Way
from safeconduct.dossiers import lookup
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import Refusal, insist

Place = tuple[str, str, str]
"""Hearing, role, organisation: as references."""


@dataclass(frozen=True)
class GroupProposal:
    """A proposal with what its reasons are found from. `agreed`: what was locked for it."""

    planning: Planning
    proposal: Proposal
    standing: Standing = field(repr=False)
    agreed: frozenset[Assignment]


@transaction.atomic
def tell_wish(group: str, wish: SeatWish, keyring: Keyring, *, at: datetime) -> None:
    """Of our own organisation; the group reads it."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_wish(wish))
    append(one, keyring, NewEntry(MEMBERS, "rota_wish_told", wish.as_data()), members_key(one), at=at)
    journal("RotaWishTold", group, keyring, at=at)


@transaction.atomic
def tell_ways(group: str, ways: Iterable[Way], keyring: Keyring, *, at: datetime) -> None:
    """How long the ways between cities take, for the whole group."""
    one = opened(group, keyring, at=at)
    rows = [[way.one, way.other, way.takes.total_seconds() / 3600] for way in ways]
    append(one, keyring, NewEntry(MEMBERS, "rota_ways_told", {"ways": rows}), members_key(one), at=at)
    journal("RotaWishTold", group, keyring, at=at)


@in_one_transaction
def ground(group: str, keyring: Keyring, *, at: datetime) -> Planning:
    """What a rota would be made from. Nothing is written."""
    return _planning(opened(group, keyring, at=at), at=at)


def proposed(found: Planning, agreed: Iterable[Place], *, seconds: float) -> GroupProposal:
    """Held to what is agreed and to what members said themselves. Takes as long as the solver may: outside of any transaction."""
    locks = _assignments(found, agreed)
    wish = replace(found.wish, locks=tuple(sorted({*found.wish.locks, *locks})))
    grounds = grounds_for(wish)
    proposal = propose(grounds, seconds=seconds)
    return GroupProposal(found, proposal, standing_of(proposal.rota, grounds), frozenset(wish.locks))


@transaction.atomic
def publish(group: str, places: Iterable[Place], keyring: Keyring, *, at: datetime) -> int:
    """These are lead and backup of their hearings from now on. How many hearings changed."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_publishing(one.group, own=keyring.organisation))
    found = _planning(one, at=at)
    rota = _assignments(found, places)
    if not rota:
        insist(Refusal("Nothing was proposed. Propose a rota first, then publish it."))
    grounds = grounds_for(replace(found.wish, locks=()))
    for says in faults(sorted({*rota, *found.wish.locks}), grounds):
        insist(Refusal(f"This rota cannot be published any more: {says} Propose it again."))
    changed = 0
    for hearing in found.hearings.values():
        # What somebody said itself stands as said: the rota does not take it over.
        planned = _planned(hearing, rota - set(found.wish.locks), found)
        if {role: seat["organisation"] for role, seat in planned.items()} != dict(hearing.planned):
            append_to(one, hearing.ref, "hearing_planned", {"planned": planned}, keyring, at=at)
            changed += 1
    journal("RotaPublished", group, keyring, at=at)
    return changed


def _planning(one: OpenGroup, *, at: datetime) -> Planning:
    known = hearings(one.written)
    readers = {
        hearing.ref: frozenset(lookup.readers_of(one.group.ref, hearing.scope_ref, on=at.date()))
        for hearing in to_plan(known, at=at)
    }
    return planning(one.group, one.written, known, readers, at=at)


def _assignments(found: Planning, places: Iterable[Place]) -> frozenset[Assignment]:
    made = [found.place(*place) for place in places]
    if None in made:
        insist(Refusal("A hearing or an organisation is not here any more. Propose the rota again."))
    return frozenset(one for one in made if one)


def _planned(hearing: Hearing, rota: Iterable[Assignment], found: Planning) -> Mapping[str, dict[str, str]]:
    return {
        str(one.role): {"organisation": seat.organisation, "office": seat.office}
        for one in rota
        if found.hearings[one.occasion].ref == hearing.ref and one.role != Role.GUEST
        for seat in [found.seats[one.observer]]
    }
