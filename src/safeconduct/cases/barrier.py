"""What keeps a person from help that others get, and whether something was done about it. Coded; words stay in the story."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from safeconduct.cases.coded_list import coded_list
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.vocabulary.refusal import Refusal

LIST = "barriers"
THERE, HANDLED = "there", "handled"
STATES = (THERE, HANDLED)


@dataclass(frozen=True)
class Barriers:
    """`states` by the value of the list `barriers`; what is not in it was not met."""

    states: Mapping[str, str] = field(default_factory=dict)
    words: str = field(default="", repr=False)

    def noted(self) -> NewEntry:
        return NewEntry("story", "barriers_noted", {"states": dict(self.states), "words": self.words})


def barriers(written: Iterable[Entry]) -> Barriers:
    """The newest entry says all that holds."""
    newest = next((entry for entry in reversed(tuple(written)) if entry.kind == "barriers_noted"), None)
    return Barriers(newest.data["states"], newest.data["words"]) if newest else Barriers()


def barrier_fact(written: Iterable[Entry]) -> dict[str, Any]:
    """For the card: each one that was met, with whether it is there or handled."""
    return {"barriers": dict(sorted(barriers(written).states.items()))}


def refusal_to_noting_barriers(now: Barriers, before: Barriers) -> Refusal | None:
    known = {row.value for row in coded_list(LIST)}
    if set(now.states) - known or set(now.states.values()) - set(STATES):
        return Refusal("One of these is not on the list. Choose from those that are shown.")
    if HANDLED in now.states.values() and not now.words.strip():
        return Refusal("It is not said what was done about it. Write it in a sentence, so that others can do the same.")
    if (dict(now.states), now.words.strip()) == (dict(before.states), before.words.strip()):
        return Refusal("This stands here already. Change something, or leave it as it is.")
    return None
