"""What a rota aims at, in the order in which it counts: coverage, fairness, few changes, even turns, short ways, guests."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from safeconduct.coordination.observer import TURNS
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_rule import Grounds
from safeconduct.coordination.rota_wish import Assignment


@dataclass(frozen=True)
class Aims:
    """`decisive`: leads where the court decides. `worst`: the highest relative load, in turns of the year for each share.
    `changes`: what was published and does not stand. `unevenness`: the squares of half turns by share, summed. `travel`:
    minutes of missions from their seats, those of backups by half, doubled."""

    leads: int
    decisive: int
    backups: int
    worst: Fraction
    changes: int
    unevenness: Fraction
    travel: int
    guests: int

    def in_order(self) -> tuple[Fraction, ...]:
        """The smaller, the better, the first that differs deciding."""
        covered = (Fraction(-self.leads), Fraction(-self.decisive), Fraction(-self.backups))
        return (
            *covered,
            self.worst,
            Fraction(self.changes),
            self.unevenness,
            Fraction(self.travel),
            Fraction(-self.guests),
        )


def aims_of(rota: Iterable[Assignment], grounds: Grounds) -> Aims:
    given = frozenset(rota)
    loads = loads_of(given, grounds)
    leads = [one for one in given if one.role == Role.LEAD]
    return Aims(
        leads=len(leads),
        decisive=sum(grounds.occasions[one.occasion].decisive for one in leads),
        backups=sum(one.role == Role.BACKUP for one in given),
        guests=sum(one.role == Role.GUEST for one in given),
        worst=max(grounds.observers[name].relative(load) for name, load in loads.items()),
        changes=len(kept_if_possible(grounds) - given),
        unevenness=sum((Fraction(load**2, grounds.observers[name].share) for name, load in loads.items()), Fraction(0)),
        travel=sum(travelling(one, grounds) for one in given if one.role != Role.GUEST),
    )


def loads_of(rota: Iterable[Assignment], grounds: Grounds) -> Mapping[str, int]:
    """Half turns of each mission, with those since the year began."""
    loads = {name: observer.turns for name, observer in grounds.observers.items() if not observer.guest}
    for one in rota:
        if one.observer in loads:
            loads[one.observer] += TURNS[one.role]
    return loads


def spread_of(rota: Iterable[Assignment], grounds: Grounds) -> Fraction:
    """Between the highest and the lowest relative load, in turns."""
    relative = [grounds.observers[name].relative(load) for name, load in loads_of(rota, grounds).items()]
    return max(relative) - min(relative)


def kept_if_possible(grounds: Grounds) -> frozenset[Assignment]:
    """What was published of occasions that are still here."""
    return frozenset(
        one
        for one in grounds.wish.published
        if one.occasion in grounds.occasions and one.role in grounds.occasions[one.occasion].roles
    )


def travelling(one: Assignment, grounds: Grounds) -> int:
    """In half minutes: a backup mostly stays where it is, so its way counts by half."""
    minutes = int(grounds.way(one.observer, one.occasion).total_seconds() // 60)
    return minutes if one.role == Role.BACKUP else 2 * minutes
