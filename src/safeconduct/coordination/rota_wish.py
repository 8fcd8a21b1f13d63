"""What a rota is asked for: occasions, observers, the ways between them, what is agreed and what was published."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from safeconduct.coordination.observer import Observer
from safeconduct.coordination.occasion import Occasion, Role
from safeconduct.coordination.travel import Travel
from safeconduct.vocabulary.refusal import Refusal

MOST_OCCASIONS = 1_000
MOST_OBSERVERS = 100
MOST_SHARES = 10


@dataclass(frozen=True, order=True)
class Assignment:
    """Who goes where, as names."""

    occasion: str
    role: Role
    observer: str


@dataclass(frozen=True)
class RotaWish:
    """`at`: when it is planned. `backup_within`: how far from its seat a backup may be called. `locks` are kept; what was
    `published` is kept where nothing speaks against it."""

    at: datetime
    occasions: tuple[Occasion, ...]
    observers: tuple[Observer, ...]
    travel: Travel
    backup_within: timedelta
    locks: tuple[Assignment, ...] = ()
    published: tuple[Assignment, ...] = ()


def refusal_to_planning(wish: RotaWish) -> Refusal | None:
    """Why no rota can be made of this at all. Who cannot go where is no refusal: it leaves a gap that is explained."""
    checks = (_too_few_or_many, _names, _occasion_times, _observer_days, _unjoined_cities)
    return next((refusal for check in checks if (refusal := check(wish))), None)


def _too_few_or_many(wish: RotaWish) -> Refusal | None:
    if not wish.occasions:
        return Refusal("There is no hearing and no visit. Add the first one.")
    if not any(not observer.guest for observer in wish.observers):
        return Refusal("There is no mission that could go. Add the first one.")
    if len(wish.occasions) > MOST_OCCASIONS or len(wish.observers) > MOST_OBSERVERS:
        return Refusal(
            f"A rota holds at most {MOST_OCCASIONS} hearings and visits and {MOST_OBSERVERS} missions and guests. "
            "Plan a shorter time."
        )
    return None


def _names(wish: RotaWish) -> Refusal | None:
    for names in ([one.name for one in wish.occasions], [one.name for one in wish.observers]):
        if not all(names):
            return Refusal("A hearing, a visit, a mission or a guest has no name. Give each a name.")
        if twice := _stands_twice(names):
            return Refusal(f"The name {twice} stands twice. Give each hearing, visit, mission and guest its own.")
    return None


def _stands_twice(names: Iterable[str]) -> str | None:
    return next((name for name, count in sorted(Counter(names).items()) if count > 1), None)


def _occasion_times(wish: RotaWish) -> Refusal | None:
    for occasion in wish.occasions:
        if occasion.starts <= wish.at:
            return Refusal(f"{occasion.name} has begun before the moment of planning. Leave it out or mend its day.")
        if occasion.lasts <= timedelta(0):
            return Refusal(f"{occasion.name} ends before it begins. Say how long it lasts.")
    return None


def _observer_days(wish: RotaWish) -> Refusal | None:
    for observer in wish.observers:
        if any(absence.last < absence.first for absence in observer.away):
            return Refusal(f"An absence of {observer.name} ends before it begins. Mend its days.")
        if not 1 <= observer.share <= MOST_SHARES:
            return Refusal(f"The share of {observer.name} is a number from 1 to {MOST_SHARES}. Mend it.")
    return None


def _unjoined_cities(wish: RotaWish) -> Refusal | None:
    cities = sorted({one.city for one in wish.occasions} | {one.seat for one in wish.observers})
    for one, other in pairwise(cities):
        if wish.travel.between(one, other) is None:
            return Refusal(f"No way leads from {one} to {other}. Add how long the way between two cities takes.")
    return None
