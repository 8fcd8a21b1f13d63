"""Words of a text as they stand in it: quoted with what is around them, so that a reader sees what was meant."""

import re
from collections.abc import Sequence
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
    places = _places(passage.text, words) if words else []
    if not places:
        return None
    span = next((one for one in places if _stands_alone(one, passage.text)), places[0])
    sentence = passage.sentence_with(span)
    before, after = passage.text[sentence.start : span.start], passage.text[span.end : sentence.end]
    return Quotation(_last_part(before).lstrip(), passage.words(span), _first_part(after).rstrip())


def _places(text: str, words: str) -> list[Span]:
    """Where these words stand; between two of them may be any blank or a new line."""
    origin: Sequence[int] = range(len(text))
    squeezed = text
    if words not in text:
        runs = list(re.finditer(r"\s+|\S", text))
        squeezed, origin = "".join(" " if one[0].isspace() else one[0] for one in runs), [one.start() for one in runs]
    starts, at = [], squeezed.find(words)
    while at >= 0:
        starts.append(at)
        at = squeezed.find(words, at + len(words))
    return [Span(origin[start], origin[start + len(words) - 1] + 1) for start in starts]


def _stands_alone(span: Span, text: str) -> bool:
    around = text[max(0, span.start - 1) : span.start] + text[span.end : span.end + 1]
    return not any(sign.isalnum() for sign in around)


def _last_part(text: str) -> str:
    return text if len(text) <= _AROUND else f"… {text[-_AROUND:].partition(' ')[2]}"


def _first_part(text: str) -> str:
    return text if len(text) <= _AROUND else f"{text[:_AROUND].rpartition(' ')[0]} …"
