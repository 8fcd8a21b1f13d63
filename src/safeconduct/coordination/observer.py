"""Who can be sent: a mission, or a guest such as a parliamentarian, with what it can do and what it may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from safeconduct.coordination.occasion import Role

# In half turns: who stands by carries half of what a lead does. A guest's coming is no turn.
TURNS = {Role.LEAD: 2, Role.BACKUP: 1, Role.GUEST: 0}


@dataclass(frozen=True)
class Absence:
    """Both days included."""

    first: date
    last: date


@dataclass(frozen=True)
class Observer:
    """One party that is in one place at a time. `barred`: cities that its own security rules close to it. `accreditation`:
    days of notice by court or city. `apart_from`: occasions in which it has an interest of its own. `untold`: occasions
    of which it may not read; `declined`: those that it has said it cannot go to; `there`: those to which it goes anyway.
    `at_most`: assignments that it will take in this rota. `led`, `stood_by`: its turns since the year began. `share`: how
    much of the load is its part."""

    name: str
    seat: str
    guest: bool = False
    languages: frozenset[str] = frozenset()
    away: tuple[Absence, ...] = ()
    barred: frozenset[str] = frozenset()
    farthest: timedelta | None = None
    accreditation: Mapping[str, int] = field(default_factory=dict)
    apart_from: frozenset[str] = frozenset()
    untold: frozenset[str] = frozenset()
    declined: frozenset[str] = frozenset()
    there: frozenset[str] = frozenset()
    at_most: int | None = None
    led: int = 0
    stood_by: int = 0
    share: int = 1

    def may_be(self, role: Role) -> bool:
        return self.guest == (role == Role.GUEST)

    @property
    def turns(self) -> int:
        """In half turns, since the year began."""
        return TURNS[Role.LEAD] * self.led + TURNS[Role.BACKUP] * self.stood_by

    def relative(self, half_turns: int) -> Fraction:
        """So many half turns as turns for each part of the load that is this observer's."""
        return Fraction(half_turns, 2 * self.share)
