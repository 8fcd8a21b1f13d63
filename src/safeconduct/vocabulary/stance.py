"""Whether a text bows to those who hold the power, and whether it promises to go on: the words by language, in one place.

Drafts are read for it before they go out and public statements are coded for it: both ask here, so that they mean the same."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("stance.toml")
DEFERENCE, PROMISE = "deference", "promise"


@dataclass(frozen=True)
class StanceWords:
    """`signs`: groups of plain words, one of each of which stands in whatever the pattern finds."""

    stance: str
    signs: tuple[frozenset[str], ...]
    pattern: re.Pattern[str]


def stances(text: str, language: str, *, there: frozenset[str] | None = None) -> Mapping[str, tuple[str, ...]]:
    """By stance the passages that take it, each once, in the order of the text; none in a language without words. `there`: the
    plain words of the text, where they are known: a pattern without its signs is not tried, which is far faster."""
    found: dict[str, list[tuple[int, int]]] = {DEFERENCE: [], PROMISE: []}
    small = ""
    for words in stance_words(language):
        if there is not None and any(group.isdisjoint(there) for group in words.signs):
            continue
        small = small or _small(text)
        found[words.stance].extend(one.span() for one in words.pattern.finditer(small))
    return {
        stance: tuple(text[start:end].strip() for start, end in sorted(set(spans))) for stance, spans in found.items()
    }


def _small(text: str) -> str:
    """As many letters: a few become two when they are made small, and stay as they are."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(one.lower() if len(one.lower()) == 1 else one for one in text)


@cache
def stance_words(language: str) -> tuple[StanceWords, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["words"]
    return tuple(
        StanceWords(row["stance"], tuple(map(frozenset, row["signs"])), re.compile(row["pattern"]))
        for row in rows
        if row["language"] == language
    )
