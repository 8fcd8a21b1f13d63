"""Asking a source about an incident: the least that the source needs, shown beforehand exactly as it will be said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.cases.known_name import KnownNames, refusal_to_naming
from safeconduct.cases.verification import verifications
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal


@dataclass(frozen=True)
class SourceQuestion:
    """`text` is all that the source is told. `answered` when a result names this question."""

    ref: str
    source: str
    target: str
    text: str = field(repr=False)
    by: str
    at: datetime
    answered: bool


def source_questions(written: Iterable[Entry]) -> tuple[SourceQuestion, ...]:
    written = tuple(written)
    answered = {one.asked for one in verifications(written)}
    return tuple(
        SourceQuestion(
            ref=entry.data["question"],
            source=entry.data["source"],
            target=entry.data["target"],
            text=entry.data["text"],
            by=entry.data["by"],
            at=entry.at,
            answered=entry.data["question"] in answered,
        )
        for entry in written
        if entry.kind == "source_asked"
    )


def refusal_to_telling_source(text: str, known: KnownNames) -> Refusal | None:
    """A question to a source carries no name: neither one that the file holds nor that of another source."""
    if not text.strip():
        return Refusal("Nothing is chosen yet. Tick what the source must hear to answer, and no more.")
    return refusal_to_naming(
        text, known, "The text holds a name of this file. Take it out; the source must know the person without it."
    )
