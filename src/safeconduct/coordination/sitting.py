"""A sitting: where and when a court sits, by its own clock, and when it must be told that somebody comes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from safeconduct.vocabulary.refusal import Refusal

NEEDS_NOTICE = ("notice", "permission", "accreditation")
"""Access rules (lists/hearing_access.toml) under which the court must be told or asked before."""
LONGEST_AHEAD = timedelta(days=3 * 366)


@dataclass(frozen=True)
class Sitting:
    """What is known of a hearing. `local` is the court's own clock (naive), None while an adjourned one has no day;
    `notice_days` is how many days before the court must know."""

    court: str
    city: str
    local: datetime | None
    zone: str
    stage: str
    access: str
    notice_days: int
    language: str

    @property
    def starts(self) -> datetime | None:
        return self.local.replace(tzinfo=ZoneInfo(self.zone)) if self.local else None

    @property
    def day(self) -> date | None:
        """The court's own day."""
        return self.local.date() if self.local else None

    @property
    def notice_by(self) -> date | None:
        needs = self.access in NEEDS_NOTICE and self.notice_days
        return self.day - timedelta(days=self.notice_days) if needs and self.day else None

    def as_data(self) -> dict[str, Any]:
        return {**vars(self), "local": self.local.isoformat(timespec="minutes") if self.local else ""}


def sitting_from(data: Mapping[str, Any]) -> Sitting:
    named = {name: data[name] for name in ("court", "city", "zone", "stage", "access", "notice_days", "language")}
    return Sitting(local=local_from(data["local"]), **named)


def local_from(iso: str) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def refusal_to_when(local: datetime | None, zone: str, *, at: datetime) -> Refusal | None:
    """Why a court cannot sit then. `local` is naive, on the court's own clock."""
    try:
        court = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return Refusal("There is no such time zone. Write it as region and city, such as Europe/Berlin.")
    if local is None:
        return Refusal("The day or the hour is missing. Write both, as the court’s own clock shows them.")
    starts = local.replace(tzinfo=court)
    if starts.astimezone(ZoneInfo("UTC")).astimezone(court).replace(tzinfo=None) != local:
        return Refusal("Clocks go forward there in that hour, so it does not exist. Ask for the hour again.")
    if starts < at:
        return Refusal("That is in the past at the court. Choose a day and hour that are still to come.")
    if starts > at + LONGEST_AHEAD:
        return Refusal("That is more than three years ahead. Look at the year again.")
    return None


def refusal_to_setting(sitting: Sitting, *, at: datetime) -> Refusal | None:
    if not sitting.court.strip():
        return Refusal("The court is missing. Write which one sits, as it is known there.")
    if not sitting.city.strip():
        return Refusal("The city is missing. Observers must know where to travel.")
    return refusal_to_when(sitting.local, sitting.zone, at=at)
