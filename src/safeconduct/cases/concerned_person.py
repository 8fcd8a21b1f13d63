"""The people beside the defender in a case: a role and a label without a name; each answers for themselves."""

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

CHILD = "child"
LONGEST_LABEL = 60


@dataclass(frozen=True)
class ConcernedPerson:
    """`label` is what the office and the defender call them here, never a name; the name is in the identity."""

    ref: str
    role: str
    label: str

    @property
    def answers_alone(self) -> bool:
        return self.role != CHILD


def concerned_persons(written: Iterable[Entry]) -> tuple[ConcernedPerson, ...]:
    """In the order in which they were added."""
    added = sorted((entry for entry in written if entry.kind == "person_added"), key=lambda entry: entry.seq)
    return tuple(ConcernedPerson(entry.data["ref"], entry.data["role"], entry.data["label"]) for entry in added)


def refusal_to_adding(label: str, persons: Iterable[ConcernedPerson]) -> Refusal | None:
    if not label.strip():
        return Refusal("There is no label yet. Write a few words that are no name, such as “younger sister”.")
    if len(label) > LONGEST_LABEL:
        return Refusal(f"This is longer than {LONGEST_LABEL} signs. A few words are enough; they must be no name.")
    if any(one.label.casefold() == label.strip().casefold() for one in persons):
        return Refusal("Somebody in this case has this label already. Choose another one.")
    return None
