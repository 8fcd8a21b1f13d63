"""Names of countries with their adjectives, demonyms and seats of government: where a text mentions one."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from safeconduct.observatory.lexicon import FOLDER, LANGUAGES
from safeconduct.observatory.reading import Reading, plain, read
from safeconduct.vocabulary.place_name import country_names

_LONGEST_NAME = 6
_LONGEST_ENDING = 6
_LONGEST_CASE = 3
_FEWEST_LETTERS = 4
_FIRST_LETTERS = 3
_BEFORE_PERSONS = frozenset(
    ["m", "mr", "mrs", "ms", "mme", "mlle", "dr", "sr", "sra", "господин", "госпожа", "السيد", "السيده"]
)
_GIVEN = frozenset({"jordan", "chad", "georgia", "israel"})
_SMALL_ADJECTIVES = frozenset({"fr", "es", "ru"})


@dataclass(frozen=True)
class Mention:
    """Words from `start` up to `end`; `named` is false for an adjective, a demonym or a seat of government.
    A state that is no more has no code, and is `former`; other places have none."""

    countries: tuple[str, ...]
    start: int
    end: int
    named: bool
    former: bool = False


def mentions(reading: Reading, *, language: str) -> list[Mention]:
    """In the order of the text; the longest name that fits, and none inside another."""
    found, at, end = [], 0, len(reading.forms)
    by_capitals, small = language != "ar", language in _SMALL_ADJECTIVES
    while at < end:
        used = 1
        if at and (reading.forms[at - 1][0] in _BEFORE_PERSONS or _is_given_name(reading, at)):
            pass  # `M. Riad …`, `Mr Jordan …`, `Amb. Chad Brown`
        elif not by_capitals or reading.capitals[at]:
            mention, used = _mention_at(reading, at, language)
            if mention is not None:
                found.append(mention)
        elif small and (code := _of_adjective(reading.forms[at], language)):
            found.append(Mention((code,), at, at + 1, named=False))
        at += used
    return found


def _is_given_name(reading: Reading, at: int) -> bool:
    """After the short form of a title, as in `Amb. Jordan Brown`."""
    if reading.forms[at][0] not in _GIVEN:
        return False
    return reading.between(at - 1) == ". " and len(reading.forms[at - 1][0]) <= _FEWEST_LETTERS


def _mention_at(reading: Reading, at: int, language: str) -> tuple[Mention | None, int]:
    names = _names(language)
    for form in reading.forms[at]:
        for name, codes, named in names.get(form, ()):
            if _stands_at(reading, at, name, language):
                return Mention(codes, at, at + len(name), named, former=name in _former()), len(name)
    code = _of_adjective(reading.forms[at], language) or _in_a_case(reading.forms[at], language)
    return (Mention((code,), at, at + 1, named=False) if code else None), 1


def _stands_at(reading: Reading, at: int, name: tuple[str, ...], language: str) -> bool:
    if at + len(name) > len(reading.forms):
        return False
    return all(
        word in reading.forms[at + place] or (language == "ru" and _same_stem(word, reading.forms[at + place][0]))
        for place, word in enumerate(name)
        if place
    )


def _same_stem(word: str, other: str) -> bool:
    return len(word) >= _FEWEST_LETTERS and word[:-2] == other[: len(word) - 2] and abs(len(word) - len(other)) <= 2


@cache
def _names(language: str) -> Mapping[str, tuple[tuple[tuple[str, ...], tuple[str, ...], bool], ...]]:
    """By the first word: the words, the countries, and whether it is a name; the longest first."""
    keyed: dict[str, dict[tuple[str, ...], tuple[tuple[str, ...], bool]]] = {}
    for name, codes, named in _listed(language):
        words = tuple(forms[0] for forms in read("", name, language="").forms)
        if words:
            keyed.setdefault(words[0], {}).setdefault(words, (codes, named))
            if language == "ar":
                for other in _written_otherwise(words):
                    keyed.setdefault(other[0], {}).setdefault(other, (codes, named))
    return {
        first: tuple((words, *named) for words, named in sorted(rows.items(), key=lambda row: -len(row[0])))
        for first, rows in keyed.items()
    }


def _written_otherwise(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Arabic without the article, and with the letter that Egypt writes for a foreign g."""
    starts = [words, (words[0][2:], *words[1:])] if words[0].startswith("ال") else [words]
    yield from starts[1:]
    for start in starts:
        if "غ" in "".join(start) and len("".join(start)) >= _FEWEST_LETTERS + 1:
            yield tuple(word.replace("غ", "ج") for word in start)


def _listed(language: str) -> Iterator[tuple[str, tuple[str, ...], bool]]:
    rows = _written()
    yield from ((name, (), True) for name in (*rows["none"]["names"], *rows["former"]["names"]))
    yield from ((name, tuple(codes.split("-")), True) for codes, names in rows["both"].items() for name in names)
    yield from ((name, (code,), True) for code, names in rows["names"].items() for name in names)
    for spoken in dict.fromkeys((language, "en", "fr")):
        yield from ((name, (code,), True) for name, code in country_names(spoken).items())
    yield from ((name, (code,), False) for code, names in rows["seats"].items() for name in names)


@cache
def _former() -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(forms[0] for forms in read("", name, language="").forms) for name in _written()["former"]["names"]
    )


@cache
def _written() -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / "countries.toml").read_text(encoding="utf-8"))


@cache
def _adjectives(language: str) -> tuple[Mapping[str, str], frozenset[str]]:
    """The code by the beginning of its adjective, and the first letters of all beginnings."""
    column = LANGUAGES.index(language)
    beginnings = {
        plain(beginning): code
        for code, row in _written()["adjectives"].items()
        for beginning in row.split()[column].split("|")
        if beginning != "-"
    }
    return beginnings, frozenset(beginning[:_FIRST_LETTERS] for beginning in beginnings)


def _of_adjective(forms: tuple[str, ...], language: str) -> str | None:
    beginnings, firsts = _adjectives(language)
    for form in forms:
        if form[:_FIRST_LETTERS] not in firsts:
            continue
        for letters in range(len(form), max(2, len(form) - _LONGEST_ENDING - 1), -1):
            if (code := beginnings.get(form[:letters])) and len(form) - letters <= letters - 2:
                return code
    return None


def _in_a_case(forms: tuple[str, ...], language: str) -> str | None:
    """A Russian name with another ending than in the list."""
    if language != "ru" or len(forms[0]) < _FEWEST_LETTERS:
        return None
    form = forms[0]
    return next((code for cut in range(_LONGEST_CASE) if (code := _stems().get(form[: len(form) - cut]))), None)


@cache
def _stems() -> Mapping[str, str]:
    """Single Cyrillic names less the vowel that they end in."""
    return {
        words[0].rstrip("аяйьиыео"): codes[0]
        for rows in _names("ru").values()
        for words, codes, _ in rows
        if len(words) == 1 and codes and len(words[0]) >= _FEWEST_LETTERS and "\u0400" <= words[0][0] <= "\u04ff"
    }
