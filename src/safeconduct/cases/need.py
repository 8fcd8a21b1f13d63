"""What somebody needs, for the defender or for a dependant, until it is met; with who asked and who provides.

Needs of body and mind belong to the medical scope, and on the card they are one word: medical.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.vocabulary.refusal import Refusal
from safeconduct.vocabulary.telling import MEDICAL

OPEN, MET, PARTLY, NOT_MET = "open", "met", "partly", "not_met"
OUTCOMES = (MET, PARTLY, NOT_MET)
CONSENTED = frozenset({"yes", "guardian", "unreachable"})


@dataclass(frozen=True)
class Dependant:
    """Somebody for whom the defender asks: a coded role and a label, never a name; their own answer, their own risk."""

    role: str
    label: str
    consent: str
    risk: str


@dataclass(frozen=True)
class Need:
    """`kind`, `level`, `stage` and `asked_by` are coded. `state`: open, met, partly or not_met; only met needs no more."""

    ref: str
    kind: str
    level: str
    stage: str
    asked_by: str
    words: str = field(repr=False)
    dependant: Dependant | None = field(default=None, repr=False)
    at: datetime | None = None
    state: str = OPEN
    provider: str = ""
    why: str = field(default="", repr=False)

    @property
    def is_medical(self) -> bool:
        return self.kind in MEDICAL

    @property
    def on_card(self) -> str:
        return "medical" if self.is_medical else self.kind

    def noted(self) -> NewEntry:
        parts = ("ref", "kind", "level", "stage", "asked_by", "words")
        data: dict[str, Any] = {name: getattr(self, name) for name in parts}
        data["dependant"] = asdict(self.dependant) if self.dependant else None
        return NewEntry(self._scope, "need_noted", data)

    def settled(self, *, state: str, provider: str, why: str) -> NewEntry:
        return NewEntry(self._scope, "need_met", {"ref": self.ref, "state": state, "provider": provider, "why": why})

    @property
    def _scope(self) -> str:
        return "medical" if self.is_medical else "story"


def needs(written: Iterable[Entry]) -> tuple[Need, ...]:
    """Every need as it stands, oldest first."""
    entries = tuple(written)
    settled = {entry.data["ref"]: entry.data for entry in entries if entry.kind == "need_met"}
    return tuple(_need(entry, settled.get(entry.data["ref"])) for entry in entries if entry.kind == "need_noted")


def unmet(written: Iterable[Entry]) -> tuple[Need, ...]:
    return tuple(need for need in needs(written) if need.state != MET)


def unmet_on_card(written: Iterable[Entry]) -> list[str]:
    """Coded, each kind once."""
    return sorted({need.on_card for need in unmet(written)})


def _need(entry: Entry, settled: Any) -> Need:
    data = entry.data
    outcome = settled or {"state": OPEN, "provider": "", "why": ""}
    return Need(
        **{name: data[name] for name in ("ref", "kind", "level", "stage", "asked_by", "words")},
        dependant=Dependant(**data["dependant"]) if data["dependant"] else None,
        at=entry.at,
        state=outcome["state"],
        provider=outcome["provider"],
        why=outcome["why"],
    )


def refusal_to_noting_need(need: Need) -> Refusal | None:
    if not (need.kind and need.level and need.stage and need.asked_by):
        return Refusal("Kind, level, stage or who asked is missing. Choose each of the four.")
    return refusal_to_speaking_for(need.dependant) if need.dependant else None


def refusal_to_speaking_for(dependant: Dependant) -> Refusal | None:
    """Each adult answers alone; for a child a guardian does."""
    if not (dependant.role and dependant.label.strip()):
        return Refusal("The dependant’s role or label is missing. Write both, and no name.")
    if dependant.consent == "no":
        return Refusal("They said no, so nothing of theirs is kept. Tell the defender, and leave them out.")
    if dependant.consent not in CONSENTED:
        return Refusal("The dependant has not been asked. Ask them themselves, then choose their answer.")
    if not dependant.risk.strip():
        return Refusal("The dependant’s own risk is empty. Ask about it; “asked: none” is an answer.")
    return None


def refusal_to_settling(state: str, *, provider: str, why: str) -> Refusal | None:
    if state not in OUTCOMES:
        return Refusal("It is not said whether the need is met. Choose one of the three.")
    if state in (MET, PARTLY) and not provider.strip():
        return Refusal("It is not said who provides it. Name the organisation or the role, never a private person.")
    if state in (PARTLY, NOT_MET) and not why.strip():
        return Refusal("It is not said why something is still missing. Write the reason, so that others can try.")
    return None
