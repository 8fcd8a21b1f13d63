"""Other statements that name somebody whom one statement names. A name that is the same need not be the same person, and nothing is
said of anybody but where the name stands: it begins with a statement, never with a person.

Names are held against each other without accents, capitals, hyphens, the order of words and what stands before a name out of respect.
Nothing is written in another script."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

from safeconduct.observatory.measuring.coded_statement import CodedStatement
from safeconduct.observatory.reading import plain

CAUTION = (
    "The same name need not be the same person: read the texts. A name in another script or another case is not found."
)
_WORD = re.compile(r"\w+")
_FEWEST = 2  # words that stay of a name
_NO_STATEMENT = "N"


@dataclass(frozen=True)
class Namesake:
    """One name of a statement, as it is written there, with the other statements that have it: by their days, then their ids."""

    written: str
    others: tuple[CodedStatement, ...]


def keys_of(name: str) -> frozenset[str]:
    """Two names are held to be the same when they share one: all letters in a row, and all words in the order of the alphabet."""
    words = _without_honorifics([plain(word) for word in _WORD.findall(name.replace("’", "").replace("'", ""))])
    return frozenset({"".join(words), " ".join(sorted(words))} - {""})


def _without_honorifics(words: list[str]) -> list[str]:
    while len(words) > _FEWEST and words[0] in _honorifics():
        words = words[1:]
    return words


@cache
def _honorifics() -> frozenset[str]:
    lists: Mapping[str, str] = tomllib.loads(Path(__file__).with_name("honorifics.toml").read_text(encoding="utf-8"))
    return frozenset(chain.from_iterable(words.split() for words in lists.values()))


def namesakes(statement: CodedStatement, others: Iterable[CodedStatement]) -> tuple[Namesake, ...]:
    """Everybody whom the statement names, beside the main case too. What is no statement by its coding is left out."""
    keys = {name: keys_of(name) for name in statement.people}
    found: dict[str, list[CodedStatement]] = {name: [] for name in keys}
    for other in others:
        if other.id == statement.id or other.texts["label"] == _NO_STATEMENT or not other.people:
            continue
        theirs = frozenset().union(*map(keys_of, other.people))
        for name, own in keys.items():
            if own & theirs:
                found[name].append(other)
    return tuple(Namesake(name, tuple(sorted(listed, key=_by_day))) for name, listed in found.items())


def as_written_in(statement: CodedStatement, name: str) -> str:
    """How another statement writes it."""
    return next(one for one in statement.people if keys_of(one) & keys_of(name))


def _by_day(statement: CodedStatement) -> tuple[str, str]:
    return (statement.earliest.isoformat() if statement.earliest else "", statement.id)
