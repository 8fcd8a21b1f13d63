"""The protective steps of a case, planned in a decision and then taken, refused or dropped; why one may not be taken.

Consent comes before every step, an emergency included. The risk assessment and the waiting time of a public step can be
stood in for by a logged emergency that a second member confirmed (EU-2008 §10; architecture, invariant 3).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from safeconduct.cases.consent_matrix import ASK_FIRST, NO, Matrix
from safeconduct.cases.consent_purpose import purpose_named
from safeconduct.cases.risk import Risk, Weighing
from safeconduct.dossiers.entry import Entry
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.vocabulary.iso_day import day_of, iso_of
from safeconduct.vocabulary.refusal import Refusal

NO_CONSENT = "none"
"""Among the alternatives of a kind: the step tells nobody who the person is, so nobody has to agree."""

PLANNED, DONE, DROPPED = "planned", "done", "dropped"
WAITING_TIME = timedelta(hours=24)
"""Between deciding on a public step and taking it, so that somebody else can object."""

EMERGENCY_LASTS = timedelta(hours=72)


@dataclass(frozen=True)
class Step:
    """What a decision plans. `purposes` are the alternatives chosen, one for each consent that the kind needs;
    `persons` are those who are named or seen beside the defender; `on` is a day or None. `owners` are the organisations
    that take it together with us; `joint_again_on` is the day on which a substitute gives way to the joint step, or not.
    """

    ref: str
    kind: str
    purposes: tuple[str, ...]
    level: str
    by_whom: str
    visibility: str
    aim: str
    weighing: Weighing
    recipient: str = ""
    channel: str = ""
    persons: tuple[str, ...] = ()
    mode: str = "reactive"
    on: date | None = None
    substitute_for: str = ""
    joint_again_on: date | None = None
    owners: tuple[str, ...] = ()

    @property
    def is_public(self) -> bool:
        return self.visibility == "public"

    def as_data(self) -> dict[str, Any]:
        lists = {name: list(getattr(self, name)) for name in _LISTS}
        days = {"on": iso_of(self.on), "joint_again_on": iso_of(self.joint_again_on)}
        return {**vars(self), **lists, **days, "weighing": _weighing_as_data(self.weighing)}


_LISTS = ("purposes", "persons", "owners")


def step_from(data: Mapping[str, Any]) -> Step:
    # Steps that were written before there were joint ones have neither owners nor a day for them.
    lists = {name: tuple(data.get(name, ())) for name in _LISTS}
    days = {"on": day_of(data["on"]), "joint_again_on": day_of(data.get("joint_again_on", ""))}
    return Step(**{**data, **lists, **days, "weighing": _weighing_from(data["weighing"])})


def _weighing_as_data(weighing: Weighing) -> dict[str, str]:
    return {**vars(weighing), "review_on": weighing.review_on.isoformat()}


def _weighing_from(data: Mapping[str, str]) -> Weighing:
    return Weighing(**{**data, "review_on": date.fromisoformat(data["review_on"])})  # type: ignore[arg-type]


@dataclass(frozen=True)
class Emergency:
    """It stands when a second member has confirmed it, and for three days."""

    ref: str
    reason: str = field(repr=False)
    by: str
    at: datetime
    confirmed_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        return self.confirmed_at is not None and at <= self.confirmed_at + EMERGENCY_LASTS


@dataclass(frozen=True)
class Action:
    """A step with what became of it. `state` is planned, dropped, or one of the results of the list `results`;
    `dates` are the days of the events that its duties count from, None where a day is no longer known."""

    step: Step
    decision: str
    decided_at: datetime
    state: str = PLANNED
    on: date | None = None
    at: datetime | None = None
    post: str = ""
    post_name: str = ""
    inputs: Mapping[str, str] = field(default_factory=dict, repr=False)
    evidence: str = field(default="", repr=False)
    shown: Mapping[str, str] = field(default_factory=dict, repr=False)
    reply: str = field(default="", repr=False)
    contributors: tuple[str, ...] = field(default=(), repr=False)
    dates: Mapping[str, date | None] = field(default_factory=dict)

    @property
    def ref(self) -> str:
        return self.step.ref

    @property
    def is_taken(self) -> bool:
        return self.state not in (PLANNED, DROPPED)


def actions(written: Iterable[Entry]) -> tuple[Action, ...]:
    """Every step that was ever decided on, in order, with its newest state."""
    known: dict[str, Action] = {}
    for entry in written:
        if entry.kind == "decided":
            for data in entry.data["steps"]:
                step = step_from(data)
                known[step.ref] = Action(
                    step, entry.data["ref"], entry.at, post=entry.by.post, post_name=entry.by.post_name
                )
        elif entry.kind in _CHANGES and entry.data["step"] in known:
            known[entry.data["step"]] = _CHANGES[entry.kind](known[entry.data["step"]], entry)
    return tuple(known.values())


def _taken(action: Action, entry: Entry) -> Action:
    data = entry.data
    return replace(
        action,
        state=data["result"],
        on=date.fromisoformat(data["on"]),
        at=entry.at,
        post=entry.by.post,
        post_name=entry.by.post_name,
        inputs=data["inputs"],
        evidence=data["evidence"],
        shown=data.get("shown", {}),
        reply=data["reply"],
        contributors=tuple(data["contributors"]),
    )


def _dropped(action: Action, entry: Entry) -> Action:
    return replace(action, state=DROPPED, at=entry.at)


def _dated(action: Action, entry: Entry) -> Action:
    return replace(action, dates={**action.dates, entry.data["event"]: day_of(entry.data["on"])})


_CHANGES = {"step_done": _taken, "step_dropped": _dropped, "event_dated": _dated}


def emergency(written: Iterable[Entry]) -> Emergency | None:
    """The newest one that was declared."""
    newest: Emergency | None = None
    for entry in written:
        if entry.kind == "emergency_declared":
            newest = Emergency(entry.data["ref"], entry.data["reason"], entry.by.ref, entry.at)
        elif entry.kind == "emergency_confirmed" and newest and entry.data["emergency"] == newest.ref:
            # By a second member: one person alone can be mistaken, or forced.
            newest = replace(newest, confirmed_at=entry.at) if entry.by.ref != newest.by else newest
    return newest


def refusal_to_confirming_emergency(declared: Emergency | None, *, member: str) -> Refusal | None:
    if declared is None or declared.confirmed_at is not None:
        return Refusal("No emergency waits for a second member. Declare one, with its reason, if there is one.")
    if declared.by == member:
        return Refusal("You declared it yourself. A second member must confirm it.")
    return None


# What stands in the way


def refusal_to_step(
    step: Step, kind: ActionKind, *, consents: Matrix, risk: Risk | None, declared: Emergency | None, at: datetime
) -> Refusal | None:
    """Why this step may not be decided on. Consent first; nothing stands in for it."""
    return refusal_by_consent(step, kind, consents=consents) or refusal_without_risk(risk, declared, at=at)


def refusal_without_risk(risk: Risk | None, declared: Emergency | None, *, at: datetime) -> Refusal | None:
    if risk is None and not (declared and declared.stands(at)):
        return Refusal("There is no current risk assessment. Assess the risk with the person first.")
    return None


def refusal_by_waiting(action: Action, declared: Emergency | None, *, at: datetime) -> Refusal | None:
    in_emergency = declared is not None and declared.stands(at)
    if action.step.is_public and at < action.decided_at + WAITING_TIME and not in_emergency:
        return Refusal("A public step waits a day after the decision, so that others can object. Take it after that.")
    return None


def refusal_by_consent(step: Step, kind: ActionKind, *, consents: Matrix) -> Refusal | None:
    for alternatives in kind.consents:
        chosen = alternatives & set(step.purposes)
        if not chosen:
            return Refusal(f"Nothing is chosen for “{_either(alternatives)}”. Choose what this step rests on.")
        # Where several were chosen each must be allowed: the step does all of them.
        for purpose in sorted(chosen - {NO_CONSENT}):
            for person in ("", *step.persons):
                refusal = _refusal_of(purpose, step, person, consents)
                if refusal:
                    return refusal
    return None


def _refusal_of(purpose: str, step: Step, person: str, consents: Matrix) -> Refusal | None:
    answer = consents.answer(purpose, recipient=step.recipient, channel=step.channel, person=person)
    said, who = _quoted(purpose), "The person" if not person else "Somebody who is named beside the person"
    if answer is None:
        return Refusal(f"There is no consent to {said}. Ask about it first, then record the answer.")
    if answer.word == NO:
        return Refusal(f"{who} said no to {said}. Choose another step, or ask again by the agreed way.")
    if answer.word == ASK_FIRST:
        return Refusal(f"{who} wants to be asked each time about {said}. Ask, and record the answer for this step.")
    return None


def refusal_to_acting(
    action: Action,
    kind: ActionKind,
    *,
    consents: Matrix,
    risk: Risk | None,
    declared: Emergency | None,
    met: frozenset[str],
    at: datetime,
) -> Refusal | None:
    """Why a planned step may not be taken now: what stood when it was decided must stand still.

    `met` are the preconditions of the kind that are said to be met, each as the catalogue says it.
    """
    if action.state != PLANNED:
        return Refusal("This step was taken or dropped already. Plan another one.")
    refusal = refusal_to_step(action.step, kind, consents=consents, risk=risk, declared=declared, at=at)
    refusal = refusal or refusal_by_waiting(action, declared, at=at)
    if refusal:
        return refusal
    missing = next((one for one in kind.preconditions if one.says not in met), None)
    if missing:
        return Refusal(f"Not yet met: “{missing.says}”. {missing.otherwise}")
    return None


def stopped(written: Iterable[Entry], kinds: Mapping[str, ActionKind], *, consents: Matrix) -> tuple[Action, ...]:
    """The planned steps that the consents do not allow any more."""
    planned = (one for one in actions(written) if one.state == PLANNED)
    return tuple(one for one in planned if refusal_by_consent(one.step, kinds[one.step.kind], consents=consents))


def one_offs(known: Iterable[Action], followed: frozenset[str]) -> tuple[Action, ...]:
    """The acts that nothing follows. `followed` are those with a duty besides telling that is open or was done."""
    return tuple(one for one in known if one.is_taken and one.ref not in followed)


def _quoted(purpose: str) -> str:
    return f"“{_label(purpose)}”"


def _either(alternatives: frozenset[str]) -> str:
    return " or ".join(_label(one) for one in sorted(alternatives))


def _label(purpose: str) -> str:
    return "nobody is named" if purpose == NO_CONSENT else purpose_named(purpose).label
