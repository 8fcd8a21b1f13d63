"""A public text as its words: how each may be looked up, where it stands, and in which sentence. Nothing is stored."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from operator import itemgetter

_BETWEEN = re.compile(r"(\W+)")
# Vowel marks, which careful Arabic writes over letters inside a word, end none.
_BETWEEN_ARABIC = re.compile(r"([^\w\u064b-\u0652\u0670]+)")
# What is written onto letters, all of it, goes: one table is faster than asking for each letter of each text.
_SAME = {
    **dict.fromkeys((code for code in range(0x300, 0x20000) if unicodedata.combining(chr(code))), ""),
    **{ord(one): other for one, other in zip("ىةـßёđłøı", ("ي", "ه", "", "ss", "е", "d", "l", "o", "i"), strict=True)},
}
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
MOST_KNOWN = 20_000  # words of a language that are remembered before it begins anew
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

    @cached_property
    def there(self) -> frozenset[str]:
        """The first forms of all words: what is not among them need not be looked for."""
        return frozenset(map(itemgetter(0), self.forms))

    @cached_property
    def is_cut(self) -> bool:
        """The text breaks off."""
        return self.text.rstrip("] )").endswith(("…", "...", "[...", "[…"))

    def each_sentence(self) -> Iterator[tuple[int, int]]:
        """Where each begins and ends."""
        start, end = 0, len(self.sentences)
        while start < end:
            until = bisect_right(self.sentences, self.sentences[start], start)
            yield start, until
            start = until

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
    return unicodedata.normalize("NFKD", word).casefold().translate(_SAME)


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
    parts = (_BETWEEN_ARABIC if language == "ar" else _BETWEEN).split(whole)
    # Words and what stands between them take turns; before the first word and after the last one stands an empty one.
    begin, end = 0 if parts[0] else 2, len(parts) if parts[-1] else len(parts) - 2
    places = [0, *accumulate(map(len, parts))]
    words, starts = parts[begin:end:2], places[begin:end:2]
    looked_up = _looked_up(words, language)
    forms = tuple([looked_up[word] for word in words])
    return Reading(
        text=whole,
        forms=forms,
        starts=tuple(starts),
        ends=tuple(places[begin + 1 : end + 1 : 2]),
        sentences=_numbered(forms, parts[begin + 1 : end : 2]),
        capitals=tuple([word[0].isupper() for word in words]),
        title_words=bisect_left(starts, len(title)),
    )


def _looked_up(words: list[str], language: str) -> dict[str, tuple[str, ...]]:
    """The forms of each word. Most are known from the texts before; the letters of all others go through the tables in one string,
    which is faster."""
    known = _known(language)
    if len(known) > MOST_KNOWN:
        known.clear()
    if others := [word for word in set(words) if word not in known]:
        for word, form in zip(others, plain("\n".join(others)).split("\n"), strict=True):
            known[word] = _less_what_is_joined(form) if language == "ar" else (form,)
    return known


@cache
def _known(language: str) -> dict[str, tuple[str, ...]]:
    """Words that were met, by how a text writes them."""
    return {}


def _numbered(forms: tuple[tuple[str, ...], ...], betweens: list[str]) -> tuple[int, ...]:
    """The sentence of each word."""
    ends = [between != " " and _ends_sentence(between, form[0]) for form, between in zip(forms, betweens, strict=False)]
    return tuple(accumulate(ends, initial=0))[: len(forms)]


def _ends_sentence(between: str, last: str) -> bool:
    if not _BREAKS.isdisjoint(between):
        return True
    if _STOPS.isdisjoint(between):
        return False
    return between[-1].isspace() and (len(last) > 1 or last.isdigit()) and last not in _ABBREVIATED


def _less_what_is_joined(word: str) -> tuple[str, ...]:
    """Arabic writes and, so; in, like, to; the: in this order onto the word."""
    if len(word) <= _SHORTEST_STEM or word[0] not in "وفبكلا":
        return (word,)
    starts = [word]
    if word[0] in "وف":
        starts.append(word[1:])
    for start in list(starts):
        if start[0] in "بكل" and len(start) > _SHORTEST_STEM:
            starts.append("ال" + start[2:] if start.startswith("لل") else start[1:])
    forms = [word]
    for start in starts:
        forms.append(start)
        if start.startswith("ال") and len(start) > _SHORTEST_STEM + 1:
            forms.append(start[2:])
    return tuple(dict.fromkeys(forms))
