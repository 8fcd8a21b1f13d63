"""An occasion: a hearing or a visit to which somebody should go, and when one can be at two of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from safeconduct.coordination.travel import Travel

# From one court to another, or from a court to a visit, in the same city.
WITHIN_A_CITY = timedelta(minutes=30)


class Role(StrEnum):
    LEAD = "lead"
    BACKUP = "backup"
    GUEST = "guest"


class Stage(StrEnum):
    REMAND = "remand"
    OPENING = "opening"
    TRIAL = "trial"
    VERDICT = "verdict"
    APPEAL = "appeal"


# Where the court decides about somebody's freedom. Leads go there first when there are not enough of them.
DECISIVE = frozenset({Stage.REMAND, Stage.VERDICT, Stage.APPEAL})


def unlike(name: str, given: Collection[str]) -> str:
    """The name of an occasion, numbered where another one has it."""
    number = sum(name == one or one.startswith(f"{name} (") for one in given)
    return f"{name} ({number + 1})" if number else name


@dataclass(frozen=True)
class Occasion:
    """`begins` knows its time zone. `language` is empty where any will do, `stage` None for a visit.
    `goes_along`: a backup travels with the lead, so it need not be near enough to be called."""

    name: str
    begins: datetime
    lasts: timedelta
    city: str
    court: str = ""
    language: str = ""
    stage: Stage | None = None
    roles: tuple[Role, ...] = (Role.LEAD, Role.BACKUP)
    goes_along: bool = False

    @property
    def starts(self) -> datetime:
        """As UTC, in which moments may be counted on from each other on a day when clocks change."""
        return self.begins.astimezone(UTC)

    @property
    def ends(self) -> datetime:
        return self.starts + self.lasts

    def day_of(self, moment: datetime) -> date:
        """By the calendar of the place."""
        return moment.astimezone(self.begins.tzinfo).date()

    @property
    def decisive(self) -> bool:
        return self.stage in DECISIVE


def clash(one: Occasion, other: Occasion, travel: Travel) -> bool:
    """Whether nobody can be at both: the way from the end of the first to the beginning of the second takes too long."""
    first, second = sorted((one, other), key=lambda occasion: (occasion.starts, occasion.name))
    takes = _way(first, second, travel)
    return takes is None or first.ends + takes > second.starts


def _way(one: Occasion, other: Occasion, travel: Travel) -> timedelta | None:
    if one.city != other.city:
        return travel.between(one.city, other.city)
    return timedelta(0) if one.court and one.court == other.court else WITHIN_A_CITY
