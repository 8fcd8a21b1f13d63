"""Good practices that an organisation adopted: each a plan item with a day, in the queue of the post that is their point."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.vocabulary.refusal import Refusal

DROPPED = "dropped"
OUTCOMES = ("done", DROPPED)
FARTHEST = timedelta(days=730)


@dataclass(frozen=True)
class Adoption:
    """`practice` is an entry of the guidance; `country` a code; `outcome` is "" while it is planned."""

    ref: str
    practice: str
    country: str
    due_on: date
    adopted_on: date
    by_post: str
    outcome: str = ""
    ended_on: date | None = None

    @property
    def is_open(self) -> bool:
        return not self.outcome


def queue(adoptions: Iterable[Adoption]) -> tuple[Adoption, ...]:
    """What is planned, the nearest day first."""
    return tuple(sorted((one for one in adoptions if one.is_open), key=lambda one: (one.due_on, one.ref)))


def times_adopted(adoptions: Iterable[Adoption]) -> Counter[str]:
    """By practice; one that was dropped counts no more."""
    return Counter(one.practice for one in adoptions if one.outcome != DROPPED)


def refusal_to_adopting(
    practice: str,
    country: str,
    due_on: date,
    *,
    known: Collection[str],
    adoptions: Iterable[Adoption],
    today: date,
) -> Refusal | None:
    """`known` are the practices of the guidance."""
    if practice not in known:
        return Refusal("This practice is not in the register. Choose one that is shown.")
    if any(one.is_open and (one.practice, one.country) == (practice, country) for one in adoptions):
        return Refusal(
            "This practice is planned for that country already. Look at the queue, or choose another country."
        )
    if not today <= due_on <= today + FARTHEST:
        return Refusal("The day has passed or is more than two years away. Choose one by which you want it done.")
    return None


def refusal_to_ending(adoption: Adoption | None, outcome: str) -> Refusal | None:
    if adoption is None or outcome not in OUTCOMES:
        return Refusal("This item is not in the queue. Look at the queue again and choose one of it.")
    if not adoption.is_open:
        return Refusal("A colleague has ended this item already. Look at the queue again.")
    return None
