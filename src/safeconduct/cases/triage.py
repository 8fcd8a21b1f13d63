"""Triage: whether a request is accepted, declined, or waits for what we asked back. Every one gets a closing answer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.cases.coded_list import coded_list
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

RECEIVED, CASE, DECLINED = "received", "case", "declined"
NOBODY_ELSE = "nobody_else"
REASONS = "decline_reasons"


@dataclass(frozen=True)
class NewDecline:
    """What an officer wants to send: a coded reason, words to the defender, and the mechanisms (by id) that may help
    instead; `nobody_else` says that no other is known."""

    reason: str
    words: str = field(repr=False)
    elsewhere: tuple[str, ...] = ()
    nobody_else: bool = False


@dataclass(frozen=True)
class Decline:
    """One decline as it stands in the dossier; `reopened` when somebody took it back."""

    ref: str
    at: datetime
    by: str
    text: str = field(repr=False)
    reason: str
    elsewhere: tuple[str, ...]
    reopened: datetime | None


def declines(written: Iterable[Entry]) -> tuple[Decline, ...]:
    """Oldest first. The reason stands in an entry of its own: without it the decline is still one."""
    known = list(written)
    reasons = {entry.data["declined"]: entry.data for entry in known if entry.kind == "decline_reason"}
    reopened = {entry.data["declined"]: entry.at for entry in known if entry.kind == "reopened"}
    return tuple(
        Decline(
            entry.data["ref"],
            entry.at,
            entry.by.post_name,
            entry.data["text"],
            str(reasons.get(entry.data["ref"], {}).get("reason", "")),
            tuple(reasons.get(entry.data["ref"], {}).get("elsewhere", ())),
            reopened.get(entry.data["ref"]),
        )
        for entry in known
        if entry.kind == "declined"
    )


def standing_decline(written: Iterable[Entry]) -> Decline | None:
    return next((one for one in reversed(declines(written)) if one.reopened is None), None)


def stage_of(written: Iterable[Entry]) -> str:
    known = list(written)
    if any(entry.kind == "accepted" for entry in known):
        return CASE
    return DECLINED if standing_decline(known) else RECEIVED


def refusal_to_deciding(stage: str) -> Refusal | None:
    """Why a request in this stage cannot be accepted, declined or asked back."""
    if stage == CASE:
        return Refusal("This is a case already. Write a note or an answer instead.")
    if stage == DECLINED:
        return Refusal("This request was declined. Reopen it first, then decide anew.")
    return None


def refusal_to_declining(
    declining: NewDecline, *, fitting: frozenset[str], is_unread_danger: bool, nobody_waits: bool
) -> Refusal | None:
    """`fitting`: ids of the mechanisms that may be named. `nobody_waits`: a public appeal, to which nothing is sent."""
    if is_unread_danger:
        return Refusal("It says that there is danger now and nobody has read it. Open it before you decline it.")
    if declining.reason not in {row.value for row in coded_list(REASONS) if not row.ended}:
        return Refusal("There is no reason yet. Choose why this office cannot take it up.")
    if nobody_waits:
        return None
    if not declining.words.strip():
        return Refusal("There are no words to the person yet. Write them: every request gets a closing answer.")
    if not set(declining.elsewhere) <= fitting:
        return Refusal(
            "One of the bodies does not fit this request any more. Choose again where else the person can go."
        )
    if not declining.elsewhere and not declining.nobody_else:
        return Refusal("Nowhere else to go is chosen. Choose at least one, or say that you know of nobody else.")
    if declining.elsewhere and declining.nobody_else:
        return Refusal("You chose somebody else and said that there is nobody. Take one of the two away.")
    return None


def refusal_to_asking_back(text: str, *, waits: bool, nobody_waits: bool) -> Refusal | None:
    if nobody_waits:
        return Refusal("This is a public appeal: there is nobody to ask. Look for what is missing in other sources.")
    if waits:
        return Refusal("A question is open already. Wait for the answer to it, or write an answer.")
    if not text.strip():
        return Refusal("The question is empty. Write one, then send it.")
    return None


def refusal_to_reopening(stage: str) -> Refusal | None:
    if stage != DECLINED:
        return Refusal("This request is not declined. There is nothing to reopen.")
    return None


def refusal_to_overtaking(seen: str, now: str) -> Refusal | None:
    """Why a choice that was made by an older card does not count; both are marks of the card."""
    if seen != now:
        return Refusal("Somebody worked on it, or the person wrote, since this page was made. Look at it again.")
    return None
