"""The rules that nobody may break for a rota: who may not go where, and which two occasions nobody can serve."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta
from enum import StrEnum

from safeconduct.coordination.observer import Observer
from safeconduct.coordination.occasion import Occasion, Role, clash
from safeconduct.coordination.rota_wish import RotaWish


class Rule(StrEnum):
    UNTOLD = "not told"
    DECLINED = "declined"
    GOES_ANYWAY = "goes anyway"
    CONFLICT = "conflict of interest"
    SECURITY = "security"
    LANGUAGE = "language"
    AWAY = "away"
    ACCREDITATION = "accreditation"
    FARTHEST = "farthest"
    REACH = "reach"
    TOO_SOON = "too soon"


# What a person may decide to do without: nobody should be asked to go against security or an interest of their own.
LOOSENABLE = frozenset({Rule.LANGUAGE, Rule.AWAY, Rule.ACCREDITATION, Rule.FARTHEST, Rule.REACH})

Place = tuple[str, str, Role]
"""Observer, occasion, role."""


@dataclass(frozen=True)
class Grounds:
    """A wish, and what follows from it before anything is chosen. `broken` has every place that an observer of this kind could
    take, with the rules against it, none of them where it is empty."""

    wish: RotaWish
    occasions: Mapping[str, Occasion]
    observers: Mapping[str, Observer]
    broken: Mapping[Place, tuple[Rule, ...]]
    clashing: Mapping[str, frozenset[str]]

    def may(self, observer: str, occasion: str, role: Role) -> bool:
        return self.broken.get((observer, occasion, role)) == ()

    def way(self, observer: str, occasion: str) -> timedelta:
        """From the observer's seat; refusal_to_planning saw to it that there is one."""
        return self.wish.travel.between(self.observers[observer].seat, self.occasions[occasion].city) or timedelta(0)


def grounds_of(wish: RotaWish) -> Grounds:
    """Of a wish that refusal_to_planning lets through."""
    expected = {(one.observer, one.occasion) for one in (*wish.locks, *wish.published)}
    return Grounds(
        wish=wish,
        occasions={one.name: one for one in sorted(wish.occasions, key=lambda one: (one.starts, one.name))},
        observers={one.name: one for one in sorted(wish.observers, key=lambda one: one.name)},
        broken={
            (observer.name, occasion.name, role): _broken(observer, occasion, role, wish, expected)
            for observer in wish.observers
            for occasion in wish.occasions
            for role in occasion.roles
            if observer.may_be(role)
        },
        clashing=_clashing(wish),
    )


def _broken(
    observer: Observer, occasion: Occasion, role: Role, wish: RotaWish, expected: set[tuple[str, str]]
) -> tuple[Rule, ...]:
    way = wish.travel.between(observer.seat, occasion.city) or timedelta(0)
    already_told = (observer.name, occasion.name) in expected  # so accreditation was asked for in its time
    rules = {
        Rule.UNTOLD: occasion.name in observer.untold,
        Rule.DECLINED: occasion.name in observer.declined,
        Rule.GOES_ANYWAY: occasion.name in observer.there,
        Rule.CONFLICT: occasion.name in observer.apart_from,
        Rule.SECURITY: occasion.city in observer.barred,
        Rule.LANGUAGE: role != Role.GUEST and bool(occasion.language) and occasion.language not in observer.languages,
        Rule.AWAY: _is_away(observer, occasion, way),
        Rule.ACCREDITATION: not already_told and _days_left(occasion, wish) < notice(observer, occasion),
        Rule.FARTHEST: observer.farthest is not None and way > observer.farthest,
        Rule.REACH: role == Role.BACKUP and not occasion.goes_along and way > wish.backup_within,
        Rule.TOO_SOON: wish.at.astimezone(UTC) + way > occasion.starts,
    }
    return tuple(rule for rule, breaks in rules.items() if breaks)


def notice(observer: Observer, occasion: Occasion) -> int:
    """The days within which the court or the city wants to know that this observer comes."""
    return max(observer.accreditation.get(occasion.court, 0), observer.accreditation.get(occasion.city, 0))


def _days_left(occasion: Occasion, wish: RotaWish) -> int:
    return (occasion.day_of(occasion.starts) - occasion.day_of(wish.at)).days


def _is_away(observer: Observer, occasion: Occasion, way: timedelta) -> bool:
    """On any day of the journey there, the occasion and the journey back, by the calendar of the place."""
    leaves, returns = occasion.day_of(occasion.starts - way), occasion.day_of(occasion.ends + way)
    return any(absence.first <= returns and leaves <= absence.last for absence in observer.away)


def _clashing(wish: RotaWish) -> dict[str, frozenset[str]]:
    farthest = max(wish.travel.quickest.values(), default=timedelta(0)) + timedelta(days=1)
    longest = max(one.lasts for one in wish.occasions)
    ordered = sorted(wish.occasions, key=lambda one: (one.starts, one.name))
    found: dict[str, set[str]] = defaultdict(set)
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.starts - one.starts > longest + farthest:
                break
            if clash(one, other, wish.travel):
                found[one.name].add(other.name)
                found[other.name].add(one.name)
    return {one.name: frozenset(found[one.name]) for one in wish.occasions}
