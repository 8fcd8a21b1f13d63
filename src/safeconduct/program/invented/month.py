"""An invented month of hearings and the missions that could go: the same seed draws the same one."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from safeconduct.coordination.observer import Absence, Observer
from safeconduct.coordination.occasion import Occasion, Role, Stage
from safeconduct.coordination.rota_wish import RotaWish
from safeconduct.coordination.travel import Way, travel_over

CAPITAL = "Arvenna"
AWAY_FROM_IT = {"Bela Ford": 2, "Corrin": 3, "Dunmark": 4, "Eastholm": 5, "Ferrow": 6, "Galt Bay": 8, "Harrow Mine": 9}
LANGUAGES = ("Velmoran", "Ostic", "Tarra")
FIRST_DAY = date(2026, 5, 4)
DAYS = 28
HOURS = (9, 10, 11, 13, 14)

Draw = Callable[[int], int]
"""A number from 0, below the one that is given."""


def drawing(seed: str) -> Draw:
    numbers = _numbers(seed)
    return lambda below: next(numbers) % below


def _numbers(seed: str) -> Iterator[int]:
    count = 0
    while True:
        yield int.from_bytes(sha256(f"{seed}-{count}".encode()).digest()[:6], "big")
        count += 1


def invented_month(missions: int, hearings: int, *, seed: int) -> RotaWish:
    draw = drawing(f"{missions}-{hearings}-{seed}")
    occasions = tuple(_hearing(number, draw) for number in range(hearings))
    carried = -(-3 * hearings // missions)  # leads and backups of a mission, with half as many again
    return RotaWish(
        at=datetime(2026, 5, 1, 9, tzinfo=UTC),
        occasions=occasions,
        observers=(
            *(_mission(number, carried, occasions, draw) for number in range(missions)),
            *(_guest(number, draw) for number in range(max(1, missions // 6))),
        ),
        travel=travel_over(Way(CAPITAL, city, timedelta(hours=hours)) for city, hours in AWAY_FROM_IT.items()),
        backup_within=timedelta(hours=5),
    )


def _hearing(number: int, draw: Draw) -> Occasion:
    day = FIRST_DAY + timedelta(days=draw(DAYS // 7) * 7 + draw(5))
    city = CAPITAL if draw(10) < 5 else tuple(AWAY_FROM_IT)[draw(len(AWAY_FROM_IT))]
    language = draw(10)
    return Occasion(
        name=f"H{number + 1:03}",
        begins=datetime(day.year, day.month, day.day, HOURS[draw(len(HOURS))], tzinfo=UTC),
        lasts=timedelta(hours=2 + draw(3)),
        city=city,
        court=f"Court {1 + draw(2)} of {city}",
        language=LANGUAGES[0 if language < 7 else 1 if language < 9 else 2],
        stage=tuple(Stage)[draw(len(Stage))],
        roles=tuple(Role) if draw(10) == 0 else (Role.LEAD, Role.BACKUP),
    )


def _mission(number: int, carried: int, occasions: tuple[Occasion, ...], draw: Draw) -> Observer:
    cities = tuple(AWAY_FROM_IT)
    return Observer(
        name=f"Mission {number + 1:02}",
        seat=CAPITAL if draw(10) < 7 else cities[draw(3)],
        languages=frozenset(one for one, below in zip(LANGUAGES, (8, 5, 3), strict=True) if draw(10) < below),
        away=tuple(_absence(draw) for _ in range(draw(3))),
        barred=frozenset({cities[draw(len(cities))]} if draw(5) == 0 else ()),
        farthest=timedelta(hours=6) if draw(3) == 0 else None,
        accreditation={f"Court 1 of {CAPITAL}": 7} if draw(4) == 0 else {},
        apart_from=frozenset(one.name for one in occasions if draw(50) == 0),
        at_most=carried if draw(3) == 0 else None,
        led=draw(5),
        stood_by=draw(5),
        share=1 + (draw(4) == 0),
    )


def _guest(number: int, draw: Draw) -> Observer:
    return Observer(
        name=f"Member of parliament {number + 1}",
        seat=CAPITAL,
        guest=True,
        away=(_absence(draw), _absence(draw)),
        farthest=timedelta(hours=4),
        at_most=3,
    )


def _absence(draw: Draw) -> Absence:
    first = FIRST_DAY + timedelta(days=draw(DAYS))
    return Absence(first, first + timedelta(days=2 + draw(6)))
