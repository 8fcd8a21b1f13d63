"""Minutes of a group's meeting, drafted from what was on its agenda and what was written down there; nothing is retyped.

Two papers: in full for those of the group, and without identities for everybody else who must know. What is for named
organisations only (TLP:RED) is in neither; its readers find it on the page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from safeconduct.coordination.agenda import AgendaPoint
from safeconduct.coordination.group import Group
from safeconduct.coordination.group_duty import DONE, DROPPED, OPEN, GroupDuty
from safeconduct.coordination.joint_position import PositionText
from safeconduct.coordination.meeting import Meeting
from safeconduct.coordination.tlp import AMBER, AMBER_STRICT, GREEN, RED
from safeconduct.coordination.veil import veiled
from safeconduct.reports.agenda_words import HEADINGS, day, in_full, topic, topic_on_the_wall
from safeconduct.reports.paper import Paper, PaperLine, PaperSection

_STRICTEST_FIRST = (AMBER_STRICT, AMBER, GREEN)
_STATES = {OPEN: "", DONE: "done", DROPPED: "dropped"}


def strictest(markings: Iterable[str]) -> str:
    """Of the whole, from those of its parts."""
    found = set(markings)
    return next((one for one in _STRICTEST_FIRST if one in found), GREEN)


def agenda_paper(points: Iterable[AgendaPoint], group: Group, meeting: Meeting | None, *, on: date) -> Paper:
    """What is open, to be sent before the meeting to those who do not sign in."""
    shown = [point for point in points if not point.is_for_named]
    lines: dict[str, list[PaperLine]] = {}
    for number, point in enumerate(shown, start=1):
        words = in_full(point, group, on=on)
        lines.setdefault(point.why, []).append(PaperLine(words.text, f"{number}.", words.note, point.marking))
    when = f"{day(meeting.on)}; {meeting.chair_office} chairs." if meeting else "The day is not set."
    sections = tuple(PaperSection(HEADINGS[why], tuple(of)) for why, of in lines.items())
    return Paper(f"Agenda: {group.name}", strictest(point.marking for point in shown), (when,), sections)


def minutes(
    meeting: Meeting, points: Mapping[str, AgendaPoint], duties: Iterable[GroupDuty], group: Group, *, on: date
) -> Paper:
    """`points` are those that this reader holds, by topic; `duties` those of the group."""
    topics = {key: topic(point, group, on=on) for key, point in points.items() if not point.is_for_named}
    return _minutes(f"Minutes: {group.name}", meeting, points, duties, topics, lambda text: text)


def minutes_without_identity(
    meeting: Meeting,
    points: Mapping[str, AgendaPoint],
    duties: Iterable[GroupDuty],
    group: Group,
    leading: Mapping[str, str],
    *,
    on: date,
) -> Paper:
    """Neither codename nor court, city or hour; words that lead to a person are replaced. Offices and posts stay."""
    shown = (one for one in points.items() if not one[1].is_for_named)
    topics = {key: topic_on_the_wall(point, group, leading, on=on) for key, point in shown}
    title = "Minutes of a coordination meeting"
    return _minutes(title, meeting, points, duties, topics, lambda text: veiled(text, leading))


def _minutes(
    title: str,
    meeting: Meeting,
    points: Mapping[str, AgendaPoint],
    duties: Iterable[GroupDuty],
    topics: Mapping[str, str],
    shown: Callable[[str], str],
) -> Paper:
    said = [one for one in meeting.said if one.marking != RED]
    owed = [one for one in duties if one.meeting == meeting.ref and one.marking != RED]
    order = [key for key in meeting.order if key in topics] if meeting.held else []
    decided = (PaperLine(_with_topic(shown(one.says), one.about, topics), "", _who(one), one.marking) for one in owed)
    noted = (PaperLine(_with_topic(shown(one.words), one.about, topics), marking=one.marking) for one in said)
    spoken = (PaperLine(topics[key], marking=points[key].marking) for key in order)
    sections = (
        PaperSection("Decided", _numbered(decided), "Nothing was decided that somebody does."),
        PaperSection("Said", tuple(noted), "Nothing was written down besides."),
        PaperSection("On the agenda", _numbered(spoken), "Nothing was on it that this reader may read."),
    )
    whole = strictest(line.marking for section in sections for line in section.lines)
    return Paper(title, whole, _under(meeting), sections, _LEFT_OUT)


def _numbered(lines: Iterable[PaperLine]) -> tuple[PaperLine, ...]:
    return tuple(replace(line, lead=f"{number}.") for number, line in enumerate(lines, start=1))


def _with_topic(words: str, about: str, topics: Mapping[str, str]) -> str:
    return f"{words} (On: {topics[about]})" if topics.get(about) else words


def _who(duty: GroupDuty) -> str:
    state = f"; {_STATES[duty.state]}" if _STATES[duty.state] else ""
    post = f", {duty.post_name}" if duty.post_name else ""
    return f"{duty.office}{post}, by {day(duty.due)}{state}"


def _under(meeting: Meeting) -> tuple[str, ...]:
    there = f"Present: {', '.join(meeting.present)}." if meeting.present else "Draft: the meeting is not closed yet."
    return (f"Held on {day(meeting.on)}. {meeting.chair_office} in the chair.", there)


_LEFT_OUT = "What is for named organisations only is not in this paper."


def position_paper(outside: PositionText) -> Paper:
    """An agreed position as it leaves the group: nobody who contributed is in it."""
    lines = tuple(PaperLine(part.strip()) for part in outside.text.splitlines() if part.strip())
    return Paper(outside.title, "", (f"Agreed on {day(outside.agreed_on)}.",), (PaperSection("Position", lines),))
