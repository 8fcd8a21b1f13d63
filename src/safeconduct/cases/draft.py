"""The draft of a public statement, read line by line before it goes out. Names are never in it: a label in square
brackets stands for each person, and each needs an own consent to be named in public.

What is found is information, not a target: a line may be closed because the defender asked for less.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from safeconduct.cases.consent_matrix import Matrix
from safeconduct.cases.known_name import KnownNames, refusal_to_naming
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.like_name import like_names
from safeconduct.vocabulary.refusal import Refusal
from safeconduct.vocabulary.stance import PROMISE, stances

DEFENDER_LABEL = "name"
LANGUAGES = ("en", "fr", "es", "ru", "ar")
TERM = "term"
NAMED = "The text holds a name of this file. Write the label in brackets instead, where the person may be named."
CLOSED_BECAUSE = ("less", "not_so", "level")
"""The defender asked for less; it does not apply here; it cannot be said at this level."""

_LABEL = re.compile(r"\[([^\[\]\n]{1,60})\]")


@dataclass(frozen=True)
class LineKind:
    """`patterns` by language, none for a stance; `is_good`: better with it."""

    value: str
    label: str
    patterns: Mapping[str, tuple[re.Pattern[str], ...]]
    is_good: bool = True
    help: str = ""


@dataclass(frozen=True)
class DraftLine:
    """What the text says for one line: the passages, in the order of the text."""

    kind: LineKind
    passages: tuple[str, ...]

    @property
    def is_there(self) -> bool:
        return bool(self.passages)


@dataclass(frozen=True)
class Draft:
    """`closed`: why a line is left out, by the line; a value of CLOSED_BECAUSE."""

    ref: str
    text: str = field(repr=False)
    language: str
    closed: Mapping[str, str] = field(default_factory=dict)
    step: str = ""

    def as_data(self) -> dict[str, Any]:
        return {**vars(self), "closed": dict(self.closed)}


@cache
def line_kinds() -> tuple[LineKind, ...]:
    rows = tomllib.loads(Path(__file__).with_name("statement_lines.toml").read_text(encoding="utf-8"))["row"]
    return tuple(_line_kind(row) for row in rows)


def _line_kind(row: dict[str, Any]) -> LineKind:
    patterns = {
        language: tuple(re.compile(pattern, re.IGNORECASE) for pattern in found)
        for language, found in row.get("patterns", {}).items()
    }
    return LineKind(row["value"], row["label"], patterns, row.get("good", True), row.get("help", ""))


def lines_of(text: str, language: str) -> tuple[DraftLine, ...]:
    """What the text says for each line. In a language without patterns nothing is found, and the page says so."""
    taken = stances(text, language)
    return tuple(DraftLine(kind, taken.get(kind.value) or _passages(kind, text, language)) for kind in line_kinds())


def _passages(kind: LineKind, text: str, language: str) -> tuple[str, ...]:
    return tuple(match.group().strip() for one in kind.patterns.get(language, ()) for match in one.finditer(text))


def labels_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.strip().casefold() for found in _LABEL.findall(text)))


def unlabelled_names(text: str) -> tuple[str, ...]:
    return like_names(_LABEL.sub(" ", text))


def drafts(written: Iterable[Entry]) -> tuple[Draft, ...]:
    return tuple(Draft(**entry.data) for entry in written if entry.kind == "statement_drafted")


def strongest(drafts: Iterable[Draft]) -> Draft | None:
    """The one that says most of what is good to say; the newest among equals."""
    return max(drafts, key=strength, default=None)


def strength(draft: Draft) -> int:
    return sum(line.is_there is line.kind.is_good for line in lines_of(draft.text, draft.language))


def still_open(
    draft: Draft, *, persons: Mapping[str, str], known: KnownNames, consents: Matrix, may_use_term: bool
) -> tuple[Refusal, ...]:
    """All that keeps a draft from being kept as checked. `persons`: the reference of each label in use; "" is the
    defender. `may_use_term` is False for those who are protected without the label (R183)."""
    if not draft.text.strip():
        return (Refusal("Nothing is written yet. Write the statement, with [name] where the person is named."),)
    found = [_refusal_to_label(label, persons, consents) for label in labels_in(draft.text)]
    found.append(refusal_to_naming(_LABEL.sub(" ", draft.text), known, NAMED))
    for line in lines_of(draft.text, draft.language):
        found.append(_refusal_to_line(line, draft, may_use_term=may_use_term))
    return tuple(one for one in found if one)


def _refusal_to_label(label: str, persons: Mapping[str, str], consents: Matrix) -> Refusal | None:
    if label not in persons:
        return Refusal(f"[{label}] is nobody of this case. Use a label of the list, or add the person first.")
    if not consents.allows("publish_named", person=persons[label]):
        return Refusal(f"[{label}] has not agreed to be named in public. Take the label out, or ask first.")
    return None


def _refusal_to_line(line: DraftLine, draft: Draft, *, may_use_term: bool) -> Refusal | None:
    kind = line.kind
    if kind.value == TERM and not may_use_term:
        return Refusal("This person is protected without the label. Take the term out.") if line.is_there else None
    if not kind.is_good or kind.value == PROMISE or line.is_there or kind.value in draft.closed:
        return None
    return Refusal(f"“{kind.label}” is open. Write it, or say why it is left out.")
