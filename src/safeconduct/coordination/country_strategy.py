"""The strategy of a country that a group keeps: the common minimum, what the group adds, and who does each item by when.

Folded from believed entries of a group. An item of the minimum always stands: it is written out, done, or left out with a
reason that stays shown. A group of one organisation keeps a strategy of its own.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from safeconduct.cases.coded_list import coded_list, group_of
from safeconduct.coordination.group import Group
from safeconduct.coordination.tlp import AMBER_STRICT
from safeconduct.dossiers.entry import Entry
from safeconduct.guidance.strategy_minimum import MinimumItem
from safeconduct.vocabulary.iso_day import day_of, iso_of

PARTS = "strategy_parts"
OPEN, DONE, LEFT_OUT = "open", "done", "left out"


@dataclass(frozen=True)
class StrategyItem:
    """`asks` is what the common minimum says, "" for an item that the group added; `says` is what is done in this country, ""
    until somebody wrote it. `part`: the group of defenders that it is for, "" for all. `office` does it, and there the `post`.
    `note`: what came of it, or why it is left out. `lapsed`: last days that went by with nothing done. `by`: who wrote it last."""

    ref: str
    part: str = ""
    asks: str = ""
    says: str = field(default="", repr=False)
    organisation: str = ""
    office: str = ""
    post: str = ""
    post_name: str = ""
    due: date | None = None
    state: str = OPEN
    note: str = field(default="", repr=False)
    lapsed: tuple[date, ...] = ()
    by: str = ""

    @property
    def is_minimum(self) -> bool:
        return bool(self.asks)

    def is_late(self, on: date) -> bool:
        return self.state == OPEN and self.due is not None and self.due < on

    def as_data(self) -> dict[str, str]:
        told = {name: getattr(self, name) for name in ("part", "says", "post", "post_name")}
        return {"item": self.ref, **told, "to": self.organisation, "to_office": self.office, "due": iso_of(self.due)}


@dataclass(frozen=True)
class StrategyReceipt:
    """An organisation said that it has the strategy. `is_newest`: nothing was changed since."""

    organisation: str
    office: str
    at: datetime
    is_newest: bool = True


@dataclass(frozen=True)
class CountryStrategy:
    """`items`: the minimum first, in its order, then what the group added. `by` changed it last, `at` that moment."""

    country: str
    marking: str
    items: tuple[StrategyItem, ...]
    receipts: tuple[StrategyReceipt, ...]
    by: str
    by_organisation: str
    at: datetime

    def item(self, ref: str) -> StrategyItem | None:
        return next((one for one in self.items if one.ref == ref), None)

    def of_part(self, part: str) -> tuple[StrategyItem, ...]:
        return tuple(one for one in self.items if one.part == part)


def parts() -> tuple[str, ...]:
    """The groups of defenders of which a strategy says what is done for them."""
    return tuple(row.value for row in coded_list(PARTS))


def parts_for(themes: Iterable[str]) -> tuple[str, ...]:
    """Those that the themes of a case lead to."""
    wanted = {group_of("themes", theme) for theme in themes}
    return tuple(part for part in parts() if part in wanted)


def strategies(written: Iterable[Entry], minimum: Iterable[MinimumItem], group: Group) -> dict[str, CountryStrategy]:
    """By country. What an organisation wrote goes when it leaves; what others wrote of the same country stays, and nobody
    does an item of which it was the one who should."""
    fresh = tuple(StrategyItem(one.id, one.part, one.says) for one in minimum)
    known: dict[str, CountryStrategy] = {}
    for entry in written:
        if entry.kind not in _STEPS:
            continue
        country, by = entry.data["country"], (entry.data["office"], entry.data["organisation"])
        # Where who began it has left, the strictest marking stands until somebody sets one.
        one = known.get(country) or CountryStrategy(country, AMBER_STRICT, fresh, (), *by, entry.at)
        known[country] = _STEPS[entry.kind](one, entry)
    here = {seat.organisation for seat in group.seats}
    return {one.country: replace(one, items=tuple(_here(item, here) for item in one.items)) for one in known.values()}


def _here(item: StrategyItem, here: Collection[str]) -> StrategyItem:
    if item.organisation in here:
        return item
    return replace(item, organisation="", office="", post="", post_name="")


def _begun(one: CountryStrategy, entry: Entry) -> CountryStrategy:
    return _changed(replace(one, marking=entry.data["marking"]), entry)


def _written(one: CountryStrategy, entry: Entry) -> CountryStrategy:
    data = entry.data
    before = one.item(data["item"]) or StrategyItem(data["item"], data["part"])
    due = day_of(data["due"])
    lapsed = _lapsed(before, entry) if due != before.due else before.lapsed
    now = replace(
        before,
        part=before.part if before.is_minimum else data["part"],
        says=data["says"],
        organisation=data["to"],
        office=data["to_office"],
        **_post(before, entry),
        due=due,
        state=OPEN,
        note="",
        lapsed=lapsed,
        by=data["office"],
    )
    return _changed(_with(one, now), entry)


def _post(before: StrategyItem, entry: Entry) -> dict[str, str]:
    """An organisation says which of its posts does it; what others write leaves that as it was."""
    data = entry.data
    if data["organisation"] == data["to"]:
        return {"post": data["post"], "post_name": data["post_name"]}
    if before.organisation == data["to"]:
        return {"post": before.post, "post_name": before.post_name}
    return {"post": "", "post_name": ""}


def _done(one: CountryStrategy, entry: Entry) -> CountryStrategy:
    return _ended(one, entry, DONE)


def _left_out(one: CountryStrategy, entry: Entry) -> CountryStrategy:
    return _ended(one, entry, LEFT_OUT)


def _ended(one: CountryStrategy, entry: Entry, state: str) -> CountryStrategy:
    before = one.item(entry.data["item"])
    if before is None:
        return one
    told = {"note": entry.data["note"], "by": entry.data["office"]}
    return _changed(_with(one, replace(before, state=state, lapsed=_lapsed(before, entry), **told)), entry)


def _received(one: CountryStrategy, entry: Entry) -> CountryStrategy:
    own = StrategyReceipt(entry.data["organisation"], entry.data["office"], entry.at)
    others = (each for each in one.receipts if each.organisation != own.organisation)
    return replace(one, receipts=(*others, own))


_STEPS: dict[str, Callable[[CountryStrategy, Entry], CountryStrategy]] = {
    "strategy_begun": _begun,
    "strategy_item_written": _written,
    "strategy_item_done": _done,
    "strategy_item_left_out": _left_out,
    "strategy_received": _received,
}


def _lapsed(item: StrategyItem, entry: Entry) -> tuple[date, ...]:
    """With the last day that had gone by when this was written."""
    if item.due and item.is_late(entry.at.date()):
        return (*item.lapsed, item.due)
    return item.lapsed


def _with(one: CountryStrategy, item: StrategyItem) -> CountryStrategy:
    if one.item(item.ref) is None:
        return replace(one, items=(*one.items, item))
    return replace(one, items=tuple(item if each.ref == item.ref else each for each in one.items))


def _changed(one: CountryStrategy, entry: Entry) -> CountryStrategy:
    old = tuple(replace(each, is_newest=False) for each in one.receipts)
    by = {"by": entry.data["office"], "by_organisation": entry.data["organisation"]}
    return replace(one, receipts=old, at=entry.at, **by)
