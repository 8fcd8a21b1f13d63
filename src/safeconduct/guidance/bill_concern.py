"""What to look for in a bill on civil society: questions whose yes is a concern, and what was not read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

YES, NO, NOT_READ = "yes", "no", "not_read"


@dataclass(frozen=True)
class BillConcern:
    """`rests_on` are commitments of the register."""

    id: str
    asks: str
    why: str
    rests_on: tuple[str, ...]


@dataclass(frozen=True)
class BillCheck:
    """Those found, and those that nobody has read for yet; what is neither is no concern. Nothing is added up."""

    found: tuple[BillConcern, ...]
    not_read: tuple[BillConcern, ...]


def checked_bill(concerns: Iterable[BillConcern], answers: Mapping[str, str]) -> BillCheck:
    """By the answer to each (yes, no or not_read); what has no answer was not read."""
    known = tuple(concerns)
    return BillCheck(
        found=tuple(one for one in known if answers.get(one.id) == YES),
        not_read=tuple(one for one in known if answers.get(one.id) not in (YES, NO)),
    )
