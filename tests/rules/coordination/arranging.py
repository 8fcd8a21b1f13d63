"""Small pieces of a rota: occasions of one week, missions, and wishes that Hypothesis draws."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from safeconduct.coordination.observer import Absence, Observer
from safeconduct.coordination.occasion import Occasion, Role
from safeconduct.coordination.rota import answer_from, lines_of_answer
from safeconduct.coordination.rota_check import refusal_to_locks
from safeconduct.coordination.rota_rule import grounds_of
from safeconduct.coordination.rota_wish import Assignment, RotaWish
from safeconduct.coordination.travel import Way, travel_over

CAPITAL, NEAR, FAR = "Arvenna", "Bela Ford", "Corrin"
TRAVEL = travel_over((Way(CAPITAL, NEAR, timedelta(hours=2)), Way(NEAR, FAR, timedelta(hours=4))))
AT = datetime(2026, 5, 1, 9, tzinfo=UTC)


def an_occasion(name="H1", day=12, hour=10, city=CAPITAL, **more):
    return Occasion(name, datetime(2026, 5, day, hour, tzinfo=UTC), timedelta(hours=2), city, **more)


def a_mission(name="Ashby", seat=CAPITAL, **more):
    return Observer(name, seat, **more)


def a_wish(occasions, observers, **more):
    return RotaWish(
        **{"at": AT, "travel": TRAVEL, "backup_within": timedelta(hours=4)}
        | more
        | {"occasions": tuple(occasions), "observers": tuple(observers)}
    )


def lead(occasion, observer):
    return Assignment(occasion, Role.LEAD, observer)


def backup(occasion, observer):
    return Assignment(occasion, Role.BACKUP, observer)


def guest(occasion, observer):
    return Assignment(occasion, Role.GUEST, observer)


def solver_here(sums, seconds):
    """The same sums and the same solver, in this process: starting one for each example would take most of the time."""
    return answer_from(lines_of_answer(sums, until=time.monotonic() + 60))


def solver_alone(sums, seconds):
    """The same without the greedy rota to begin with: what comes out is the solver's own."""
    return solver_here(replace(sums, start=sums.locked), seconds)


CITIES = st.sampled_from((CAPITAL, NEAR, FAR))
SOME = st.sampled_from((True, False, False))


@st.composite
def occasions_drawn(draw, number):
    return an_occasion(
        f"H{number}",
        day=draw(st.integers(11, 13)),
        hour=draw(st.sampled_from((9, 11, 15))),
        city=draw(CITIES),
        language=draw(st.sampled_from(("", "Ostic"))),
        stage=draw(st.sampled_from((None, "trial", "verdict"))),
        roles=draw(st.sampled_from(((Role.LEAD, Role.BACKUP), (Role.LEAD,), tuple(Role)))),
    )


@st.composite
def missions_drawn(draw, number):
    first = draw(st.integers(9, 13))
    return a_mission(
        f"M{number}",
        seat=draw(CITIES),
        languages=frozenset({"Ostic"} if draw(st.booleans()) else ()),
        away=(Absence(date(2026, 5, first), date(2026, 5, first + 1)),) if draw(SOME) else (),
        barred=frozenset({FAR} if draw(SOME) else ()),
        farthest=timedelta(hours=3) if draw(SOME) else None,
        accreditation={CAPITAL: 12} if draw(SOME) else {},
        apart_from=frozenset({"H0"} if draw(SOME) else ()),
        at_most=draw(st.sampled_from((None, None, 1, 2))),
        led=draw(st.integers(0, 3)),
        stood_by=draw(st.integers(0, 3)),
        share=draw(st.sampled_from((1, 1, 2))),
    )


@st.composite
def wishes(draw, occasions=4, missions=4):
    """Valid wishes: what is locked does not contradict itself."""
    asked = [draw(occasions_drawn(number)) for number in range(draw(st.integers(1, occasions)))]
    observers = [draw(missions_drawn(number)) for number in range(draw(st.integers(1, missions)))]
    guests = [a_mission("G", guest=True)] if draw(SOME) else []
    possible = [Assignment(one.name, role, who.name) for one in asked for role in one.roles for who in observers]
    chosen = st.lists(st.sampled_from(possible), max_size=2, unique_by=lambda one: (one.occasion, one.role))
    published = draw(st.lists(st.sampled_from(possible), max_size=4, unique_by=lambda one: (one.occasion, one.role)))
    wish = a_wish(asked, [*observers, *guests], published=tuple(published), locks=tuple(draw(chosen)))
    return (
        wish
        if refusal_to_locks(grounds_of(wish)) is None
        else a_wish(asked, [*observers, *guests], published=tuple(published))
    )
