"""A date that a source gives beside a text: as ISO, or a sentence why it is none. Never repaired by guessing."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:[T ].*)?", re.DOTALL)
_EARLIEST = 1900


def given_date(written: str) -> tuple[str, str]:
    """The ISO day, month or year of 2019-02-03T10:00, 2019-02, 2019 or of a mail's date; and a sentence if it is none."""
    written = " ".join(written.split())
    if not written:
        return "", ""
    found = _ISO.fullmatch(written)
    if found is None:
        return _of_mail(written)
    year, month, day = (int(found[name] or 0) for name in ("year", "month", "day"))
    try:
        first = date(year, month or 1, day or 1)
    except ValueError:
        return "", _no_date(written)
    if first.year < _EARLIEST:
        return "", _no_date(written)
    return first.isoformat()[: 10 if day else 7 if month else 4], ""


def _of_mail(written: str) -> tuple[str, str]:
    try:
        moment: datetime = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return "", _no_date(written)
    return moment.date().isoformat(), ""


def _no_date(written: str) -> str:
    return f"“{written[:60]}” is no day of the calendar. Write it as 2019-03-31, or look at the page for the right one."
