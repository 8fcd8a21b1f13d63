"""A text to be read for suggestions: its plain letters, its words and its sentences, with the way back to what was written."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SAME = str.maketrans(
    {"’": "'", "ʼ": "'", "`": "'", "‑": "-", "–": "-", "—": "-", "ى": "ي", "ة": "ه", "ـ": "", "ß": "ss"}
    | {digit: str(value) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for value, digit in enumerate(digits)}
)
_ABBREVIATED = (
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bMe)(?<!\bSt)(?<!\bSr)(?<!\bSra)(?<!\bMM)(?<!\bNo)(?<!\b[^\W\d])"
)
# “Oct. 17” and, in German, “6. März” are one date.
_IN_A_DATE = (
    r"(?!(?<=\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.\s)\d)"
    r"(?!(?<=\d\.\s)(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez))"
)
_ENDS = re.compile(
    rf"{_ABBREVIATED}[.!?؟…]+[\"»”)]*\s+(?!(?:19|20)\d\d\b){_IN_A_DATE}(?=[^\s\W]|[\"«“(])|[\n|]+|\s;\s|؛"
)
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Small letters without accents, vowel marks and the variants of apostrophes, hyphens, digits and Arabic letters."""
    if text.isascii():
        return text.lower().replace("`", "'")
    return "".join(map(_plain_letters(text).__getitem__, text))


def _plain_letters(text: str) -> dict[str, str]:
    """By each letter that the text has."""
    return {letter: _plain_letter(letter) for letter in set(text)}


def _plain_letter(letter: str) -> str:
    if letter.isascii() and letter.isalnum():
        return letter.lower()
    decomposed = unicodedata.normalize("NFKD", letter).casefold()
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)).translate(_SAME)


@dataclass(frozen=True)
class Span:
    """From and to where, in letters of the text as it was written."""

    start: int
    end: int

    def meets(self, other: "Span") -> bool:
        return self.start < other.end and other.start < self.end

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True)
class Passage:
    """`origin` gives for each letter of `plain` its place in `text`, and one more for the end."""

    text: str
    plain: str
    origin: tuple[int, ...]
    sentences: tuple[Span, ...]

    def words(self, span: Span) -> str:
        return " ".join(self.text[span.start : span.end].split())

    def plain_of(self, span: Span) -> str:
        return plain(self.text[span.start : span.end])

    def span_of(self, found: re.Match[str]) -> Span:
        return Span(self.origin[found.start()], self.origin[found.end() - 1] + 1)

    def sentence_with(self, span: Span) -> Span:
        return next((one for one in self.sentences if one.holds(span)), span)

    def is_headed(self, span: Span) -> bool:
        """In the first line of several."""
        return span.end <= self.text.find("\n")

    def before(self, span: Span) -> str:
        """What stands in the same sentence before the span, in plain letters."""
        return plain(self.text[self.sentence_with(span).start : span.start])

    def after(self, span: Span) -> str:
        return plain(self.text[span.end : self.sentence_with(span).end])


def read(text: str) -> Passage:
    letters, origin = [], []
    plain_letters = _plain_letters(text)
    for place, letter in enumerate(text):
        for mark in plain_letters[letter]:
            letters.append(mark)
            origin.append(place)
    return Passage(text, "".join(letters), (*origin, len(text)), tuple(_sentences(text)))


def _sentences(text: str) -> Iterator[Span]:
    start = 0
    for end in _ENDS.finditer(text):
        yield Span(start, end.end())
        start = end.end()
    if text[start:].strip():
        yield Span(start, len(text))


def word_spans(text: str) -> list[Span]:
    return [Span(found.start(), found.end()) for found in _WORD.finditer(text)]
