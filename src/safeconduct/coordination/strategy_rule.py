"""What a strategy of a country lacks, and what may be done with it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.coordination.country_strategy import DONE, LEFT_OUT, OPEN, CountryStrategy, StrategyItem, parts
from safeconduct.coordination.tlp import marking
from safeconduct.vocabulary.refusal import Refusal

UNWRITTEN, NOBODY, NO_POST, NO_DAY, LATE = "unwritten", "nobody", "no_post", "no_day", "late"
FARTHEST = timedelta(days=730)
MOST_ITEMS = 80


@dataclass(frozen=True)
class StrategyGaps:
    """`without_part`: groups of defenders for whom nothing is written. `lacking`: open items, each with what it lacks.
    `left_out`: of the minimum. `lapsed`: items that were overdue once and are not now."""

    without_part: tuple[str, ...]
    lacking: tuple[tuple[StrategyItem, tuple[str, ...]], ...]
    left_out: tuple[StrategyItem, ...]
    lapsed: tuple[StrategyItem, ...]

    @property
    def number(self) -> int:
        return len(self.without_part) + len(self.lacking)


def gaps(one: CountryStrategy, *, on: date) -> StrategyGaps:
    """What is late stands first. What a group without a part has not written is said once, by its part."""
    without = tuple(part for part in parts() if not any(_stands(item) for item in one.of_part(part)))
    known = (item for item in one.items if item.says or item.part not in without)
    lacking = [(item, what) for item in known if (what := lacks(item, on=on))]
    return StrategyGaps(
        without,
        tuple(sorted(lacking, key=lambda pair: LATE not in pair[1])),
        tuple(item for item in one.items if item.is_minimum and item.state == LEFT_OUT),
        tuple(item for item in one.items if item.lapsed and not item.is_late(on)),
    )


def lacks(item: StrategyItem, *, on: date) -> tuple[str, ...]:
    """Of an open item; nothing else lacks anything."""
    if item.state != OPEN:
        return ()
    found = {
        UNWRITTEN: not item.says,
        NOBODY: not item.organisation,
        NO_POST: bool(item.organisation) and not item.post,
        NO_DAY: item.due is None,
        LATE: item.is_late(on),
    }
    return tuple(what for what, is_so in found.items() if is_so)


def _stands(item: StrategyItem) -> bool:
    return bool(item.says) and item.state != LEFT_OUT


# What may be done


def refusal_to_marking_strategy(country: str, chosen: str) -> Refusal | None:
    if not country:
        return Refusal("The country is missing, or it is none that we know. Write its name in full.")
    known = marking(chosen)
    if known is None:
        return Refusal("This is no marking of the list. Choose one that is shown.")
    if known.names_its_readers:
        return Refusal("The whole group reads a strategy, so it is not TLP:RED. Choose another marking.")
    return None


def refusal_to_beginning(country: str, known: Collection[str]) -> Refusal | None:
    """`known` are the countries of which the group keeps a strategy."""
    if country in known:
        return Refusal("The group keeps a strategy of this country already. Open it from the list.")
    return None


def refusal_to_writing_item(item: StrategyItem, one: CountryStrategy, *, on: date) -> Refusal | None:
    """Who does it and by when may be said later; until then the gap shows."""
    if not item.says.strip():
        return Refusal("Nothing is written yet. Say in a sentence what is done, and name nobody.")
    if item.part and item.part not in parts():
        return Refusal("This group of defenders is not on the list. Choose one that is shown.")
    same = (each for each in one.items if each.ref != item.ref and each.state != LEFT_OUT)
    if any((each.part, each.says) == (item.part, item.says.strip()) for each in same):
        return Refusal("This stands in the strategy already. Change it there, or write something else.")
    if one.item(item.ref) is None and len(one.items) >= MOST_ITEMS:
        return Refusal(f"There are {MOST_ITEMS} items already. Put some of them together first.")
    before = one.item(item.ref)
    if item.due is None or (before is not None and before.state == OPEN and item.due == before.due):
        return None
    if item.due < on:
        return Refusal("The last day is over. Choose a day from today on, or leave it open.")
    if item.due > on + FARTHEST:
        return Refusal("That is more than two years ahead. Look at the year again.")
    return None


def refusal_to_finishing_item(item: StrategyItem, note: str, *, own: str) -> Refusal | None:
    if item.state != OPEN:
        return Refusal("This was done or left out already. Look at the strategy again.")
    if not item.organisation:
        return Refusal("Nobody does this yet. Say first who does it; then what came of it.")
    if item.organisation != own:
        return Refusal(f"{item.office} does this. Only they say that it is done.")
    if not note.strip():
        return Refusal("It is not said what came of it. Write a sentence that names nobody.")
    return None


def refusal_to_leaving_out(item: StrategyItem, why: str) -> Refusal | None:
    if item.state == LEFT_OUT:
        return Refusal("This is left out already. Its reason stands in the strategy.")
    if item.state == DONE:
        return Refusal("This was done. Write it anew for the next time, or let it stand.")
    if not why.strip():
        return Refusal("There is no reason yet. Say in a sentence why this is left out here; the reason stays shown.")
    return None


def refusal_to_receiving(one: CountryStrategy, *, own: str) -> Refusal | None:
    if one.by_organisation == own:
        return Refusal("Your own office changed it last. A receipt is for the others to give.")
    if any(each.organisation == own and each.is_newest for each in one.receipts):
        return Refusal("Your office has said so already, and nothing was changed since.")
    return None


def planned_items(known: Iterable[CountryStrategy], own: str) -> tuple[tuple[str, StrategyItem], ...]:
    """The open items that a post of our organisation does, each with its country: the nearest last day first."""
    found = [
        (one.country, item)
        for one in known
        for item in one.items
        if item.state == OPEN and item.organisation == own and item.post
    ]
    return tuple(sorted(found, key=lambda pair: (pair[1].due or date.max, pair[0], pair[1].ref)))
