"""The plan that a reprisal starts: who is told, what is paused, what is offered, each within hours that run."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from safeconduct.cases.coded_list import Coded, coded_list
from safeconduct.cases.incident import incidents
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

DONE, NOT_NEEDED = "done", "not_needed"


@dataclass(frozen=True)
class PlanStep:
    """`state`: open, done or not_needed; a step that is not needed has a reason in `text`."""

    value: str
    label: str
    source: str
    due: datetime
    state: str = "open"
    text: str = field(default="", repr=False)
    at: datetime | None = None


@dataclass(frozen=True)
class ReprisalPlan:
    incident: str
    steps: tuple[PlanStep, ...]

    @property
    def next_due(self) -> datetime | None:
        return min((step.due for step in self.steps if step.state == "open"), default=None)


def reprisal_plans(written: Iterable[Entry]) -> tuple[ReprisalPlan, ...]:
    """A plan for each incident that is marked as a reprisal today. The hours run from when it was first marked."""
    written = tuple(written)
    taken = {(entry.data["incident"], entry.data["step"]): entry for entry in written if entry.kind == "reprisal_step"}
    rows = [row for row in coded_list("reprisal_steps") if not row.ended]
    return tuple(
        ReprisalPlan(one.ref, tuple(_step(row, one.marked_at, taken.get((one.ref, row.value))) for row in rows))
        for one in incidents(written)
        if one.marked_at
    )


def _step(row: Coded, since: datetime, taken: Entry | None) -> PlanStep:
    due = since + timedelta(hours=row.hours)
    if taken is None:
        return PlanStep(row.value, row.label, row.source, due)
    return PlanStep(row.value, row.label, row.source, due, taken.data["state"], taken.data["text"], taken.at)


def refusal_to_taking_step(
    plans: Iterable[ReprisalPlan], incident: str, step: str, state: str, text: str
) -> Refusal | None:
    steps = [one for plan in plans if plan.incident == incident for one in plan.steps if one.value == step]
    if not steps:
        return Refusal("This incident has no such step. Open the incidents again and look at its plan.")
    if steps[0].state != "open":
        return Refusal("This step was written down already. Look at the plan as it stands.")
    if state == NOT_NEEDED and not text.strip():
        return Refusal("A step that is left out needs a reason. Write it, then keep it.")
    return None
