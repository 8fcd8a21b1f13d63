"""Names of countries and places, and adjectives of countries, in our languages: where a text mentions one."""

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache
from typing import Any

from safeconduct.cases.suggesting import name_form
from safeconduct.cases.suggesting.passage import Passage, Span, plain, word_spans
from safeconduct.cases.suggesting.word_list import FOLDER, LANGUAGES
from safeconduct.vocabulary.place_name import country_names, country_of_three_letters

_LONGEST_NAME = 6
_LONGEST_ENDING = 6
_MOST_READINGS = 24  # of the words of one name, each in the forms that it may be declined from
_SHORTEST_IN_SMALL_LETTERS = _SHORTEST_WITH_ARTICLE = 4
_SHORTEST_HINT_IN_SMALL_LETTERS = 6
_LIKE_AN_ACCUSATIVE = "يا"
_INDEX = re.compile(r"(?<!\w)([A-Z]{3}) ?\d{3} ?/ ?\d{4}")  # TUN 001 / 0517 / OBS 052: an appeal of the Observatory

Names = Mapping[tuple[str, ...], frozenset[str]]


class Way(Enum):
    NAME = "name"
    SMALL = "name in small letters"
    ADJECTIVE = "adjective"
    PLACE = "place"
    HINT = "hint"


@dataclass(frozen=True)
class Mention:
    span: Span
    countries: frozenset[str]
    way: Way


def mentions(passage: Passage, *, language: str) -> list[Mention]:
    """Each mention in the order of the text; the longest name that fits, and none inside another."""
    spans = word_spans(passage.text)
    words = tuple(plain(passage.text[span.start : span.end]) for span in spans)
    found, at = list(_of_indexes(passage.text)), 0
    while at < len(spans):
        mention, used = _mention_at(passage.text, spans, words, at, language)
        if mention is not None and mention.countries:
            found.append(_as_adjective(mention, words, at) if language == "ar" else mention)
        at += used
    return sorted(found, key=lambda mention: mention.span.start)


def _as_adjective(mention: Mention, words: tuple[str, ...], at: int) -> Mention:
    """Arabic writes “a Syrian” as “Syria” after a noun in the accusative: ناشطا سوريا."""
    alike = mention.way is Way.NAME and words[at].endswith(_LIKE_AN_ACCUSATIVE)
    after_noun = at > 0 and words[at - 1].endswith("ا") and len(words[at - 1]) > len("الا")
    return replace(mention, way=Way.ADJECTIVE) if alike and after_noun else mention


def _of_indexes(text: str) -> Iterator[Mention]:
    """Countries by their three letters in the number of an appeal."""
    for found in _INDEX.finditer(text):
        if country := country_of_three_letters(found[1]):
            yield Mention(Span(*found.span(1)), frozenset({country}), Way.NAME)


def _mention_at(
    text: str, spans: list[Span], words: tuple[str, ...], at: int, language: str
) -> tuple[Mention | None, int]:
    first = text[spans[at].start : spans[at].end]
    small = first[0].islower()
    nameless = small and name_form.is_cyrillic(first)  # too many words are like a name in one of its cases
    if first[0].isdigit():
        return None, 1
    for length in range(min(_LONGEST_NAME, len(spans) - at), 0, -1):
        span = Span(spans[at].start, spans[at + length - 1].end)
        written = text[span.start : span.end]
        if not _one_name(written) or (small and len(written) < _SHORTEST_IN_SMALL_LETTERS):
            continue
        capitals = tuple(text[one.start].isupper() for one in spans[at : at + length])
        named = (
            _written_small_so(words[at : at + length], language)
            if nameless
            else _named_so(words[at : at + length], language, capitals, small=small)
        )
        if named:
            if length == 1 and named[1] is Way.PLACE and _of_adjective(first, language):
                break
            return Mention(span, *named), length
    if at + 1 < len(spans) and text[spans[at].end : spans[at + 1].start] == "-":
        both = Span(spans[at].start, spans[at + 1].end)
        if country := _of_adjective(text[both.start : both.end], language):
            return Mention(both, frozenset({country}), Way.ADJECTIVE), 2
    country = _of_adjective(first, language)
    return (Mention(spans[at], frozenset({country}), Way.ADJECTIVE) if country else None), 1


def _named_so(
    words: tuple[str, ...], language: str, capitals: tuple[bool, ...], *, small: bool
) -> tuple[frozenset[str], Way] | None:
    """Names of places do not count in small letters, and those of countries apart: they may be words.

    Organisations and peoples are written so in addresses, and some languages always write peoples so.
    `capitals`: which of the words begin with one in the text."""
    readings = list(_readings(words, language))
    ways = _ways_in_small_letters(words, language) if small else _ways(language)
    if small and words in _not_in_small_letters():
        return None
    as_it_stands = ((words, way, names) for way, names in ways)
    read = ((key, way, names) for way, names in ways for key in readings)
    return next(
        (
            (names[key], way)
            for key, way, names in (*as_it_stands, *read)
            if key in names and (way is not Way.HINT or _is_written_so(key, capitals))
        ),
        None,
    )


def _is_written_so(hint: tuple[str, ...], capitals: tuple[bool, ...]) -> bool:
    """A hint of several words has the capitals that its row has: “El País” is a paper, “el país” any country."""
    return len(hint) == 1 or all(
        has or not wants for has, wants in zip(capitals, _capitals_of_hints()[hint], strict=True)
    )


def _written_small_so(words: tuple[str, ...], language: str) -> tuple[frozenset[str], Way] | None:
    named = _hints_in_small_letters()
    return next(((named[key], Way.HINT) for key in _readings(words, language) if key in named), None)


def _ways(language: str) -> tuple[tuple[Way, Names], ...]:
    return (Way.NAME, _names(language)), (Way.HINT, _hint_names()), (Way.PLACE, _places())


def _ways_in_small_letters(words: tuple[str, ...], language: str) -> tuple[tuple[Way, Names], ...]:
    long_enough = len("".join(words)) >= _SHORTEST_HINT_IN_SMALL_LETTERS
    hints = _hint_names() if long_enough else _hints_in_small_letters()
    return (Way.SMALL, _names(language)), (Way.HINT, hints)


def _one_name(written: str) -> bool:
    return not re.search(r"[;:!?|\n()]|, (?!Democratic)", written)


def _readings(words: tuple[str, ...], language: str) -> Iterator[tuple[str, ...]]:
    """The ways in which a name may be looked up: as it stands, then as what it may be declined from or joined to."""
    yield words
    if name_form.is_cyrillic(words[0]):
        named = _declined(language)
        yield from itertools.islice(itertools.product(*(named.get(word, ()) for word in words)), _MOST_READINGS)
    elif name_form.is_arabic(words[0]):
        yield from ((first, *words[1:]) for first in name_form.less_what_is_joined(words[0]))


@cache
def _declined(language: str) -> Mapping[str, tuple[str, ...]]:
    """For each form of a word in a Cyrillic name, the words that it may be a form of."""
    names = {
        word for key in (*_names(language), *_places(), *_hint_names()) for word in key if name_form.is_cyrillic(word)
    }
    forms: dict[str, list[str]] = {}
    for word in sorted(names):
        for form in name_form.declined(word):
            forms.setdefault(form, []).append(word)
    return {form: tuple(listed) for form, listed in forms.items()}


def _keyed(named: Iterator[tuple[str, frozenset[str]]]) -> Names:
    """By the words of the name, in plain letters; the first that has a name keeps it."""
    keyed: dict[tuple[str, ...], frozenset[str]] = {}
    for name, countries in named:
        keyed.setdefault(_key(name), countries)
    keyed.pop((), None)
    return keyed


def _key(name: str) -> tuple[str, ...]:
    return tuple(plain(name[span.start : span.end]) for span in word_spans(name))


@cache
def _names(language: str) -> Names:
    return _keyed(_named(language))


def _named(language: str) -> Iterator[tuple[str, frozenset[str]]]:
    rows = _countries()
    yield from ((name, frozenset(codes)) for name, codes in rows["both"].items())
    yield from ((name, frozenset()) for name in (*rows["none"]["names"], *rows["none"]["words"]))
    for code, names in rows["names"].items():
        yield from ((name, frozenset({code})) for name in names)
    for spoken in dict.fromkeys((language, *LANGUAGES)):
        yield from ((name, frozenset({code})) for name, code in country_names(spoken).items())


@cache
def _places() -> Names:
    lines = (FOLDER / "places.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    ours = ((code, ";".join(names)) for code, names in _countries()["places"].items())
    return _keyed(
        (written, frozenset({code}))
        for code, names in (*ours, *rows)
        for name in names.split(";")
        for written in _with_article(name)
    )


def _with_article(name: str) -> Iterator[str]:
    """A name, and in Arabic with the article too, that sources of names leave out."""
    yield name
    if name_form.is_arabic(name) and len(name) >= _SHORTEST_WITH_ARTICLE and " " not in name:
        yield name_form.THE + name


@cache
def _hint_names() -> Names:
    return _keyed((name, frozenset({code})) for code, names in _hints().items() for name in names)


@cache
def _capitals_of_hints() -> Mapping[tuple[str, ...], tuple[bool, ...]]:
    return {
        _key(name): tuple(name[span.start].isupper() for span in word_spans(name))
        for name in itertools.chain.from_iterable(_hints().values())
    }


@cache
def _hints_in_small_letters() -> Names:
    """Peoples, currencies and the like, whose row writes them so."""
    return _keyed((name, frozenset({code})) for code, names in _hints().items() for name in names if name[0].islower())


@cache
def _hints() -> dict[str, list[str]]:
    return tomllib.loads((FOLDER / "country_hints.toml").read_text(encoding="utf-8"))


def held() -> Mapping[str, str]:
    """Lands that another country holds: whose forces act there."""
    return _countries()["held"]


@cache
def names_of_towns() -> Mapping[str, str]:
    """Names of countries that a town of another one bears, in plain letters, and that other country."""
    return {plain(name): code for code, names in _countries()["towns"].items() for name in names}


@cache
def _not_in_small_letters() -> Names:
    return _keyed((name, frozenset()) for name in _countries()["none"]["small"])


@cache
def _countries() -> dict[str, dict[str, Any]]:
    rows = tomllib.loads((FOLDER / "countries.toml").read_text(encoding="utf-8"))
    for code, beginnings in rows["adjectives"].items():
        if len(beginnings.split()) != len(LANGUAGES):
            raise ValueError(f"countries.toml [adjectives] {code}: give {len(LANGUAGES)} words, or - for none.")
    return rows


@cache
def _adjectives(language: str) -> Mapping[str, str]:
    column = LANGUAGES.index(language)
    return {
        plain(beginning): code
        for code, row in _countries()["adjectives"].items()
        for beginning in row.split()[column].split("|")
        if beginning != "-"
    }


def _of_adjective(written: str, language: str) -> str | None:
    if language == "en" and written[0].islower():  # to polish
        return None
    word = plain(written)
    stems = map(name_form.less_the, name_form.less_what_is_joined(word)) if name_form.is_arabic(word) else (word,)
    return next((code for stem in stems if (code := _of_beginning(stem, _adjectives(language)))), None)


def _of_beginning(stem: str, beginnings: Mapping[str, str]) -> str | None:
    for letters in range(len(stem), max(2, len(stem) - _LONGEST_ENDING - 1), -1):
        if (code := beginnings.get(stem[:letters])) and len(stem) - letters <= letters - 2:
            return code
    return None
