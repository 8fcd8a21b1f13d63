"""What offices do together: a group, cards, lessons and hearings before it, answers and results; and a handover within one of them."""

from datetime import datetime, time

from safeconduct.access.desk import standings
from safeconduct.cases.handover import Handover
from safeconduct.coordination.desk import belonging, handing_over
from safeconduct.coordination.desk import hearings as desk
from safeconduct.coordination.desk.hearings import Outcome, Turn
from safeconduct.coordination.desk.lessons import put_lesson, say_received
from safeconduct.coordination.desk.putting_in import Addressed, put_card
from safeconduct.coordination.group import ACCEPTED
from safeconduct.coordination.lesson import LessonWords, lessons
from safeconduct.coordination.sitting import Sitting
from safeconduct.coordination.tlp import AMBER
from safeconduct.program.invented.moment import Moment

# A group


def founds_group(now: Moment) -> None:
    """And invites those of the other offices that are named."""
    ref = belonging.found(now.text("title"), now.text("grouping", "region"), now.keyring, at=now.at)
    now.walk.groups[now.text("group")] = ref
    for slug in now.texts("invites"):
        belonging.invite(ref, now.walk.offices[slug].ref, now.keyring, at=now.at)


def joins_group(now: Moment) -> None:
    belonging.answer_invitation(now.group, yes=True, keyring=now.keyring, at=now.at)


def lets_into_group(now: Moment) -> None:
    """Everybody who has said yes and is not in yet."""
    group = belonging.open_group(now.group, now.keyring, at=now.at).group
    for made in group.invitations:
        if made.state == ACCEPTED:
            belonging.let_in(group.ref, made.ref, now.keyring, at=now.at)


def puts_card(now: Moment) -> None:
    put_card(now.ref, _addressed(now), now.keyring, at=now.at)


def puts_lesson(now: Moment) -> None:
    told = LessonWords(now.text("helped"), now.text("did_not"), now.text("again"))
    put_lesson(now.ref, _addressed(now), told, now.keyring, at=now.at)


def receives_lessons(now: Moment) -> None:
    """All that its office has not said it has."""
    for one in lessons(belonging.open_group(now.group, now.keyring, at=now.at).written):
        if not one.is_received_by(now.keyring.organisation):
            say_received(now.group, one.ref, now.keyring, at=now.at)


def _addressed(now: Moment) -> Addressed:
    return Addressed(now.group, now.text("marking", AMBER))


# Hearings


def sets_hearing(now: Moment) -> None:
    """Called out to the group that is named, if one is."""
    sitting = Sitting(
        now.text("court"),
        now.text("city"),
        _when(now),
        "UTC",
        now.text("stage", "hearing"),
        now.text("access", "open"),
        int(now.move.says.get("notice", 0)),
        now.text("language", "English"),
    )
    to = _addressed(now) if now.text("group") else None
    ref = desk.set_hearing(now.ref, sitting, now.text("lawyer"), now.keyring, to=to, at=now.at)
    now.keep(ref)


def changes_hearing(now: Moment) -> None:
    turn = Turn(now.text("what"), _when(now) if "on" in now.move.says else None, "UTC", now.text("why"))
    desk.change_hearing(now.ref, now.known(now.text("name")), turn, now.keyring, at=now.at)


def answers_hearing(now: Moment) -> None:
    """For an office of the group, the one whose case it is too."""
    desk.answer(now.group, now.known(now.text("name")), now.text("role"), now.keyring, at=now.at)


def records_result(now: Moment) -> None:
    desk.record_result(now.ref, now.known(now.text("name")), _outcome(now), now.keyring, at=now.at)


def reports_result(now: Moment) -> None:
    """By an office of the group that sat in, or was kept out."""
    desk.report_result(now.group, now.known(now.text("name")), _outcome(now), now.keyring, at=now.at)


def _outcome(now: Moment) -> Outcome:
    return Outcome(now.text("what"), now.text("how"), now.text("instead"), now.text("words"))


def _when(now: Moment) -> datetime:
    """On the court's own clock."""
    return datetime.combine(now.day(now.move.says["on"]), time.fromisoformat(now.text("hour", "10:00")))


# A handover


def starts_handover(now: Moment) -> None:
    """Of everything that hangs on the member's post, not of this case alone."""
    posts = {one.name: one.ref for one in standings.open_posts(now.keyring.organisation)}
    to = Handover(posts[now.text("to")], posts[now.text("head")], now.day_of("last_day", 7))
    handing_over.start(to, now.keyring, at=now.at)


def accepts_handover(now: Moment) -> None:
    handing_over.accept(now.ref, now.keyring, at=now.at)


def declines_handover(now: Moment) -> None:
    handing_over.decline(now.ref, now.text("reason"), now.keyring, at=now.at)


def tells_contact(now: Moment) -> None:
    handing_over.tell_contact(now.ref, now.text("way", "page"), now.text("text"), now.keyring, at=now.at)
