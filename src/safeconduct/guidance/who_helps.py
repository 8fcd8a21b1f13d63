"""Who can help somebody where they are, for everybody to read: by name, never by rank, and never community protection."""

from collections.abc import Iterable

from safeconduct.guidance.mechanism import EVERYWHERE, Mechanism
from safeconduct.guidance.paragraph import Whereabouts

QUICK_HOURS = 72
WAS_READ = frozenset({"read", "summary_read"})
Helping = dict[str, tuple[Mechanism, ...]]


def who_helps(mechanisms: Iterable[Mechanism], whereabouts: Whereabouts, need: str = "") -> Helping:
    """By where they stand on the page: quick, here, state, everywhere. Only entries whose source was read. Of mandates of
    one body the one for every defender stands there, and leads to the others: the page stays short."""
    placed: dict[str, list[Mechanism]] = {"quick": [], "here": [], "state": [], "everywhere": []}
    for one in sorted(mechanisms, key=lambda one: one.name.casefold()):
        if one.verification in WAS_READ and not _stands_beside(one) and _fits(one, whereabouts, need):
            placed[_place_of(one)].append(one)
    return {place: tuple(found) for place, found in placed.items()}


def is_quick(mechanism: Mechanism) -> bool:
    """A line or a group outside the state that says that it answers people within three days."""
    hours = mechanism.answer.hours
    is_in_time = hours is not None and hours <= QUICK_HOURS
    return mechanism.run_by == "civil_society" and (mechanism.kind == "helpline" or is_in_time)


def _stands_beside(mechanism: Mechanism) -> bool:
    return mechanism.takes_up is not None and bool(mechanism.takes_up.beside)


def _place_of(mechanism: Mechanism) -> str:
    if mechanism.kind == "state_mechanism":
        return "state"
    if is_quick(mechanism):
        return "quick"
    return "everywhere" if EVERYWHERE in mechanism.countries else "here"


def _fits(mechanism: Mechanism, whereabouts: Whereabouts, need: str) -> bool:
    if need and need not in mechanism.offers:
        return False
    if whereabouts.are_abroad and mechanism.exile == "excludes":
        return False
    if whereabouts.are_at_home and mechanism.exile == "only":
        return False
    counted = {
        "stay": {whereabouts.stay},
        "nationality": {whereabouts.nationality},
        "either": {whereabouts.stay, whereabouts.nationality},
    }
    return EVERYWHERE in mechanism.countries or bool(mechanism.countries & counted[mechanism.place])
