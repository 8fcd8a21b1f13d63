"""Whether two texts are one statement: equal, reprinted, updated, or like enough that a person should look.

Statements of one kind are written from one mould: on two prisoners they may differ in two words. So a text that lacks a
name or number of the other is never joined to it by itself."""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

_WORD = re.compile(r"\w+")
_AT_ONCE = 5  # words of a shingle
_FEWEST_WORDS = 20  # with fewer, equal words may stand under two statements
_UPDATED = 0.3  # of the shingles of both, on one address
_HELD = 0.9  # of the shorter one's shingles, that the longer one has too
_LIKE = 0.5  # of the shingles of both: a person looks
_DAYS_APART = 3


@dataclass(frozen=True)
class ComparedText:
    id: str
    title: str
    text: str = field(repr=False)
    url: str
    language: str
    published: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(_WORD.findall(self.text))

    @cached_property
    def letters(self) -> str:
        """The words alone, in small letters: equal for texts that differ in blanks, lines and marks."""
        return " ".join(self.words).casefold()

    @cached_property
    def shingles(self) -> frozenset[int]:
        words = self.letters.split(" ")
        runs = zip(*(words[at:] for at in range(min(_AT_ONCE, len(words)))), strict=False)
        return frozenset(map(zlib.crc32, map(str.encode, map(" ".join, runs))))

    @cached_property
    def telling(self) -> frozenset[str]:
        """Words that may be names or numbers: with a capital, a digit, or in a script without capitals."""
        return frozenset(word.casefold() for word in self.words if word != word.lower() or word.upper() == word)

    @property
    def page(self) -> str:
        return page_address(self.url)


def compared(row: Mapping[str, Any]) -> ComparedText:
    return ComparedText(row["id"], row["title"], row["text"], row["url"], row["language"], row["published"])


def page_address(url: str) -> str:
    """Without what does not tell one page from another: the protocol, www, the last slash and what follows a hash mark."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    return f"{host}{parts.path.rstrip('/')}{f'?{parts.query}' if parts.query else ''}" if host else ""


def relation(earlier: ComparedText, later: ComparedText) -> str:
    """same, updated, perhaps, or "" for two statements."""
    if earlier.letters == later.letters:
        return "same" if len(earlier.words) >= _FEWEST_WORDS or earlier.page == later.page else "perhaps"
    shared, alike = _shared(earlier, later), _alike(earlier, later)
    if earlier.page and earlier.page == later.page:
        return "updated" if alike >= _UPDATED else ""
    shorter, longer = sorted((earlier, later), key=lambda one: len(one.shingles))
    if shared >= _HELD * len(shorter.shingles) and len(shorter.words) >= _FEWEST_WORDS:
        return "perhaps" if _differs_inside(shorter, longer) or _on_other_days(earlier, later) else "same"
    return "perhaps" if alike >= _LIKE else ""


def _differs_inside(shorter: ComparedText, longer: ComparedText) -> bool:
    """Whether a name or number may stand in the place of another. A text that stands in the other as it is may have more around it."""
    if shorter.shingles <= longer.shingles:
        return False
    return not (shorter.telling <= set(longer.letters.split(" ")) and longer.telling <= set(shorter.letters.split(" ")))


def _shared(one: ComparedText, other: ComparedText) -> int:
    return len(one.shingles & other.shingles)


def _alike(one: ComparedText, other: ComparedText) -> float:
    return _shared(one, other) / len(one.shingles | other.shingles)


def _on_other_days(one: ComparedText, other: ComparedText) -> bool:
    length = min(len(one.published), len(other.published))
    if not length or one.published[:length] == other.published[:length]:
        return False
    if length < len("2019-03-31"):
        return True
    days = date.fromisoformat(one.published) - date.fromisoformat(other.published)
    return abs(days.days) > _DAYS_APART
