"""What one case adds to the figures of its organisation: acts and decisions by their codes and days, never a word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeconduct.cases.action import Action
from safeconduct.cases.coded_list import group_of
from safeconduct.cases.decision import Decision
from safeconduct.cases.feedback import OFFICE, Effect


@dataclass(frozen=True)
class TalliedAct:
    """A step that was taken: its kind in the catalogue, and whether it was reactive or preventive."""

    kind: str
    mode: str
    on: date


@dataclass(frozen=True)
class TalliedDecision:
    """`considered` are values of the list `considerations`; `has_conflict`: a conflict of interest was declared."""

    on: date
    considered: tuple[str, ...]
    has_conflict: bool


@dataclass(frozen=True)
class TalliedReaction:
    """How the state reacted after a step, as the office last saw it: the step's kind and day, and the group of the reaction in
    the list `reactions`."""

    kind: str
    reaction: str
    on: date


@dataclass(frozen=True)
class Tally:
    acts: tuple[TalliedAct, ...] = ()
    decisions: tuple[TalliedDecision, ...] = ()
    reactions: tuple[TalliedReaction, ...] = ()


NOTHING_DONE = Tally()


def tally_fact(known: Iterable[Action], recorded: Iterable[Decision], seen: Iterable[Effect] = ()) -> dict[str, Any]:
    """For the card: from all steps, all decisions and all that was seen after the steps of a case."""
    known = tuple(known)
    # The newest word of the office on each step counts.
    reactions = {one.step: group_of("reactions", one.reaction) for one in seen if one.by == OFFICE and one.reaction}
    return {
        "acts": [[one.step.kind, one.step.mode, one.on.isoformat()] for one in known if one.is_taken and one.on],
        "decisions": [
            [one.at.date().isoformat(), sorted({row.kind for row in one.considerations}), one.conflict == "declared"]
            for one in recorded
            if one.at
        ],
        "reactions": [
            [one.step.kind, reactions[one.ref], one.on.isoformat()]
            for one in known
            if one.is_taken and one.on and reactions.get(one.ref)
        ],
    }


def tally_from(fact: Mapping[str, Any]) -> Tally:
    if not any(fact.get(name) for name in ("acts", "decisions", "reactions")):
        return NOTHING_DONE
    return Tally(
        tuple(TalliedAct(kind, mode, date.fromisoformat(on)) for kind, mode, on in fact.get("acts", ())),
        tuple(
            TalliedDecision(date.fromisoformat(on), tuple(considered), bool(conflict))
            for on, considered, conflict in fact.get("decisions", ())
        ),
        # Cards that were last written before reactions were tallied have none.
        tuple(
            TalliedReaction(kind, reaction, date.fromisoformat(on)) for kind, reaction, on in fact.get("reactions", ())
        ),
    )
