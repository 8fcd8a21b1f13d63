"""Names of countries and places, and adjectives of countries, in our languages: where a text mentions one."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from safeconduct.cases.suggesting.passage import Passage, Span, plain, word_spans
from safeconduct.cases.suggesting.word_list import FOLDER, LANGUAGES
from safeconduct.vocabulary.place_name import country_names

_LONGEST_NAME = 6
_LONGEST_ENDING = 6
_CYRILLIC_ENDING = re.compile(
    r"(?:иями|ями|ами|ием|иях|ией|иеи|ого|ому|ыми|ими|ах|ях|ов|ев|еи|ои|ом|ем|ам|ям|ию|ии|ия|ие|а|я|о|е|и|ы|у|ю|ь|и)$"
)
_ARABIC_BEGINNING = re.compile(r"^[وف]?(?:[بكل])?(?:ال|لل)?")


class Way(Enum):
    NAME = "name"
    ADJECTIVE = "adjective"
    PLACE = "place"


@dataclass(frozen=True)
class Mention:
    span: Span
    countries: frozenset[str]
    way: Way


def mentions(passage: Passage, *, language: str) -> list[Mention]:
    """Each mention in the order of the text; the longest name that fits, and none inside another."""
    spans = word_spans(passage.text)
    found, at = [], 0
    while at < len(spans):
        mention, used = _mention_at(passage.text, spans, at, language)
        if mention is not None and mention.countries:
            found.append(mention)
        at += used
    return found


def _mention_at(text: str, spans: list[Span], at: int, language: str) -> tuple[Mention | None, int]:
    first = text[spans[at].start : spans[at].end]
    for length in range(min(_LONGEST_NAME, len(spans) - at), 0, -1):
        span = Span(spans[at].start, spans[at + length - 1].end)
        written = text[span.start : span.end]
        if not _one_name(written) or not _like_a_name(first):
            continue
        for key in _keys(written):
            for way, names in ((Way.NAME, _names(language)), (Way.PLACE, _places())):
                if key in names:
                    return Mention(span, names[key], way), length
    country = _of_adjective(plain(first), language)
    return (Mention(spans[at], frozenset({country}), Way.ADJECTIVE) if country else None), 1


def _one_name(written: str) -> bool:
    return not re.search(r"[;:!?|\n()]|, (?!Democratic)", written)


def _like_a_name(word: str) -> bool:
    return not word[0].islower() and not word[0].isdigit()


def _keys(written: str) -> Iterator[tuple[str, ...]]:
    """The ways in which a name may be looked up: as it is, and without case endings or what is written onto it."""
    words = tuple(plain(written[span.start : span.end]) for span in word_spans(written))
    yield words
    bare = tuple(_bare(word) for word in words)
    yield bare
    if "\u0600" <= written[0] <= "\u06ff":
        yield from (("#", *(_ARABIC_BEGINNING.sub("", word, count=1) for word in words)),)


def _bare(word: str) -> str:
    if "\u0400" <= word[0] <= "\u04ff" and len(word) > 3:
        return "~" + _CYRILLIC_ENDING.sub("", word)
    return word


def _with_keys(named: Iterator[tuple[str, frozenset[str]]]) -> dict[tuple[str, ...], frozenset[str]]:
    keyed: dict[tuple[str, ...], frozenset[str]] = {}
    for name, countries in named:
        for key in _keys(name):
            if len("".join(key).strip("#~")) >= 2:
                keyed.setdefault(key, countries)
    return keyed


@cache
def _names(language: str) -> Mapping[tuple[str, ...], frozenset[str]]:
    return _with_keys(_named(language))


def _named(language: str) -> Iterator[tuple[str, frozenset[str]]]:
    rows = _countries()
    yield from ((name, frozenset(codes)) for name, codes in rows["both"].items())
    yield from ((name, frozenset()) for name in rows["none"]["names"])
    for code, names in rows["names"].items():
        yield from ((name, frozenset({code})) for name in names)
    for spoken in dict.fromkeys((language, *LANGUAGES)):
        yield from ((name, frozenset({code})) for name, code in country_names(spoken).items())


@cache
def _places() -> Mapping[tuple[str, ...], frozenset[str]]:
    lines = (FOLDER / "places.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return _with_keys((name, frozenset({code})) for code, names in rows for name in names.split(";"))


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


def _of_adjective(word: str, language: str) -> str | None:
    beginnings = _adjectives(language)
    stem = _ARABIC_BEGINNING.sub("", word, count=1) if language == "ar" else word
    for letters in range(len(stem), max(2, len(stem) - _LONGEST_ENDING - 1), -1):
        if (code := beginnings.get(stem[:letters])) and len(stem) - letters <= letters - 2:
            return code
    return None
