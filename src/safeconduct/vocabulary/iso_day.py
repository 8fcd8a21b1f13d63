"""A day as entries hold it and people type it: in ISO form, and empty where there is none."""

from datetime import date


def iso_of(day: date | None) -> str:
    return day.isoformat() if day else ""


def day_of(iso: str) -> date | None:
    return date.fromisoformat(iso) if iso else None


def typed_day(written: str) -> date | None:
    """None where it is no day of the calendar."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
