"""By when an office says that it reads what was sent. Hours come from the office's own settings, never from us."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from safeconduct.access.lookup import Office


def read_by(office: Office, urgency: str, *, at: datetime) -> datetime:
    """The moment, in the office's own time zone, by which somebody has read a request that comes now."""
    always = at + timedelta(hours=office.reads_within_hours)
    if urgency == "now" and office.urgent_within_hours is not None:
        staffed = _next_staffed(office, at)
        always = min(always, staffed + timedelta(hours=office.urgent_within_hours))
    return always.astimezone(ZoneInfo(office.time_zone))


def _next_staffed(office: Office, at: datetime) -> datetime:
    """The first moment from `at` on when somebody is there."""
    if office.staffed_from is None or office.staffed_until is None:
        return at
    here = at.astimezone(ZoneInfo(office.time_zone))
    opens = datetime.combine(here.date(), office.staffed_from, here.tzinfo)
    closes = datetime.combine(here.date(), office.staffed_until, here.tzinfo)
    if here < opens:
        return opens
    if here < closes:
        return at
    return opens + timedelta(days=1)
