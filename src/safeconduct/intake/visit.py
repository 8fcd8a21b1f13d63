"""A visit with a code: what its holder sees, folded from the entries that the code may open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from safeconduct.dossiers.entry import Entry
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.intake.consent import (
    ASKED,
    Consent,
    GroupItem,
    Share,
    consents,
    group_items,
    shares,
    ticks,
    to_be_made,
)
from safeconduct.intake.progress import Progress
from safeconduct.intake.promise import RESPONSES
from safeconduct.sealing.code import Code
from safeconduct.sealing.keys import Identity


@dataclass(frozen=True)
class Visit:
    code: Code = field(repr=False)
    form: str
    own_word: str = field(default="", repr=False)

    def alone(self) -> Identity:
        return self.code.identity()

    def own(self) -> Identity:
        return self._own

    @cached_property
    def _own(self) -> Identity:
        # A visit lives for one request, and in it the word is stretched once.
        return self.code.identity_with(self.own_word)

    def as_secrets(self) -> dict[str, str]:
        return {"code": self.code.bits.hex(), "form": self.form, "own_word": self.own_word}


def visit_from(secrets: Mapping[str, str]) -> Visit:
    return Visit(Code(bytes.fromhex(secrets["code"])), secrets["form"], secrets["own_word"])


@dataclass(frozen=True)
class Office:
    """One office behind the code. `dossier` is open only with the own word; `erase_after` when erasing was asked.

    `compartment` is the one that the box names: what is written goes there and nowhere else.
    """

    ref: str
    progress: Progress | None
    dossier: OpenDossier | None = field(repr=False)
    erase_after: datetime | None = None
    compartment: str = ""


@dataclass(frozen=True)
class Seen:
    """What a code shows. Without offices the box is empty, as every wrong code's is."""

    offices: tuple[Office, ...] = ()

    @property
    def is_open(self) -> bool:
        return any(office.dossier for office in self.offices)


@dataclass(frozen=True)
class Message:
    seq: int
    office: str
    from_office: bool
    at: datetime
    text: str = field(repr=False)
    question: Consent | None = None
    feedback: str = ""
    effect: int | None = None
    """Of words about a step: their reference, and what the defender said of it since, from -2 to 2."""


@dataclass(frozen=True)
class Wishes:
    """The consents as they stand and when each wish was last left; what wishes say is never shown back."""

    consents: frozenset[str] = frozenset()
    contact_on: str = ""
    advance_on: str = ""


def messages(dossier: OpenDossier) -> tuple[Message, ...]:
    """Newest first, without those that their reader emptied from view."""
    entries = dossier.written()
    emptied = max((entry.data["upto"] for entry in entries if entry.kind == "emptied"), default=0)
    questions = {one.ref: one for one in consents(entries)}
    effects = {entry.data["feedback"]: entry.data["scale"] for entry in entries if entry.kind == "effect_seen"}
    return tuple(
        _message(dossier, entry, questions, effects)
        for entry in reversed(entries)
        if entry.kind in (*_OURS, "word") and (entry.seq > emptied or _is_open(entry, questions))
    )


_OURS = (*RESPONSES, "consent_asked", "feedback_given", "contact_told")


def _message(
    dossier: OpenDossier, entry: Entry, questions: Mapping[str, Consent], effects: Mapping[str, int]
) -> Message:
    question = questions.get(entry.data.get("consent", ""))
    feedback = entry.data["ref"] if entry.kind == "feedback_given" else ""
    return Message(
        entry.seq,
        office_name(dossier),
        entry.kind in _OURS,
        entry.at,
        entry.data.get("text", ""),
        question,
        feedback,
        effects.get(feedback),
    )


def _is_open(entry: Entry, questions: Mapping[str, Consent]) -> bool:
    """A question that waits for an answer stays in view."""
    return entry.kind == "consent_asked" and questions[entry.data["consent"]].state == ASKED


def office_name(dossier: OpenDossier) -> str:
    return next((str(entry.data["office"]) for entry in dossier.written("arrived")), "")


def sharing(dossier: OpenDossier) -> tuple[tuple[Share, ...], tuple[Consent, ...]]:
    """The shares that were made of a dossier, and each yes of which no share was made yet."""
    entries = dossier.written()
    return shares(entries), to_be_made(entries)


def before_groups(dossier: OpenDossier) -> tuple[tuple[GroupItem, ...], frozenset[str]]:
    """What was put before groups of organisations, and the ticks of the form as they stand."""
    entries = dossier.written()
    return group_items(entries), ticks(entries)


def ended_on(dossier: OpenDossier) -> str:
    """The day (ISO) on which the office's reading was ended, or ""."""
    return next((entry.at.date().isoformat() for entry in dossier.written("reading_ended")), "")


def days_of(dossier: OpenDossier, kind: str) -> tuple[str, ...]:
    """The days (ISO) of the entries of a kind."""
    return tuple(entry.at.date().isoformat() for entry in dossier.written(kind))


def wishes(dossiers: Iterable[OpenDossier]) -> Wishes:
    folded = Wishes()
    entries = [entry for dossier in dossiers for entry in dossier.written("consent", "wish_kept")]
    # The newest wish counts for all: an office whose reading was ended still holds an older one.
    for entry in sorted(entries, key=lambda entry: entry.at):
        folded = _with(folded, entry)
    return folded


def _with(wishes: Wishes, entry: Entry) -> Wishes:
    data: Mapping[str, Any] = entry.data
    day = entry.at.date().isoformat()
    if entry.kind == "consent":
        return Wishes(frozenset(data["given"]), wishes.contact_on, wishes.advance_on)
    if data["what"] == "contact":
        return Wishes(wishes.consents, day, wishes.advance_on)
    return Wishes(wishes.consents, wishes.contact_on, day)
