"""A rota as numbers alone, for the solver: what is chosen among, what may not go together, and what is aimed at.

No name is in them, so nothing about a hearing is in the memory of the solver's process."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations

from safeconduct.coordination.observer import TURNS
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_aim import kept_if_possible, travelling
from safeconduct.coordination.rota_rule import Grounds
from safeconduct.coordination.rota_wish import Assignment

Summand = tuple[int, int]
"""A place by its number, and how much it counts."""

Row = tuple[tuple[int, ...], int]
"""Places by their numbers, and how many of them may be taken."""


@dataclass(frozen=True)
class Load:
    """Of one mission: its half turns so far, its share, and what each place adds."""

    before: int
    share: int
    adds: tuple[Summand, ...]


@dataclass(frozen=True)
class Sums:
    """Each place is taken or not. `locked` and `start` are places. Of each row of `one_of`, the places of one role, one may be
    taken; of each of `at_most` so many; a place of `beside` only with one of the others. `aims` are what is made as large as
    can be, one after the other, by name."""

    places: int
    locked: tuple[int, ...]
    start: tuple[int, ...]
    one_of: tuple[tuple[int, ...], ...]
    at_most: tuple[Row, ...]
    beside: tuple[tuple[int, tuple[int, ...]], ...]
    loads: tuple[Load, ...]
    aims: Mapping[str, tuple[Summand, ...]]

    def as_json(self) -> str:
        return json.dumps(asdict(self), separators=(",", ":"))


def sums_from(text: str) -> Sums:
    """What as_json wrote."""
    held = json.loads(text)
    return Sums(
        places=held["places"],
        locked=tuple(held["locked"]),
        start=tuple(held["start"]),
        one_of=tuple(map(tuple, held["one_of"])),
        at_most=tuple((tuple(row), number) for row, number in held["at_most"]),
        beside=tuple((place, tuple(others)) for place, others in held["beside"]),
        loads=tuple(Load(one["before"], one["share"], tuple(map(tuple, one["adds"]))) for one in held["loads"]),
        aims={name: tuple(map(tuple, adds)) for name, adds in held["aims"].items()},
    )


def places_of(grounds: Grounds) -> tuple[Assignment, ...]:
    """All that may be chosen, in an order that does not hang on how the wish was written down."""
    allowed = (
        Assignment(occasion, role, observer)
        for (observer, occasion, role), broken in grounds.broken.items()
        if not broken
    )
    return tuple(sorted(allowed))


def sums_of(places: tuple[Assignment, ...], grounds: Grounds, *, start: Iterable[Assignment]) -> Sums:
    number = {place: at for at, place in enumerate(places)}
    of_observer: dict[str, list[int]] = {name: [] for name in grounds.observers}
    for at, place in enumerate(places):
        of_observer[place.observer].append(at)
    return Sums(
        places=len(places),
        locked=tuple(sorted(number[one] for one in grounds.wish.locks)),
        start=tuple(sorted(number[one] for one in start)),
        one_of=_one_for_each_role(places),
        at_most=(*_one_at_a_time(places, of_observer, grounds), *_limits(of_observer, grounds)),
        beside=tuple(_guests_beside_leads(places, grounds)),
        loads=tuple(
            Load(one.turns, one.share, tuple((at, TURNS[places[at].role]) for at in of_observer[one.name]))
            for one in grounds.observers.values()
            if not one.guest
        ),
        aims=_aims(places, grounds),
    )


def _one_for_each_role(places: tuple[Assignment, ...]) -> tuple[tuple[int, ...], ...]:
    of_role: dict[tuple[str, Role], list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        of_role[place.occasion, place.role].append(at)
    return tuple(map(tuple, of_role.values()))


def _one_at_a_time(
    places: tuple[Assignment, ...], of_observer: Mapping[str, list[int]], grounds: Grounds
) -> Iterator[Row]:
    crowds = _crowds(grounds.clashing)
    for numbers in of_observer.values():
        at_occasion: dict[str, list[int]] = defaultdict(list)
        for at in numbers:
            at_occasion[places[at].occasion].append(at)
        rows = {tuple(at for occasion in crowd for at in at_occasion.get(occasion, ())) for crowd in crowds}
        yield from ((row, 1) for row in sorted(rows) if len(row) > 1)


def _crowds(clashing: Mapping[str, frozenset[str]]) -> list[tuple[str, ...]]:
    """Groups of occasions of which one observer can serve one only, such that each clashing pair is in one of them. Few large
    groups say the same as many pairs, and a solver learns more from them."""
    crowds: list[tuple[str, ...]] = []
    said: set[tuple[str, str]] = set()
    for one in sorted(clashing):
        crowds += [] if clashing[one] else [(one,)]
        for other in sorted(clashing[one]):
            if one < other and (one, other) not in said:
                crowd = [one, other]
                for third in sorted(clashing[one] & clashing[other]):
                    if all(third in clashing[member] for member in crowd):
                        crowd.append(third)
                said |= set(combinations(sorted(crowd), 2))
                crowds.append(tuple(sorted(crowd)))
    return crowds


def _limits(of_observer: Mapping[str, list[int]], grounds: Grounds) -> Iterator[Row]:
    for name, numbers in of_observer.items():
        at_most = grounds.observers[name].at_most
        if at_most is not None and numbers:
            yield tuple(numbers), at_most


def _guests_beside_leads(places: tuple[Assignment, ...], grounds: Grounds) -> Iterator[tuple[int, tuple[int, ...]]]:
    leads: dict[str, list[int]] = defaultdict(list)
    for at, place in enumerate(places):
        if place.role == Role.LEAD:
            leads[place.occasion].append(at)
    for at, place in enumerate(places):
        if place.role == Role.GUEST and place not in grounds.wish.locks:
            yield at, tuple(leads[place.occasion])


def _aims(places: tuple[Assignment, ...], grounds: Grounds) -> dict[str, tuple[Summand, ...]]:
    """A lead outweighs all decisive ones together, which say which leads when not all can be had."""
    many = len(grounds.occasions) + 1
    published = kept_if_possible(grounds)
    counts: dict[str, Callable[[Assignment], int]] = {
        "leads": lambda at: (many + grounds.occasions[at.occasion].decisive) * (at.role == Role.LEAD),
        "backups": lambda at: int(at.role == Role.BACKUP),
        "guests": lambda at: int(at.role == Role.GUEST),
        "kept": lambda at: int(at in published),
        "travel": lambda at: 0 if at.role == Role.GUEST else -travelling(at, grounds),
    }
    return {
        name: tuple((at, adds) for at, place in enumerate(places) if (adds := count(place)))
        for name, count in counts.items()
    }
