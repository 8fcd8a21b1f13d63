"""The coded facts that a telling may hold, for a member to confirm, correct or leave out. Nothing is put in here."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from safeconduct.cases.coded_fact import FIELDS, CodedFact
from safeconduct.cases.suggesting.passage import read
from safeconduct.cases.suggesting.quotation import Quotation, quotation
from safeconduct.cases.suggesting.suggestion import Evidence, suggested
from safeconduct.intake.telling import Telling

_SCRIPTS = {"ARABIC": "ar", "CYRILLIC": "ru"}
_QUOTED = 3
_TOLD = ("happened", "place", "country", "need_words", "work")


@dataclass(frozen=True)
class FactSuggestion:
    fact: CodedFact
    quotations: tuple[Quotation, ...] = field(repr=False)


def fact_suggestions(text: str, language: str, *, said_on: date | None) -> tuple[FactSuggestion, ...]:
    """In the order of the fields; each with at most three places of the text that speak for it, and none without any."""
    found, passage = suggested(text, language_of(text, language), said_on=said_on), read(text)
    suggestions = []
    for name in FIELDS:
        codes: Evidence = getattr(found, name)
        for code, words in codes.items():
            telling = _longest(words)[:_QUOTED]
            quoted = [one for one in (quotation(passage, part) for part in telling) if one]
            if quoted:
                suggestions.append(FactSuggestion(CodedFact(name, code, telling), tuple(quoted)))
    return tuple(suggestions)


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
