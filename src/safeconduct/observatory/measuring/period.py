"""The days of a count, both included, and the day on which the statements were gathered. A figure without them says nothing."""

from dataclasses import dataclass
from datetime import date

from safeconduct.vocabulary.refusal import Refusal

_DAYS_A_YEAR = 365.2425


@dataclass(frozen=True)
class Period:
    first: date
    last: date
    as_of: date

    @property
    def years(self) -> float:
        return ((self.last - self.first).days + 1) / _DAYS_A_YEAR

    def written(self) -> str:
        return f"{self.first.isoformat()} to {self.last.isoformat()}, as of {self.as_of.isoformat()}"


def refusal_to_measuring(period: Period) -> Refusal | None:
    if period.first > period.last:
        return Refusal("The period ends before it begins. Give the first day, then the last one.")
    if period.as_of < period.last:
        return Refusal("The period goes on after the day on which the statements were gathered. Let it end earlier.")
    return None
