"""By when an office says that it reads and answers what was sent, and the clock on that promise until the first answer.

Hours come from the office's own settings, never from us. The clock stops while the office waits for the defender.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from safeconduct.access.office import Office
from safeconduct.dossiers.entry import Entry

ANSWERS = ("answer", "declined")
QUESTION = "asked_back"
RESPONSES = (*ANSWERS, QUESTION)
"""Kinds of entries by which an office writes to the defender: those that answer, and the one that only asks."""


@dataclass(frozen=True)
class AnswerPromise:
    """`by` leaves out the times in which the office waited, but for the newest: from `asked` until `replied`, the first
    word of the defender after it. `answered` is the first answer."""

    by: datetime
    asked: datetime | None = None
    replied: datetime | None = None
    answered: datetime | None = None

    @property
    def waits(self) -> bool:
        """A question of the office is open."""
        return self.asked is not None and self.replied is None

    @property
    def ends(self) -> datetime:
        """When the promise is broken, as far as the defender has replied. After the first answer nothing moves it."""
        if self.answered or self.asked is None or self.replied is None:
            return self.by
        return self.by + (self.replied - self.asked)

    def is_broken(self, *, at: datetime) -> bool:
        """It was missed and is still missed."""
        return self.answered is None and not self.waits and at > self.ends

    def after_asking(self, at: datetime) -> "AnswerPromise":
        """A second question, while the first is open, changes nothing."""
        return self if self.waits else AnswerPromise(self.ends, at, None, self.answered)

    def after_reply(self, at: datetime) -> "AnswerPromise":
        return self if self.replied else replace(self, replied=at)

    def after_answer(self, at: datetime) -> "AnswerPromise":
        until = self.after_reply(at).ends if self.waits else self.ends
        return AnswerPromise(until, answered=self.answered or at)


def promise_to_answer(entries: Iterable[Entry], *, read_by: datetime) -> AnswerPromise:
    """How the promise stands after these entries, oldest first."""
    promise, came_with_it = AnswerPromise(read_by), 1
    for entry in entries:
        if entry.kind == "arrived":
            came_with_it = max(came_with_it, int(entry.data.get("entries", 1)))
        elif entry.kind in ANSWERS:
            promise = promise.after_answer(entry.at)
        elif entry.kind == QUESTION:
            promise = promise.after_asking(entry.at)
        elif entry.kind in ("word", "file") and entry.by.kind in ("defender", "code") and entry.seq > came_with_it:
            promise = promise.after_reply(entry.at)
    return promise


def read_by(office: Office, urgency: str, *, at: datetime) -> datetime:
    """The moment, in the office's own time zone, by which somebody has read and answered a request that comes now."""
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
