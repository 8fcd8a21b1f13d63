"""How things stand in an organisation on a day: its members, its compartments, and what waits for whom."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MemberStanding:
    """`role` and `until_day` (ISO) are what is certified for the day, empty if nothing is. `waits_for` is how many
    registrars have yet to certify what waits, 0 if nothing does; `signed_by`: who has; `keys_are_new`: they must hear the
    words of the keys. `last_day`: when the account ends by itself, as a registrar signed it ahead."""

    member: str
    name: str
    post: str
    role: str
    until_day: str
    ended_on: date | None
    waits_for: int
    signed_by: frozenset[str]
    keys_are_new: bool
    last_day: date | None = None

    def ends_within(self, days: int, *, on: date) -> bool:
        return bool(self.until_day) and (date.fromisoformat(self.until_day) - on).days <= days


@dataclass(frozen=True)
class CompartmentStanding:
    """`holders` and `waiting` are members. `asked`: "" or how far its next key is: "asked" or "made", by `made_by`."""

    compartment: str
    name: str
    duty: str
    epoch: int
    since: date | None
    holders: tuple[str, ...]
    waiting: tuple[str, ...]
    asked: str
    asked_on: date | None
    made_by: str


@dataclass(frozen=True)
class InvitationStanding:
    ref: str
    name: str
    post: str
    role: str
    until_day: date


@dataclass(frozen=True)
class PostStanding:
    ref: str
    name: str
    members: tuple[str, ...]
