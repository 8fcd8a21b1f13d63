"""Regions, liaisons, trips and planned contacts in an officer's words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format

from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.coverage import COVERED, NOBODY, PARTLY, RegionCoverage
from safeconduct.coordination.planned_contact import GIVEN_UP, MADE, ContactPlan
from safeconduct.coordination.region import Liaison, Region
from safeconduct.coordination.trip import CALLED_OFF, REPORTED, Trip
from safeconduct.vocabulary.place_name import country_name

STATE_WORDS = {COVERED: ("done", "Covered"), PARTLY: ("soon", "In part"), NOBODY: ("gap", "Nobody")}


def day(on: date) -> str:
    return date_format(on, "j F Y")


def region_title(region: Region) -> str:
    where = f"{country_name(region.country)}, {label_of('region_parts', region.part)}"
    return f"{where}: {region.name}" if region.name else where


def titles(regions: Iterable[Region]) -> dict[str, str]:
    return {region.ref: region_title(region) for region in regions}


def labels(name: str, values: Iterable[str]) -> str:
    """The words of coded values, in the middle of a sentence."""
    return ", ".join(_lowered(label_of(name, value)) for value in values)


def _lowered(label: str) -> str:
    """`Women` becomes `women`; `LGBTI people` stays."""
    return label if label[1:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def gaps(cover: RegionCoverage) -> list[str]:
    """What is missing in a region, each in a sentence."""
    if not cover.liaisons:
        return ["Nobody liaises with defenders here."]
    found = [f"Nobody for {labels('themes', [theme])}." for theme in cover.open_themes]
    return found + [f"Nobody who speaks {language}." for language in cover.open_languages]


def last_visit(cover: RegionCoverage) -> str:
    trip = cover.last_visit
    return f"{day(trip.until)}, {trip.office}" if trip else "None is written down"


def liaison_words(one: Liaison) -> str:
    what = labels("themes", one.themes) if one.themes else "all groups and themes"
    return f"For {what}; speaks {', '.join(one.languages)}."


def when(trip: Trip) -> str:
    return day(trip.on) if trip.on == trip.until else f"{day(trip.on)} to {day(trip.until)}"


def state_of_trip(trip: Trip, *, on: date) -> tuple[str, str]:
    if trip.state == CALLED_OFF:
        return "bar", "Called off"
    if trip.state == REPORTED:
        return "done", "Reported"
    if trip.owes_report(on):
        return "late", "Report is owed"
    return ("ring", "Under way") if trip.on <= on else ("ring", "Planned")


def trip_row(trip: Trip, group: str, named: Mapping[str, str], *, on: date) -> dict[str, Any]:
    """A row that leads to the trip. `named` are the titles of the regions of today."""
    shape, word = state_of_trip(trip, on=on)
    where = "; ".join(named.get(ref, "a region that was taken out") for ref in trip.regions)
    goes = ", ".join(trip.offices_that("goes"))
    return {
        "state_shape": shape,
        "state_word": word,
        "sentence": f"{when(trip)}: {where}",
        "reason": f"{label_of('trip_kinds', trip.plan.kind)}. {goes}. {trip.marking}.",
        "verb": "Open",
        "verb_address": reverse("staff:trip", args=[group, trip.ref]),
        "verb_about": when(trip),
    }


def state_of_contact(one: ContactPlan, *, on: date) -> tuple[str, str]:
    if one.state == MADE:
        return "done", f"Made {day(one.ended_on)}" if one.ended_on else "Made"
    if one.state == GIVEN_UP:
        return "ended", "Given up"
    return ("late", "Late") if one.is_late(on) else ("ring", f"By {day(one.by)}")


def contact_row(one: ContactPlan, named: Mapping[str, str] | None, *, on: date) -> dict[str, Any]:
    """`named` are the titles of the regions of today; None on the page of a region, which has its own."""
    shape, word = state_of_contact(one, on=on)
    where = "" if named is None else f"{named.get(one.region, 'A region that was taken out')}: "
    stands_in = " It stands in for a trip, under its marking." if one.trip else ""
    why = f" {one.why}" if one.why else ""
    return {
        "state_shape": shape,
        "state_word": word,
        "sentence": f"{where}{one.whom}",
        "reason": f"{one.office}. {label_of('contact_ways', one.way)}.{stands_in}{why}",
    }
