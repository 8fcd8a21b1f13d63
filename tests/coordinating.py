"""Groups and hearings of the frozen instance: Harbour Desk founds, Lighthouse Network is invited and let in."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from safeconduct.coordination.desk import belonging, hearings
from safeconduct.coordination.desk.putting_in import Addressed
from safeconduct.coordination.hearing import Hearing
from safeconduct.coordination.hearing import hearings as hearings_in
from safeconduct.coordination.sitting import Sitting
from safeconduct.coordination.tlp import AMBER
from tests.embedded import LIGHTHOUSE, OTHER_OFFICE, PROTECTION, Embedded

OBSERVED_AND_SHARED = ("observe_trial", "share_network")
COURT_CLOCK = datetime.fromisoformat("2026-03-16T09:30")


def a_sitting(**changes: Any) -> Sitting:
    sitting = Sitting("Second chamber", "Karsa", COURT_CLOCK, "Africa/Nairobi", "hearing", "notice", 5, "French")
    return replace(sitting, **changes)


def a_group(embedded: Embedded, *, joined: bool = True) -> str:
    """Founded by mara; amal's organisation was let in, or only invited."""
    mara, amal = embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    ref = belonging.found("North and coast", "region", mara, at=embedded.now)
    belonging.invite(ref, embedded.office(LIGHTHOUSE).ref, mara, at=embedded.now)
    if joined:
        belonging.answer_invitation(ref, yes=True, keyring=amal, at=embedded.now)
        made = belonging.open_group(ref, mara, at=embedded.now).group.invitations[-1]
        belonging.let_in(ref, made.ref, mara, at=embedded.now)
    return ref


def to(group: str, marking: str = AMBER, *named: str) -> Addressed:
    return Addressed(group, marking, named)


def a_hearing(embedded: Embedded, case: str, *, group: str = "", lawyer: str = "", **changes: Any) -> str:
    """Set by mara, and called out where a group is named."""
    addressed = to(group) if group else None
    return hearings.set_hearing(
        case, a_sitting(**changes), lawyer, embedded.keyring(PROTECTION), to=addressed, at=embedded.now
    )


def seen_by(embedded: Embedded, name: str, group: str) -> tuple[Hearing, ...]:
    """The hearings of a group as this member reads them now."""
    return hearings_in(belonging.open_group(group, embedded.keyring(name), at=embedded.now).written)


def after_the_hearing(embedded: Embedded) -> datetime:
    return embedded.clock.pass_by(timedelta(days=12, hours=3))
