"""Words of a text as they stand in it: quoted with what is around them, so that a reader sees what was meant."""

import re
from dataclasses import dataclass, field

from safeconduct.cases.suggesting.passage import Passage, Span

_AROUND = 120
"""Letters on each side, at most; cut where a word ends."""


@dataclass(frozen=True)
class Quotation:
    """`before` and `after` are from the same sentence; an ellipsis stands where it was cut."""

    before: str = field(repr=False)
    words: str = field(repr=False)
    after: str = field(repr=False)


def quotation(passage: Passage, words: str) -> Quotation | None:
    """Where these words first stand as words of their own, else where they first stand; None where they do not."""
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    found = re.search(rf"(?<!\w){pattern}(?!\w)", passage.text) or re.search(pattern, passage.text)
    if not words or found is None:
        return None
    span = Span(*found.span())
    sentence = passage.sentence_with(span)
    before, after = passage.text[sentence.start : span.start], passage.text[span.end : sentence.end]
    return Quotation(_last_part(before).lstrip(), passage.words(span), _first_part(after).rstrip())


def _last_part(text: str) -> str:
    return text if len(text) <= _AROUND else f"… {text[-_AROUND:].partition(' ')[2]}"


def _first_part(text: str) -> str:
    return text if len(text) <= _AROUND else f"{text[:_AROUND].rpartition(' ')[0]} …"
