"""Traffic Light Protocol 2.0 (FIRST, 2022): who may read what is put before a group, and how far it may go on.

A key holds an item back from organisations. Within an organisation, and for what is passed on, only people can.
"""

from collections.abc import Collection
from dataclasses import dataclass

from safeconduct.vocabulary.refusal import Refusal

RED, AMBER_STRICT, AMBER, GREEN = "TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN"


@dataclass(frozen=True)
class Marking:
    """`by_key`: what the sealing enforces; `by_people`: what those who read it have promised."""

    value: str
    by_key: str
    by_people: str

    @property
    def names_its_readers(self) -> bool:
        return self.value == RED


MARKINGS = (
    Marking(RED, "Only the named organisations can open it.", "Only those in the conversation; pass it on to nobody."),
    Marking(AMBER_STRICT, "Only organisations of the group can open it.", "Stays inside each organisation."),
    Marking(AMBER, "Only organisations of the group can open it.", "Also those who must know in order to help."),
    Marking(
        GREEN, "Only organisations of the group can open it.", "Also others who protect defenders, never the public."
    ),
)


def marking(value: str) -> Marking | None:
    return next((one for one in MARKINGS if one.value == value), None)


def refusal_to_marking(value: str, *, named: Collection[str], others: Collection[str]) -> Refusal | None:
    """`named` are the organisations that were ticked, `others` those of the group besides one's own."""
    known = marking(value)
    if known is None:
        return Refusal("Nothing about a case is TLP:CLEAR. Choose one of the markings of the list.")
    if known.names_its_readers and not named:
        return Refusal("TLP:RED goes to named organisations only. Tick who may read it, or choose another marking.")
    if named and not known.names_its_readers:
        return Refusal("Only TLP:RED goes to some of the group. Choose it, or take the ticks away.")
    if set(named) - set(others):
        return Refusal("Somebody who was ticked is not in the group. Look at who belongs to it, then tick again.")
    return None
