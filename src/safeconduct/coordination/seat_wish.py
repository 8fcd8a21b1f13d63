"""What an organisation of a group says of itself for the rota. What nobody said has a default that hinders nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safeconduct.coordination.observer import Absence
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import plain_name
from safeconduct.vocabulary.refusal import Refusal


@dataclass(frozen=True)
class SeatWish:
    """What an organisation says of itself. `languages` and `barred` (cities) as they were typed; empty languages are all.
    `apart_from` are regions in which it has declared a conflict of interest; that of a hearing stands with the hearing."""

    organisation: str
    seat: str = ""
    languages: tuple[str, ...] = ()
    away: tuple[Absence, ...] = ()
    barred: tuple[str, ...] = ()
    farthest_hours: int | None = None
    at_most: int | None = None
    notice_days: int = 0
    share: int = 1
    apart_from: tuple[str, ...] = ()
    guest: str = ""

    def as_data(self) -> dict[str, object]:
        away = [[one.first.isoformat(), one.last.isoformat()] for one in self.away]
        named = {
            name: getattr(self, name) for name in ("seat", "farthest_hours", "at_most", "notice_days", "share", "guest")
        }
        lists = {name: list(getattr(self, name)) for name in ("languages", "barred", "apart_from")}
        return {**named, **lists, "away": away}


def seat_wishes(written: Iterable[Entry]) -> dict[str, SeatWish]:
    """The newest of each organisation."""
    return {
        entry.data["organisation"]: SeatWish(
            entry.data["organisation"],
            entry.data["seat"],
            tuple(entry.data["languages"]),
            tuple(Absence(*map(date.fromisoformat, days)) for days in entry.data["away"]),
            tuple(entry.data["barred"]),
            **{name: entry.data[name] for name in ("farthest_hours", "at_most", "notice_days", "share")},
            # Wishes from before these were asked have none of them.
            apart_from=tuple(entry.data.get("apart_from", ())),
            guest=entry.data.get("guest", ""),
        )
        for entry in written
        if entry.kind == "rota_wish_told"
    }


# What may be said


def refusal_to_wish(wish: SeatWish) -> Refusal | None:
    if any(one.last < one.first for one in wish.away):
        return Refusal("A time away ends before it begins. Write the first day first.")
    if not 1 <= wish.share <= 10:
        return Refusal("The share is a number from 1 to 10. Write 1 where all carry the same.")
    if wish.seat and plain_name(wish.seat) in map(plain_name, wish.barred):
        return Refusal("The city of the mission itself is closed to it. Take it from one of the two.")
    return None
