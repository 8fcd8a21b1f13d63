"""How each sitting of a hearing was attended, in codes and hours alone: since when somebody leads, what came of it, and whether
its observation was closed. Figures are counted from it; the words stand in the hearing itself.

Folded from the entries of a case, whose card carries it, or from those of a group, which also hold who takes the lead.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from safeconduct.dossiers.entry import Entry

OBSERVED, REFUSED, NOT_HELD = "observed", "refused", "not_held"
_MOVES, _CANCELLED, _LEAD = ("moved", "adjourned"), "cancelled", "lead"
_KINDS = ("hearing_set", "hearing_changed", "hearing_answered", "hearing_result", "observation_closed")


@dataclass(frozen=True)
class Attendance:
    """One sitting. `local` is its day and hour on the court's clock (ISO), by which a closing names it; `starts` the moment.
    `is_shared`: a group reads it. `result` is "" while nobody said; `answers` are by the item of the list `fair_trial`."""

    hearing: str
    local: str
    starts: datetime | None
    is_shared: bool = False
    led_since: datetime | None = None
    result: str = ""
    is_closed: bool = False
    answers: Mapping[str, str] = field(default_factory=dict)


def in_their_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Each after the change that it follows. Where two follow the same one, or what came before was erased, their
    minute and then their reference decide: never the order of arrival."""
    waiting = sorted(entries, key=lambda entry: (entry.at, entry.data["change"]))
    known, order = {""}, list[Entry]()
    while waiting:
        following = next((entry for entry in waiting if entry.data["after"] in known), waiting[0])
        waiting.remove(following)
        known.add(following.data["change"])
        order.append(following)
    return tuple(order)


def attendances(written: Iterable[Entry], *, is_shared: bool) -> tuple[Attendance, ...]:
    """Every sitting that has or had a day, of every hearing of these believed entries."""
    by_hearing: dict[str, list[Entry]] = {}
    for entry in written:
        if entry.kind in _KINDS:
            by_hearing.setdefault(entry.data["hearing"], []).append(entry)
    folded = (one for entries in by_hearing.values() for one in _of_hearing(in_their_order(entries)))
    return tuple(replace(one, is_shared=is_shared) for one in folded if one.starts)


def attendance_facts(written: Iterable[Entry]) -> dict[str, Any]:
    """For the card; nothing for a case without hearings."""
    known = attendances(written, is_shared=False)
    rows = [
        [one.hearing, one.local, one.starts.isoformat() if one.starts else "", one.result, one.is_closed, one.answers]
        for one in known
    ]
    return {"hearings": rows} if rows else {}


def attendances_from(facts: Iterable[Iterable[Any]]) -> tuple[Attendance, ...]:
    return tuple(
        Attendance(hearing, local, datetime.fromisoformat(starts), result=result, is_closed=closed, answers=answers)
        for hearing, local, starts, result, closed, answers in facts
    )


@dataclass(frozen=True)
class _Fold:
    """`owner` alone moves and closes; `leader` is the organisation that leads the last of the sittings."""

    owner: str
    sittings: tuple[Attendance, ...]
    leader: str = ""

    def with_last(self, **changes: Any) -> "_Fold":
        return replace(self, sittings=(*self.sittings[:-1], replace(self.sittings[-1], **changes)))


def _of_hearing(entries: tuple[Entry, ...]) -> tuple[Attendance, ...]:
    fold: _Fold | None = None
    for entry in entries:
        if entry.kind == "hearing_set":
            fold = fold or _Fold(entry.data["organisation"], (_sitting(entry),))
        elif fold and fold.sittings:
            fold = _STEPS[entry.kind](fold, entry)
    return fold.sittings if fold else ()


def _sitting(entry: Entry) -> Attendance:
    data = entry.data
    starts = datetime.fromisoformat(data["local"]).replace(tzinfo=ZoneInfo(data["zone"])) if data["local"] else None
    return Attendance(data["hearing"], data["local"], starts.astimezone(UTC) if starts else None)


def _changed(fold: _Fold, entry: Entry) -> _Fold:
    what, last = entry.data["what"], fold.sittings[-1]
    if entry.data["organisation"] != fold.owner or what not in (*_MOVES, _CANCELLED):
        return fold
    # A day that came, or of which somebody told what came of it, was a sitting; one that was still ahead is replaced.
    was_held = last.result or (last.starts is not None and last.starts <= entry.at)
    before = fold.sittings if was_held else fold.sittings[:-1]
    following = (_sitting(entry),) if what in _MOVES else ()
    return replace(fold, sittings=(*before, *following), leader="")


def _answered(fold: _Fold, entry: Entry) -> _Fold:
    who, is_lead = entry.data["organisation"], entry.data["role"] == _LEAD
    if is_lead and fold.leader != who:
        return replace(fold, leader=who).with_last(led_since=entry.at)
    if not is_lead and fold.leader == who:
        return replace(fold, leader="").with_last(led_since=None)
    return fold


_WEIGHS = {"": 0, NOT_HELD: 1, REFUSED: 2, OBSERVED: 3}


def stronger(first: str, second: str) -> str:
    """Of two results of one sitting: it was observed when anybody could."""
    return max(first, second, key=_WEIGHS.__getitem__)


def _resulted(fold: _Fold, entry: Entry) -> _Fold:
    last, answers = fold.sittings[-1], entry.data.get("answers", {})
    return fold.with_last(result=stronger(last.result, entry.data["what"]), answers={**last.answers, **answers})


def _closed(fold: _Fold, entry: Entry) -> _Fold:
    if entry.data["organisation"] != fold.owner:
        return fold
    marked = (replace(one, is_closed=True) if one.local == entry.data["sitting"] else one for one in fold.sittings)
    return replace(fold, sittings=tuple(marked))


_STEPS: dict[str, Callable[[_Fold, Entry], _Fold]] = {
    "hearing_changed": _changed,
    "hearing_answered": _answered,
    "hearing_result": _resulted,
    "observation_closed": _closed,
}
