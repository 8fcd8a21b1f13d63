"""The agenda of a group's meeting, built from what is open: nobody has to write it before they can change it.

Each reader's agenda holds what their own keys open. The chair's order and what the chair took out are kept by topic.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from safeconduct.coordination.group import ACCEPTED, INVITED, Group, GroupInvitation
from safeconduct.coordination.group_duty import GroupDuty, group_duties, open_group_duties
from safeconduct.coordination.group_item import GroupCard, group_cards
from safeconduct.coordination.hearing import BACKUP, CANCELLED, LEAD, Hearing, hearings
from safeconduct.coordination.joint_position import SOUGHT, JointPosition, joint_positions
from safeconduct.coordination.meeting import Meeting, MemberPoint, due_by, last_held, meetings, next_meeting, rhythm
from safeconduct.coordination.tlp import AMBER, RED
from safeconduct.dossiers.entry import Entry

LATE, UNCOVERED, NO_RESULT, OWED, AHEAD = "late", "uncovered", "no_result", "owed", "ahead"
NEW_CARD, ANSWER, POSITION, OWN, RHYTHM = "new_card", "answer", "position", "own", "rhythm"
"""Why something is on the agenda, in the order in which it stands there: what harms soonest comes first."""

About = Hearing | GroupCard | GroupDuty | JointPosition | GroupInvitation | MemberPoint | None


@dataclass(frozen=True)
class AgendaPoint:
    """`topic` names it for good. `scope_ref` is the key of the item that it is about, "" where the whole group reads it."""

    topic: str
    why: str
    about: About
    marking: str
    scope_ref: str = ""

    @property
    def is_for_named(self) -> bool:
        """Only named organisations may read it: it is never shown in a room nor put into a paper for all."""
        return self.marking == RED


@dataclass(frozen=True)
class Agenda:
    """`meeting` is the next one, None while none is set. `late_since` is the day by which it should have been held."""

    points: tuple[AgendaPoint, ...]
    taken_out: tuple[AgendaPoint, ...]
    meeting: Meeting | None
    last: Meeting | None
    late_since: date | None

    def point(self, topic: str) -> AgendaPoint | None:
        return next((one for one in (*self.points, *self.taken_out) if one.topic == topic), None)


def agenda(written: Iterable[Entry], group: Group, *, at: datetime, on: date) -> Agenda:
    """As it stands now for who can read `written`."""
    written = tuple(written)
    known = meetings(written, group)
    ahead, last = next_meeting(known), last_held(known)
    due = due_by(rhythm(written), last)
    late_since = due if due and due < on else None
    found = list(_open_points(written, group, ahead, last, late_since, at=at, on=on))
    out = ahead.out if ahead else frozenset[str]()
    order = {topic: place for place, topic in enumerate(ahead.order)} if ahead else {}
    # What came up after the chair had ordered them stands at the end.
    kept = sorted(
        (point for point in found if point.topic not in out), key=lambda point: order.get(point.topic, len(order))
    )
    return Agenda(tuple(kept), tuple(point for point in found if point.topic in out), ahead, last, late_since)


def _open_points(
    written: tuple[Entry, ...],
    group: Group,
    ahead: Meeting | None,
    last: Meeting | None,
    late_since: date | None,
    *,
    at: datetime,
    on: date,
) -> Iterator[AgendaPoint]:
    # What is decided now is no point of the same meeting.
    now = ahead.ref if ahead else ""
    owed = [duty for duty in open_group_duties(group_duties(written, group)) if duty.meeting != now]
    courts = [hearing for hearing in hearings(written) if hearing.state != CANCELLED]
    positions = joint_positions(written)
    yield from (_of_duty(LATE, duty) for duty in owed if duty.is_late(on))
    yield from (_of_hearing(UNCOVERED, one) for one in courts if one.is_ahead(at) and not is_covered(one))
    yield from (_of_hearing(NO_RESULT, one) for one in courts if not one.is_ahead(at) and not one.newest_result)
    yield from (_of_duty(OWED, duty) for duty in owed if not duty.is_late(on))
    yield from (_of_hearing(AHEAD, one) for one in courts if one.is_ahead(at) and is_covered(one))
    for card in group_cards(written):
        if last is None or last.held is None or card.at > last.held:
            yield _of_card(card)
    for made in group.invitations:
        if made.state in (INVITED, ACCEPTED):
            yield _of_invitation(made)
    for one in positions:
        if one.state == SOUGHT:
            yield _of_position(one)
    if late_since:
        yield AgendaPoint(RHYTHM, RHYTHM, None, AMBER)
    for added in ahead.points if ahead else ():
        yield _of_own(added)


def points_by_topic(written: Iterable[Entry], group: Group, meeting: Meeting) -> dict[str, AgendaPoint]:
    """All that this reader holds and that a meeting may have spoken of, open or not."""
    written = tuple(written)
    found = [_of_hearing(AHEAD, one) for one in hearings(written)]
    found += [_of_duty(OWED, one) for one in group_duties(written, group)]
    found += [_of_card(one) for one in group_cards(written)]
    found += [_of_position(one) for one in joint_positions(written)]
    found += [_of_invitation(one) for one in group.invitations]
    found += [_of_own(one) for one in meeting.points]
    found.append(AgendaPoint(RHYTHM, RHYTHM, None, AMBER))
    return {point.topic: point for point in found}


def is_covered(hearing: Hearing) -> bool:
    return bool(hearing.office_that(LEAD) and hearing.office_that(BACKUP))


def without_answer(hearing: Hearing, group: Group) -> tuple[str, ...]:
    """The offices of the group that have not said whether they can go."""
    return tuple(seat.office for seat in group.seats if seat.organisation not in hearing.answers)


def _of_hearing(why: str, hearing: Hearing) -> AgendaPoint:
    return AgendaPoint(f"hearing:{hearing.ref}", why, hearing, hearing.marking, hearing.scope_ref)


def _of_duty(why: str, duty: GroupDuty) -> AgendaPoint:
    return AgendaPoint(f"duty:{duty.ref}", why, duty, duty.marking, duty.scope_ref)


def _of_card(card: GroupCard) -> AgendaPoint:
    return AgendaPoint(f"card:{card.ref}", NEW_CARD, card, card.marking, card.scope_ref)


def _of_position(one: JointPosition) -> AgendaPoint:
    return AgendaPoint(f"position:{one.ref}", POSITION, one, one.marking, one.scope_ref)


def _of_invitation(made: GroupInvitation) -> AgendaPoint:
    return AgendaPoint(f"invitation:{made.ref}", ANSWER, made, AMBER)


def _of_own(added: MemberPoint) -> AgendaPoint:
    return AgendaPoint(f"point:{added.ref}", OWN, added, added.marking)


def moved(order: Iterable[str], topic: str, *, up: bool) -> tuple[str, ...]:
    """The order with one point a place earlier or later; as it was where it stands at the end already."""
    topics = list(order)
    if topic not in topics:
        return tuple(topics)
    place = topics.index(topic)
    other = place - 1 if up else place + 1
    if 0 <= other < len(topics):
        topics[place], topics[other] = topics[other], topics[place]
    return tuple(topics)
