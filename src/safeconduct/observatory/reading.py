"""A public text as its words: how each may be looked up, where it stands, and in which sentence. Nothing is stored."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"\w+")
_SAME = str.maketrans({"ى": "ي", "ة": "ه", "ـ": "", "ß": "ss", "ё": "е", "đ": "d", "ł": "l", "ø": "o", "ı": "i"})
# What is written onto letters, all of it: one table is faster than asking for each letter of each text.
_WRITTEN_ONTO = dict.fromkeys(code for code in range(0x300, 0x20000) if unicodedata.combining(chr(code)))
_STOPS = frozenset(".!?؟…")
_BREAKS = frozenset("\n|•؛;»")
_ABBREVIATED = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "me",
        "mm",
        "st",
        "sr",
        "sra",
        "no",
        "art",
        "prof",
        "cf",
        "rev",
        "hon",
        "amb",
        "sgt",
        "г",
        "ст",
        "см",
    }
)
_SHORTEST_STEM = 3
_LONGEST_TITLE = 250  # letters
# Mail is broken into lines of about so many letters, wherever a sentence stands, and marks what it passes on.
_PASSED_ON = re.compile(r"(?:^>[^\n]*(?:\n|\Z))+", re.MULTILINE)
_MARKS = re.compile(r"^>[> ]*", re.MULTILINE)
_WRAPPED = re.compile(r"(?<=[^\n]{45})(?<![.!?:;؟…])\n *(?=[^\W\d_])")
_WIDEST = 90
_MENU = 4  # words at most of a line of a menu
_FURTHEST = 300  # words after the title at which a head ends, whatever stands before it


@dataclass(frozen=True)
class Reading:
    """`forms`: plain letters of each word, in Arabic also without what is written onto it. `starts`/`ends` in letters of
    `text`; `sentences` numbers them; `capitals`: whether each begins with one; the first `title_words` words are the title."""

    text: str
    forms: tuple[tuple[str, ...], ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    sentences: tuple[int, ...]
    capitals: tuple[bool, ...]
    title_words: int

    def written(self, start: int, end: int) -> str:
        """The words from `start` up to `end` as they stand in the text."""
        return " ".join(self.text[self.starts[start] : self.ends[end - 1]].split())

    def word(self, at: int) -> str:
        return self.text[self.starts[at] : self.ends[at]]

    def between(self, at: int) -> str:
        """What stands between a word and the next one."""
        return self.text[self.ends[at] : self.starts[at + 1]]

    def head(self, words: int) -> int:
        """Where so many words after the title end. Lines of menus stand before a head, and do not fill it."""
        at, end = self.title_words, min(self.title_words + _FURTHEST, len(self.forms))
        while at < end and words > 0:
            line = bisect_right(self.sentences, self.sentences[at], at) - at
            words -= line if line > _MENU else 0
            at += line
        return at + min(words, 0)


def plain(word: str) -> str:
    """Small letters without accents, vowel marks and the variants of Arabic letters."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKD", word).casefold().translate(_SAME).translate(_WRITTEN_ONTO)


def _unbroken(text: str) -> str:
    """As many letters, with spaces where mail breaks a line inside a sentence, and where it marks what it passes on."""
    if "\n>" in text:
        text = _PASSED_ON.sub(lambda passed_on: _joined(_MARKS.sub(_spaces, passed_on[0])), text)
    return _joined(text) if max(map(len, text.splitlines()), default=0) <= _WIDEST else text


def _joined(text: str) -> str:
    return _WRAPPED.sub(_spaces, text)


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def read(title: str, text: str, *, language: str) -> Reading:
    """A text without a title begins with one, if its first line is no longer than titles are."""
    title, text = " ".join(title.split()), _unbroken(text)
    if not title:
        first, _, rest = text.strip().partition("\n")
        title, text = (" ".join(first.split()), rest) if rest and len(first) <= _LONGEST_TITLE else ("", text)
    whole = f"{title}\n{text}" if title else text
    spans = [found.span() for found in _WORD.finditer(whole)]
    words = [whole[start:end] for start, end in spans]
    looked_up = {word: _forms(plain(word), language) for word in set(words)}
    return Reading(
        text=whole,
        forms=tuple([looked_up[word] for word in words]),
        starts=tuple([start for start, _ in spans]),
        ends=tuple([end for _, end in spans]),
        sentences=tuple(_numbered(whole, spans)),
        capitals=tuple([word[0].isupper() for word in words]),
        title_words=bisect_left(spans, (len(title), 0)),
    )


def _numbered(whole: str, spans: list[tuple[int, int]]) -> Iterator[int]:
    """The sentence of each word."""
    sentence, word_starts, before = 0, 0, 0
    for start, end in spans:
        if before and (start != before + 1 or whole[before] != " "):
            sentence += _ends_sentence(whole[before:start], plain(whole[word_starts:before]))
        yield sentence
        word_starts, before = start, end


def _ends_sentence(between: str, last: str) -> bool:
    if any(letter in _BREAKS for letter in between):
        return True
    if not any(letter in _STOPS for letter in between):
        return False
    return between[-1].isspace() and (len(last) > 1 or last.isdigit()) and last not in _ABBREVIATED


def _forms(word: str, language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_less_what_is_joined(word))) if language == "ar" else (word,)


def _less_what_is_joined(word: str) -> Iterator[str]:
    """Arabic writes and, so; in, like, to; the: in this order onto the word."""
    yield word
    starts = [word]
    if word[0] in "وف" and len(word) > _SHORTEST_STEM:
        starts.append(word[1:])
    for start in list(starts):
        if start[0] in "بكل" and len(start) > _SHORTEST_STEM:
            starts.append("ال" + start[2:] if start.startswith("لل") else start[1:])
    for start in starts:
        yield start
        if start.startswith("ال") and len(start) > _SHORTEST_STEM + 1:
            yield start[2:]
