"""A day as entries hold it: in ISO form, and empty where there is none."""

from datetime import date


def iso_of(day: date | None) -> str:
    return day.isoformat() if day else ""


def day_of(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None
