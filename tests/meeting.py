"""A meeting of the group of tests/coordinating.py: set by mara, with a card and a hearing on its agenda."""

from datetime import timedelta
from typing import Any

from safeconduct.coordination.agenda import Agenda, agenda
from safeconduct.coordination.desk import belonging, putting_in
from safeconduct.coordination.desk import meeting as desk
from safeconduct.coordination.desk.meeting import Decision
from safeconduct.coordination.desk.opening import OpenGroup
from safeconduct.coordination.tlp import AMBER
from tests.builders import a_telling
from tests.coordinating import OBSERVED_AND_SHARED, to
from tests.embedded import HARBOUR, PROTECTION, Call, Embedded


def opened(embedded: Embedded, group: str, name: str = PROTECTION) -> OpenGroup:
    return belonging.open_group(group, embedded.keyring(name), at=embedded.now)


def agenda_of(embedded: Embedded, group: str, name: str = PROTECTION) -> Agenda:
    one = opened(embedded, group, name)
    return agenda(one.written, one.group, at=embedded.now, on=embedded.now.date())


def a_case(embedded: Embedded, **named: Any) -> Call:
    return embedded.call(telling=a_telling(consents=OBSERVED_AND_SHARED, country="KE"), **named)


def with_a_card(embedded: Embedded, group: str, *named: str, marking: str = AMBER, **call: Any) -> Call:
    case = a_case(embedded, **call)
    putting_in.put_card(case.ref, to(group, marking, *named), embedded.keyring(PROTECTION), at=embedded.now)
    return case


def a_meeting(embedded: Embedded, group: str, *, chair: str = HARBOUR, name: str = PROTECTION, days: int = 0) -> None:
    day = embedded.now.date()
    desk.set_meeting(
        group,
        day + timedelta(days=days),
        embedded.office(chair).ref,
        embedded.keyring(name),
        today=day,
        at=embedded.now,
    )


def decide(
    embedded: Embedded,
    group: str,
    says: str,
    *,
    about: str = "",
    to: str = HARBOUR,
    name: str = PROTECTION,
    **more: Any,
) -> None:
    """Owed in ten days, unless said otherwise."""
    day = embedded.now.date()
    given = {"due": day + timedelta(days=10), "to": embedded.office(to).ref if to else "", **more}
    made = Decision(about, says, AMBER, **given)
    desk.write_down(group, made, embedded.keyring(name), today=day, at=embedded.now)


def note(embedded: Embedded, group: str, says: str, *, about: str = "") -> None:
    decide(embedded, group, says, about=about, to="", due=None)


def close(embedded: Embedded, group: str, *present: str, name: str = PROTECTION) -> str:
    there = [embedded.office(office).ref for office in present or (HARBOUR,)]
    return desk.close(group, there, embedded.keyring(name), today=embedded.now.date(), at=embedded.now)
