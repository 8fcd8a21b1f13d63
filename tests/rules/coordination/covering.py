"""A group of three organisations as the rules of coverage see it, and entries that they wrote in it. All are invented."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from safeconduct.coordination.group import Group, Seat
from safeconduct.coordination.region import Region
from safeconduct.coordination.trip import Trip, TripPlan, trips
from safeconduct.dossiers.entry import Entry
from tests.builders import MORNING, an_entry

TODAY = MORNING.date()
OURS, THEIRS, EMBASSY = "0a" * 16, "0b" * 16, "0c" * 16
OFFICES = {OURS: "Harbour Desk", THEIRS: "Lighthouse Network", EMBASSY: "Embassy of Norlund"}
SEATS = (
    Seat(OURS, "Harbour Desk", "c0" * 16, "network", MORNING),
    Seat(THEIRS, "Lighthouse Network", "c1" * 16, "network", MORNING),
    Seat(EMBASSY, "Embassy of Norlund", "c2" * 16, "mission", MORNING),
)
GROUP = Group("9a" * 16, "North", "region", OURS, SEATS)
MIRA = "e1" * 16
COAST = "e2" * 16


def said(kind: str, by: str = OURS, /, *, at: datetime = MORNING, **data: Any) -> Entry:
    entry = an_entry(kind, at=at, scope="share")
    return replace(entry, data={"organisation": by, "office": OFFICES[by], **data})


def a_region(ref: str = MIRA, **changes: Any) -> Region:
    known: dict[str, Any] = {"country": "KE", "part": "north", "name": "Upper Mira", "themes": ("land", "women")}
    known |= {"languages": ("French", "Kora"), "barriers": ("distance",), "office": "Harbour Desk"}
    return Region(ref, **{**known, **changes})


def named(region: Region, by: str = OURS) -> Entry:
    return said("region_named", by, **region.as_data())


def liaised(
    by: str = OURS, *, region: str = MIRA, themes: tuple[str, ...] = (), languages: tuple[str, ...] = ("French",)
) -> Entry:
    return said("liaison_said", by, region=region, themes=list(themes), languages=list(languages))


def a_plan(**changes: Any) -> TripPlan:
    known: dict[str, Any] = {"kind": "meet", "on": date(2026, 3, 14), "until": date(2026, 3, 16), "regions": (MIRA,)}
    known |= {"meets": "Those who speak for the pastures", "removes": ("distance",)}
    return TripPlan(**{**known, **changes})


def planned(ref: str = "t1", by: str = OURS, **changes: Any) -> Entry:
    return said("trip_planned", by, trip=ref, marking="TLP:AMBER", **a_plan(**changes).as_data())


def reported(by: str = OURS, ref: str = "t1", effect: str = "new_contact") -> Entry:
    return said("trip_reported", by, trip=ref, effect=effect, words="The road is open.")


def the_trip(*entries: Entry) -> Trip:
    (found,) = trips(entries)
    return found
