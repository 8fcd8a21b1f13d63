"""A trip of a group as an occasion of its rota, while it lacks somebody to lead it or to go along.

Who planned it leads. Who goes along stands where a backup does; it travels with the others, so it need not be near. Those
who said so themselves are not asked again: the days of the trip are taken, unless they also said to sit in somewhere then.
A trip has days and no hours: from eight to six.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, time, timedelta

from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.occasion import Occasion, Role, unlike
from safeconduct.coordination.region import Region
from safeconduct.coordination.trip import CALLED_OFF, GOES, PLANNED, Trip
from safeconduct.intake.consent import plain_name

COMPANY = (Role.LEAD, Role.BACKUP)
_LEAVES, _RETURNS = time(8), time(18)


def trips_ahead(known: Iterable[Trip], *, at: datetime, within: timedelta) -> tuple[Trip, ...]:
    """Planned, and not begun."""
    return tuple(one for one in known if one.state == PLANNED and at.date() < one.on <= (at + within).date())


def goers(trip: Trip, ours: Collection[str]) -> tuple[str, ...]:
    """The organisations of the group that said so themselves, who planned it first."""
    asked = trip.planned.values()
    return tuple(
        ref for ref, (_office, said) in trip.answers.items() if said == GOES and ref in ours and ref not in asked
    )


def lacking(trip: Trip, ours: Collection[str]) -> tuple[Role, ...]:
    return COMPANY[len(goers(trip, ours)) :]


def places_of(trip: Trip, regions: Mapping[str, Region]) -> tuple[str, ...]:
    """The names of its regions, or of the part of the country where a region has none."""
    found = (regions[ref] for ref in trip.regions if ref in regions)
    return tuple(one.name or label_of("region_parts", one.part) for one in found)


def city_of(trip: Trip, regions: Mapping[str, Region]) -> str:
    """What stands for a city: ways and security rules that name the region count for it. "" without a region."""
    return " and ".join(places_of(trip, regions))


def named_trips(known: Iterable[Trip], regions: Mapping[str, Region]) -> dict[str, Trip]:
    names: dict[str, Trip] = {}
    for one in known:
        name = f"{label_of('trip_kinds', one.plan.kind)}, {city_of(one, regions)}, {one.on:%d.%m.}"
        names[unlike(name, names)] = one
    return names


def occasion_of(name: str, trip: Trip, where: str, ours: Collection[str]) -> Occasion:
    """No language is asked for: one who speaks it, or an interpreter, serves all who go."""
    begins, ends = (datetime.combine(*day, tzinfo=UTC) for day in ((trip.on, _LEAVES), (trip.until, _RETURNS)))
    return Occasion(name, begins, ends - begins, where, roles=lacking(trip, ours), goes_along=True)


def is_closed(places: Iterable[str], barred: Iterable[str]) -> bool:
    """Whether security rules that name one of these places close the trip."""
    return not {plain_name(one) for one in places}.isdisjoint(plain_name(one) for one in barred)


def turns_of(known: Iterable[Trip], *, year: int) -> Iterable[tuple[str, Role]]:
    """Who led and who went along on the trips of a year, as far as they stand by their own word or were made."""
    for trip in known:
        if trip.on.year == year and trip.state != CALLED_OFF:
            went = [ref for ref, (_office, said) in trip.answers.items() if said == GOES]
            was_asked = trip.planned.values() if trip.state == PLANNED else ()
            yield from (
                (ref, Role.BACKUP if number else Role.LEAD) for number, ref in enumerate(went) if ref not in was_asked
            )
