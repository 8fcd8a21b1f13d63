"""Names of countries with their adjectives, demonyms and seats of government: where a text mentions one."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from safeconduct.observatory.lexicon import FOLDER, LANGUAGES
from safeconduct.observatory.reading import MOST_KNOWN, Reading, plain, read
from safeconduct.vocabulary.place_name import country_names

_LONGEST_NAME = 6
_LONGEST_ENDING = 6
_LONGEST_CASE = 3
_FEWEST_LETTERS = 4
# Endings of Russian adjectives: in a list, and how many letters they have in a sentence.
_OF_ADJECTIVES, _ADJECTIVE_CASE = ("ыи", "ии", "ая", "яя", "ое", "ые"), (2, 3)
_FIRST_LETTERS = 3
_BEFORE_PERSONS = frozenset(
    ["m", "mr", "mrs", "ms", "mme", "mlle", "dr", "sr", "sra", "господин", "госпожа", "السيد", "السيده"]
)
_GIVEN = frozenset({"jordan", "chad", "georgia", "israel"})
_SMALL_ADJECTIVES = frozenset({"fr", "es", "ru"})
# The words of a name, the countries, and whether it is a name of theirs.
_Row = tuple[tuple[str, ...], tuple[str, ...], bool]


class Mention(NamedTuple):
    """Words from `start` up to `end`; `named` is false for an adjective, a demonym or a seat of government.
    A state that is no more has no code, and is `former`; other places have none."""

    countries: tuple[str, ...]
    start: int
    end: int
    named: bool
    former: bool = False


def mentions(reading: Reading, *, language: str) -> list[Mention]:
    """In the order of the text; the longest name that fits, and none inside another."""
    by_capitals, small = language != "ar", language in _SMALL_ADJECTIVES
    looked_at: Iterable[int] = range(len(reading.forms))
    if by_capitals and not small:
        looked_at = [at for at, capital in enumerate(reading.capitals) if capital]
    telling = _telling(set(map(reading.forms.__getitem__, looked_at)), language)
    found: list[Mention] = []
    for at in [at for at in looked_at if reading.forms[at] in telling]:
        if found and at < found[-1].end:
            continue
        if at and (reading.forms[at - 1][0] in _BEFORE_PERSONS or _is_given_name(reading, at)):
            continue  # `M. Riad …`, `Mr Jordan …`, `Amb. Chad Brown`
        names, adjective, code = telling[reading.forms[at]]
        if not by_capitals or reading.capitals[at]:
            mention = _mention_at(reading, at, names, code, language)
        else:
            mention = Mention((adjective,), at, at + 1, named=False) if adjective else None
        if mention is not None:
            found.append(mention)
    return found


# The names that a word may begin; the country by its adjective; and by that or the case of a name.
_Told = tuple[tuple[_Row, ...], str | None, str | None]


def _telling(words: set[tuple[str, ...]], language: str) -> dict[tuple[str, ...], _Told]:
    """What those words tell that may be of a country. Most are of none, which is remembered."""
    of_none = _of_none(language)
    if len(of_none) > MOST_KNOWN:
        of_none.clear()
    told = {forms: _told_by(forms, language) for forms in words - of_none}
    telling = {forms: one for forms, one in told.items() if any(one)}
    of_none.update(told.keys() - telling.keys())
    return telling


@cache
def _of_none(language: str) -> set[tuple[str, ...]]:
    return set()


def _told_by(forms: tuple[str, ...], language: str) -> _Told:
    names = tuple(row for form in forms for row in _names(language).get(form, ()))
    if language == "ru" and not names:
        names = next((rows for cut in _ADJECTIVE_CASE if (rows := _by_stem().get(forms[0][:-cut]))), ())
    adjective = _of_adjective(forms, language)
    return names, adjective, adjective or _in_a_case(forms, language)


def _is_given_name(reading: Reading, at: int) -> bool:
    """After the short form of a title, as in `Amb. Jordan Brown`."""
    if reading.forms[at][0] not in _GIVEN:
        return False
    return reading.between(at - 1) == ". " and len(reading.forms[at - 1][0]) <= _FEWEST_LETTERS


def _mention_at(reading: Reading, at: int, names: tuple[_Row, ...], code: str | None, language: str) -> Mention | None:
    for name, codes, named in names:
        if _stands_at(reading, at, name, language):
            return Mention(codes, at, at + len(name), named, former=name in _former())
    return Mention((code,), at, at + 1, named=False) if code else None


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
def _names(language: str) -> Mapping[str, tuple[_Row, ...]]:
    """By the first word; the longest first."""
    keyed: dict[str, dict[tuple[str, ...], tuple[tuple[str, ...], bool]]] = {}
    for name, codes, named in _listed(language):
        words = tuple(forms[0] for forms in read("", name, language=language).forms)
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
        tuple(forms[0] for forms in read("", name, language="ar").forms) for name in _written()["former"]["names"]
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
def _by_stem() -> Mapping[str, tuple[_Row, ...]]:
    """Russian names of several words by the first one less its ending: `Южный Судан`, `в Южном Судане`."""
    rows: dict[str, tuple[_Row, ...]] = {}
    for first, listed in _names("ru").items():
        several = tuple(row for row in listed if len(row[0]) > 1)
        if several and len(first) > _FEWEST_LETTERS and first.endswith(_OF_ADJECTIVES):
            rows[first[:-2]] = (*rows.get(first[:-2], ()), *several)
    return rows


@cache
def _stems() -> Mapping[str, str]:
    """Single Cyrillic names less the vowel that they end in."""
    return {
        words[0].rstrip("аяйьиыео"): codes[0]
        for rows in _names("ru").values()
        for words, codes, _ in rows
        if len(words) == 1 and codes and len(words[0]) >= _FEWEST_LETTERS and "\u0400" <= words[0][0] <= "\u04ff"
    }
