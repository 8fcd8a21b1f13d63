"""What a rota of a group is made from: what its members said of themselves, the ways, hearings and trips as they stand.

What nobody said has a default that hinders nobody: every language, no day away, no limit, three hours between two cities.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.hearing import BACKUP, CANNOT, CLOSED, LEAD, Hearing
from safeconduct.coordination.observer import Absence, Observer
from safeconduct.coordination.occasion import Occasion, Role, unlike
from safeconduct.coordination.occasion import Stage as RotaStage
from safeconduct.coordination.region import Region, regions
from safeconduct.coordination.rota_trip import (
    city_of,
    goers,
    is_closed,
    lacking,
    named_trips,
    occasion_of,
    places_of,
    trips_ahead,
    turns_of,
)
from safeconduct.coordination.rota_wish import Assignment, RotaWish
from safeconduct.coordination.seat_wish import SeatWish, seat_wishes
from safeconduct.coordination.sitting import NEEDS_NOTICE
from safeconduct.coordination.travel import Travel, Way, travel_over
from safeconduct.coordination.trip import Trip, trips
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import plain_name
from safeconduct.vocabulary.refusal import Refusal

UNKNOWN_WAY = timedelta(hours=3)
BACKUP_WITHIN = timedelta(hours=4)
LASTS = timedelta(hours=3)
MOST_DAYS_AHEAD = timedelta(days=92)
UNSAID = "a city that was not said"
GUESTS_WELCOME = ("open", "notice")
"""Access rules (lists/hearing_access.toml) under which the court need not allow each who comes."""
ROLES = {LEAD: Role.LEAD, BACKUP: Role.BACKUP}
_STAGES = {
    "remand": RotaStage.REMAND,
    "first": RotaStage.OPENING,
    "hearing": RotaStage.TRIAL,
    "closing": RotaStage.TRIAL,
    "judgment": RotaStage.VERDICT,
    "appeal": RotaStage.APPEAL,
}


def ways_told(written: Iterable[Entry]) -> tuple[Way, ...]:
    """As somebody of the group last wrote them down."""
    newest = [entry for entry in written if entry.kind == "rota_ways_told"][-1:]
    return tuple(
        Way(one, other, timedelta(hours=hours)) for entry in newest for one, other, hours in entry.data["ways"]
    )


@dataclass(frozen=True)
class Planning:
    """A wish for the rota, and what its names stand for: hearings and trips by the name of their occasion, seats by that of
    their observer, and by that of its guest the seat with which it comes."""

    wish: RotaWish
    hearings: Mapping[str, Hearing] = field(repr=False)
    seats: Mapping[str, Seat]
    trips: Mapping[str, Trip] = field(default_factory=dict, repr=False)
    regions: Mapping[str, Region] = field(default_factory=dict, repr=False)
    guests: Mapping[str, Seat] = field(default_factory=dict)

    @property
    def asked(self) -> dict[str, Hearing | Trip]:
        return {**self.hearings, **self.trips}

    def place(self, ref: str, role: str, organisation: str) -> Assignment | None:
        """By references; None where one of them is not planned for."""
        occasion = next((name for name, one in self.asked.items() if one.ref == ref), None)
        sent = self.guests if role == Role.GUEST else self.seats
        observer = next((name for name, seat in sent.items() if seat.organisation == organisation), None)
        if occasion is None or observer is None or role not in set(Role):
            return None
        return Assignment(occasion, Role(role), observer)

    def value(self, one: Assignment) -> tuple[str, str, str]:
        """The references of which `place` makes it again."""
        sent = self.guests if one.role == Role.GUEST else self.seats
        return self.asked[one.occasion].ref, str(one.role), sent[one.observer].organisation


def to_plan(known: Iterable[Hearing], *, at: datetime) -> tuple[Hearing, ...]:
    """Of the next three months, with a day, and open to observers."""
    return tuple(one for one in known if _is_planned(one, at))


def _is_planned(one: Hearing, at: datetime) -> bool:
    starts = one.sitting.starts
    return starts is not None and one.is_ahead(at) and starts <= at + MOST_DAYS_AHEAD and one.state != CLOSED


@dataclass(frozen=True)
class _Asked:
    """What is known of the occasions before it is said who may go. `readers`: see planning."""

    hearings: Mapping[str, Hearing]
    trips: Mapping[str, Trip]
    regions: Mapping[str, Region]
    readers: Mapping[str, frozenset[str]]
    told: Mapping[str, SeatWish]
    cities: Mapping[str, str]
    occasions: tuple[Occasion, ...]
    turns: Mapping[tuple[str, str], int]
    ahead: tuple[Trip, ...]

    @property
    def both(self) -> dict[str, Hearing | Trip]:
        return {**self.hearings, **self.trips}


def planning(
    group: Group,
    written: Iterable[Entry],
    known: Iterable[Hearing],
    readers: Mapping[str, frozenset[str]],
    *,
    at: datetime,
) -> Planning:
    """`readers`: by hearing and trip the compartments that open it; nobody else is proposed for it."""
    written, known = tuple(written), tuple(known)
    travels, where = trips(written), {one.ref: one for one in regions(written)}
    names, seats = _named(to_plan(known, at=at)), {seat.office: seat for seat in group.seats}
    by_name = {seat.organisation: name for name, seat in seats.items()}
    ahead = trips_ahead(travels, at=at, within=MOST_DAYS_AHEAD)
    journeys = named_trips((one for one in ahead if lacking(one, by_name)), where)
    told = seat_wishes(written)
    guests = {f"{said.guest}, with {seat.office}": seat for seat in group.seats if (said := _told(seat, told)).guest}
    occasions = (
        *(_occasion(name, one, by_name, guests=bool(guests)) for name, one in names.items()),
        *(occasion_of(name, one, city_of(one, where) or UNSAID, by_name) for name, one in journeys.items()),
    )
    cities = _cities([one.city for one in occasions] + [one.seat for one in told.values()])
    turns = _turns(known, travels, at=at)
    asked = _Asked(names, journeys, where, readers, told, cities, occasions, turns, ahead)
    observers = (
        *(_observer(name, seat, asked) for name, seat in seats.items()),
        *(_guest(name, seat, asked) for name, seat in guests.items()),
    )
    places = {
        Assignment(name, ROLES[role], by_name[organisation])
        for name, one in names.items()
        for organisation, (_office, role) in one.answers.items()
        if organisation in by_name and role in ROLES and one.planned.get(role) != organisation
    }
    travel = _travel(ways_told(written), [one.city for one in occasions] + [one.seat for one in observers], cities)
    wish = RotaWish(at, occasions, observers, travel, BACKUP_WITHIN, tuple(sorted(places)))
    found = Planning(wish, names, seats, journeys, where, guests)
    published = (found.place(one.ref, role, ref) for one in found.asked.values() for role, ref in one.planned.items())
    return replace(found, wish=replace(wish, published=tuple(sorted({one for one in published if one}))))


def _told(seat: Seat, told: Mapping[str, SeatWish]) -> SeatWish:
    return told.get(seat.organisation, SeatWish(seat.organisation))


def _named(known: Iterable[Hearing]) -> dict[str, Hearing]:
    names: dict[str, Hearing] = {}
    for one in known:
        local = one.sitting.local
        name = f"{one.sitting.court}, {one.sitting.city}, {local:%d.%m. %H:%M}" if local else one.ref
        names[unlike(name, names)] = one
    return names


def _cities(typed: Iterable[str]) -> dict[str, str]:
    """For every way in which a city was typed, one name."""
    names: dict[str, str] = {}
    for city in typed:
        names.setdefault(plain_name(city), city.strip())
    return names


def _city(typed: str, cities: Mapping[str, str]) -> str:
    return cities.get(plain_name(typed), typed.strip()) or UNSAID


def _occasion(name: str, one: Hearing, ours: Collection[str], *, guests: bool) -> Occasion:
    """A place that somebody outside the group takes is not asked for."""
    sitting = one.sitting
    outside = {role for organisation, (_office, role) in one.answers.items() if organisation not in ours}
    welcome = (Role.GUEST,) if guests and sitting.access in GUESTS_WELCOME else ()
    roles = (*(ROLES[role] for role in (LEAD, BACKUP) if role not in outside), *welcome)
    begins = sitting.starts or one.history[-1].at
    city, language = sitting.city.strip(), plain_name(sitting.language)
    return Occasion(name, begins, LASTS, city, sitting.court, language, _STAGES.get(sitting.stage), roles)


def _observer(name: str, seat: Seat, asked: _Asked) -> Observer:
    wish, own = _told(seat, asked.told), seat.organisation
    spoken = frozenset(map(plain_name, wish.languages)) or frozenset(one.language for one in asked.occasions)
    return replace(
        _guest(name, seat, asked),
        guest=False,
        languages=spoken,
        away=(*wish.away, *_on_trips(own, asked)),
        declined=frozenset(key for key, one in asked.both.items() if one.answer_of(own) == CANNOT),
        there=frozenset(key for key, one in asked.trips.items() if own in goers(one, {own})),
        at_most=wish.at_most,
        led=asked.turns.get((own, LEAD), 0),
        stood_by=asked.turns.get((own, BACKUP), 0),
        share=wish.share,
    )


def _guest(name: str, seat: Seat, asked: _Asked) -> Observer:
    """It travels from where its organisation does, and is held to what that may not read, enter or take part in."""
    wish, own = _told(seat, asked.told), seat.organisation
    notice = {
        one.sitting.court: one.sitting.notice_days
        for one in asked.hearings.values()
        if one.sitting.access in NEEDS_NOTICE
    }
    closed = {
        one.city
        for one in asked.occasions
        if one.name in asked.trips and is_closed(places_of(asked.trips[one.name], asked.regions), wish.barred)
    }
    return Observer(
        name=name,
        guest=True,
        seat=_city(wish.seat, asked.cities),
        barred=frozenset(_city(city, asked.cities) for city in wish.barred) | closed,
        farthest=timedelta(hours=wish.farthest_hours) if wish.farthest_hours is not None else None,
        accreditation={**notice, **{one.city: wish.notice_days for one in asked.occasions}},
        untold=frozenset(key for key, one in asked.both.items() if seat.compartment not in asked.readers[one.ref]),
        apart_from=frozenset(
            [key for key, one in asked.hearings.items() if own in one.apart]
            + [key for key, one in asked.trips.items() if not set(wish.apart_from).isdisjoint(one.regions)]
        ),
    )


def _on_trips(organisation: str, asked: _Asked) -> Iterator[Absence]:
    """The days of trips to which it said to go, but for those on which it also said to sit in: it has people for both."""
    said = ((one, one.answer_of(organisation)) for one in asked.hearings.values())
    own_word = (one for one, role in said if role in ROLES and one.planned.get(role) != organisation)
    sits_in = {day for one in own_word if (day := one.sitting.day)}
    for trip in asked.ahead:
        if organisation in goers(trip, {organisation}) and not any(trip.on <= day <= trip.until for day in sits_in):
            yield Absence(trip.on, trip.until)


def _turns(known: Iterable[Hearing], travels: Iterable[Trip], *, at: datetime) -> Mapping[tuple[str, str], int]:
    """How often each led and stood by since the year began, in what this reader sees."""
    counted = Counter((ref, str(role)) for ref, role in turns_of(travels, year=at.year))
    for one in known:
        day = one.sitting.day
        if day and day.year == at.year and not one.is_ahead(at):
            counted.update((organisation, role) for organisation, (_office, role) in one.answers.items())
    return counted


def _travel(ways: Iterable[Way], named: Iterable[str], cities: Mapping[str, str]) -> Travel:
    """Where no way was written down, three hours count."""
    known = [Way(_city(way.one, cities), _city(way.other, cities), way.takes) for way in ways]
    said, places = travel_over(known), sorted(set(named))
    missing = [
        Way(one, other, UNKNOWN_WAY)
        for number, one in enumerate(places)
        for other in places[number + 1 :]
        if said.between(one, other) is None
    ]
    return travel_over([*known, *missing])


# What may be said


def refusal_to_publishing(group: Group, *, own: str) -> Refusal | None:
    if own != group.holder:
        return Refusal("Only the organisation that founded the group publishes the rota. Show it your proposal.")
    return None
