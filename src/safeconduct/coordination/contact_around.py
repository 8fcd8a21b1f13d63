"""Contact with defenders before and after a change of staff: days on which there was any, in two equal periods.

It is a count and says nothing of why: a case grows quiet for many reasons.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.cases.handover import Offer
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

LONGEST = timedelta(days=90)
BACK = timedelta(days=2 * 365)
"""How far back changes are looked for when all of them are counted together."""
SHORTEST = timedelta(days=14)
KINDS = frozenset({"told", "word", "accepted", "answer", "asked_back", "feedback_given", "contact_told"})
"""What the person wrote, and what we wrote or said to them."""


@dataclass(frozen=True)
class ContactCount:
    """Of one case, or of the dialogues of an office: days with contact. `began` is the first day that could count."""

    before: int
    after: int
    began: date | None = None


@dataclass(frozen=True)
class ContactsCounted:
    """Over several changes. `changes` are handovers with their day, newest first; `cases` is how often one changed hands:
    in how many there was contact before, and after, and in how many before and none after."""

    changes: tuple[tuple[str, date], ...]
    cases: int
    before: int
    after: int
    fell_silent: int


def over_all(counts: Iterable[tuple[str, date, ContactCount]]) -> ContactsCounted:
    """`counts`: a handover, its day, and the contact in one of its cases around that day."""
    known = tuple(counts)
    around = [one for _handover, _day, one in known]
    return ContactsCounted(
        changes=tuple(sorted({(ref, day) for ref, day, _one in known}, key=lambda one: one[1], reverse=True)),
        cases=len(around),
        before=sum(one.before > 0 for one in around),
        after=sum(one.after > 0 for one in around),
        fell_silent=sum(one.before > 0 and one.after == 0 for one in around),
    )


def changes_to_count(known: Iterable[Offer], *, on: date) -> dict[str, date]:
    """The last day of each handover of one case by its reference, of those that are neither too new nor too long ago."""
    return {one.handover: one.ends_on for one in known if SHORTEST <= on - one.ends_on <= BACK}


def length_of(changed_on: date, *, on: date) -> timedelta:
    """Of each of the two periods: as long as it is since the change, at most three months."""
    return min(LONGEST, on - changed_on)


def contact_around(days: Iterable[date], changed_on: date, length: timedelta) -> ContactCount:
    """The day of the change is the last of the first period."""
    known = set(days)
    before = sum(changed_on - length < day <= changed_on for day in known)
    after = sum(changed_on < day <= changed_on + length for day in known)
    return ContactCount(before, after, min(known, default=None))


def days_of_contact(written: Iterable[Entry]) -> tuple[date, ...]:
    """Of the believed entries of a case."""
    return tuple(entry.at.date() for entry in written if entry.kind in KINDS)


def refusal_to_comparing(offer: Offer, *, on: date) -> Refusal | None:
    if on - offer.ends_on < SHORTEST:
        first = (offer.ends_on + SHORTEST).isoformat()
        return Refusal(f"The change is less than two weeks old, or still ahead. Look again from {first} on.")
    return None
