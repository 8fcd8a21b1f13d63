"""How it went with a mechanism of protection, as the office saw it: as a protection organisation or as a body of states.

Beside it stands what the defender told; the views are kept apart. On the card stand codes, never a name or a word.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.intake.experience import ANSWERED, HELPED, Experience, experience_from
from safeconduct.vocabulary.refusal import Refusal

NOTED = "mechanism_noted"
DEFENDER, PRACTITIONER, OFFICIAL = VIEWS = ("defender", "practitioner", "official")
VIEW_OF_KIND = {"network": PRACTITIONER, "mission": OFFICIAL, "body": OFFICIAL}
"""Whose view an office has, by what its organisation is (vocabulary/sharing.py)."""


@dataclass(frozen=True, slots=True)
class CardExperience:
    """As it stands on a card."""

    view: str
    mechanism: str
    answered: str
    helped: str


def noted(one: Experience, view: str) -> NewEntry:
    return NewEntry("coordination", NOTED, {**one.as_data(), "view": view})


def noted_experiences(written: Iterable[Entry]) -> tuple[tuple[str, Experience], ...]:
    """Each with its view, oldest first; a later word of a view on a mechanism replaces the earlier one."""
    standing: dict[tuple[str, str], Experience] = {}
    for entry in written:
        if entry.kind == NOTED and entry.by.kind == "member":
            one = experience_from(entry)
            standing.pop((entry.data["view"], one.of), None)
            standing[entry.data["view"], one.of] = one
    return tuple((view, one) for (view, _of), one in standing.items())


def noted_fact(written: Iterable[Entry]) -> dict[str, Any]:
    """For the card: each mechanism of the register with the view and its two answers."""
    found = noted_experiences(written)
    told = sorted((one.mechanism, view, one.answered, one.helped) for view, one in found if one.mechanism)
    return {"mechanisms_noted": [list(one) for one in told]}


def experiences_on_card(facts: Mapping[str, Any]) -> tuple[CardExperience, ...]:
    """A card from before any was told has none."""
    told, office = facts.get("mechanisms_told"), facts.get("mechanisms_noted")
    if not told and not office:
        return ()
    return (
        *(CardExperience(DEFENDER, *one) for one in told or ()),
        *(CardExperience(view, mechanism, answered, helped) for mechanism, view, answered, helped in office or ()),
    )


def refusal_to_noting_experience(
    now: Experience, before: Experience | None, *, known: Collection[str], years: Collection[str]
) -> Refusal | None:
    """`before` is what stands of the same view on the same mechanism; `known` are the mechanisms of the register."""
    if not now.mechanism and not now.name.strip():
        return Refusal("It is not said which mechanism it was. Choose one, or write its name.")
    if now.mechanism and now.name.strip():
        return Refusal("One is chosen and another is written. Take one of the two away.")
    if now.mechanism and now.mechanism not in known:
        return Refusal("This mechanism is not in the register. Choose one that is shown, or write its name.")
    if now.answered not in ANSWERED or now.helped not in HELPED:
        return Refusal("It is not said whether it answered and whether it helped. Choose one of each.")
    if now.year and now.year not in years:
        return Refusal("This year cannot be. Choose one that is shown, or none.")
    if before and _said(now) == _said(before):
        return Refusal("This stands here already. Change something, or leave it as it is.")
    return None


def _said(one: Experience) -> tuple[str, ...]:
    return (one.year, one.answered, one.helped, one.words.strip())
