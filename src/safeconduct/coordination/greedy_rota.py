"""A rota made one place after the other, where there is no solver: quick, valid, not the best."""

from collections import defaultdict
from fractions import Fraction

from safeconduct.coordination.observer import TURNS
from safeconduct.coordination.occasion import Occasion, Role
from safeconduct.coordination.rota_aim import kept_if_possible, travelling
from safeconduct.coordination.rota_rule import Grounds
from safeconduct.coordination.rota_wish import Assignment


def greedy_rota(grounds: Grounds) -> frozenset[Assignment]:
    """Locks first; then leads, backups and guests, beginning where the fewest can go. Each place goes to who had it in the
    published rota, else to the mission with the least load, else to the nearest. Locks must not contradict each other."""
    able: dict[tuple[str, Role], list[str]] = defaultdict(list)
    for (observer, name, role), broken in grounds.broken.items():
        if not broken:
            able[name, role].append(observer)
    rota = _Growing(grounds)
    for lock in grounds.wish.locks:
        rota.take(lock)
    for role in Role:
        waiting = [
            one for one in grounds.occasions.values() if role in one.roles and (one.name, role) not in rota.filled
        ]
        for occasion in sorted(waiting, key=lambda one: (not one.decisive, len(able[one.name, role]), one.name)):
            rota.fill(occasion, role, able[occasion.name, role])
    return frozenset(rota.taken)


class _Growing:
    """What is taken so far. It grows in place: half a thousand copies of it would take longer than the work."""

    def __init__(self, grounds: Grounds) -> None:
        self.grounds = grounds
        self.published = kept_if_possible(grounds)
        self.taken: list[Assignment] = []
        self.filled: set[tuple[str, Role]] = set()
        self.places: dict[str, set[str]] = defaultdict(set)
        self.loads = {name: observer.turns for name, observer in grounds.observers.items()}

    def take(self, one: Assignment) -> None:
        self.taken.append(one)
        self.filled.add((one.occasion, one.role))
        self.places[one.observer].add(one.occasion)
        self.loads[one.observer] += TURNS[one.role]

    def fill(self, occasion: Occasion, role: Role, able: list[str]) -> None:
        if role == Role.GUEST and (occasion.name, Role.LEAD) not in self.filled:
            return
        free = [Assignment(occasion.name, role, name) for name in able if self._is_free(name, occasion.name)]
        if free:
            self.take(min(free, key=self._preference))

    def _is_free(self, name: str, occasion: str) -> bool:
        at_most, places = self.grounds.observers[name].at_most, self.places[name]
        below = at_most is None or len(places) < at_most
        return below and occasion not in places and not places & self.grounds.clashing[occasion]

    def _preference(self, one: Assignment) -> tuple[bool, Fraction, int, str]:
        load = self.grounds.observers[one.observer].relative(self.loads[one.observer] + TURNS[one.role])
        return one not in self.published, load, travelling(one, self.grounds), one.observer
