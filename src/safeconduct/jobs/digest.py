"""The one mail that this program sends: what it says, and when it may go out.

Its words never change, and it goes out at fixed hours with a delay drawn at random, whether one thing waits or fifty.
So it tells nobody on the way how much came, when, or from whom.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

SUBJECT = "Notice"
TEXT = "Something may be waiting. Sign in at the usual place.\n"
HOURS = (8, 13, 18)
LONGEST_DELAY = timedelta(minutes=90)


def next_moment(after: datetime, *, time_zone: str, delay: timedelta) -> datetime:
    """The next fixed hour of an office's day, and the delay behind it."""
    local = after.astimezone(ZoneInfo(time_zone))
    days = (local, local + timedelta(days=1))
    hours = [day.replace(hour=hour, minute=0, second=0, microsecond=0) for day in days for hour in HOURS]
    return next(hour for hour in hours if hour > local) + delay
