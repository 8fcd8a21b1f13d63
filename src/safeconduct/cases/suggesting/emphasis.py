"""What a long text is about, and what it only mentions: background, other cases, who speaks, the work of who publishes.

Short texts tell of little but their case: nearly all that is found in them is suggested. In long ones a kind or group needs
words that are not faint, and to stand in the heading or to weigh enough (emphasis.toml); or, for groups that say who
somebody is, to stand beside the date of the act.
Nothing is lost: what is only mentioned is shown apart, with its words too."""

import tomllib
from collections.abc import Mapping, Sequence
from math import log2
from pathlib import Path
from typing import Any

from safeconduct.cases.suggesting.finding import Finding
from safeconduct.cases.suggesting.passage import Passage, Span, word_spans

Found = Mapping[str, Sequence[Finding]]
_WEIGHTS: Mapping[str, Any] = tomllib.loads((Path(__file__).parent / "emphasis.toml").read_text(encoding="utf-8"))
_ROLES = frozenset(_WEIGHTS["defender_types"]["roles"])
"""Who somebody is, against what one works for: beside the day of an act, “land” or “students” are of what happened there."""
_OF_OTHERS = frozenset(code for field in _WEIGHTS.values() for code in field["of_others"])
"""What faint words of a short text rarely tell of its case: “the collective says”, “was shot dead”, “after a hearing”."""
_LATE = frozenset(_WEIGHTS["defender_types"]["late"])
"""What one word near the end of a text tells of those who speak or of where it happened."""
_NEAR_THE_END = 2 / 3
_LONG = 120
"""Words from which a text is long. Messages and notes of a call are mostly shorter, appeals and news mostly longer."""
_MANY = 15
"""A text that has more words of a field than these is long, and a part of them weighs no less for that."""
_FEW_WORDS = {"violation_types": 5, "defender_types": 4}
"""What stretches over more words than these is a loose phrase: it counts where something else says the same."""


def told(found: Found, passage: Passage, field: str, *, beside: Span | None = None) -> dict[str, list[Finding]]:
    """The codes that the text is about. `beside`: a sentence in which faint words count as others do."""
    if field == "defender_types":
        found = {code: listed for code, listed in found.items() if code not in _LATE or not _is_late(listed, passage)}
    if len(word_spans(passage.text)) <= _LONG:
        return _of_short(found)
    many = sum(len(_firm(listed)) for listed in found.values())
    return {
        code: list(listed)
        for code, listed in found.items()
        if (code in _ROLES and _is_said_beside(listed, beside))
        or (_is_said(listed, passage, field) and (_is_headed(listed, passage) or _weighs(code, field, listed, many)))
    }


def _is_late(listed: Sequence[Finding], passage: Passage) -> bool:
    return len(listed) == 1 and listed[0].span.start > len(passage.text) * _NEAR_THE_END


def _of_short(found: Found) -> dict[str, list[Finding]]:
    """All that is found; a code that short texts mostly mention of others only where its words are firm, or stand alone."""
    firm = {code for code, listed in found.items() if _firm(listed)}
    return {code: list(listed) for code, listed in found.items() if code in firm or not firm or code not in _OF_OTHERS}


def mentioned(found: Found, about: Found) -> dict[str, list[Finding]]:
    """The codes that are left."""
    return {code: list(listed) for code, listed in found.items() if code not in about}


def log_odds(code: str, field: str, mentions: int, of_all: int) -> float:
    """That the text is about it: `mentions` of its words among `of_all` words of its field."""
    weights = _WEIGHTS[field]
    part = min(1, mentions / min(_MANY, of_all))
    known: float = weights["base"] + weights["codes"].get(code, 0)
    said: float = weights["mentions"] * log2(mentions) + weights["share"] * part
    return known + said


def _firm(listed: Sequence[Finding]) -> list[Finding]:
    return [one for one in listed if not one.faint]


def _is_said(listed: Sequence[Finding], passage: Passage, field: str) -> bool:
    firm = _firm(listed)
    return len(firm) > 1 or any(len(word_spans(passage.words(one.span))) <= _FEW_WORDS[field] for one in firm)


def _is_said_beside(listed: Sequence[Finding], beside: Span | None) -> bool:
    return beside is not None and any(beside.holds(one.span) for one in listed)


def _is_headed(listed: Sequence[Finding], passage: Passage) -> bool:
    return any(passage.is_headed(one.span) for one in _firm(listed))


def _weighs(code: str, field: str, listed: Sequence[Finding], many: int) -> bool:
    mentions = len(_firm(listed))
    least: float = _WEIGHTS[field]["least"]
    return log_odds(code, field, mentions, max(many, mentions)) >= least
