"""How a point of an agenda reads: in full for those who hold it, and on the wall without what leads to a person."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.agenda import (
    AHEAD,
    ANSWER,
    LATE,
    NEW_CARD,
    NO_RESULT,
    OWED,
    OWN,
    POSITION,
    RHYTHM,
    UNCOVERED,
    AgendaPoint,
    without_answer,
)
from safeconduct.coordination.group import Group, GroupInvitation
from safeconduct.coordination.group_duty import GroupDuty
from safeconduct.coordination.group_item import GroupCard
from safeconduct.coordination.hearing import BACKUP, LEAD, Hearing
from safeconduct.coordination.joint_position import JointPosition
from safeconduct.coordination.meeting import MemberPoint
from safeconduct.coordination.veil import veiled
from safeconduct.vocabulary.place_name import country_name

HEADINGS = {
    LATE: "Overdue",
    UNCOVERED: "Hearings without a lead or a backup",
    NO_RESULT: "Hearings without a result",
    OWED: "Decided earlier, not done yet",
    AHEAD: "Hearings ahead",
    NEW_CARD: "Cards since the last meeting",
    ANSWER: "Answers that are missing",
    POSITION: "Joint positions sought",
    RHYTHM: "The meeting itself",
    OWN: "Put on by members",
}
_DANGER = {"now": "danger now", "days": "danger within days"}


@dataclass(frozen=True)
class PointWords:
    text: str = field(repr=False)
    note: str = field(default="", repr=False)


def day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"


def in_full(point: AgendaPoint, group: Group, *, on: date) -> PointWords:
    about = point.about
    if isinstance(about, Hearing):
        return _hearing(about, group)
    if isinstance(about, GroupCard):
        codename = str(about.facts.get("codename", ""))
        return PointWords(f"{codename}: {_card(about)}", f"{about.owner_office}, {day(about.at.date())}")
    if isinstance(about, GroupDuty):
        return PointWords(about.says, _owed(about, on=on))
    if isinstance(about, JointPosition):
        return PointWords(about.title, f"Sought by {about.office}; {_number(len(about.contributions), 'contribution')}")
    return _of_the_group(about)


def on_the_wall(point: AgendaPoint, group: Group, leading: Mapping[str, str], *, on: date) -> PointWords:
    """No codename, court, city or hour, and no text of a member as it was typed: those words are replaced."""
    about = point.about
    if isinstance(about, Hearing):
        return PointWords(f"A hearing {_week(about)}: {_places(about)}", _silent(about, group))
    if isinstance(about, GroupCard):
        danger = _DANGER.get(str(about.facts.get("urgency", "")), "")
        return PointWords(f"A case{': ' if danger else ''}{danger}", f"Put in by {about.owner_office}")
    if isinstance(about, GroupDuty):
        return PointWords(veiled(about.says, leading), f"{about.office}, by {day(about.due)}{_late(about, on=on)}")
    full = in_full(point, group, on=on)
    return PointWords(veiled(full.text, leading), veiled(full.note, leading))


def topic(point: AgendaPoint, group: Group, *, on: date) -> str:
    """What it is about, without how it stands: that changes after the minutes were made."""
    about = point.about
    if isinstance(about, Hearing):
        when = f", {day(about.sitting.day)}" if about.sitting.day else ""
        return f"{about.sitting.court}, {about.sitting.city}{when}"
    if isinstance(about, GroupCard):
        return str(about.facts.get("codename", ""))
    return in_full(point, group, on=on).text


def topic_on_the_wall(point: AgendaPoint, group: Group, leading: Mapping[str, str], *, on: date) -> str:
    about = point.about
    if isinstance(about, Hearing):
        return f"A hearing {_week(about)}"
    if isinstance(about, GroupCard):
        return "A case"
    return veiled(topic(point, group, on=on), leading)


def _hearing(hearing: Hearing, group: Group) -> PointWords:
    sitting = hearing.sitting
    when = f"{day(sitting.local.date())}, {sitting.local:%H:%M}" if sitting.local else "no new day yet"
    stage = label_of("hearing_stages", sitting.stage)
    notice = f"; tell the court by {day(sitting.notice_by)}" if sitting.notice_by else ""
    text = f"{sitting.court}, {sitting.city}, {when} at the court ({stage.lower()}{notice}): {_places(hearing)}"
    return PointWords(text, _silent(hearing, group))


def _places(hearing: Hearing) -> str:
    lead, backup = hearing.office_that(LEAD), hearing.office_that(BACKUP)
    if hearing.state == "closed":
        return "closed to observers"
    return f"{'lead ' + lead if lead else 'nobody leads'}, {'backup ' + backup if backup else 'no backup'}"


def _silent(hearing: Hearing, group: Group) -> str:
    missing = without_answer(hearing, group)
    return f"No answer from {', '.join(missing)}" if missing else ""


def _week(hearing: Hearing) -> str:
    on = hearing.sitting.day
    return f"in the week from {day(on - timedelta(days=on.weekday()))}" if on else "without a new day"


def _card(card: GroupCard) -> str:
    facts = card.facts
    told = [label_of("violation_type", kind).lower() for kind in facts.get("told_kinds", ())]
    told += [label_of("themes", theme).lower() for theme in facts.get("themes", ())]
    where = country_name(facts["country"]) if facts.get("country") else ""
    danger = _DANGER.get(facts.get("urgency", ""), "")
    return "; ".join(part for part in (danger, ", ".join(told), where) if part) or "nothing coded yet"


def _owed(duty: GroupDuty, *, on: date) -> str:
    post = f", {duty.post_name}" if duty.post_name else ", taken up by nobody yet"
    return f"{duty.office}{post}; by {day(duty.due)}{_late(duty, on=on)}"


def _late(duty: GroupDuty, *, on: date) -> str:
    days = (on - duty.due).days
    return f" ({_number(days, 'day')} late)" if duty.is_late(on) else ""


def _number(number: int, of: str) -> str:
    return f"one {of}" if number == 1 else f"no {of}s" if not number else f"{number} {of}s"


def _of_the_group(about: object) -> PointWords:
    if isinstance(about, MemberPoint):
        return PointWords(about.words, about.office)
    if isinstance(about, GroupInvitation):
        waits = "waits to be let in" if about.state == "accepted" else "has not answered"
        return PointWords(f"{about.seat.office} was invited and {waits}", f"Invited {day(about.seat.since.date())}")
    return PointWords("The group agreed on a rhythm, and the meeting is late", "Agree on a day, or on another rhythm")
