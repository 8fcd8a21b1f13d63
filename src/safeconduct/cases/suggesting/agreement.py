"""How far suggestions agree with codings made by hand: what each figure counts is said beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Coding = Mapping[str, object]


@dataclass(frozen=True)
class Agreement:
    """Country: share of texts with exactly the same set. F1: over all codes of all texts. Date: share with the same date.

    `dated` is the same share of those texts alone that have a date in the coding by hand."""

    texts: int
    country: float
    violation_types: float
    defender_types: float
    perpetrator_kind: float
    asks: float
    date_of_event: float
    dated: float


def agreement(pairs: Sequence[tuple[Coding, Coding]]) -> Agreement:
    """Pairs of a coding by hand and what was suggested."""
    dated = [(hand, one) for hand, one in pairs if hand.get("date_of_event")]
    return Agreement(
        texts=len(pairs),
        country=_share([codes(hand, "country") == codes(one, "country") for hand, one in pairs]),
        violation_types=f1(pairs, "violation_types"),
        defender_types=f1(pairs, "defender_types"),
        perpetrator_kind=f1(pairs, "perpetrator_kind"),
        asks=f1(pairs, "asks"),
        date_of_event=_share([_date(hand) == _date(one) for hand, one in pairs]),
        dated=_share([_date(hand) == _date(one) for hand, one in dated]),
    )


def codes(coding: Coding, field: str) -> frozenset[str]:
    listed = coding.get(field) or ()
    return frozenset(str(code) for code in listed) if isinstance(listed, list | tuple) else frozenset({str(listed)})


def f1(pairs: Sequence[tuple[Coding, Coding]], field: str) -> float:
    """Micro-averaged: every code of every text counts once; 1 where neither side has any."""
    right = sum(len(codes(hand, field) & codes(one, field)) for hand, one in pairs)
    both = sum(len(codes(hand, field)) + len(codes(one, field)) for hand, one in pairs)
    return 2 * right / both if both else 1.0


def _date(coding: Coding) -> str:
    return str(coding.get("date_of_event") or "")


def _share(agreed: Sequence[bool]) -> float:
    return sum(agreed) / len(agreed) if agreed else 1.0
