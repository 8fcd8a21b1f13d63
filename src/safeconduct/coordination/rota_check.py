"""Whether a rota may be proposed: one check, for the rota of the solver, the greedy one and the locks alike."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_rule import Grounds
from safeconduct.coordination.rota_wish import Assignment
from safeconduct.vocabulary.refusal import Refusal


def faults(rota: Iterable[Assignment], grounds: Grounds) -> tuple[str, ...]:
    """What is wrong with a rota, in sentences; none of a rota that may be proposed."""
    given = sorted(rota)
    missing = [one for one in sorted(grounds.wish.locks) if one not in given]
    return (
        *contradictions(given, grounds),
        *(f"{one.observer} is locked as {one.role} of {one.occasion} and is not there." for one in missing),
        *_guests_alone(given, grounds),
    )


def refusal_to_locks(grounds: Grounds) -> Refusal | None:
    """Why what is agreed cannot all be kept."""
    for says in contradictions(grounds.wish.locks, grounds):
        return Refusal(f"What is locked cannot be kept: {says} Take a lock away or change what it goes against.")
    return None


def contradictions(given: Iterable[Assignment], grounds: Grounds) -> Iterator[str]:
    """What cannot be true at once of these assignments, whatever else a rota holds."""
    rota = sorted(given)
    known = [one for one in rota if (one.observer, one.occasion, one.role) in grounds.broken]
    for one in rota:
        if one not in known:
            yield f"{one.observer} cannot be {one.role} of {one.occasion}: one of them is not named, or not for this."
    yield from _twice(rota)
    for one in known:
        if broken := grounds.broken[one.observer, one.occasion, one.role]:
            yield f"{one.observer} may not be {one.role} of {one.occasion} ({', '.join(broken)})."
    yield from _in_two_places(known, grounds)
    yield from _over_their_limits(known, grounds)


def _twice(rota: list[Assignment]) -> Iterator[str]:
    roles = Counter((one.occasion, one.role) for one in rota)
    for (occasion, role), count in roles.items():
        if count > 1:
            yield f"{occasion} has more than one {role}."
    for (occasion, observer), count in Counter((one.occasion, one.observer) for one in rota).items():
        if count > 1:
            yield f"{observer} stands more than once at {occasion}."


def _in_two_places(rota: list[Assignment], grounds: Grounds) -> Iterator[str]:
    for observer in grounds.observers:
        where = sorted({one.occasion for one in rota if one.observer == observer})
        for one, other in combinations(where, 2):
            if other in grounds.clashing[one]:
                yield f"{observer} cannot be at {one} and at {other}: the time between them is too short."


def _over_their_limits(rota: list[Assignment], grounds: Grounds) -> Iterator[str]:
    for name, count in Counter(one.observer for one in rota).items():
        at_most = grounds.observers[name].at_most
        if at_most is not None and count > at_most:
            yield f"{name} takes at most {at_most} and would have {count}."


def _guests_alone(rota: list[Assignment], grounds: Grounds) -> Iterator[str]:
    led = {one.occasion for one in rota if one.role == Role.LEAD}
    for one in rota:
        if one.role == Role.GUEST and one.occasion not in led and one not in grounds.wish.locks:
            yield f"{one.observer} is a guest of {one.occasion}, which nobody leads."
