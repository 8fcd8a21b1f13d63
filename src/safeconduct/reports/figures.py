"""Our figures: what an organisation did, counted from its cards in the request of somebody who holds their keys.

Each figure says what it counts, of how many, and for which days; it leads to its cases. Nothing is ranked, and no figure
says why something happened. Small numbers are not written, so that a figure that is copied elsewhere points at nobody.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from statistics import median

from safeconduct.cases.acquaintance import BANDS, LONGER, NOT_KNOWN
from safeconduct.cases.barrier import HANDLED
from safeconduct.cases.request_card import RequestCard

FEWEST = 5
"""A number from 1 to 4, or one that leaves so few of its whole, is not written."""

SHARE_FROM = 10
"""Of fewer than so many no share is given."""

TRUST = ("PRE-05", "PRE-07", "PRE-08")
"""Visits to defenders, invitations of them, and meetings with visiting leaders (R247)."""

NONE = ""
PUBLIC = "public"


@dataclass(frozen=True)
class Period:
    """Both days count."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Count:
    """`value` is a code, or two of them; `number` of `of`; `cases` are those in which it was counted. `is_kept_back`:
    it would point at few people, by itself or by what the others leave."""

    value: tuple[str, ...]
    number: int
    of: int
    cases: tuple[RequestCard, ...]
    is_kept_back: bool = False

    @property
    def share(self) -> int | None:
        """In percent; None where the whole is too small to speak of a share, or the number is kept back."""
        if self.is_kept_back or self.of < SHARE_FROM:
            return None
        return round(100 * self.number / self.of)


@dataclass(frozen=True)
class Figure:
    """`days` is the median of days where the figure measures a time, None where it does not or where few were measured."""

    name: str
    counts: tuple[Count, ...]
    days: float | None = None


def figures(cards: Iterable[RequestCard], period: Period, *, on: date) -> tuple[Figure, ...]:
    """All of them, in the order of the work. What has no day of its own is counted by the day on which the request came."""
    held = tuple(card for card in cards if card.source != PUBLIC)
    arrived = tuple(card for card in held if period.holds(card.received.date()))
    return (
        _answered(arrived),
        _declined(arrived),
        _pairs(arrived),
        _barriers(arrived),
        _known(arrived),
        _reached(arrived),
        *(figure(held, period) for figure in (_modes, _trust, _reactions, _considered, _conflicts)),
        _resting(held, on),
    )


def _answered(arrived: tuple[RequestCard, ...]) -> Figure:
    """Requests by whether the first answer came before the promise was over (R246)."""

    def state(card: RequestCard) -> str:
        first = card.promise.answered
        if first is None:
            return "open"
        return "in_time" if first <= card.promise.ends else "late"

    waited = [
        (card.promise.answered - card.received).total_seconds() / 86_400 for card in arrived if card.promise.answered
    ]
    counts = [_of_cards((value,), [card for card in arrived if state(card) == value], arrived) for value in _ANSWERED]
    return Figure("answered", parts_of_one_whole(counts), median(waited) if len(waited) >= FEWEST else None)


_ANSWERED = ("in_time", "late", "open")


def _declined(arrived: tuple[RequestCard, ...]) -> Figure:
    """Of the requests that were decided, those declined, by each group and theme that joins on them (R182)."""
    decided = tuple(card for card in arrived if card.is_case or card.is_declined)
    counts = []
    for group in (*sorted({group for card in decided for group in _groups(card)}), NONE):
        of = tuple(card for card in decided if (group in _groups(card) if group else not _groups(card)))
        if of:
            counts.append(_of_cards((group,), [card for card in of if card.is_declined], of))
    return Figure("declined", tuple(alone(count) for count in counts))


def _groups(card: RequestCard) -> frozenset[str]:
    return frozenset((*card.themes, *card.told_groups))


def _pairs(arrived: tuple[RequestCard, ...]) -> Figure:
    """Requests and cases on which two themes join (R070)."""
    seen = sorted({pair for card in arrived for pair in combinations(sorted(set(card.themes)), 2)})
    counts = [_of_cards(pair, [card for card in arrived if set(pair) <= set(card.themes)], arrived) for pair in seen]
    return Figure("pairs", tuple(alone(count) for count in counts))


def _barriers(arrived: tuple[RequestCard, ...]) -> Figure:
    """Of the requests and cases of women, those in which something kept them from help; of those, the handled ones (R240)."""
    women = tuple(card for card in arrived if "women" in _groups(card))
    counts = []
    for value in sorted({value for card in women for value in card.barriers}):
        met = [card for card in women if value in card.barriers]
        handled = [card for card in met if card.barriers[value] == HANDLED]
        counts += [_of_cards((value,), met, women), _of_cards((value, HANDLED), handled, met)]
    return Figure("barriers", tuple(alone(count) for count in counts))


def _known(arrived: tuple[RequestCard, ...]) -> Figure:
    """Requests and cases by how long the person was known at their first alarm (R231); of those known, by planned contact."""
    known = tuple(card for card in arrived if card.known_for not in (NONE, NOT_KNOWN))
    counts = [_of_cards((band,), [card for card in arrived if card.known_for == band], arrived) for band in _KNOWN]
    planned = _of_cards((PLANNED,), [card for card in known if card.known_by_plan], known)
    return Figure("known", (*parts_of_one_whole(counts), alone(planned)))


PLANNED = "planned"
_KNOWN = (NOT_KNOWN, *(name for name, _below in BANDS), LONGER, NONE)


def _reached(arrived: tuple[RequestCard, ...]) -> Figure:
    """Of the requests and cases on which something of the person was noted, those of people far from help or known to few; and of
    all, those on which nothing was (R230). Who never came is in no number."""
    noted = tuple(card for card in arrived if card.person)
    counts = [_of_cards((trait,), [card for card in noted if trait in card.person], noted) for trait in OUTSIDE]
    unnoted = _of_cards((NONE,), [card for card in arrived if not card.person], arrived)
    return Figure("reached", tuple(alone(count) for count in (*counts, unnoted)))


OUTSIDE = ("remote", "little_known")
"""Of the list `person_traits`: who lives far from help, and who stands outside the mainstream."""


def _modes(held: tuple[RequestCard, ...], period: Period) -> Figure:
    """Acts by whether they answered something or prevented something (R052)."""
    acts = [(card, act) for card in held for act in card.tally.acts if period.holds(act.on)]
    modes = ("reactive", "preventive")
    counts = [_of_events((mode,), [card for card, act in acts if act.mode == mode], len(acts)) for mode in modes]
    return Figure("modes", parts_of_one_whole(counts))


def _trust(held: tuple[RequestCard, ...], period: Period) -> Figure:
    """Acts that were an invitation or a visit (R247)."""
    acts = [(card, act) for card in held for act in card.tally.acts if period.holds(act.on)]
    counts = [_of_events((kind,), [card for card, act in acts if act.kind == kind], len(acts)) for kind in TRUST]
    return Figure("trust", tuple(alone(count) for count in counts))


REACTIONS = ("moved", "stayed", "harder", "unknown")
"""Groups of the list `reactions`, in its order."""


def _reactions(held: tuple[RequestCard, ...], period: Period) -> Figure:
    """What was seen of the state after steps of each kind, of those of which it was written down (R284)."""
    seen = [(card, one) for card in held for one in card.tally.reactions if period.holds(one.on)]
    counts: list[Count] = []
    for kind in sorted({one.kind for _card, one in seen}):
        of = [(card, one) for card, one in seen if one.kind == kind]
        groups = [(group, [card for card, one in of if one.reaction == group]) for group in REACTIONS]
        counts += parts_of_one_whole([_of_events((kind, group), cards, len(of)) for group, cards in groups])
    return Figure("reactions", tuple(counts))


def _considered(held: tuple[RequestCard, ...], period: Period) -> Figure:
    """Decisions in which a consideration from outside was written down (R045)."""
    made = [(card, one) for card in held for one in card.tally.decisions if period.holds(one.on)]
    seen = sorted({value for _card, one in made for value in one.considered})
    counts = [
        _of_events((value,), [card for card, one in made if value in one.considered], len(made)) for value in seen
    ]
    return Figure("considered", tuple(alone(count) for count in counts))


def _conflicts(held: tuple[RequestCard, ...], period: Period) -> Figure:
    """Decisions in which a conflict of interest was declared (R172)."""
    made = [(card, one) for card in held for one in card.tally.decisions if period.holds(one.on)]
    declared = [card for card, one in made if one.has_conflict]
    counts = [_of_events(("declared",), declared, len(made))] if made else []
    return Figure("conflicts", tuple(alone(count) for count in counts))


def _resting(held: tuple[RequestCard, ...], on: date) -> Figure:
    """Cases of today in which nothing was done for long (R028)."""
    open_ones = tuple(card for card in held if card.is_case)
    resting = [card for card in open_ones if card.rests_since(on)]
    counts = [_of_cards(("resting",), resting, open_ones)] if open_ones else []
    return Figure("resting", tuple(alone(count) for count in counts))


def _of_cards(value: tuple[str, ...], counted: Sequence[RequestCard], of: Sequence[RequestCard]) -> Count:
    return Count(value, len(counted), len(of), tuple(counted))


def _of_events(value: tuple[str, ...], counted: Sequence[RequestCard], of: int) -> Count:
    """What can happen more than once in a case: each event counts, and its case is shown once. `counted`: one card an event."""
    cases = {card.dossier: card for card in counted}
    return Count(value, len(counted), of, tuple(cases.values()))


# Small numbers


def is_small(number: int) -> bool:
    return 0 < number < FEWEST


def alone(count: Count) -> Count:
    """Kept back when it, or what it leaves of its whole, is small."""
    return kept_back(count) if is_small(count.number) or is_small(count.of - count.number) else count


def parts_of_one_whole(counts: Iterable[Count]) -> tuple[Count, ...]:
    """Parts of one whole: where one is kept back all are, or the others would tell it."""
    found = tuple(counts)
    is_any_small = any(is_small(count.number) for count in found)
    return tuple(kept_back(count) for count in found) if is_any_small else found


def kept_back(count: Count) -> Count:
    return Count(count.value, count.number, count.of, count.cases, is_kept_back=True)
