"""The rota of a group: say what one's own organisation can do, propose, and publish what is agreed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.coordination.desk.hearing_changes import append_to
from safeconduct.coordination.desk.opening import OpenGroup, append, members_key, opened
from safeconduct.coordination.desk.telling_all import tell_under
from safeconduct.coordination.group import MEMBERS
from safeconduct.coordination.hearing import Hearing, hearings, refusal_to_standing_apart
from safeconduct.coordination.rota_check import faults
from safeconduct.coordination.rota_group import (
    MOST_DAYS_AHEAD,
    Planning,
    planning,
    refusal_to_publishing,
    to_plan,
)
from safeconduct.coordination.rota_proposal import Proposal, grounds_for, propose
from safeconduct.coordination.rota_reason import Standing, standing_of
from safeconduct.coordination.rota_trip import trips_ahead
from safeconduct.coordination.rota_wish import Assignment
from safeconduct.coordination.seat_wish import SeatWish, refusal_to_wish
from safeconduct.coordination.travel import Way
from safeconduct.coordination.trip import Trip, trips
from safeconduct.dossiers import lookup
from safeconduct.dossiers.entry import NewEntry
from safeconduct.vocabulary.refusal import Refusal, insist

Place = tuple[str, str, str]
"""Hearing or trip, role, organisation: as references."""


@dataclass(frozen=True)
class GroupProposal:
    """A proposal with what its reasons are found from. `agreed`: what was locked for it."""

    planning: Planning
    proposal: Proposal
    standing: Standing = field(repr=False)
    agreed: frozenset[Assignment]


@transaction.atomic
def tell_wish(group: str, wish: SeatWish, apart: Collection[str], keyring: Keyring, *, at: datetime) -> None:
    """Of our own organisation; the group reads it. `apart`: the hearings in which we have a conflict of interest, of those to
    plan; that of each is written under its key."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_wish(wish))
    append(one, keyring, NewEntry(MEMBERS, "rota_wish_told", wish.as_data()), members_key(one), at=at)
    for hearing in to_plan(hearings(one.written), at=at):
        is_apart = hearing.ref in apart
        if is_apart == (keyring.organisation in hearing.apart):
            continue
        if is_apart:
            insist(refusal_to_standing_apart(hearing, own=keyring.organisation))
        append_to(one, hearing.ref, "hearing_apart", {"is_apart": is_apart}, keyring, at=at)
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
    """These are lead, backup and guest of their hearings, and go along on their trips, from now on. How many changed."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_publishing(one.group, own=keyring.organisation))
    found = _planning(one, at=at)
    rota = _assignments(found, places)
    if not rota:
        insist(Refusal("Nothing was proposed. Propose a rota first, then publish it."))
    grounds = grounds_for(replace(found.wish, locks=()))
    for says in faults(sorted({*rota, *found.wish.locks}), grounds):
        insist(Refusal(f"This rota cannot be published any more: {says} Propose it again."))
    # What somebody said itself stands as said: the rota does not take it over.
    new = rota - set(found.wish.locks)
    hearings_changed = [each for each in found.hearings.values() if _is_new(each, new, found)]
    for hearing in hearings_changed:
        append_to(one, hearing.ref, "hearing_planned", {"planned": _planned(hearing, new, found)}, keyring, at=at)
    trips_changed = [each for each in found.trips.values() if _is_new(each, new, found)]
    for trip in trips_changed:
        data = {"trip": trip.ref, "planned": _planned(trip, new, found)}
        tell_under(one, keyring, "trip_shared_out", data, trip.scope_ref, at=at)
    journal("RotaPublished", group, keyring, at=at)
    return len(hearings_changed) + len(trips_changed)


def _planning(one: OpenGroup, *, at: datetime) -> Planning:
    known = hearings(one.written)
    ahead = trips_ahead(trips(one.written), at=at, within=MOST_DAYS_AHEAD)
    asked: tuple[Hearing | Trip, ...] = (*to_plan(known, at=at), *ahead)
    readers = {each.ref: frozenset(lookup.readers_of(one.group.ref, each.scope_ref, on=at.date())) for each in asked}
    return planning(one.group, one.written, known, readers, at=at)


def _assignments(found: Planning, places: Iterable[Place]) -> frozenset[Assignment]:
    made = [found.place(*place) for place in places]
    if None in made:
        insist(Refusal("A hearing, a trip or an organisation is not here any more. Propose the rota again."))
    return frozenset(one for one in made if one)


def _is_new(asked: Hearing | Trip, rota: Iterable[Assignment], found: Planning) -> bool:
    """Also what was published before the hearing moved, and is to stand again."""
    planned = {role: seat["organisation"] for role, seat in _planned(asked, rota, found).items()}
    return planned != dict(asked.planned) or not all(asked.stands(*one) for one in planned.items())


def _planned(asked: Hearing | Trip, rota: Iterable[Assignment], found: Planning) -> Mapping[str, dict[str, str]]:
    """A guest stands by what it is and with whom it comes."""
    made = {found.value(one)[1:]: one for one in rota if found.value(one)[0] == asked.ref}
    return {role: {"organisation": ref, "office": one.observer} for (role, ref), one in made.items()}
