"""Asking a source about an incident: the least that the source needs, shown beforehand exactly as it will be said."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from safeconduct.cases.verification import verifications
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.name_in_text import SHORTEST_NAME, holds_part_of, words_of
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


def refusal_to_telling_source(text: str, names: Iterable[str], other_sources: Iterable[str]) -> Refusal | None:
    """A question to a source carries no name: neither one that the file holds nor that of another source."""
    if not text.strip():
        return Refusal("Nothing is chosen yet. Tick what the source must hear to answer, and no more.")
    if any(holds_part_of(name, text) for name in names) or any(_holds_source(source, text) for source in other_sources):
        return Refusal("The text holds a name of this file. Take it out; the source must know the person without it.")
    return None


def _holds_source(source: str, text: str) -> bool:
    """Sources are described as often as named ("the clinic in Karsa"): two words in a row that are more
    than "of the", or one that looks a name."""
    told, named = words_of(text), words_of(source)
    if len(named) == 1:
        return holds_part_of(source, text)
    pairs = set(pairwise(words_of(text.casefold())))
    in_a_row = [pair for pair in pairwise(words_of(source.casefold())) if max(map(len, pair)) > SHORTEST_NAME]
    return any(pair in pairs for pair in in_a_row) or any(
        word in told for word in named[1:] if len(word) >= SHORTEST_NAME and not word.islower()
    )
