"""Since when somebody was known when they first raised an alarm: contact before need is what lets an office judge and act.

It stands in the case alone and leads to no plan of a group. The card carries a band of months and no day.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.vocabulary.iso_day import day_of, iso_of
from safeconduct.vocabulary.refusal import Refusal

KNOWN, NOT_KNOWN = "yes", "no"
BANDS = (("months", 91), ("year", 365))
LONGER = "longer"
"""Known for less than so many days, and for longer than all of them."""


@dataclass(frozen=True)
class Acquaintance:
    """`known` is yes or no, `since` about the first day of contact; `is_planned`: contact was planned before anybody needed it."""

    known: str
    since: date | None = None
    is_planned: bool = False

    def noted(self) -> NewEntry:
        data = {"known": self.known, "since": iso_of(self.since), "planned": self.is_planned}
        return NewEntry("coordination", "acquaintance_noted", data)

    def band(self, alarm: date) -> str:
        """How long they were known on the day of their first alarm, as a code."""
        if self.known != KNOWN or self.since is None:
            return NOT_KNOWN
        days = (alarm - self.since).days
        return next((name for name, below in BANDS if days < below), LONGER)


def acquaintance(written: Iterable[Entry]) -> Acquaintance | None:
    """The newest entry holds."""
    newest = next((entry for entry in reversed(tuple(written)) if entry.kind == "acquaintance_noted"), None)
    if newest is None:
        return None
    data = newest.data
    return Acquaintance(data["known"], day_of(data["since"]), data["planned"])


def first_alarm(written: Iterable[Entry]) -> date | None:
    """The day on which the request of this case came."""
    return next((entry.at.date() for entry in written if entry.kind == "arrived"), None)


def acquaintance_fact(written: Iterable[Entry]) -> dict[str, Any]:
    """For the card: the band, "" where nobody noted it, and whether the contact was planned."""
    written = tuple(written)
    one, alarm = acquaintance(written), first_alarm(written)
    if one is None or alarm is None:
        return {"known_for": "", "known_by_plan": False}
    return {"known_for": one.band(alarm), "known_by_plan": one.is_planned}


def refusal_to_noting_acquaintance(
    now: Acquaintance, before: Acquaintance | None, *, alarm: date | None
) -> Refusal | None:
    if now.known not in (KNOWN, NOT_KNOWN):
        return Refusal("It is not said whether they were known. Choose yes or no.")
    if now.known == KNOWN and now.since is None:
        return Refusal("It is not said since when. Choose a day, as near as you know it.")
    if now.known == NOT_KNOWN and (now.since or now.is_planned):
        return Refusal("It says that they were not known, and since when. Take one of the two away.")
    if now.since and alarm and now.since >= alarm:
        return Refusal("That day is not before their first alarm. If they were not known before it, choose no.")
    if now == before:
        return Refusal("This stands here already. Change something, or leave it as it is.")
    return None
