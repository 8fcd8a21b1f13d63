"""The word lists: one file of a language each, that lawyers and caseworkers change. They are checked when they are read."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from safeconduct.cases.suggesting.phrase import compiled, fault_in

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "fr", "es", "ru", "ar")
# Texts in languages near to one of ours are read with its list: many words are the same, and an officer confirms.
_NEAREST = {"be": "ru", "uk": "ru", "ca": "es", "gl": "es", "pt": "es"}
FIELDS = ("violation_types", "defender_types", "perpetrator_kind", "asks", "outcome")
_LISTED = tomllib.loads((FOLDER / "codes.toml").read_text(encoding="utf-8"))
CODES: Mapping[str, tuple[str, ...]] = {
    field: (*_LISTED[field], *(_LISTED["joined"] if field == "violation_types" else ())) for field in FIELDS
}
SENTENCES = (
    *("negation", "not_negation", "asking", "background", "posted", "elsewhere", "onlooker", "place", "relative"),
    *("other_day", "other_day_after", "in_month", "on_day", "of_month", "of_last_month"),
    *("in_a_name", "hour", "subject", "saying", "letting_go", "picture"),
    *("speaking", "according", "no_speaker", "oneself", "kin", "she", "things", "passive", "that", "feared", "against"),
    *("yesterday", "before_yesterday", "credit"),
)
_OF_DATES = ("months", "days")
_BY_CODE = ("unless", "faint")


class FaultyList(Exception):
    """A word list cannot be used. Its text says which file, which row and what to do."""


@dataclass(frozen=True)
class WordList:
    """`codes` by field and code; `unless` and `faint` by code; `sentences` by what they tell.

    `months` as dates are spelled too, `days` in words."""

    language: str
    codes: Mapping[str, Mapping[str, re.Pattern[str]]]
    unless: Mapping[str, re.Pattern[str]]
    faint: Mapping[str, re.Pattern[str]]
    sentences: Mapping[str, re.Pattern[str]]
    months: Mapping[str, str]
    days: Mapping[str, int]


def language_read_as(language: str) -> str:
    """The language of ours whose list reads a text."""
    code = language.casefold().partition("-")[0].partition("_")[0]
    return code if code in LANGUAGES else _NEAREST.get(code, "en")


@cache
def word_list(language: str) -> WordList:
    path = FOLDER / f"{language}.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))
    for fault in faults(rows, name=path.name):
        raise FaultyList(fault)
    return WordList(
        language=language,
        codes={field: _compiled(rows[field], language) for field in FIELDS},
        unless=_compiled(rows["unless"], language),
        faint=_compiled(rows["faint"], language),
        sentences=_compiled(rows["sentences"], language),
        months=rows["months"],
        days=rows["days"],
    )


def _compiled(phrases: Mapping[str, list[str]], language: str) -> dict[str, re.Pattern[str]]:
    return {code: compiled(listed, language=language) for code, listed in phrases.items()}


def faults(rows: Mapping[str, Mapping[str, object]], *, name: str) -> Iterator[str]:
    """Each fault of a list in one sentence, with the file, the row and what to do."""
    wanted = {**CODES, "sentences": SENTENCES}
    for table in sorted({*wanted, *_BY_CODE, *_OF_DATES} - rows.keys()):
        yield f"{name} has no table [{table}]: add it."
    for table in sorted(rows.keys() - wanted.keys() - {*_BY_CODE, *_OF_DATES}):
        yield f"{name} has a table [{table}] that nothing reads: take it out or correct its name."
    for table, codes in wanted.items():
        row = rows.get(table, {})
        yield from (
            f"{name} [{table}] lacks the row {code}: add it, with [] if there are no words."
            for code in sorted(set(codes) - row.keys())
        )
        yield from (
            f"{name} [{table}] {code} is no code: correct its name." for code in sorted(row.keys() - set(codes))
        )
    known = {code for codes in CODES.values() for code in codes}
    yield from (
        f"{name} [{table}] {code} is no code: correct its name."
        for table in _BY_CODE
        for code in sorted(rows.get(table, {}).keys() - known)
    )
    for table, row in rows.items():
        if table not in _OF_DATES:
            yield from _faulty_phrases(row, table=table, name=name)


def _faulty_phrases(row: Mapping[str, object], *, table: str, name: str) -> Iterator[str]:
    for code, phrases in row.items():
        if not isinstance(phrases, list) or not all(isinstance(phrase, str) for phrase in phrases):
            yield f"{name} [{table}] {code} is not a list of phrases in quotation marks: write it as the other rows."
            continue
        for phrase in phrases:
            if fault := fault_in(phrase):
                yield f"{name} [{table}] {code}: “{phrase}” cannot be used, {fault}. Correct it."
