"""Who liaises where: region by theme and language, with every gap in words, the last visit and what could take barriers away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safeconduct.coordination.region import Liaison, Region
from safeconduct.coordination.trip import Trip

COVERED, PARTLY, NOBODY = "covered", "partly", "nobody"


@dataclass(frozen=True)
class RegionCoverage:
    """`last_visit` is the newest visit that was reported, `coming` the trips ahead that lead there."""

    region: Region
    liaisons: tuple[Liaison, ...]
    last_visit: Trip | None
    coming: tuple[Trip, ...]

    def offices_for(self, theme: str) -> tuple[str, ...]:
        return tuple(one.office for one in self.liaisons if one.is_for(theme))

    @property
    def in_general(self) -> tuple[str, ...]:
        """Who liaises for all themes."""
        return tuple(one.office for one in self.liaisons if not one.themes)

    @property
    def open_themes(self) -> tuple[str, ...]:
        """Those that matter there and for which nobody liaises."""
        return tuple(theme for theme in self.region.themes if not self.offices_for(theme))

    @property
    def open_languages(self) -> tuple[str, ...]:
        """Spoken by defenders there, and by nobody who liaises."""
        spoken = {language.casefold() for one in self.liaisons for language in one.languages}
        return tuple(one for one in self.region.languages if one.casefold() not in spoken)

    @property
    def state(self) -> str:
        if not self.liaisons:
            return NOBODY
        return PARTLY if self.open_themes or self.open_languages else COVERED

    def removed_by(self, barrier: str) -> tuple[Trip, ...]:
        """The trips ahead that are to take this barrier away."""
        return tuple(trip for trip in self.coming if barrier in trip.removes)


def coverage(
    regions: Iterable[Region], liaisons: Iterable[Liaison], trips: Iterable[Trip], *, on: date
) -> tuple[RegionCoverage, ...]:
    """One for each region, in their order."""
    liaisons, trips = tuple(liaisons), tuple(trips)
    return tuple(_cover(region, liaisons, trips, on=on) for region in regions)


def _cover(region: Region, liaisons: tuple[Liaison, ...], trips: tuple[Trip, ...], *, on: date) -> RegionCoverage:
    leading = tuple(trip for trip in trips if region.ref in trip.regions)
    visited = [trip for trip in leading if trip.arrived]
    return RegionCoverage(
        region,
        tuple(one for one in liaisons if one.region == region.ref),
        max(visited, key=lambda trip: (trip.until, trip.ref), default=None),
        tuple(trip for trip in leading if trip.is_ahead(on)),
    )


def themes_of(covers: Iterable[RegionCoverage], order: Iterable[str]) -> tuple[str, ...]:
    """The columns of the table: every theme that matters somewhere or that somebody names, in this order."""
    covers = tuple(covers)
    named = {theme for cover in covers for theme in cover.region.themes}
    named |= {theme for cover in covers for one in cover.liaisons for theme in one.themes}
    return tuple(theme for theme in order if theme in named)


def state_of_countries(covers: Iterable[RegionCoverage]) -> dict[str, str]:
    """How each country stands as a whole: as its worst region does when all are alike, else in part."""
    states: dict[str, set[str]] = {}
    for cover in covers:
        states.setdefault(cover.region.country, set()).add(cover.state)
    return {country: found.pop() if len(found) == 1 else PARTLY for country, found in states.items()}
