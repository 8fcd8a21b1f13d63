"""Why somebody was chosen and why a gap remains, in sentences; never an order of missions.

Everything is looked at with the rest of the rota as it stands: one change, not two.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from safeconduct.coordination.observer import TURNS
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_aim import kept_if_possible, loads_of, travelling
from safeconduct.coordination.rota_proposal import Gap
from safeconduct.coordination.rota_rule import LOOSENABLE, Grounds, Rule, notice
from safeconduct.coordination.rota_wish import Assignment

# Why somebody who may go there cannot, as the rest of the rota stands.
ELSEWHERE, THERE, LIMIT, NO_LEAD = "elsewhere", "there", "limit", "no lead"
# How those whom the same thing hinders are listed.
_LISTED = {
    Rule.UNTOLD: "who may not read of it",
    Rule.DECLINED: "who said that they cannot",
    Rule.GOES_ANYWAY: "who go there already",
    Rule.CONFLICT: "with a declared conflict of interest",
    Rule.SECURITY: "closed to them for security",
    Rule.LANGUAGE: "without the language",
    Rule.AWAY: "away",
    Rule.ACCREDITATION: "not accredited in time",
    Rule.FARTHEST: "farther than they go",
    Rule.REACH: "too far away to stand in",
    Rule.TOO_SOON: "not there in time",
    THERE: "there in another role",
    ELSEWHERE: "elsewhere then",
    LIMIT: "with as many as they take",
    NO_LEAD: "without a lead to go with",
}
_MAY_LOOSEN = LOOSENABLE | {LIMIT}
# What would be with somebody else, by the first aim that differs, when there are more than a few of them.
FEW = 3
BETTER, EQUAL = "better", "equal"
_COUNTED = {
    "fairness": "would raise the highest load",
    "changes": "would change what was published",
    "even turns": "would make turns less even",
    "travel": "would have a longer way",
    BETTER: "would be better there",
    EQUAL: "would do as well",
}


@dataclass(frozen=True)
class Alternative:
    """Somebody else for a place, and what speaks against it."""

    observer: str
    says: str


@dataclass(frozen=True)
class Reason:
    """`sentence` says it in one; the rest is for who wants to know of each. `loosening`: wishes of which one alone, if somebody did
    without it, would close the gap."""

    sentence: str
    alternatives: tuple[Alternative, ...]
    loosening: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standing:
    """A rota with what is asked of it again and again."""

    grounds: Grounds
    at: Mapping[str, tuple[Assignment, ...]]
    loads: Mapping[str, int]
    published: frozenset[Assignment]
    led: frozenset[str]


def standing_of(rota: Iterable[Assignment], grounds: Grounds) -> Standing:
    given, at = frozenset(rota), defaultdict(list)
    for one in sorted(given):
        at[one.observer].append(one)
    places = {name: tuple(at[name]) for name in grounds.observers}
    led = frozenset(one.occasion for one in given if one.role == Role.LEAD)
    return Standing(grounds, places, loads_of(given, grounds), kept_if_possible(grounds), led)


def why_chosen(chosen: Assignment, standing: Standing) -> Reason:
    others = [
        name for name, one in standing.grounds.observers.items() if one.may_be(chosen.role) and name != chosen.observer
    ]
    hindered = {name: found for name in others if (found := _hindrances(name, chosen.occasion, chosen.role, standing))}
    able = {name: _compared(chosen, name, standing) for name in others if name not in hindered}
    says = {name: f"{name} {_joined(found.values())}." for name, found in hindered.items()}
    says |= {name: compared for name, (_, compared) in able.items()}
    alternatives = tuple(Alternative(name, says[name]) for name in others)
    head = f"{chosen.observer} is {chosen.role} of {chosen.occasion}"
    if chosen in standing.grounds.wish.locks:
        return Reason(f"{head} because that is locked.", alternatives)
    if not able:
        return Reason(f"{head} because nobody else can be.", alternatives)
    cannot = f" {len(hindered)} cannot go." if hindered else ""
    return Reason(f"{head}. {_told(able.values())}{cannot}", alternatives)


def _told(compared: Collection[tuple[str, str]]) -> str:
    """Of a few what would be with each; of many how many there are of a kind."""
    if len(compared) <= FEW:
        return " ".join(says for _, says in compared)
    counted = Counter(aim for aim, _ in compared)
    return f"Of the others {', '.join(f'{counted[aim]} {says}' for aim, says in _COUNTED.items() if aim in counted)}."


def why_gap(gap: Gap, standing: Standing) -> Reason:
    """Of a gap of this rota."""
    names = [name for name, one in standing.grounds.observers.items() if one.may_be(gap.role)]
    hindered = {name: _hindrances(name, gap.occasion, gap.role, standing) for name in names}
    alternatives = tuple(
        Alternative(name, f"{name} {_joined(found.values()) if found else 'could go: lock it and plan again'}.")
        for name, found in hindered.items()
    )
    loosening = tuple(
        _loosened(name, gap, next(iter(found)), standing.grounds)
        for name, found in hindered.items()
        if len(found) == 1 and set(found) <= _MAY_LOOSEN
    )
    asked = (
        f"One wish less would close it: {'; or '.join(loosening)}." if loosening else "No single wish would close it."
    )
    return Reason(f"{gap.occasion} has no {gap.role}: {_listed(hindered)}. {asked}", alternatives, loosening)


def _listed(hindered: Mapping[str, Mapping[str, str]]) -> str:
    """Everybody once, under the first thing that hinders them."""
    under: dict[str, list[str]] = defaultdict(list)
    for name, found in hindered.items():
        under[_LISTED[next(iter(found))] if found else "able to go"].append(name)
    return "; ".join(f"{listed}: {', '.join(names)}" for listed, names in under.items()) or "nobody could be asked"


def _hindrances(name: str, occasion: str, role: Role, standing: Standing) -> dict[str, str]:
    """What hinders an observer from taking a place, in words that follow its name."""
    grounds, observer = standing.grounds, standing.grounds.observers[name]
    found = {str(rule): _broken(rule, name, occasion, grounds) for rule in grounds.broken[name, occasion, role]}
    for one in standing.at[name]:
        if one.occasion == occasion:
            found[THERE] = f"is {one.role} there"
        elif one.occasion in grounds.clashing[occasion]:
            found[ELSEWHERE] = f"is {one.role} of {one.occasion} and cannot be at both"
    if observer.at_most is not None and len(standing.at[name]) >= observer.at_most:
        found[LIMIT] = f"takes {observer.at_most} at most and has them"
    if role == Role.GUEST and occasion not in standing.led:
        found[NO_LEAD] = "would have no lead to go with"
    return found


def _broken(rule: Rule, name: str, occasion: str, grounds: Grounds) -> str:
    observer, where, way = grounds.observers[name], grounds.occasions[occasion], _hours(grounds.way(name, occasion))
    return {
        Rule.UNTOLD: "may not read of it, by its marking or the person’s consent",
        Rule.DECLINED: "has said that it cannot",
        Rule.GOES_ANYWAY: "goes there already",
        Rule.CONFLICT: "has declared a conflict of interest",
        Rule.SECURITY: f"may not go to {where.city} by its own security rules",
        Rule.LANGUAGE: f"has nobody who speaks {where.language}",
        Rule.AWAY: "is away then",
        Rule.ACCREDITATION: f"needs {notice(observer, where)} days to be accredited",
        Rule.FARTHEST: f"does not go as far as {way}",
        Rule.REACH: f"is {way} away, too far to stand in",
        Rule.TOO_SOON: f"is {way} away and would not be there in time",
    }[rule]


def _loosened(name: str, gap: Gap, hindrance: str, grounds: Grounds) -> str:
    way = _hours(grounds.way(name, gap.occasion))
    return {
        Rule.LANGUAGE: f"{name} brings an interpreter",
        Rule.AWAY: f"{name} is not away then",
        Rule.ACCREDITATION: f"{name} is accredited sooner",
        Rule.FARTHEST: f"{name} goes as far as {way}",
        Rule.REACH: f"a backup may be {way} away, as {name} is",
        LIMIT: f"{name} takes one more",
    }[hindrance]


def _compared(chosen: Assignment, other: str, standing: Standing) -> tuple[str, str]:
    """What would be if somebody else took the place and all else stayed: the first aim in which it would differ, and how."""
    for aim, now, then, says in _aims(chosen, other, standing):
        if now < then:
            return aim, says
        if then < now:
            return BETTER, f"{other} would be the better one in {aim}: lock it if you want it so."
    return EQUAL, f"{other} would do as well."


def _aims(chosen: Assignment, other: str, standing: Standing) -> Iterator[tuple[str, Fraction, Fraction, str]]:
    """Those of a rota that one place can change: how they stand, how they would stand, and what is said if that is worse."""
    swapped, both = Assignment(chosen.occasion, chosen.role, other), (chosen.observer, other)
    loads = _swapped(chosen, swapped, standing.loads)
    now, then = _worst(standing.loads, standing), _worst(loads, standing)
    yield (
        "fairness",
        now,
        then,
        f"With {other} the highest load would be {_turns(then)} turns instead of {_turns(now)}.",
    )
    now, then = Fraction(chosen not in standing.published), Fraction(swapped not in standing.published)
    yield "changes", now, then, f"With {other} it would not be as it was published."
    now, then = _unevenness(standing.loads, both, standing), _unevenness(loads, both, standing)
    stands, would = _relative(chosen.observer, standing.loads, standing), _relative(other, loads, standing)
    says = f"{other} would stand at {_turns(would)} turns; {chosen.observer} stands at {_turns(stands)}."
    yield "even turns", now, then, says
    now, then = Fraction(travelling(chosen, standing.grounds)), Fraction(travelling(swapped, standing.grounds))
    ways = [_hours(standing.grounds.way(name, chosen.occasion)) for name in both]
    yield "travel", now, then, f"{other} is {ways[1]} away, {chosen.observer} {ways[0]}."


def _swapped(chosen: Assignment, swapped: Assignment, loads: Mapping[str, int]) -> Mapping[str, int]:
    """Guests carry no load."""
    if chosen.role == Role.GUEST:
        return loads
    turns = TURNS[chosen.role]
    lighter, heavier = chosen.observer, swapped.observer
    return {**loads, lighter: loads[lighter] - turns, heavier: loads[heavier] + turns}


def _relative(name: str, loads: Mapping[str, int], standing: Standing) -> Fraction:
    return standing.grounds.observers[name].relative(loads.get(name, 0))


def _worst(loads: Mapping[str, int], standing: Standing) -> Fraction:
    return max(_relative(name, loads, standing) for name in loads)


def _unevenness(loads: Mapping[str, int], names: Iterable[str], standing: Standing) -> Fraction:
    """What these observers add to it."""
    shares = {name: standing.grounds.observers[name].share for name in names}
    return sum((Fraction(loads.get(name, 0) ** 2, share) for name, share in shares.items()), Fraction(0))


def _turns(number: Fraction) -> str:
    return f"{float(number):.3g}"


def _hours(way: timedelta) -> str:
    hours, minutes = divmod(int(way.total_seconds()) // 60, 60)
    return f"{hours} h {minutes:02}" if minutes else f"{hours} h"


def _joined(clauses: Iterable[str]) -> str:
    return " and ".join(clauses)
