"""The day of an incident as far as it is known: a day, a month, a year, about one of these, or not known."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.vocabulary.refusal import Refusal

OLDEST = 1900
ABOUT = timedelta(days=366)
_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PRECISIONS = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class IncidentDate:
    """`written` is 2026-03-28, 2026-03, 2026 or "" (not known); `about` when even that is not certain."""

    written: str = ""
    about: bool = False

    @property
    def precision(self) -> str:
        """day, month, year, about or unknown."""
        if not self.written:
            return "unknown"
        return "about" if self.about else _PRECISIONS[len(self.written)]

    @property
    def earliest(self) -> date | None:
        return date.fromisoformat((self.written + "-01-01")[:10]) if self.written else None

    @property
    def latest(self) -> date | None:
        if self.earliest is None or len(self.written) == 10:
            return self.earliest
        year, month = self.earliest.year, self.earliest.month if len(self.written) == 7 else 12
        return date(year, month, monthrange(year, month)[1])

    @property
    def month(self) -> str:
        """2026-03, or "" when nobody knows the month."""
        return self.written[:7] if len(self.written) >= 7 else ""

    def as_data(self) -> dict[str, str | bool]:
        return {"written": self.written, "precision": self.precision, "about": self.about}


def incident_date_from(data: Mapping[str, str | bool] | None) -> IncidentDate:
    return IncidentDate(str(data["written"]), bool(data["about"])) if data else IncidentDate()


def refusal_to_date(written: str, *, on: date) -> Refusal | None:
    """Why what was typed is no date of an incident; nothing typed means that it is not known."""
    if not written:
        return None
    parts = _WRITTEN.fullmatch(written)
    if not parts or not _is_in_the_calendar(written):
        return Refusal("There is no such date. Write it as 2026-03-28, 2026-03 or 2026, or leave it empty.")
    if int(parts[1]) < OLDEST:
        return Refusal(f"That is before {OLDEST}. Check the year.")
    earliest = IncidentDate(written).earliest
    if earliest and earliest > on:
        return Refusal("That day has not come yet. An incident is something that happened; check the date.")
    return None


def refusal_to_period(first: IncidentDate, last: IncidentDate) -> Refusal | None:
    """An end that lies before the start. What is only about known is given a year's leeway."""
    leeway = ABOUT if first.about or last.about else timedelta()
    if first.earliest and last.latest and last.latest + leeway < first.earliest:
        return Refusal("The end lies before the start. Check both dates.")
    return None


def _is_in_the_calendar(written: str) -> bool:
    try:
        date.fromisoformat((written + "-01-01")[:10])
    except ValueError:
        return False
    return True
