"""What a telling says in codes, as a member confirmed it: each code with the words that it rests on.

Suggestions are no facts: nothing is a coded fact that nobody confirmed. The newest confirmation says all that holds.
"""

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from safeconduct.cases.coded_list import choices_of, label_of
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.vocabulary.refusal import Refusal

COUNTRY, PLACE, DAY = "country", "place", "date_of_event"
KIND, GROUP, OUTCOME = "violation_types", "defender_types", "outcome"
FIELDS = (COUNTRY, PLACE, DAY, KIND, GROUP, OUTCOME)
LISTS: Mapping[str, str] = {KIND: "violation_type", GROUP: "defender_type", OUTCOME: "outcome"}
"""The fields whose codes stand in a list, and the list."""
ABOUT_DETENTION = frozenset(
    {
        *("arbitrary_detention", "enforced_disappearance", "attempted_arrest", "incommunicado", "solitary_confinement"),
        *("denial_of_lawyer", "denial_of_medical_care", "torture_ill_treatment", "released", "acquitted"),
    }
)
LONGEST_PLACE = 200
_DAY_OR_MONTH = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@dataclass(frozen=True)
class CodedFact:
    """`code` is a value of the field's list, an ISO country, a day or month, or a place in words."""

    field: str
    code: str = dataclasses.field(repr=False)
    words: tuple[str, ...] = dataclasses.field(default=(), repr=False)

    def as_data(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "words": list(self.words)}

    @property
    def label(self) -> str:
        if self.field == COUNTRY:
            return country_name(self.code)
        return label_of(LISTS[self.field], self.code) if self.field in LISTS else self.code


def coded_facts(written: Iterable[Entry]) -> tuple[CodedFact, ...]:
    """What the newest confirmation says; an erased one says nothing, and the one before it holds again."""
    newest = [entry for entry in written if entry.kind == "confirmed_facts"][-1:]
    return tuple(
        CodedFact(one["field"], one["code"], tuple(one["words"])) for entry in newest for one in entry.data["facts"]
    )


def codes_of(facts: Iterable[CodedFact], name: str) -> list[str]:
    return [fact.code for fact in facts if fact.field == name]


def refusal_to_confirming(facts: Iterable[CodedFact]) -> Refusal | None:
    """Why one of these may not be put in. An empty list is an answer: nothing in the telling is coded."""
    for fact in facts:
        if fact.field == DAY and not _is_day_or_month(fact.code):
            return Refusal("This is not a day. Write it as 2026-03-04, or as 2026-03 where only the month is known.")
        if fact.field == COUNTRY and country_code(fact.code) != fact.code:
            return Refusal("This country is not in the list. Choose one from it.")
        if fact.field == PLACE and not 0 < len(fact.code.strip()) <= LONGEST_PLACE:
            return Refusal("The place is empty or very long. Write its name alone.")
        if fact.field in LISTS and fact.code not in dict(choices_of(LISTS[fact.field])):
            return Refusal("This code is not in the list. Choose one from it.")
    return None


def _is_day_or_month(written: str) -> bool:
    if not _DAY_OR_MONTH.fullmatch(written):
        return False
    try:
        date.fromisoformat(written if len(written) > 7 else f"{written}-01")
    except ValueError:
        return False
    return True
