"""What is done or not done for a case, with its reasons: specific either way.

A plan may join private and public steps. "Do no harm" or relations with the country block nothing by themselves: they
need a specific risk, where it is known from, and the mitigation that was considered. To do nothing asks for the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from safeconduct.cases.action import Emergency, Step, refusal_to_step, step_from
from safeconduct.cases.consent_matrix import Matrix
from safeconduct.cases.risk import Risk, refusal_to_weighing
from safeconduct.dossiers.entry import Entry
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.vocabulary.iso_day import day_of, iso_of
from safeconduct.vocabulary.refusal import Refusal

VAGUE = ("do_no_harm", "relations")
"""Considerations that stop nothing without a specific risk, its source and a mitigation (R128)."""


@dataclass(frozen=True)
class Consideration:
    """What speaks for less than was asked. `kind` is of the list `considerations`."""

    kind: str
    says: str = field(repr=False)
    risk: str = field(default="", repr=False)
    source: str = field(default="", repr=False)
    mitigation: str = field(default="", repr=False)

    @property
    def is_specific(self) -> bool:
        return all(one.strip() for one in (self.risk, self.source, self.mitigation))


@dataclass(frozen=True)
class Hurdle:
    """What staff say is in the way, so that it can be told from an excuse."""

    says: str = field(repr=False)
    proof: str = field(default="", repr=False)
    way_round: str = field(default="", repr=False)
    review_on: date | None = None

    @property
    def is_shown(self) -> bool:
        return bool(self.proof.strip() and self.way_round.strip())


@dataclass(frozen=True)
class Decision:
    """`wish` is what the defender wants, in their words; `departs` why the plan does otherwise, "" where it does not.

    `conflict` is none or declared, with `conflict_words`. `unlike` holds a reason for each treatment (by its code, see
    cases/like_case.py) in which it differs from like cases, "" for none in particular. No step at all is the decision to do nothing.
    """

    ref: str
    wish: str = field(repr=False)
    steps: tuple[Step, ...]
    benefit: str = field(repr=False)
    harm: str = field(repr=False)
    departs: str = field(default="", repr=False)
    considerations: tuple[Consideration, ...] = ()
    hurdles: tuple[Hurdle, ...] = ()
    conflict: str = ""
    conflict_words: str = field(default="", repr=False)
    agreed: str = field(default="", repr=False)
    objected: str = field(default="", repr=False)
    unlike: Mapping[str, str] = field(default_factory=dict, repr=False)
    review_on: date | None = None
    at: datetime | None = None
    post_name: str = ""
    in_emergency: bool = False

    @property
    def is_no_action(self) -> bool:
        return not self.steps

    def as_data(self) -> dict[str, Any]:
        texts = ("ref", "wish", "benefit", "harm", "departs", "conflict", "conflict_words", "agreed", "objected")
        return {
            **{name: getattr(self, name) for name in texts},
            "steps": [step.as_data() for step in self.steps],
            "considerations": [vars(one) for one in self.considerations],
            "hurdles": [{**vars(one), "review_on": iso_of(one.review_on)} for one in self.hurdles],
            "unlike": dict(self.unlike),
            "review_on": iso_of(self.review_on),
            "in_emergency": self.in_emergency,
        }


def decisions(written: Iterable[Entry]) -> tuple[Decision, ...]:
    """Every decision, oldest first."""
    return tuple(_decision(entry) for entry in written if entry.kind == "decided")


def _decision(entry: Entry) -> Decision:
    data = dict(entry.data)
    return Decision(
        **{
            **data,
            "steps": tuple(step_from(one) for one in data["steps"]),
            "considerations": tuple(Consideration(**one) for one in data["considerations"]),
            "hurdles": tuple(Hurdle(**{**one, "review_on": day_of(one["review_on"])}) for one in data["hurdles"]),
            "review_on": day_of(data["review_on"]),
        },
        at=entry.at,
        post_name=entry.by.post_name,
    )


def still_open(
    decision: Decision,
    kinds: Mapping[str, ActionKind],
    *,
    consents: Matrix,
    risk: Risk | None,
    declared: Emergency | None,
    at: datetime,
) -> tuple[Refusal, ...]:
    """All that keeps this decision from being recorded, in the order of the page."""
    found = [
        _refusal_by_wish(decision),
        *(_refusal_by_step(step, kinds, consents, risk, declared, at) for step in decision.steps),
        _refusal_by_reasons(decision),
        *(_refusal_by_consideration(one) for one in decision.considerations),
        _refusal_by_conflict(decision),
    ]
    if decision.is_no_action:
        found += [_refusal_to_no_action(decision, on=at.date())]
        if risk is None and not (declared and declared.stands(at)):
            found.append(
                Refusal("There is no current risk assessment. Doing nothing needs one as much as a step does.")
            )
    return tuple(dict.fromkeys(one for one in found if one))


def _refusal_by_wish(decision: Decision) -> Refusal | None:
    if not decision.wish.strip():
        return Refusal("The person’s wish is not written. Quote it, or say why it could not be asked.")
    return None


def _refusal_by_step(
    step: Step,
    kinds: Mapping[str, ActionKind],
    consents: Matrix,
    risk: Risk | None,
    declared: Emergency | None,
    at: datetime,
) -> Refusal | None:
    kind = kinds[step.kind]
    refusal = refusal_to_step(step, kind, consents=consents, risk=risk, declared=declared, at=at)
    if refusal is None and not step.aim.strip():
        refusal = Refusal("No aim is written. Say in a sentence what this step is to bring about.")
    if refusal is None:
        refusal = refusal_to_weighing(step.weighing, is_public=step.is_public)
    return Refusal(f"{kind.name}: {refusal.sentence}") if refusal else None


def _refusal_by_reasons(decision: Decision) -> Refusal | None:
    if not decision.benefit.strip() or not decision.harm.strip():
        return Refusal("Facts are written on one side only. Say what speaks for this and what speaks against it.")
    return None


def _refusal_by_consideration(one: Consideration) -> Refusal | None:
    if one.kind in VAGUE and not one.is_specific:
        return Refusal(
            "“Do no harm” and relations with the country decide nothing alone. Write the specific risk, where it is"
            " known from and which mitigation was considered, or take it out."
        )
    return None


def _refusal_by_conflict(decision: Decision) -> Refusal | None:
    if decision.conflict not in ("none", "declared"):
        return Refusal("Conflict of interest is not answered. Choose none, or declare it.")
    if decision.conflict == "declared" and not decision.conflict_words.strip():
        return Refusal("A conflict of interest is declared without words. Say which, and who decides instead.")
    return None


def _refusal_to_no_action(decision: Decision, *, on: date) -> Refusal | None:
    if not any(one.is_specific for one in decision.considerations):
        return Refusal(
            "To do nothing needs reasons as specific as a step does. Write the specific risk of acting, where it is known"
            " from and which mitigation was considered."
        )
    if decision.review_on is None or decision.review_on < on:
        return Refusal("There is no day to look at this again. Choose one from today on.")
    return None


def unproved_hurdles(decisions: Iterable[Decision]) -> tuple[Hurdle, ...]:
    """Hurdles of the newest decision without proof or way round, for the head of the mission (R244)."""
    newest = list(decisions)[-1:]
    return tuple(one for decision in newest for one in decision.hurdles if not one.is_shown)
