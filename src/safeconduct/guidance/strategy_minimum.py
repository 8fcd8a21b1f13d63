"""What stands in every strategy of a country: a common minimum, each item with the commitments that it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MinimumItem:
    """`part` is the group of defenders that it is for, "" for all of them. `rests_on` are commitments of the register."""

    id: str
    says: str
    part: str
    rests_on: tuple[str, ...]
