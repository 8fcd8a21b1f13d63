"""The verbs of telling the defender: what was done, whether it reached them, and what they and we see since then."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import actions
from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.feedback import (
    CHANNELS,
    LEVELS,
    SeenEffect,
    feedbacks,
    refusal_to_effect,
    refusal_to_telling,
)
from safeconduct.cases.word_owed import word_kept
from safeconduct.dossiers.entry import NewEntry
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist


@transaction.atomic
def tell(
    ref: str,
    steps: tuple[str, ...],
    level: str,
    channel: str,
    text: str,
    keyring: Keyring,
    *,
    may_raise: bool,
    at: datetime,
) -> None:
    """Words about steps that were taken. On the page the defender reads them; told another way they stay inside.

    `may_raise`: the defender wants more than the lowest wording also through somebody else.
    """
    one = opened(ref, keyring)
    taken = {action.ref for action in actions(one.case.written) if action.is_taken}
    if not steps or not set(steps) <= taken:
        insist(Refusal("No step is chosen. Tick what this tells about."))
    if level not in LEVELS or channel not in CHANNELS:
        raise NotFound
    insist(refusal_to_telling(text, level, channel, is_relay=one.case.is_relay, may_raise=may_raise))
    data = {"ref": new_ref(), "steps": list(steps), "level": level, "channel": channel, "text": text}
    if channel == "page":
        entries = [NewEntry("messages", "feedback_given", data)]
    else:
        entries = [word_kept(steps), NewEntry("coordination", "feedback_given", data)]
    append(one, keyring, entries, at=at)
    journal("FeedbackGiven", ref, keyring, at=at)


@transaction.atomic
def note_reached(ref: str, feedback: str, reached: bool, keyring: Keyring, *, at: datetime) -> None:
    one = opened(ref, keyring)
    if feedback not in {given.ref for given in feedbacks(one.case.written)}:
        raise NotFound
    data = {"feedback": feedback, "reached": "yes" if reached else "no"}
    append(one, keyring, [NewEntry("coordination", "feedback_reached", data)], at=at)
    journal("FeedbackReached", ref, keyring, at=at)


@transaction.atomic
def note_effect(ref: str, step: str, seen: SeenEffect, keyring: Keyring, *, at: datetime) -> None:
    """Our own view of what changed since a step, apart from the defender's."""
    one = opened(ref, keyring)
    if step not in {action.ref for action in actions(one.case.written) if action.is_taken}:
        raise NotFound
    insist(refusal_to_effect(seen))
    if seen.reaction and seen.reaction not in {row.value for row in coded_list("reactions")}:
        raise NotFound
    append(one, keyring, [NewEntry("decisions", "effect_noted", {"step": step, **asdict(seen)})], at=at)
    journal("EffectNoted", ref, keyring, at=at)
