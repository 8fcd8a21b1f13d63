"""A meeting of a group: its day and chair, what was put on its agenda, what was said there, and the rhythm of meetings.

Folded from the believed entries of a group. Only the organisation that chairs, or that founded the group, arranges a
meeting, writes down what was said and closes it; whoever belongs may put a point on its agenda.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from safeconduct.coordination.group import Group
from safeconduct.coordination.tlp import RED, marking
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

FARTHEST = timedelta(days=366)
RHYTHMS = (7, 14, 30, 60, 90)
"""Days between two meetings that a group may agree on; 60 is the cycle of two months of missions' committees."""


@dataclass(frozen=True)
class MemberPoint:
    """What somebody put on the agenda in their own words."""

    ref: str
    words: str = field(repr=False)
    marking: str
    office: str


@dataclass(frozen=True)
class MeetingLine:
    """What the minutes keep of a point, in the chair's words. `about` is the topic of the point."""

    about: str
    words: str = field(repr=False)
    marking: str
    at: datetime


@dataclass(frozen=True)
class Meeting:
    """`readers`: the organisations that hold `scope_ref`, the key under which it is written now. `order` and `out` are topics
    of points. `present` are offices; `held` is when it was closed, None while it is ahead. `chaired` are the organisations
    that were its chair."""

    ref: str
    on: date
    chair: str
    chair_office: str
    readers: tuple[str, ...]
    scope_ref: str
    points: tuple[MemberPoint, ...] = ()
    order: tuple[str, ...] = ()
    out: frozenset[str] = frozenset()
    said: tuple[MeetingLine, ...] = ()
    present: tuple[str, ...] = ()
    held: datetime | None = None
    chaired: frozenset[str] = frozenset()

    def may_be_kept_by(self, organisation: str, group: Group) -> bool:
        """Whether what this organisation wrote of its course counts."""
        return organisation in self.chaired or organisation == group.holder


@dataclass(frozen=True)
class Rhythm:
    every: timedelta
    since: date


def meetings(written: Iterable[Entry], group: Group) -> tuple[Meeting, ...]:
    """Those that this reader may read, in the order in which they were set."""
    known: dict[str, Meeting] = {}
    for entry in written:
        ref = entry.data.get("meeting", "")
        if entry.kind == "meeting_set":
            known[ref] = _set(known.get(ref), entry, group)
        elif ref in known and entry.kind in _CHANGES:
            meeting = known[ref]
            if entry.kind == "agenda_point_added" or meeting.may_be_kept_by(entry.data["organisation"], group):
                known[ref] = _CHANGES[entry.kind](meeting, entry)
    return tuple(known.values())


def _set(before: Meeting | None, entry: Entry, group: Group) -> Meeting:
    """Set again, it has a new day, chair or key; what was arranged stays. Who does not chair it changes only its key."""
    data = entry.data
    day, chair = date.fromisoformat(data["on"]), (data["chair"], data["chair_office"])
    if before is None:
        chaired = frozenset({data["chair"]})
        return Meeting(data["meeting"], day, *chair, tuple(data["readers"]), entry.scope_ref, chaired=chaired)
    changed = replace(before, readers=tuple(data["readers"]), scope_ref=entry.scope_ref)
    if before.held or not before.may_be_kept_by(data["organisation"], group):
        return changed
    return replace(changed, on=day, chair=chair[0], chair_office=chair[1], chaired=before.chaired | {chair[0]})


def _point_added(meeting: Meeting, entry: Entry) -> Meeting:
    data = entry.data
    point = MemberPoint(data["point"], data["words"], data["marking"], data["office"])
    return replace(meeting, points=(*meeting.points, point))


def _arranged(meeting: Meeting, entry: Entry) -> Meeting:
    return replace(meeting, order=tuple(entry.data["order"]))


def _taken_out(meeting: Meeting, entry: Entry) -> Meeting:
    return replace(meeting, out=meeting.out | {entry.data["topic"]})


def _put_back(meeting: Meeting, entry: Entry) -> Meeting:
    return replace(meeting, out=meeting.out - {entry.data["topic"]})


def _said(meeting: Meeting, entry: Entry) -> Meeting:
    data = entry.data
    return replace(meeting, said=(*meeting.said, MeetingLine(data["about"], data["words"], data["marking"], entry.at)))


def _held(meeting: Meeting, entry: Entry) -> Meeting:
    """What was on the agenda then stands in its minutes, whatever becomes of it."""
    if meeting.held:
        return meeting
    order, present = tuple(entry.data["agenda"]), tuple(entry.data["present"])
    return replace(meeting, held=entry.at, order=order, present=present)


_CHANGES: dict[str, Callable[[Meeting, Entry], Meeting]] = {
    "agenda_point_added": _point_added,
    "agenda_arranged": _arranged,
    "agenda_taken_out": _taken_out,
    "agenda_put_back": _put_back,
    "meeting_said": _said,
    "meeting_held": _held,
}


def next_meeting(known: Iterable[Meeting]) -> Meeting | None:
    """The one that was set and not held yet; the nearest, if there are several."""
    return min((one for one in known if not one.held), key=lambda one: (one.on, one.ref), default=None)


def last_held(known: Iterable[Meeting]) -> Meeting | None:
    return max((one for one in known if one.held), key=lambda one: (one.on, one.held), default=None)


# The rhythm


def rhythm(written: Iterable[Entry]) -> Rhythm | None:
    """The newest one that was agreed."""
    agreed = [entry for entry in written if entry.kind == "meeting_rhythm_set"]
    return Rhythm(timedelta(days=agreed[-1].data["every"]), agreed[-1].at.date()) if agreed else None


def due_by(agreed: Rhythm | None, last: Meeting | None) -> date | None:
    """The day by which the next meeting should be held: counted from the last one, or from the day of the agreement."""
    return (max(last.on, agreed.since) if last else agreed.since) + agreed.every if agreed else None


# What may be done


def refusal_to_rhythm(every: int | None) -> Refusal | None:
    if every not in RHYTHMS:
        return Refusal("It is not said how often the group meets. Choose one of the list.")
    return None


def refusal_to_setting_meeting(on: date | None, chair: str, group: Group, *, today: date) -> Refusal | None:
    if on is None:
        return Refusal("The meeting has no day yet. Choose one.")
    if on < today:
        return Refusal("That day is over. Choose a day from today on.")
    if on > today + FARTHEST:
        return Refusal("That is more than a year ahead. Look at the year again.")
    if group.seat(chair) is None:
        return Refusal("It is not said who chairs. Choose an organisation of the group.")
    return None


def refusal_to_chairing(meeting: Meeting, group: Group, *, own: str) -> Refusal | None:
    """Why this organisation may not arrange the meeting, write down what was said, or close it."""
    if own not in (meeting.chair, group.holder):
        return Refusal(f"{meeting.chair_office} chairs this meeting and does this. Put a point on its agenda instead.")
    return None


def refusal_to_changing_meeting(meeting: Meeting) -> Refusal | None:
    if meeting.held:
        return Refusal("This meeting is closed, and its minutes stand. Put it on the agenda of the next one.")
    return None


def refusal_to_point(words: str, value: str) -> Refusal | None:
    if not words.strip():
        return Refusal("Nothing is written yet. Say in a few words what the point is about, and name nobody.")
    return refusal_to_marking_all(value)


def refusal_to_marking_all(value: str) -> Refusal | None:
    """For what every organisation of the group opens."""
    if value == RED or marking(value) is None:
        return Refusal("The whole group reads this, so TLP:RED does not fit. Choose one of the other markings.")
    return None


def refusal_to_closing(meeting: Meeting, present: Collection[str], *, today: date) -> Refusal | None:
    if meeting.on > today:
        return Refusal("The day of this meeting is still to come. Set it for today first, if it was held earlier.")
    if not present:
        return Refusal("It is not said who was there. Tick the organisations that took part.")
    return None
