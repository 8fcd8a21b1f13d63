"""How long it takes from one city to another, over the ways that somebody wrote down."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from heapq import heappop, heappush


@dataclass(frozen=True)
class Way:
    """Between two cities, as long in one direction as in the other."""

    one: str
    other: str
    takes: timedelta


@dataclass(frozen=True)
class Travel:
    """The quickest way between any two cities that are joined by ways."""

    quickest: Mapping[tuple[str, str], timedelta]

    def between(self, one: str, other: str) -> timedelta | None:
        """None where no way leads from one to the other."""
        return timedelta(0) if one == other else self.quickest.get((one, other))


def travel_over(ways: Iterable[Way]) -> Travel:
    beside: dict[str, list[tuple[str, timedelta]]] = defaultdict(list)
    for way in ways:
        beside[way.one].append((way.other, way.takes))
        beside[way.other].append((way.one, way.takes))
    return Travel({(city, other): takes for city in beside for other, takes in _from(city, beside).items()})


def _from(city: str, beside: Mapping[str, list[tuple[str, timedelta]]]) -> dict[str, timedelta]:
    reached: dict[str, timedelta] = {}
    coming = [(timedelta(0), city)]
    while coming:
        taken, here = heappop(coming)
        if here not in reached:
            reached[here] = taken
            for other, takes in beside[here]:
                heappush(coming, (taken + takes, other))
    return reached
