"""The coded facts that a telling may hold, for a member to confirm, correct or leave out. Nothing is put in here."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from safeconduct.cases.coded_fact import FIELDS, CodedFact
from safeconduct.cases.suggesting.passage import Passage, read
from safeconduct.cases.suggesting.quotation import Quotation, quotation
from safeconduct.cases.suggesting.suggestion import Evidence, suggested
from safeconduct.intake.telling import Telling

_SCRIPTS = {"ARABIC": "ar", "CYRILLIC": "ru"}
_QUOTED = 3
_TOLD = ("happened", "place", "country", "need_words", "work")


@dataclass(frozen=True)
class FactSuggestion:
    """`mentioned`: a long text mentions it besides what it is about."""

    fact: CodedFact
    quotations: tuple[Quotation, ...] = field(repr=False)
    mentioned: bool = False


def fact_suggestions(text: str, language: str, *, said_on: date | None) -> tuple[FactSuggestion, ...]:
    """In the order of the fields, what is only mentioned last; each with at most three places of the text that speak for it,
    and none without any."""
    found, passage = suggested(text, language_of(text, language), said_on=said_on), read(text)
    about: dict[str, Evidence] = {name: getattr(found, name) for name in FIELDS}
    return (*_quoted(about, passage), *(replace(one, mentioned=True) for one in _quoted(found.mentioned, passage)))


def _quoted(fields: Mapping[str, Evidence], passage: Passage) -> Iterator[FactSuggestion]:
    for name, codes in fields.items():
        for code, words in codes.items():
            telling = _longest(words)[:_QUOTED]
            quoted = [one for one in (quotation(passage, part) for part in telling) if one]
            if quoted:
                yield FactSuggestion(CodedFact(name, code, telling), tuple(quoted))


def _longest(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that stand inside others."""
    return tuple(one for one in words if not any(one != other and one in other for other in words))


def language_of(text: str, said: str) -> str:
    """The language that was named, unless most letters are of a script that it is not written in."""
    letters = [letter for letter in text if letter.isalpha()]
    for script, language in _SCRIPTS.items():
        if 2 * sum(unicodedata.name(letter, "").startswith(script) for letter in letters) > len(letters):
            return language
    return said if said not in _SCRIPTS.values() else "en"


def text_of(story: Telling | Mapping[str, Any]) -> str:
    """What was told, without the questions of a form: from a telling or from the entry that it became."""
    told = story if isinstance(story, Mapping) else vars(story)
    return "\n".join(part for name in _TOLD if (part := told.get(name, "").strip()))
