"""What one case adds to the figures of its organisation: acts and decisions by their codes and days, never a word."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeconduct.cases.action import Action
from safeconduct.cases.decision import Decision


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
class Tally:
    acts: tuple[TalliedAct, ...] = ()
    decisions: tuple[TalliedDecision, ...] = ()


NOTHING_DONE = Tally()


def tally_fact(known: Iterable[Action], recorded: Iterable[Decision]) -> dict[str, Any]:
    """For the card: from all steps and all decisions of a case."""
    return {
        "acts": [[one.step.kind, one.step.mode, one.on.isoformat()] for one in known if one.is_taken and one.on],
        "decisions": [
            [one.at.date().isoformat(), sorted({row.kind for row in one.considerations}), one.conflict == "declared"]
            for one in recorded
            if one.at
        ],
    }


def tally_from(fact: Mapping[str, Any]) -> Tally:
    if not fact.get("acts") and not fact.get("decisions"):
        return NOTHING_DONE
    return Tally(
        tuple(TalliedAct(kind, mode, date.fromisoformat(on)) for kind, mode, on in fact.get("acts", ())),
        tuple(
            TalliedDecision(date.fromisoformat(on), tuple(considered), bool(conflict))
            for on, considered, conflict in fact.get("decisions", ())
        ),
    )
