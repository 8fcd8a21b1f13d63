"""Telling the defender what was done: how much may be said, whether it reached them, and what they think came of it.

Their view of an effect and ours are kept apart, and neither says that one thing caused another.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

LEVELS = ("lowest", "neutral", "full")
"""How much is said: that something was done; what kind of step; what, when and by whom."""

CHANNELS = ("page", "relay", "call")
SCALE = (-2, -1, 0, 1, 2)
"""Much worse, worse, no change seen, better, much better."""

LONGEST_SILENCE = timedelta(days=14)
"""Where the defender has not said how often we should write."""

RHYTHMS = {"week": timedelta(days=7), "fortnight": timedelta(days=14), "month": timedelta(days=31)}
NEVER = "never"


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
class Effect:
    """`by` is defender or office; `reaction` is how the state answered: a value of the list `reactions`, or ""."""

    step: str
    by: str
    scale: int
    words: str = field(repr=False)
    at: datetime
    reaction: str = ""


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
            "defender" if entry.kind == "effect_seen" else "office",
            entry.data["scale"],
            entry.data["words"],
            entry.at,
            entry.data.get("reaction", ""),
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


# Words that say that one thing caused another: nobody can know that from one case.
_CAUSAL = re.compile(
    r"\b(because of (our|us|the (visit|statement|embassy|mission|delegation))|thanks to (our|us)|led to|resulted in"
    r"|caused (his|her|their|the) (release|acquittal)|we (achieved|secured|obtained))\b",
    re.IGNORECASE,
)


def refusal_to_wording(text: str) -> Refusal | None:
    if found := _CAUSAL.search(text):
        return Refusal(f"“{found.group()}” says what nobody can know. Say what was done, and then what happened.")
    return None


def refusal_to_effect(scale: int, words: str) -> Refusal | None:
    if scale not in SCALE:
        return Refusal("No answer is chosen. Choose how things are now, from much worse to much better.")
    if not words.strip():
        return Refusal("Nothing is written beside it. Say in a sentence what changed, or that nothing did.")
    return refusal_to_wording(words)
