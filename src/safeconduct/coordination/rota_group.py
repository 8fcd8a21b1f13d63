"""What a rota of a group is made from: what its members said of themselves, the ways, and the hearings as they stand.

What nobody said has a default that hinders nobody: every language, no day away, no limit, three hours between two cities.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.hearing import BACKUP, CANNOT, CLOSED, LEAD, NEEDS_NOTICE, Hearing
from safeconduct.coordination.observer import Absence, Observer
from safeconduct.coordination.occasion import Occasion, Role
from safeconduct.coordination.occasion import Stage as RotaStage
from safeconduct.coordination.rota_wish import Assignment, RotaWish
from safeconduct.coordination.travel import Travel, Way, travel_over
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import plain_name
from safeconduct.vocabulary.refusal import Refusal

UNKNOWN_WAY = timedelta(hours=3)
BACKUP_WITHIN = timedelta(hours=4)
LASTS = timedelta(hours=3)
MOST_DAYS_AHEAD = timedelta(days=92)
UNSAID = "a city that was not said"
ROLES = {LEAD: Role.LEAD, BACKUP: Role.BACKUP}
_STAGES = {
    "remand": RotaStage.REMAND,
    "first": RotaStage.OPENING,
    "hearing": RotaStage.TRIAL,
    "closing": RotaStage.TRIAL,
    "judgment": RotaStage.VERDICT,
    "appeal": RotaStage.APPEAL,
}


@dataclass(frozen=True)
class SeatWish:
    """What an organisation says of itself. `languages` and `barred` (cities) as they were typed; empty languages are all."""

    organisation: str
    seat: str = ""
    languages: tuple[str, ...] = ()
    away: tuple[Absence, ...] = ()
    barred: tuple[str, ...] = ()
    farthest_hours: int | None = None
    at_most: int | None = None
    notice_days: int = 0
    share: int = 1

    def as_data(self) -> dict[str, object]:
        away = [[one.first.isoformat(), one.last.isoformat()] for one in self.away]
        named = {name: getattr(self, name) for name in ("seat", "farthest_hours", "at_most", "notice_days", "share")}
        return {**named, "languages": list(self.languages), "barred": list(self.barred), "away": away}


def seat_wishes(written: Iterable[Entry]) -> dict[str, SeatWish]:
    """The newest of each organisation."""
    return {
        entry.data["organisation"]: SeatWish(
            entry.data["organisation"],
            entry.data["seat"],
            tuple(entry.data["languages"]),
            tuple(Absence(*map(date.fromisoformat, days)) for days in entry.data["away"]),
            tuple(entry.data["barred"]),
            **{name: entry.data[name] for name in ("farthest_hours", "at_most", "notice_days", "share")},
        )
        for entry in written
        if entry.kind == "rota_wish_told"
    }


def ways_told(written: Iterable[Entry]) -> tuple[Way, ...]:
    """As somebody of the group last wrote them down."""
    newest = [entry for entry in written if entry.kind == "rota_ways_told"][-1:]
    return tuple(
        Way(one, other, timedelta(hours=hours)) for entry in newest for one, other, hours in entry.data["ways"]
    )


@dataclass(frozen=True)
class Planning:
    """A wish for the rota, and what its names stand for: hearings by the name of their occasion, seats by that of their
    observer."""

    wish: RotaWish
    hearings: Mapping[str, Hearing] = field(repr=False)
    seats: Mapping[str, Seat]

    def place(self, hearing: str, role: str, organisation: str) -> Assignment | None:
        """By references; None where one of them is not planned for."""
        occasion = next((name for name, one in self.hearings.items() if one.ref == hearing), None)
        observer = next((name for name, seat in self.seats.items() if seat.organisation == organisation), None)
        if occasion is None or observer is None or role not in ROLES:
            return None
        return Assignment(occasion, ROLES[role], observer)


def to_plan(known: Iterable[Hearing], *, at: datetime) -> tuple[Hearing, ...]:
    """Of the next three months, with a day, and open to observers."""
    return tuple(one for one in known if _is_planned(one, at))


def _is_planned(one: Hearing, at: datetime) -> bool:
    starts = one.sitting.starts
    return starts is not None and one.is_ahead(at) and starts <= at + MOST_DAYS_AHEAD and one.state != CLOSED


def planning(
    group: Group,
    written: Iterable[Entry],
    known: Iterable[Hearing],
    readers: Mapping[str, frozenset[str]],
    *,
    at: datetime,
) -> Planning:
    """`readers`: by hearing the compartments that open it; nobody else is proposed for it."""
    written, known = tuple(written), tuple(known)
    names = _named(to_plan(known, at=at))
    told, seats = seat_wishes(written), {seat.office: seat for seat in group.seats}
    ours = frozenset(seat.organisation for seat in group.seats)
    occasions = tuple(_occasion(name, one, ours) for name, one in names.items())
    cities = _cities([one.sitting.city for one in names.values()] + [one.seat for one in told.values()])
    turns = _turns(known, at=at)
    observers = tuple(
        _observer(
            name,
            seat,
            told.get(seat.organisation, SeatWish(seat.organisation)),
            names,
            readers,
            cities,
            occasions,
            turns,
        )
        for name, seat in seats.items()
    )
    by_name = {organisation: name for name, seat in seats.items() for organisation in [seat.organisation]}
    places = {
        Assignment(name, ROLES[role], by_name[organisation])
        for name, one in names.items()
        for organisation, (_office, role) in one.answers.items()
        if organisation in by_name and role in ROLES and one.planned.get(role) != organisation
    }
    published = {
        Assignment(name, ROLES[role], by_name[organisation])
        for name, one in names.items()
        for role, organisation in one.planned.items()
        if organisation in by_name
    }
    travel = _travel(ways_told(written), [one.city for one in occasions] + [one.seat for one in observers], cities)
    wish = RotaWish(at, occasions, observers, travel, BACKUP_WITHIN, tuple(sorted(places)), tuple(sorted(published)))
    return Planning(wish, names, seats)


def _named(known: Iterable[Hearing]) -> dict[str, Hearing]:
    names: dict[str, Hearing] = {}
    for one in known:
        local = one.sitting.local
        name = f"{one.sitting.court}, {one.sitting.city}, {local:%d.%m. %H:%M}" if local else one.ref
        number = sum(name == given or given.startswith(f"{name} (") for given in names)
        names[f"{name} ({number + 1})" if number else name] = one
    return names


def _cities(typed: Iterable[str]) -> dict[str, str]:
    """For every way in which a city was typed, one name."""
    names: dict[str, str] = {}
    for city in typed:
        names.setdefault(plain_name(city), city.strip())
    return names


def _city(typed: str, cities: Mapping[str, str]) -> str:
    return cities.get(plain_name(typed), typed.strip()) or UNSAID


def _occasion(name: str, one: Hearing, ours: frozenset[str]) -> Occasion:
    """A place that somebody outside the group takes is not asked for."""
    sitting = one.sitting
    outside = {role for organisation, (_office, role) in one.answers.items() if organisation not in ours}
    roles = tuple(ROLES[role] for role in (LEAD, BACKUP) if role not in outside)
    begins = sitting.starts or one.history[-1].at
    city, language = sitting.city.strip(), plain_name(sitting.language)
    return Occasion(name, begins, LASTS, city, sitting.court, language, _STAGES.get(sitting.stage), roles)


def _observer(
    name: str,
    seat: Seat,
    wish: SeatWish,
    names: Mapping[str, Hearing],
    readers: Mapping[str, frozenset[str]],
    cities: Mapping[str, str],
    occasions: Iterable[Occasion],
    turns: Mapping[tuple[str, str], int],
) -> Observer:
    spoken = frozenset(map(plain_name, wish.languages)) or frozenset(one.language for one in occasions)
    notice = {
        one.sitting.court: one.sitting.notice_days for one in names.values() if one.sitting.access in NEEDS_NOTICE
    }
    return Observer(
        name=name,
        seat=_city(wish.seat, cities),
        languages=spoken,
        away=wish.away,
        barred=frozenset(_city(city, cities) for city in wish.barred),
        farthest=timedelta(hours=wish.farthest_hours) if wish.farthest_hours is not None else None,
        accreditation={**notice, **{one.city: wish.notice_days for one in occasions}},
        untold=frozenset(key for key, one in names.items() if seat.compartment not in readers[one.ref]),
        declined=frozenset(key for key, one in names.items() if one.answer_of(seat.organisation) == CANNOT),
        at_most=wish.at_most,
        led=turns.get((seat.organisation, LEAD), 0),
        stood_by=turns.get((seat.organisation, BACKUP), 0),
        share=wish.share,
    )


def _turns(known: Iterable[Hearing], *, at: datetime) -> dict[tuple[str, str], int]:
    """How often each led and stood by since the year began, in what this reader sees."""
    counted: dict[tuple[str, str], int] = {}
    for one in known:
        day = one.sitting.day
        if day and day.year == at.year and not one.is_ahead(at):
            for organisation, (_office, role) in one.answers.items():
                counted[organisation, role] = counted.get((organisation, role), 0) + 1
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


def refusal_to_wish(wish: SeatWish) -> Refusal | None:
    if any(one.last < one.first for one in wish.away):
        return Refusal("A time away ends before it begins. Write the first day first.")
    if not 1 <= wish.share <= 10:
        return Refusal("The share is a number from 1 to 10. Write 1 where all carry the same.")
    if wish.seat and plain_name(wish.seat) in map(plain_name, wish.barred):
        return Refusal("The city of the mission itself is closed to it. Take it from one of the two.")
    return None


def refusal_to_publishing(group: Group, *, own: str) -> Refusal | None:
    if own != group.holder:
        return Refusal("Only the organisation that founded the group publishes the rota. Show it your proposal.")
    return None
