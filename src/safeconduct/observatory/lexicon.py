"""The lexicons: one file of rules for each language, that analysts change. They are checked when they are read."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from safeconduct.observatory.phrase import INDEXED_LETTERS, PhraseBook, fault_in, phrase_of

FOLDER = Path(__file__).parent / "lexicon"
LANGUAGES = ("en", "fr", "es", "ru", "ar")
# What rules may find: what is said, what is asked for, who speaks, who and which state is meant.
FINDS = (
    *("term", "not_term", "reference", "not_reference"),
    *(
        "release",
        "at_once",
        "not_at_once",
        "not_release",
        "concern",
        "not_concern",
        "ask",
        "demand",
        "not_demand",
        "calling",
        "not_calling",
        "general",
        "protection",
        "not_protection",
        "inquiry",
        "not_inquiry",
        "fair_trial",
        "not_fair_trial",
    ),
    *("observation", "international_law", "not_international_law"),
    *("spokesperson", "not_spokesperson", "on_behalf", "high_representative", "delegation"),
    *("rights_council", "not_rights_council", "osce", "coe", "unga"),
    *(
        "to_parliament",
        "question",
        "eu_other",
        "eu_council",
        "eu_parliament",
        "state",
        "joint",
        "for_states",
        "un",
        "council_of_europe",
        "other_body",
        "speaks_for_union",
        "speech_for_union",
    ),
    *(
        "ngo",
        "we",
        "own_voice",
        "reported",
        "told",
        "issuer",
        "eu_statement",
        "not_eu_statement",
        "listing",
        "teaser",
        "statement",
        "reproduced",
        "eeas",
        "from_press",
        "not_from_press",
        "union",
        "mission",
        "envoy",
        "eusr",
    ),
    *(
        "role",
        "not_role",
        "official",
        "not_official",
        "aside",
        "tells",
        "taken",
        "suffers",
        "before_name",
        "no_name",
        "shelf",
        "aligning",
        "example",
        "example_after",
        "not_on_the_spot",
        "surname",
        "among",
        "belongs",
        "plight",
        "to_the_chair",
        "on_the_spot",
        "worldwide",
        "passing",
        "not_passing",
        "attacked",
        "named_after",
    ),
)
_NO_NAME, _SURNAME = "no_name", "surname"


class FaultyLexicon(Exception):
    """A lexicon cannot be used. Its text says which file, which row and what to do."""


@dataclass(frozen=True)
class Lexicon:
    """`no_name`: words in capitals that are no part of a name; `no_name_beginnings`: what others of them begin with, by their first
    letters; `surnames`: those that may end one."""

    language: str
    book: PhraseBook
    no_name: frozenset[str]
    no_name_beginnings: Mapping[str, tuple[str, ...]]
    surnames: frozenset[str]

    def is_no_name(self, form: str) -> bool:
        return form in self.no_name or form.startswith(self.no_name_beginnings.get(form[:INDEXED_LETTERS], ()))


@cache
def lexicon(language: str) -> Lexicon:
    path = FOLDER / f"{language}.toml"
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    for fault in faults(written, name=path.name):
        raise FaultyLexicon(fault)
    lists = _lists(written)
    phrases = [phrase_of(rule["finds"], phrase, lists) for rule in written["rule"] for phrase in rule["phrases"]]
    no_name = [phrase.steps[0] for phrase in phrases if phrase.finds == _NO_NAME]
    return Lexicon(
        language,
        PhraseBook(phrase for phrase in phrases if phrase.finds not in (_NO_NAME, _SURNAME)),
        frozenset(word for step in no_name for word in step.whole),
        _by_first_letters(beginning for step in no_name for beginning in step.beginnings),
        frozenset(word for phrase in phrases if phrase.finds == _SURNAME for word in phrase.steps[0].whole),
    )


def _by_first_letters(beginnings: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    by_letters: dict[str, tuple[str, ...]] = {}
    for beginning in beginnings:
        letters = beginning[:INDEXED_LETTERS]
        by_letters[letters] = (*by_letters.get(letters, ()), beginning)
    return by_letters


def _lists(written: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(words) for name, words in written.get("words", {}).items()}


def faults(written: Mapping[str, Any], *, name: str) -> Iterator[str]:
    """Each fault of a lexicon in one sentence, with the file, the rule and what to do."""
    lists = _lists(written)
    rules = written.get("rule", [])
    if not rules:
        yield f"{name} has no rules: write them as [[rule]]."
    for number, rule in enumerate(rules, start=1):
        if set(rule) != {"finds", "reason", "phrases"}:
            yield f"{name} rule {number} needs finds, reason and phrases, and nothing else: it has {', '.join(rule)}."
            continue
        if rule["finds"] not in FINDS:
            yield f"{name} rule {number} finds “{rule['finds']}”, which nothing reads: correct its name."
        if not isinstance(rule["reason"], str) or len(rule["reason"].split()) < 2:
            yield f"{name} rule {number} has no reason: say in a few words why it holds."
        for phrase in rule["phrases"]:
            if fault := fault_in(phrase, lists):
                yield f"{name} rule {number}: “{phrase}” cannot be used, {fault}. Correct it."
