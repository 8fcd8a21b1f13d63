"""Looking through opened journal lines: who, what, which dossier, when, and how widely each member reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, tzinfo

from safeconduct.access.event import EVENTS, READINGS
from safeconduct.access.journal import Line


@dataclass(frozen=True)
class OpenedLine:
    """`line` is None when it opens with none of the reader's keys."""

    seq: int
    day: date
    line: Line | None

    def day_in(self, zone: tzinfo) -> date:
        return self.line.at.astimezone(zone).date() if self.line else self.day


@dataclass(frozen=True)
class Inspection:
    """What an auditor looks for; what is empty leaves nothing out. `event` is an event or a kind of events."""

    member: str = ""
    event: str = ""
    reference_start: str = ""
    from_day: date | None = None
    to_day: date | None = None

    def finds(self, opened: OpenedLine, zone: tzinfo) -> bool:
        day, line = opened.day_in(zone), opened.line
        if (self.from_day and day < self.from_day) or (self.to_day and day > self.to_day):
            return False
        if line is None:
            # It could be anything: it is left out only where something that it cannot show is asked for.
            return not (self.member or self.event or self.reference_start)
        kind = EVENTS[line.event].kind if line.event in EVENTS else ""
        return (
            self.member in ("", line.member)
            and self.event in ("", line.event, kind)
            and line.object_ref.startswith(self.reference_start)
        )


@dataclass(frozen=True)
class Breadth:
    """How often a member opened something on one day, and how many different dossiers."""

    day: date
    member: str
    openings: int
    dossiers: int


def readings(lines: Iterable[OpenedLine], zone: tzinfo) -> tuple[Breadth, ...]:
    """The newest day first."""
    opened: dict[tuple[date, str], list[str]] = defaultdict(list)
    for one in lines:
        if one.line and one.line.event in READINGS:
            opened[one.day_in(zone), one.line.member].append(one.line.object_ref)
    return tuple(
        Breadth(day, member, len(refs), len(set(refs))) for (day, member), refs in sorted(opened.items(), reverse=True)
    )
