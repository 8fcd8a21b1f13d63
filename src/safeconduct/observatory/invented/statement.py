"""Invented statements made from pieces, the same ones for the same number: texts as they are given to be coded."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256, shake_256
from pathlib import Path
from typing import Any

from safeconduct.observatory.published_text import PublishedText
from safeconduct.vocabulary.place_name import official_language_codes

REMARK = "Invented texts: no figure here is about a real country, and no sentence was ever said."
FIRST_YEAR, YEARS = 2014, 5
LETTERS = 3_000  # of a long statement
_NEW_WORDS = 4  # of a sentence of the background
_SYLLABLES = tuple(first + second for first in "bdfghjklmnprstvz" for second in "aeiou")
# Of a hundred texts; the last ones are of regional forums.
_LEVELS = (("hq", 45), ("local", 35), ("multilateral", 12), ("regional", 8))
_LANGUAGES = (("en", 60), ("fr", 20), ("es", 20))
_TRANSLATED = 40  # of a hundred texts, into a language of the country
_DAYS_TO_TRANSLATE = 5
_PATHS = {
    "hq": "eeas",
    "local": "delegations/{code}",
    "multilateral": "delegations/un-geneva",
    "regional": "delegations/vienna-international-organisations",
}


def invented_statements(count: int) -> Iterator[PublishedText]:
    written = _pieces()
    return (_text(written, number) for number in range(count))


def long_statements(count: int) -> Iterator[PublishedText]:
    """The same, each followed by other matter in words that stand in hardly any other, until it is as long as statements are."""
    written = _pieces()
    for number in range(count):
        one = _text(written, number)
        yield replace(
            one, text=f"{one.text}\n{_background(written[one.language]['background'], number, LETTERS - len(one.text))}"
        )


def invented_versions(count: int) -> Iterator[dict[str, date]]:
    """The languages in which versions of the same statements would have been collected with their days, each statement's own first."""
    written = _pieces()
    for number in range(count):
        country, own = _country(written, number), _one_of(_LANGUAGES, number, "language")
        local = official_language_codes(country["code"]) if _drawn(number, "translated") % 100 < _TRANSLATED else ()
        day = _date(number)
        later = day + timedelta(days=_drawn(number, "days to translate") % _DAYS_TO_TRANSLATE)
        yield {own: day} | {language: later for language in local[:1] if language != own}


def _pieces() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "statements.toml").read_text(encoding="utf-8"))


def _background(moulds: Sequence[str], number: int, letters: int) -> str:
    drawn = iter(shake_256(f"{number} background".encode()).digest(letters))
    sentences, length = [], 0
    while length < letters:
        mould = moulds[next(drawn) % len(moulds)]
        sentences.append(_filled(mould, {f"{{{place}}}": _word(drawn) for place in range(_NEW_WORDS)}))
        length += len(sentences[-1]) + 1
    return " ".join(sentences)


def _word(drawn: Iterator[int]) -> str:
    return "".join(_SYLLABLES[next(drawn) % len(_SYLLABLES)] for _ in range(3))


def _drawn(number: int, what: str) -> int:
    """A number below 10,000 that looks drawn and is always the same."""
    return int.from_bytes(sha256(f"{number} {what}".encode()).digest()[:8], "big") % 10_000


def _one_of(pairs: tuple[tuple[Any, int], ...], number: int, what: str) -> Any:
    """One of several by their weights."""
    at = _drawn(number, what) % sum(weight for _, weight in pairs)
    for one, weight in pairs:
        if at < weight:
            return one
        at -= weight
    raise AssertionError


def _country(written: Mapping[str, Any], number: int) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _one_of(
        tuple((row, row["weights"]["texts"]) for row in written["country"]), number, "country"
    )
    return found


def _text(written: Mapping[str, Any], number: int) -> PublishedText:
    country = _country(written, number)
    language = _one_of(_LANGUAGES, number, "language")
    level, pieces = _one_of(_LEVELS, number, "level"), written[language]
    filled = {"{country}": country["name"][language], "{name}": _name(written, number), "{day}": _day(pieces, number)}
    sentences = [pieces["heads"][level], *_sentences(pieces, country["weights"], number)]
    path = _PATHS[level].replace("{code}", country["code"].casefold())
    return PublishedText(
        id=f"invented-{number:06}",
        title=_filled(pieces["titles"][level], filled),
        text=_filled(" ".join(sentences), filled),
        url=f"https://www.eeas.europa.eu/{path}/invented-{number:06}_{language}",
        language=language,
    )


def _sentences(pieces: Mapping[str, Any], weights: Mapping[str, int], number: int) -> Iterator[str]:
    role = pieces["role"]["term" if _drawn(number, "term") % 100 < weights["term"] else "other"]
    yield pieces["told"].replace("{role}", role)
    yield pieces["concern"]
    if _drawn(number, "concern") % 100 < weights["concern"]:
        return
    if _drawn(number, "release") % 100 < weights["release"]:
        yield pieces["release"]
    for what, times in (("fair_trial", 40), ("investigation", 25), ("law", 35), ("promise", 30), ("deference", 6)):
        if _drawn(number, what) % 100 < times:
            yield pieces[what]


def _name(written: Mapping[str, Any], number: int) -> str:
    """Some people are spoken of more often than others."""
    person = min(_drawn(number, "person"), _drawn(number, "person again")) % 150
    first, last = written["names"]["first"], written["names"]["last"]
    return f"{first[person % len(first)]} {last[person // len(first) % len(last)]}"


def _date(number: int) -> date:
    year, month = FIRST_YEAR + _drawn(number, "year") % YEARS, _drawn(number, "month") % 12 + 1
    return date(year, month, _drawn(number, "day") % 28 + 1)


def _day(pieces: Mapping[str, Any], number: int) -> str:
    day = _date(number)
    between = " de " if pieces["months"][0] == "enero" else " "
    return f"{day.day}{between}{pieces['months'][day.month - 1]}{between}{day.year}"


def _filled(text: str, given: Mapping[str, str]) -> str:
    for mark, words in given.items():
        text = text.replace(mark, words)
    return text
