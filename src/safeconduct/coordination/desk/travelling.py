"""Trips of a group: plan one, go along, report back, call it off with what stands in; or write down a visit that was made."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import journal
from safeconduct.coordination.desk.opening import OpenGroup, append, opened
from safeconduct.coordination.desk.telling_all import key_for, tell_all, tell_under
from safeconduct.coordination.planned_contact import planning_contact, refusal_to_planning_contact
from safeconduct.coordination.region import regions
from safeconduct.coordination.tlp import RED, refusal_to_marking
from safeconduct.coordination.trip import (
    Trip,
    TripPlan,
    refusal_to_answering_trip,
    refusal_to_calling_off,
    refusal_to_past_visit,
    refusal_to_planning,
    refusal_to_reporting,
    trips,
)
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import insist, the_one


@dataclass(frozen=True)
class TripMarking:
    """How far something goes; `named` are the organisations that read it where it is TLP:RED."""

    marking: str
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Substitute:
    """What takes the place of a trip that cannot be: contact with whom, how, where, by when."""

    region: str
    whom: str = field(repr=False)
    way: str
    by: date | None


@transaction.atomic
def plan_trip(group: str, plan: TripPlan, to: TripMarking, keyring: Keyring, *, at: datetime) -> str:
    """Its reference. The others read of it and say whether they go along."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_planning(plan, _regions(one), on=at.date()))
    trip = _put_in(one, plan, to, keyring, at=at)
    journal("TripPlanned", group, keyring, at=at)
    return trip


@transaction.atomic
def note_visit(
    group: str, plan: TripPlan, effect: str, words: str, to: TripMarking, keyring: Keyring, *, at: datetime
) -> str:
    """A visit that was made without having been planned here: the trip and its report at once. Its reference."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_past_visit(plan, _regions(one), on=at.date()))
    trip = _put_in(one, plan, to, keyring, at=at)
    _report(opened(group, keyring, at=at), trip, effect, words, keyring, at=at)
    journal("PastTripNoted", group, keyring, at=at)
    return trip


def _put_in(one: OpenGroup, plan: TripPlan, to: TripMarking, keyring: Keyring, *, at: datetime) -> str:
    others = [seat.organisation for seat in one.group.others(one.own.organisation)]
    insist(refusal_to_marking(to.marking, named=to.named, others=others))
    trip = new_ref()
    data = {"trip": trip, "marking": to.marking, **plan.as_data()}
    if to.marking == RED:
        append(one, keyring, NewEntry(SHARE, "trip_planned", data), key_for(one, to.named), at=at)
    else:
        tell_all(one, keyring, "trip_planned", data, at=at)
    return trip


@transaction.atomic
def answer_trip(group: str, trip: str, answer: str, keyring: Keyring, *, at: datetime) -> None:
    """Our organisation goes along, or cannot. Raises NotFound."""
    one, found = _with(group, trip, keyring, at=at)
    insist(refusal_to_answering_trip(found, answer, own=keyring.organisation, on=at.date()))
    tell_under(one, keyring, "trip_answered", {"trip": trip, "answer": answer}, found.scope_ref, at=at)
    journal("TripAnswered", group, keyring, at=at)


@transaction.atomic
def report_trip(group: str, trip: str, effect: str, words: str, keyring: Keyring, *, at: datetime) -> None:
    """By each organisation that went; the first report closes the trip. Raises NotFound."""
    _report(opened(group, keyring, at=at), trip, effect, words, keyring, at=at)
    journal("TripReported", group, keyring, at=at)


def _report(one: OpenGroup, ref: str, effect: str, words: str, keyring: Keyring, *, at: datetime) -> None:
    found = _trip(one, ref)
    insist(refusal_to_reporting(found, effect, words, own=keyring.organisation, on=at.date()))
    data = {"trip": ref, "effect": effect, "words": words.strip()}
    tell_under(one, keyring, "trip_reported", data, found.scope_ref, at=at)


@transaction.atomic
def call_off(group: str, trip: str, why: str, instead: Substitute, keyring: Keyring, *, at: datetime) -> None:
    """With what stands in for it, which is then owed like any planned contact. Raises NotFound."""
    one, found = _with(group, trip, keyring, at=at)
    insist(refusal_to_calling_off(found, why, own=keyring.organisation))
    insist(
        refusal_to_planning_contact(instead.region, instead.whom, instead.way, instead.by, found.regions, on=at.date())
    )
    tell_under(one, keyring, "trip_called_off", {"trip": trip, "why": why}, found.scope_ref, at=at)
    contact = planning_contact(instead.region, instead.whom, instead.way, instead.by, trip=trip)
    tell_under(one, keyring, "contact_planned", contact, found.scope_ref, at=at)
    journal("TripCalledOff", group, keyring, at=at)


def _with(group: str, ref: str, keyring: Keyring, *, at: datetime) -> tuple[OpenGroup, Trip]:
    one = opened(group, keyring, at=at)
    return one, _trip(one, ref)


def _trip(one: OpenGroup, ref: str) -> Trip:
    return the_one(trips(one.written), ref)


def _regions(one: OpenGroup) -> frozenset[str]:
    return frozenset(region.ref for region in regions(one.written))
