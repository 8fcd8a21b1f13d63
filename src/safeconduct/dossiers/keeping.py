"""How long a closed dossier is kept, scope by scope, and when its key-holders are warned.

The identity goes first. What goes is the key: an empty slip stays for each entry, and the chain still holds.
"""

import calendar
from datetime import date

from safeconduct.vocabulary.refusal import Refusal

CONTENT_MONTHS, IDENTITY_MONTHS = 24, 12
WARNINGS = (7, 30, 60)
"""Days before a due day from which the key-holders see it, in three steps."""


def content_until(closed_on: date) -> date:
    return _months_after(closed_on, CONTENT_MONTHS)


def identity_until(closed_on: date) -> date:
    return _months_after(closed_on, IDENTITY_MONTHS)


def refusal_to_keeping(*, content: date, identity: date, today: date) -> Refusal | None:
    if identity > content:
        return Refusal("The name would be kept longer than the rest. Choose a day for it that is not after the other.")
    if identity < today:
        return Refusal("That day has passed. Choose today or a later day.")
    return None


def warning(due_on: date, *, today: date) -> int | None:
    """The step of the warning: within 7, 30 or 60 days; None when it is further away."""
    left = (due_on - today).days
    return next((days for days in WARNINGS if left <= days), None)


def _months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
