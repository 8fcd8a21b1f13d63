"""The ladder of steps from the quietest to the loudest, each with what the defender allows now and a way round.

A step that is not open stays on the ladder with its refusal: what may not be done teaches the rule where it matters.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from safeconduct.cases.action import NO_CONSENT
from safeconduct.cases.consent_matrix import ASK_FIRST, NO, Matrix
from safeconduct.cases.consent_purpose import purpose_named
from safeconduct.cases.duty import NO_ACTION
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.vocabulary.refusal import Refusal

RUNGS = ("private", "seen", "public")
"""Said to few; seen but not spoken; said to all."""

OPEN, LEVEL_CLOSED, ASK, CLOSED = "open", "level_closed", "ask", "closed"
"""Allowed; allowed, and closed at each level that it is taken at; to be asked about; not allowed."""

INSTEAD_AT_MOST = 2
ANYBODY = "any"
"""Among the actors of a kind: whoever it is can take the step."""


@dataclass(frozen=True)
class Option:
    """`purposes` are the quietest consents that it may rest on, when it is allowed. `instead` names open kinds, when it
    is not open: of its family first, then of another level. `levels` are those at which it can be taken and is not closed.
    `only_for`: by name, where the consent is for some alone."""

    kind: ActionKind
    state: str
    purposes: tuple[str, ...] = ()
    refusal: Refusal | None = None
    instead: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    only_for: tuple[str, ...] = ()

    @property
    def is_allowed(self) -> bool:
        return self.state in (OPEN, LEVEL_CLOSED)


@dataclass(frozen=True)
class Rung:
    name: str
    options: tuple[Option, ...]


def ladder(
    kinds: Mapping[str, ActionKind], consents: Matrix, *, closed: Collection[str] = frozenset()
) -> tuple[Rung, ...]:
    """Every kind but the decision to do nothing, by rung; on each those that are open come first. `closed` are the levels
    that are closed in the country of the case."""
    options = [_at_levels(_option(kind, consents), closed) for kind in kinds.values() if kind.id != NO_ACTION]
    options = [_with_way_round(option, options) for option in options]
    return tuple(Rung(rung, _in_order(one for one in options if rung_of(one.kind) == rung)) for rung in RUNGS)


def narrowed(rungs: Iterable[Rung], *, actor: str = "", family: str = "") -> tuple[Rung, ...]:
    """What one actor can do, and of one family; "" leaves all. A family's two words are one value of the list."""

    def is_wanted(kind: ActionKind) -> bool:
        can = actor in ("", *kind.actors) or ANYBODY in kind.actors
        return can and family in ("", kind.family.replace(" ", "_"))

    return tuple(Rung(rung.name, tuple(one for one in rung.options if is_wanted(one.kind))) for rung in rungs)


def rung_of(kind: ActionKind) -> str:
    """Presence is seen whatever is said; what can be done in private stands on the quiet rung."""
    if kind.family == "presence" and "public" in kind.visibility:
        return "seen"
    return "private" if "private" in kind.visibility else "public"


def _option(kind: ActionKind, consents: Matrix) -> Option:
    purposes, only_for = list[str](), list[str]()
    for alternatives in kind.consents:
        quiet = _quiet_first(alternatives)
        allowed = [one for one in quiet if _stands(one, consents)]
        for_some = [one for one in quiet if consents.named_yes(one)]
        if not allowed and not for_some:
            state, refusal = _what_is_missing(alternatives, consents)
            return Option(kind, state, refusal=refusal)
        if not allowed:
            only_for += consents.named_yes(for_some[0])
        purposes.append((allowed or for_some)[0])
    return Option(kind, OPEN, tuple(dict.fromkeys(purposes)), only_for=tuple(dict.fromkeys(only_for)))


def _at_levels(option: Option, closed: Collection[str]) -> Option:
    levels = tuple(one for one in option.kind.level if one not in closed)
    state = LEVEL_CLOSED if option.state == OPEN and not levels else option.state
    return replace(option, state=state, levels=levels)


def only_for(kind: ActionKind, consents: Matrix) -> tuple[str, ...]:
    """Those for whom alone, by name, this step may be taken; none where it is not so narrow."""
    return _option(kind, consents).only_for


def standing_first(alternatives: frozenset[str], consents: Matrix) -> list[str]:
    """What a step may rest on: what the defender allows before what is not allowed, and the quieter before the louder."""
    quiet = _quiet_first(alternatives)
    return sorted(quiet, key=lambda one: 0 if _stands(one, consents) else 1 if consents.named_yes(one) else 2)


def _stands(purpose: str, consents: Matrix) -> bool:
    return purpose == NO_CONSENT or consents.allows(purpose)


def _quiet_first(alternatives: frozenset[str]) -> list[str]:
    return sorted(
        alternatives, key=lambda one: (one != NO_CONSENT, one != NO_CONSENT and purpose_named(one).names, one)
    )


def _what_is_missing(alternatives: frozenset[str], consents: Matrix) -> tuple[str, Refusal]:
    """The nearest of the alternatives speaks: one to be asked about, then one never asked, then a no."""
    found = {one: consents.answer(one) for one in _quiet_first(alternatives)}
    for one, answer in found.items():
        if answer and answer.word == ASK_FIRST:
            return ASK, Refusal(f"Ask first about “{purpose_named(one).label}”, then record the answer.")
    for one, answer in found.items():
        if answer is None:
            return CLOSED, Refusal(f"Nobody has asked about “{purpose_named(one).label}”. Ask, then record the answer.")
    said = " and ".join(
        f"“{purpose_named(one).label}”" for one, answer in found.items() if answer and answer.word == NO
    )
    return CLOSED, Refusal(f"The person said no to {said}.")


def _with_way_round(option: Option, options: Iterable[Option]) -> Option:
    if option.state == OPEN:
        return option
    open_ones = [one for one in options if one.state == OPEN]
    family = [one.kind.name for one in open_ones if one.kind.family == option.kind.family]
    # Where a level is closed, what is open at another one is the way round, nearest to how loud it would have been.
    elsewhere = [one.kind.name for one in open_ones if rung_of(one.kind) == rung_of(option.kind)]
    instead = [*family, *(elsewhere if option.state == LEVEL_CLOSED else ())]
    return replace(option, instead=tuple(dict.fromkeys(instead))[:INSTEAD_AT_MOST])


def _in_order(options: Iterable[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda one: (OPEN, LEVEL_CLOSED, ASK, CLOSED).index(one.state)))
