"""Laws that states made to protect those who defend rights: what each gives, and beside it what is said against it."""

from dataclasses import dataclass
from datetime import date

from safeconduct.guidance.source import Address, doubts


@dataclass(frozen=True)
class DefenderLaw:
    """`country` is a code; `adopted` a year, a month or a day. `criticised_at`: where `against` was read, if not at the source."""

    id: str
    country: str
    name: str
    adopted: str
    gives: str
    against: str
    source: Address
    criticised_at: str
    stored_copy: bool
    verification: str
    last_checked: date


def cautions(law: DefenderLaw, *, today: date) -> tuple[str, ...]:
    """The sentences without which this law is not to be shown."""
    return doubts(law.verification, law.last_checked, today=today, stored_copy=law.stored_copy)
