"""A proposal for a rota: from the solver, or made by simple steps where there is none, and it says which."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from safeconduct.coordination.greedy_rota import greedy_rota
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota import WITHIN, Answer, Unanswered, answer_of_solver
from safeconduct.coordination.rota_aim import Aims, aims_of
from safeconduct.coordination.rota_check import faults, refusal_to_locks
from safeconduct.coordination.rota_rule import Grounds, grounds_of
from safeconduct.coordination.rota_sums import Sums, places_of, sums_of
from safeconduct.coordination.rota_wish import Assignment, RotaWish, refusal_to_planning
from safeconduct.vocabulary.refusal import insist

SECONDS = 5.0
BY_STEPS = (
    "This rota was made by simple steps instead: it keeps every rule and every lock, and may cover less or be less fair than "
    "it could be."
)


@dataclass(frozen=True)
class Gap:
    occasion: str
    role: Role


@dataclass(frozen=True)
class Proposal:
    """`proven`: no rota reaches the aims better, to one part in a hundred. `says` how it was made, in sentences."""

    rota: tuple[Assignment, ...]
    gaps: tuple[Gap, ...]
    aims: Aims
    solved: bool
    proven: bool
    within: float
    says: str


def grounds_for(wish: RotaWish) -> Grounds:
    """Refused where no rota can be made of the wish, or not with all that is locked."""
    insist(refusal_to_planning(wish))
    grounds = grounds_of(wish)
    insist(refusal_to_locks(grounds))
    return grounds


def propose(
    grounds: Grounds, *, seconds: float = SECONDS, solver: Callable[[Sums, float], Answer] = answer_of_solver
) -> Proposal:
    """Of grounds that grounds_for made. The same grounds have the same proposal, unless the solver's time was up."""
    greedy, places = greedy_rota(grounds), places_of(grounds)
    if not places:
        says = "Nobody can go to any of these hearings and visits. Each gap says why."
        return _proposal(greedy, grounds, solved=False, proven=True, within=0.0, says=says)
    try:
        answer = solver(sums_of(places, grounds, start=greedy), seconds)
        rota = frozenset(places[at] for at in answer.chosen)
        if faults(rota, grounds):
            raise Unanswered("The solver’s answer broke a rule.")
    except Unanswered as why:
        return _proposal(greedy, grounds, solved=False, proven=False, within=1.0, says=f"{why} {BY_STEPS}")
    proven = answer.whole and answer.gap <= WITHIN
    return _proposal(rota, grounds, solved=True, proven=proven, within=answer.gap, says=_said(answer, proven))


def _said(answer: Answer, proven: bool) -> str:
    if proven:
        return (
            "Proven: no other rota covers more; none of those is fairer, none of those changes less, and turns are as even and "
            "ways as short, to one part in a hundred, as they can be then."
        )
    if answer.whole and answer.gap < 1:
        return f"The time was up before this rota was proven the best; it is at most {answer.gap:.0%} from it."
    return "The time was up: how far this rota is from the best is not known. It keeps every rule; more seconds may mend it."


def _proposal(
    rota: Iterable[Assignment], grounds: Grounds, *, solved: bool, proven: bool, within: float, says: str
) -> Proposal:
    given = tuple(sorted(rota))
    filled = {(one.occasion, one.role) for one in given}
    gaps = (
        Gap(name, role)
        for name, occasion in grounds.occasions.items()
        for role in occasion.roles
        if (name, role) not in filled
    )
    return Proposal(given, tuple(gaps), aims_of(given, grounds), solved, proven, within, says)
