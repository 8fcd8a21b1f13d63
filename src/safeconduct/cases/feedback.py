"""Telling the defender what was done: how much may be said, whether it reached them, and what they think came of it.

Their view of an effect and ours are kept apart, and neither says that one thing caused another.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from safeconduct.cases.coded_list import coded_list
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

_WORDS = Path(__file__).parent / "words"
LEVELS = ("lowest", "neutral", "full")
"""How much is said: that something was done; what kind of step; what, when and by whom."""

CHANNELS = ("page", "relay", "call")
SCALE = (-2, -1, 0, 1, 2)
"""Much worse, worse, no change seen, better, much better."""

LONGEST_SILENCE = timedelta(days=14)
"""Where the defender has not said how often we should write."""

RHYTHMS = {"week": timedelta(days=7), "fortnight": timedelta(days=14), "month": timedelta(days=31)}
NEVER = "never"
OFFICE = "office"


@dataclass(frozen=True)
class Feedback:
    """`reached`: "" not known yet, yes, or no."""

    ref: str
    steps: tuple[str, ...]
    level: str
    channel: str
    text: str = field(repr=False)
    at: datetime
    post_name: str
    reached: str = ""


@dataclass(frozen=True)
class SeenEffect:
    """What the office sees since a step: `scale` is one of `SCALE`, the others are values of the lists `contributions`,
    `confidences` and `reactions`, the last one or ""."""

    scale: int
    words: str = field(repr=False)
    contribution: str
    confidence: str
    reaction: str = ""


@dataclass(frozen=True)
class Effect:
    """`by` is defender or office. A defender is asked neither for what played a part nor for how the state answered."""

    step: str
    by: str
    scale: int
    words: str = field(repr=False)
    at: datetime
    reaction: str = ""
    contribution: str = ""
    confidence: str = ""


def feedbacks(written: Iterable[Entry]) -> tuple[Feedback, ...]:
    known: dict[str, Feedback] = {}
    for entry in written:
        data = entry.data
        if entry.kind == "feedback_given":
            known[data["ref"]] = Feedback(
                data["ref"],
                tuple(data["steps"]),
                data["level"],
                data["channel"],
                data["text"],
                entry.at,
                entry.by.post_name,
            )
        elif entry.kind == "feedback_reached" and data["feedback"] in known:
            known[data["feedback"]] = replace(known[data["feedback"]], reached=data["reached"])
    return tuple(known.values())


def effects(written: Iterable[Entry]) -> tuple[Effect, ...]:
    """Every view of an effect, in order: the newest of each side counts, the older ones stay."""
    return tuple(
        Effect(
            entry.data["step"],
            "defender" if entry.kind == "effect_seen" else OFFICE,
            entry.data["scale"],
            entry.data["words"],
            entry.at,
            entry.data.get("reaction", ""),
            entry.data.get("contribution", ""),
            entry.data.get("confidence", ""),
        )
        for entry in written
        if entry.kind in ("effect_seen", "effect_noted")
    )


def last_word_to_defender(written: Iterable[Entry]) -> datetime | None:
    """When the defender last heard from us. "Write nothing, I will come" is kept by writing nothing."""
    kinds = ("answer", "accepted", "feedback_given", "contact_told")
    return next((entry.at for entry in reversed(tuple(written)) if entry.kind in kinds), None)


def is_silent(last_word: datetime | None, since: datetime, *, rhythm: str, at: datetime) -> bool:
    """Whether a case has been without a word for too long. `since` is when it was accepted."""
    return rhythm != NEVER and at > (last_word or since) + RHYTHMS.get(rhythm, LONGEST_SILENCE)


def refusal_to_telling(text: str, level: str, channel: str, *, is_relay: bool, may_raise: bool) -> Refusal | None:
    """A relay or a relative gets the lowest wording, unless the defender raised it."""
    if not text.strip():
        return Refusal("Nothing is written yet. Write a sentence that the person can read safely.")
    if (channel == "relay" or is_relay) and level != LEVELS[0] and not may_raise:
        return Refusal(
            "Somebody else reads this with them or for them. Use the lowest wording; the person may raise it."
        )
    return refusal_to_wording(text)


@cache
def _crediting() -> re.Pattern[str]:
    by_language = tomllib.loads((_WORDS / "credit.toml").read_text(encoding="utf-8"))
    patterns = (pattern for language in by_language.values() for pattern in language)
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


def refusal_to_wording(text: str) -> Refusal | None:
    if found := _crediting().search(text):
        return Refusal(f"“{found.group()}” says what nobody can know. Say what was done, and then what happened.")
    return None


def refusal_to_effect(seen: SeenEffect) -> Refusal | None:
    """What changed is never credited to one step: at most it may have played a part, and how sure we are is said."""
    if seen.scale not in SCALE:
        return Refusal("No answer is chosen. Choose how things are now, from much worse to much better.")
    if not seen.words.strip():
        return Refusal("Nothing is written beside it. Say in a sentence what changed, or that nothing did.")
    if seen.contribution not in {row.value for row in coded_list("contributions")}:
        return Refusal("Whether the step may have played a part is not said. “Cannot be told” is an answer.")
    if seen.confidence not in {row.value for row in coded_list("confidences")}:
        return Refusal("How sure you are is not said. Choose high, moderate or low.")
    return refusal_to_wording(seen.words)
