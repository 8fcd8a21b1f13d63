"""Meetings of a group: set one, arrange its agenda, write down what was said and decided, close it.

A meeting is written under a key of its own, for those who belong to the group on that day; what concerns a card or a
hearing goes under the key of that item, so that it opens for the same readers and ends with the same consent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import journal
from safeconduct.coordination.agenda import Agenda, agenda, moved
from safeconduct.coordination.desk.opening import OpenGroup, append, key_under, members_key, opened
from safeconduct.coordination.desk.telling_all import key_for
from safeconduct.coordination.group import MEMBERS
from safeconduct.coordination.group_duty import refusal_to_deciding
from safeconduct.coordination.meeting import (
    Meeting,
    meetings,
    next_meeting,
    refusal_to_chairing,
    refusal_to_changing_meeting,
    refusal_to_closing,
    refusal_to_marking_all,
    refusal_to_point,
    refusal_to_rhythm,
    refusal_to_setting_meeting,
)
from safeconduct.dossiers import lookup
from safeconduct.dossiers.entry import NewEntry
from safeconduct.dossiers.scope import SHARE, ScopeKey
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist, the_one


@dataclass(frozen=True)
class Decision:
    """What is written down on a point. With `to` (an organisation) and `due` it is owed; `post` is one of our own posts,
    "" where the organisation settles that itself. `about` is the topic of the point, "" for none."""

    about: str
    says: str = field(repr=False)
    marking: str
    to: str = ""
    post: str = ""
    due: date | None = None


@transaction.atomic
def agree_rhythm(group: str, every: int | None, keyring: Keyring, *, at: datetime) -> None:
    one = opened(group, keyring, at=at)
    insist(refusal_to_rhythm(every))
    append(one, keyring, NewEntry(MEMBERS, "meeting_rhythm_set", {"every": every}), members_key(one), at=at)
    journal("MeetingRhythmAgreed", group, keyring, at=at)


@transaction.atomic
def set_meeting(group: str, on: date | None, chair: str, keyring: Keyring, *, today: date, at: datetime) -> None:
    """The next meeting, or another day or chair for the one that is set."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_setting_meeting(on, chair, one.group, today=today))
    ahead = next_meeting(meetings(one.written, one.group))
    if ahead:
        insist(refusal_to_chairing(ahead, one.group, own=keyring.organisation))
    seat = one.group.seat(chair)
    if on and seat:
        _write_set(
            one, keyring, ahead.ref if ahead else new_ref(), on, (chair, seat.office), _current(one, ahead), at=at
        )
    journal("MeetingSet", group, keyring, at=at)


@transaction.atomic
def add_point(group: str, words: str, marking: str, keyring: Keyring, *, today: date, at: datetime) -> None:
    """By whoever belongs to the group."""
    one, meeting, _ = _ahead(group, keyring, today=today, at=at)
    insist(refusal_to_point(words, marking))
    data = {"point": new_ref(), "words": words.strip(), "marking": marking}
    _append(one, meeting, "agenda_point_added", data, keyring, at=at)
    journal("AgendaPointAdded", group, keyring, at=at)


@transaction.atomic
def arrange(group: str, topic: str, go: str, keyring: Keyring, *, today: date, at: datetime) -> None:
    """`go`: up, down, out or back. Raises NotFound where this reader's agenda has no such point."""
    one, meeting, shown = _ahead(group, keyring, today=today, at=at)
    insist(refusal_to_chairing(meeting, one.group, own=keyring.organisation))
    if shown.point(topic) is None or go not in ("up", "down", "out", "back"):
        raise NotFound
    if go in ("up", "down"):
        order = moved((point.topic for point in shown.points), topic, up=go == "up")
        _append(one, meeting, "agenda_arranged", {"order": list(order)}, keyring, at=at)
    else:
        kind = "agenda_taken_out" if go == "out" else "agenda_put_back"
        _append(one, meeting, kind, {"topic": topic}, keyring, at=at)
    journal("AgendaArranged", group, keyring, at=at)


@transaction.atomic
def write_down(group: str, made: Decision, keyring: Keyring, *, today: date, at: datetime) -> None:
    """Once: it stands in the minutes, and is owed where somebody does it by a day. Raises NotFound."""
    one, meeting, shown = _ahead(group, keyring, today=today, at=at)
    insist(refusal_to_chairing(meeting, one.group, own=keyring.organisation))
    point = shown.point(made.about) if made.about else None
    if made.about and point is None:
        raise NotFound
    sealed = key_under(one, point.scope_ref) if point and point.scope_ref else None
    marking = point.marking if sealed and point else made.marking
    if not sealed:
        insist(refusal_to_marking_all(marking))
    if made.to or made.due:
        _decide(one, meeting, made, marking, sealed, keyring, today=today, at=at)
    else:
        if not made.says.strip():
            insist(Refusal("Nothing is written yet. Say in a sentence what was said or decided, and name nobody."))
        said = {"about": made.about, "words": made.says.strip(), "marking": marking}
        _append(one, meeting, "meeting_said", said, keyring, sealed=sealed, at=at)
    journal("MeetingWrittenDown", group, keyring, at=at)


def _decide(
    one: OpenGroup,
    meeting: Meeting,
    made: Decision,
    marking: str,
    sealed: ScopeKey | None,
    keyring: Keyring,
    *,
    today: date,
    at: datetime,
) -> None:
    seat = one.group.seat(made.to)
    can_read = (
        sealed is None or seat is None or seat.compartment in lookup.readers_of(one.group.ref, sealed.ref, on=today)
    )
    insist(refusal_to_deciding(made.says, seat, made.due, on=today, can_read=can_read))
    names = (
        standings.posts_to_name(keyring.organisation, on=today) if made.post and made.to == keyring.organisation else {}
    )
    if made.post and made.post not in names:
        raise NotFound
    if seat and made.due:
        data = {
            "duty": new_ref(),
            "about": made.about,
            "says": made.says.strip(),
            "to": seat.organisation,
            "to_office": seat.office,
            "post": made.post,
            "post_name": names.get(made.post, ""),
            "due": made.due.isoformat(),
            "marking": marking,
        }
        _append(one, meeting, "group_decided", data, keyring, sealed=sealed, at=at)


@transaction.atomic
def close(group: str, present: Iterable[str], keyring: Keyring, *, today: date, at: datetime) -> str:
    """It was held; what is open goes on to the next. `present` are organisations. The reference of the meeting."""
    one, meeting, shown = _ahead(group, keyring, today=today, at=at)
    insist(refusal_to_chairing(meeting, one.group, own=keyring.organisation))
    named = set(present)
    there = [seat.office for seat in one.group.seats if seat.organisation in named]
    insist(refusal_to_closing(meeting, there, today=today))
    topics = [point.topic for point in shown.points]
    _append(one, meeting, "meeting_held", {"present": there, "agenda": topics}, keyring, at=at)
    journal("MeetingClosed", group, keyring, at=at)
    return meeting.ref


# Keys


def _ahead(group: str, keyring: Keyring, *, today: date, at: datetime) -> tuple[OpenGroup, Meeting, Agenda]:
    one = opened(group, keyring, at=at)
    shown = agenda(one.written, one.group, at=at, on=today)
    if shown.meeting is None:
        insist(Refusal("No meeting is set. Give it a day and a chair first; the agenda builds itself."))
        raise NotFound
    insist(refusal_to_changing_meeting(shown.meeting))
    return one, shown.meeting, shown


def _append(
    one: OpenGroup,
    meeting: Meeting,
    kind: str,
    data: Mapping[str, object],
    keyring: Keyring,
    *,
    sealed: ScopeKey | None = None,
    at: datetime,
) -> None:
    key = sealed or _current(one, meeting)
    if key is None:
        # Somebody came or left since: who came reads on from here, who left does not.
        chair = (meeting.chair, meeting.chair_office)
        key = _write_set(one, keyring, meeting.ref, meeting.on, chair, None, at=at)
    append(one, keyring, NewEntry(SHARE, kind, {"meeting": meeting.ref, **data}), key, at=at)


def _current(one: OpenGroup, meeting: Meeting | None) -> ScopeKey | None:
    """The key of a meeting, where those who hold it are those who belong today."""
    if meeting is None or set(meeting.readers) != {seat.organisation for seat in one.group.seats}:
        return None
    return key_under(one, meeting.scope_ref)


def _write_set(
    one: OpenGroup,
    keyring: Keyring,
    ref: str,
    on: date,
    chair: tuple[str, str],
    key: ScopeKey | None,
    *,
    at: datetime,
) -> ScopeKey:
    key = key or key_for(one, None)
    data = {
        "meeting": ref,
        "on": on.isoformat(),
        "chair": chair[0],
        "chair_office": chair[1],
        "readers": [seat.organisation for seat in one.group.seats],
    }
    append(one, keyring, NewEntry(SHARE, "meeting_set", data), key, at=at)
    return key


def meeting_of(one: OpenGroup, ref: str) -> Meeting:
    """Raises NotFound."""
    return the_one(meetings(one.written, one.group), ref)
