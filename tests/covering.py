"""What a group shares beside cards and hearings: regions, liaisons, trips, planned contacts, strategies. Places are invented."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from safeconduct.coordination.desk import belonging, covering, strategies, travelling
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.desk.travelling import TripMarking
from safeconduct.coordination.region import Region
from safeconduct.coordination.tlp import AMBER
from safeconduct.coordination.trip import TripPlan
from tests.embedded import PROTECTION, Embedded

UPPER_MIRA = Region("", "KE", "north", "Upper Mira", ("land", "women"), ("French", "Kora"), ("distance", "norms"), "")


def a_region(embedded: Embedded, group: str, **changes: Any) -> str:
    """Named by mara."""
    return covering.name_region(group, replace(UPPER_MIRA, **changes), embedded.keyring(PROTECTION), at=embedded.now)


def a_plan(embedded: Embedded, region: str, *, days_ahead: int = 10, **changes: Any) -> TripPlan:
    on = embedded.now.date() + timedelta(days=days_ahead)
    plan = TripPlan("meet", on, on + timedelta(days=2), (region,), "Those who speak for the pastures", ("distance",))
    return replace(plan, **changes)


def a_trip(embedded: Embedded, group: str, region: str, *named: str, marking: str = AMBER, **changes: Any) -> str:
    """Planned by mara."""
    plan = a_plan(embedded, region, **changes)
    return travelling.plan_trip(group, plan, TripMarking(marking, named), embedded.keyring(PROTECTION), at=embedded.now)


def a_strategy(embedded: Embedded, group: str, country: str = "KE", *, marking: str = AMBER) -> str:
    """Begun by mara; its country."""
    strategies.begin_strategy(group, country, marking, embedded.keyring(PROTECTION), at=embedded.now)
    return country


def written_in(embedded: Embedded, group: str, name: str = PROTECTION) -> OpenGroup:
    """The group as this member reads it now."""
    return belonging.open_group(group, embedded.keyring(name), at=embedded.now)
