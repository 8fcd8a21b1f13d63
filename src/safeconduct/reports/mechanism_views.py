"""What defenders, practitioners and officials lived with each mechanism: three views apart, counted from the cards that a member
may open. Of defenders nothing is said below five cases, and no part that is small. Nothing is ranked.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from safeconduct.cases.experience import DEFENDER, VIEWS, CardExperience
from safeconduct.cases.request_card import RequestCard
from safeconduct.intake.experience import ANSWERED, HELPED
from safeconduct.reports.figures import FEWEST, Count, parts_of_one_whole


@dataclass(frozen=True)
class View:
    """`cases` is in how many it was told; `found` are those cases, to be opened, never of defenders. Of few defenders nothing
    is told, as if it were of none."""

    by: str
    cases: int = 0
    answered: tuple[Count, ...] = ()
    helped: tuple[Count, ...] = ()
    found: tuple[RequestCard, ...] = ()


Views = tuple[View, ...]


def views_by_mechanism(cards: Iterable[RequestCard]) -> dict[str, Views]:
    """By the mechanism's reference in the register; what nobody told of is not in it."""
    told: dict[str, dict[str, list[tuple[RequestCard, CardExperience]]]] = defaultdict(lambda: defaultdict(list))
    for card in cards:
        for one in card.experiences:
            told[one.mechanism][one.view].append((card, one))
    return {mechanism: tuple(_view(by, views.get(by, ())) for by in VIEWS) for mechanism, views in told.items()}


def _view(by: str, told: Sequence[tuple[RequestCard, CardExperience]]) -> View:
    """A card holds one word of each view on a mechanism, so these are as many cases as words."""
    if by == DEFENDER and len(told) < FEWEST:
        return View(by)
    answered = _counts(ANSWERED, [one.answered for _card, one in told])
    helped = _counts(HELPED, [one.helped for _card, one in told])
    if by == DEFENDER:
        return View(by, len(told), parts_of_one_whole(answered), parts_of_one_whole(helped))
    return View(by, len(told), answered, helped, tuple(card for card, _one in told))


def _counts(values: Iterable[str], said: Sequence[str]) -> tuple[Count, ...]:
    """Without the cases: these numbers lead nowhere."""
    return tuple(Count((value,), said.count(value), len(said), ()) for value in values)
