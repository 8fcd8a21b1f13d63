"""Which cases a list shows, by words and by the coded facts of their cards, with how many each further choice would show.

A member keeps filters under names of their own; the list of them is sealed to the member alone.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date

from safeconduct.cases.request_card import RequestCard, stands_on
from safeconduct.vocabulary.refusal import Refusal

NONE = "none"
VERIFIED, LAPSED, UNVERIFIED = "verified", "lapsed", "unverified"
SAVED_AT_MOST = 20
LONGEST_NAME = 60


@dataclass(frozen=True)
class CaseFilter:
    """An empty choice leaves all; `risk` may also be NONE, for a card without an assessment."""

    words: str = field(default="", repr=False)
    stage: str = ""
    perpetrator: str = ""
    verified: str = ""
    risk: str = ""
    unmet: str = ""

    @property
    def is_of_words_and_stage(self) -> bool:
        return not (self.perpetrator or self.verified or self.risk or self.unmet)

    @property
    def shows_shared(self) -> bool:
        """Cards of other organisations carry none of the facts but the words."""
        return self.stage in ("", "shared") and self.is_of_words_and_stage


def verified_state(card: RequestCard, *, on: date) -> str:
    if not card.verified_until:
        return UNVERIFIED
    return VERIFIED if card.verified_until >= on.isoformat() else LAPSED


FACETS: Mapping[str, Callable[[RequestCard, date], tuple[str, ...]]] = {
    "stage": lambda card, on: (card.stage,),
    "perpetrator": lambda card, on: card.perpetrators,
    "verified": lambda card, on: (verified_state(card, on=on),),
    "risk": lambda card, on: (card.risk or NONE,),
    "unmet": lambda card, on: card.unmet,
}
"""What can be chosen, and under which values a card is found."""


@dataclass(frozen=True)
class FoundCases:
    """`counts` says by facet and value (\"\" is any) how many cards there would be, if that were chosen and the rest stayed."""

    cards: tuple[RequestCard, ...]
    counts: Mapping[str, Mapping[str, int]]


def found_cases(cards: Iterable[RequestCard], wanted: CaseFilter, *, on: date) -> FoundCases:
    """In one pass: a card that only one choice keeps out counts for the other values of that choice."""
    words = wanted.words.casefold().split()
    chosen = {facet: getattr(wanted, facet) for facet in FACETS}
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    found = []
    for card in cards:
        if words and not stands_on(card, words):
            continue
        values = {facet: values_of(card, on) for facet, values_of in FACETS.items()}
        missed = [facet for facet, value in chosen.items() if value and value not in values[facet]]
        if not missed:
            found.append(card)
        for facet in FACETS if not missed else missed if len(missed) == 1 else ():
            # Adding one by one takes a third of the time of Counter.update for so few.
            for value in ("", *values[facet]):
                counts[facet][value] += 1
    return FoundCases(tuple(found), counts)


# Saved filters


def saved_as_bytes(saved: Mapping[str, CaseFilter]) -> bytes:
    written = {"v": 1, "saved": {name: asdict(one) for name, one in saved.items()}}
    return json.dumps(written, ensure_ascii=False).encode()


def saved_from(body: bytes) -> dict[str, CaseFilter]:
    """What a later version wrote of a filter and this one does not know is left out."""
    known = {one.name for one in fields(CaseFilter)}
    written = json.loads(body)["saved"]
    return {
        name: replace(CaseFilter(), **{key: value for key, value in one.items() if key in known})
        for name, one in written.items()
    }


def refusal_to_saving(name: str, wanted: CaseFilter, saved: Mapping[str, CaseFilter]) -> Refusal | None:
    if not name.strip():
        return Refusal("The filter has no name yet. Type one that you will know it by.")
    if len(name) > LONGEST_NAME:
        return Refusal("The name is longer than 60 signs. Choose a shorter one.")
    if wanted == CaseFilter():
        return Refusal("Nothing is chosen yet. Find something first, then save how you found it.")
    if name not in saved and len(saved) >= SAVED_AT_MOST:
        return Refusal("You have 20 saved filters. Remove one that you do not use, then save this one.")
    return None
