"""Names as a sentence bends them. Russian ones by a dictionary; in other languages that bend names, by the endings that are put to
what does not change. An ending is no knowledge of a language: what it lets through and what it takes for a name stands in the
threat model."""

from collections.abc import Iterator
from unicodedata import name as name_of_sign

from safeconduct.vocabulary.plain_letters import plain_words
from safeconduct.vocabulary.russian_word import forms_of_name, is_also_a_thing

_SHORTEST_STEM, _LONG_STEM = 3, 4
"""A stem of three letters takes one letter alone where it is of a name that ends in a vowel: Anny, but not Jane of Jan."""
_VOWELS = frozenset("aeiouyаеиоуыэюяьй")
# As plain letters have them: Polish, Czech, Slovak, Croatian, Turkish; Ukrainian, Belarusian, Bulgarian, Serbian, Russian.
_LATIN = frozenset(
    "a e i o u y ie em iem om ou ov ove ovi owi ow ej iej ego iego emu iemu eho emu ym im ze ich ych ami ach".split()  # noqa: SIM905
)
_CYRILLIC = frozenset(
    "а е и о у ы ю я ой ою ей ею ом ем ым им ого его ому ему ови еви ових ова ову ови ия ий ов ам ами ах ых их".split()  # noqa: SIM905
)
_BEFORE_ARABIC = "وفبلك"
"""And, so, with, to, as: written as one with the word that follows."""
_ARTICLE, _TO_THE, _WHOM = "ال", "لل", "ا"
_SHORTEST_ARABIC = 3


def alphabet_of(word: str) -> str:
    """`LATIN`, `CYRILLIC`, `ARABIC`, and what else the signs are called by."""
    return name_of_sign(word[0], "").split(" ")[0].split("-")[0]


def beginning_of(part: str) -> str:
    """What every form of it begins with; vowels may fall out of short names."""
    return part[: min(3, max(1, len(part) - 2))]


class BentName:
    """The forms of one part of a name, made when a text first has a word that begins as it does."""

    def __init__(self, part: str, written: str) -> None:
        self._part, self._written = part, written
        self._stems = tuple(_stems(part))
        self._russian: frozenset[str] | None = None

    def has(self, word: str, written: str) -> bool:
        """`word` in plain letters, `written` as the text has it. A small word that is also a thing is taken for the thing."""
        if alphabet_of(self._part) == "CYRILLIC":
            if self._russian is None:
                self._russian = frozenset(form for one in forms_of_name(self._written) for form in plain_words(one))
            if word in self._russian:
                return not written[:1].islower() or not is_also_a_thing(written)
        return not written[:1].islower() and self._ends_as_names_do(word)

    def _ends_as_names_do(self, word: str) -> bool:
        endings = _CYRILLIC if alphabet_of(self._part) == "CYRILLIC" else _LATIN
        return any(word.startswith(stem) and self._may_end(stem, word[len(stem) :], endings) for stem in self._stems)

    def _may_end(self, stem: str, ending: str, endings: frozenset[str]) -> bool:
        is_long = len(stem) >= _LONG_STEM or len(stem) < len(self._part)
        return ending in endings and (is_long or len(ending) > 1)


def _stems(part: str) -> Iterator[str]:
    """Without its vowel at the end; and without the one that falls out before the last letter (`Marek`, `Marka`)."""
    stem = part[:-1] if part[-1] in _VOWELS else part
    if len(stem) >= _SHORTEST_STEM:
        yield stem
    if part[-1] not in _VOWELS and len(part) > _LONG_STEM and part[-2] in "eеоo" and part[-3] not in _VOWELS:
        yield part[:-2] + part[-1]


def may_bend(part: str) -> bool:
    return len(part) >= _SHORTEST_ARABIC and alphabet_of(part) in ("LATIN", "CYRILLIC")


def without_arabic_beginnings(word: str) -> Iterator[str]:
    """A word, and what it is without `and`, `with` and the like, without the article, and without the ending of whom."""
    yield word
    if alphabet_of(word) != "ARABIC":
        return
    begun = [word, *([word[1:]] if word[0] in _BEFORE_ARABIC else [])]
    bare = [each.removeprefix(_ARTICLE) for each in begun]
    bare += [word.removeprefix(_TO_THE)] if word.startswith(_TO_THE) else []
    for each in (*begun, *bare):
        if len(each) >= _SHORTEST_ARABIC:
            yield each
            yield each.removesuffix(_WHOM) if len(each) > _SHORTEST_ARABIC else each
