"""What a group says and decides: a meeting from its day to its minutes, and a position that is sought in common."""

from safeconduct.coordination.agenda import agenda
from safeconduct.coordination.desk import belonging, owing, positions
from safeconduct.coordination.desk import meeting as desk
from safeconduct.coordination.desk.meeting import Decision
from safeconduct.coordination.desk.positions import ActPlan
from safeconduct.coordination.group_duty import group_duties
from safeconduct.coordination.joint_position import NATIONAL
from safeconduct.coordination.tlp import AMBER
from safeconduct.program.invented.moment import Moment


def agrees_meetings(now: Moment) -> None:
    """How often the group meets."""
    desk.agree_rhythm(now.group, int(now.move.says["every"]), now.keyring, at=now.at)


def sets_meeting(now: Moment) -> None:
    chair = now.walk.offices[now.text("chair")].ref
    desk.set_meeting(now.group, now.day_of("on", 7), chair, now.keyring, today=now.at.date(), at=now.at)


def adds_point(now: Moment) -> None:
    desk.add_point(now.group, now.text("words"), AMBER, now.keyring, today=now.at.date(), at=now.at)


def decides_in_meeting(now: Moment) -> None:
    """With `to` somebody owes it. `about` is why the point stands on the agenda: the first of them is meant."""
    to = now.walk.offices[now.text("to")].ref if now.text("to") else ""
    due = now.day_of("due", 14) if to else None
    made = Decision(_topic(now), now.text("says"), AMBER, to, due=due)
    desk.write_down(now.group, made, now.keyring, today=now.at.date(), at=now.at)


def _topic(now: Moment) -> str:
    if not now.text("about"):
        return ""
    one = belonging.open_group(now.group, now.keyring, at=now.at)
    points = agenda(one.written, one.group, at=now.at, on=now.at.date()).points
    return next(point.topic for point in points if point.why == now.text("about"))


def closes_meeting(now: Moment) -> None:
    present = [now.walk.offices[slug].ref for slug in now.texts("present")]
    desk.close(now.group, present, now.keyring, today=now.at.date(), at=now.at)


def takes_up(now: Moment) -> None:
    """The decision that the member's own organisation owes, and that has no post yet."""
    one = belonging.open_group(now.group, now.keyring, at=now.at)
    owed = group_duties(one.written, one.group)
    ref = next(duty.ref for duty in owed if duty.organisation == now.keyring.organisation and not duty.post)
    owing.take_up(now.group, ref, now.keyring, at=now.at)


# A joint position


def seeks_position(now: Moment) -> None:
    now.keep(positions.seek(now.group, now.text("title"), AMBER, now.keyring, at=now.at))


def contributes(now: Moment) -> None:
    """What the member's own office says."""
    said = (now.keyring.office_name, now.text("words"))
    positions.contribute(now.group, now.known(now.text("name")), *said, now.keyring, at=now.at)


def blocks_position(now: Moment) -> None:
    said = (now.text("reason"), now.text("blocked"), now.text("fallback"))
    positions.record_block(now.group, now.known(now.text("name")), *said, now.keyring, at=now.at)


def plans_act(now: Moment) -> None:
    """Of one office alone."""
    office = now.walk.offices[now.text("office")].name
    plan = ActPlan(NATIONAL, office, now.text("role"), now.day_of("on", 7), now.text("words"))
    ref = now.known(now.text("name"))
    positions.plan_act(now.group, ref, plan, now.keyring, today=now.at.date(), at=now.at)
