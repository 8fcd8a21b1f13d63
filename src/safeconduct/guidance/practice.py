"""Good practices: how they are done, where they fit, how to adapt them, and beside that what did not work."""

from dataclasses import dataclass
from datetime import date

from safeconduct.guidance.source import Address, doubts


@dataclass(frozen=True)
class Practice:
    """`actions` are kinds of the catalogue. `did_not_work` is empty where nobody has said anything of it."""

    id: str
    name: str
    context: str
    steps: tuple[str, ...]
    adaptation: str
    did_not_work: tuple[str, ...]
    shortcomings: tuple[str, ...]
    actions: tuple[str, ...]
    source: Address
    verification: str
    last_checked: date


def cautions(practice: Practice, *, today: date) -> tuple[str, ...]:
    """The sentences without which this practice is not to be shown."""
    return doubts(practice.verification, practice.last_checked, today=today)
