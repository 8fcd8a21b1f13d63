"""What each organisation of a group does for it: counted, in alphabetical order, and never compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.coordination.group import Group
from safeconduct.coordination.group_item import GroupCard
from safeconduct.coordination.hearing import BACKUP, CANCELLED, LEAD, Hearing
from safeconduct.coordination.region import Liaison
from safeconduct.coordination.trip import CALLED_OFF, GOES, Trip

COUNTED_BACK = timedelta(days=365)


@dataclass(frozen=True)
class Load:
    """Hearings and trips of the last year and those ahead; cards and regions that it answers for today."""

    office: str
    leads: int
    backups: int
    trips: int
    cards: int
    regions: int


def loads(
    group: Group,
    hearings: Iterable[Hearing],
    trips: Iterable[Trip],
    cards: Iterable[GroupCard],
    liaisons: Iterable[Liaison],
    *,
    on: date,
) -> tuple[Load, ...]:
    """One for each organisation that belongs today, by the name of its office."""
    since = on - COUNTED_BACK
    sat = [one for one in hearings if one.state != CANCELLED and (one.sitting.day is None or one.sitting.day > since)]
    went = [one for one in trips if one.state != CALLED_OFF and one.until > since]
    cards, liaisons = tuple(cards), tuple(liaisons)
    found = (
        Load(
            seat.office,
            leads=sum(one.answer_of(seat.organisation) == LEAD for one in sat),
            backups=sum(one.answer_of(seat.organisation) == BACKUP for one in sat),
            trips=sum(one.answer_of(seat.organisation) == GOES for one in went),
            cards=sum(one.owner == seat.organisation for one in cards),
            regions=sum(one.organisation == seat.organisation for one in liaisons),
        )
        for seat in group.seats
    )
    return tuple(sorted(found, key=lambda one: one.office.casefold()))
