"""A plan to bring somebody to another place for a time, and back or on. It is ready only with safe travel.

Going away hides no duty of the state that should have protected: that stays open as long as the person is away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

PLANNED, READY, AWAY, ENDED = "planned", "ready", "away", "ended"
STATES = (PLANNED, READY, AWAY, ENDED)
PARTS = (
    *("reasons", "travel_before", "travel_arrival", "papers", "host", "family", "next"),
    *("state_duty", "accompanied_by", "conditions", "legal_status"),
)


@dataclass(frozen=True)
class Relocation:
    """`travel_before`: safe ways, cover and contact until leaving; `travel_arrival`: who meets and who is called.
    `next`: the return, the next host, or whoever takes over. `conditions` of whoever goes along. `legal_status`: what
    the stay rests on, and how asylum could be asked for, without a promise."""

    reasons: str = field(default="", repr=False)
    travel_before: str = field(default="", repr=False)
    travel_arrival: str = field(default="", repr=False)
    papers: str = field(default="", repr=False)
    host: str = field(default="", repr=False)
    family: str = field(default="", repr=False)
    next: str = field(default="", repr=False)
    state_duty: str = field(default="", repr=False)
    accompanied_by: str = field(default="", repr=False)
    conditions: str = field(default="", repr=False)
    legal_status: str = field(default="", repr=False)
    ends_on: date | None = None
    state: str = PLANNED
    state_duty_met: bool = False

    def is_overdue(self, *, on: date) -> bool:
        """Somebody is elsewhere and the last day has passed."""
        return self.state == AWAY and self.ends_on is not None and self.ends_on < on

    def as_data(self) -> dict[str, Any]:
        return {**asdict(self), "ends_on": self.ends_on.isoformat() if self.ends_on else ""}


def relocation(written: Iterable[Entry]) -> Relocation | None:
    """The plan as it stands: each entry holds the whole of it."""
    newest = next((entry for entry in reversed(tuple(written)) if entry.kind == "relocation_planned"), None)
    return _relocation(newest.data) if newest else None


def _relocation(data: Mapping[str, Any]) -> Relocation:
    return Relocation(
        **{name: data.get(name, "") for name in PARTS},
        ends_on=date.fromisoformat(data["ends_on"]) if data["ends_on"] else None,
        state=data["state"],
        state_duty_met=data["state_duty_met"],
    )


_MISSING: dict[str, tuple[str, str]] = {
    "travel_before": (
        "safe travel before leaving",
        "There is no plan for safe travel before leaving. Write the way, the cover and who knows of it.",
    ),
    "travel_arrival": (
        "who meets them on arrival",
        "There is no plan for the arrival. Write who meets them, and who is called within a day.",
    ),
    "papers": (
        "papers",
        "The papers are not settled. Write which are valid until when, and that the way out is open.",
    ),
    "host": (
        "a host",
        "There is no host. Write who it is, by organisation, and that they were vetted.",
    ),
    "family": (
        "what becomes of the family",
        "It is not said what becomes of the family. Ask; “asked: nothing” is an answer.",
    ),
    "next": (
        "who or what is next",
        "It is not said who or what is next. Write the return, the next host, or who takes over.",
    ),
    "state_duty": (
        "what their own state owes",
        "It is not said what their own state owes and who follows it. Write it: leaving does not end it.",
    ),
}
_LAST_DAY = (
    "a last day of the stay",
    "The last day of the stay is missing or in the past. Choose a day from today on.",
)


def refusal_to_keeping_plan(plan: Relocation, before: Relocation | None, *, on: date) -> Refusal | None:
    """Why this plan cannot stand as it is, after the one before it."""
    if plan.state not in STATES:
        return Refusal("It is not said how far the plan is. Choose one of the four.")
    if not any(getattr(plan, name).strip() for name in PARTS):
        return Refusal("Nothing is planned yet. Write at least why somewhere else is needed.")
    if plan.accompanied_by.strip() and not plan.conditions.strip():
        return Refusal("Somebody goes along without conditions. Write what they do, what not, and who ends it.")
    if plan.state in (READY, AWAY) and (refusal := refusal_to_ready(plan, on=on)):
        return refusal
    if plan.state == AWAY and (before is None or before.state not in (READY, AWAY)):
        return Refusal("The plan was never ready. Keep it as ready first, then let them leave.")
    if plan.state_duty_met and plan.state == AWAY:
        return Refusal(
            "They are away, so their own state’s duty stays open. Close it after the return, with what it did."
        )
    return None


def refusal_to_ready(plan: Relocation, *, on: date) -> Refusal | None:
    """One sentence for everything that is missing, so that nobody learns of it piece by piece."""
    missing = [words for name, words in _MISSING.items() if not getattr(plan, name).strip()]
    if plan.ends_on is None or (plan.state == READY and plan.ends_on < on):
        missing.append(_LAST_DAY)
    if len(missing) > 1:
        *parts, last = [short for short, _sentence in missing]
        told = f"{', '.join(parts)} and {last}"
        return Refusal(f"A plan is not ready without {told}. Write them, or keep it as planned until they are known.")
    if missing:
        return Refusal(missing[0][1])
    return None
