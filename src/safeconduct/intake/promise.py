"""By when an office says that it reads what was sent. Hours come from the office's own settings, never from us."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from safeconduct.access.office import Office


def read_by(office: Office, urgency: str, *, at: datetime) -> datetime:
    """The moment, in the office's own time zone, by which somebody has read a request that comes now."""
    # Hours are counted in UTC: a change of the clock in between makes them neither longer nor shorter.
    promised = at.astimezone(UTC) + timedelta(hours=office.reads_within_hours)
    staffed = _next_staffed(office, at)
    if urgency == "now" and office.urgent_within_hours is not None and staffed is not None:
        promised = min(promised, staffed.astimezone(UTC) + timedelta(hours=office.urgent_within_hours))
    return promised.astimezone(ZoneInfo(office.time_zone))


def _next_staffed(office: Office, at: datetime) -> datetime | None:
    """The first moment from `at` on when somebody is there; None when the office has no rota."""
    if office.staffed_from is None or office.staffed_until is None:
        return None
    zone = ZoneInfo(office.time_zone)
    here = at.astimezone(zone)
    opens = datetime.combine(here.date(), office.staffed_from, zone)
    over_midnight = office.staffed_until <= office.staffed_from
    clock = here.time().replace(tzinfo=None)
    is_open = (
        clock >= office.staffed_from or clock < office.staffed_until
        if over_midnight
        else office.staffed_from <= clock < office.staffed_until
    )
    if is_open:
        return at
    return opens if here < opens else opens + timedelta(days=1)
