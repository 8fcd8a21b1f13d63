"""The strategy of a country in an officer's words: its items, its gaps, who has it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.country_strategy import DONE, LEFT_OUT, PARTS, CountryStrategy, StrategyItem, parts_for
from safeconduct.coordination.group import Group
from safeconduct.coordination.strategy_rule import (
    LATE,
    NO_DAY,
    NO_POST,
    NOBODY,
    UNWRITTEN,
    StrategyGaps,
    gaps,
    lacks,
)
from safeconduct.guidance.commitment import Commitment, cautions
from safeconduct.guidance.instrument import Instrument, Version, version_of
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.staff.coordination.region_wording import day
from safeconduct.web.staff.post_end import counted, first_upper
from safeconduct.web.staff.wording import due_in_words

Row = dict[str, Any]
NO_STRATEGY = "No group that you can open keeps a strategy of this country."
NO_PART = "Nothing is written for them."


def address_of(group: str, country: str) -> str:
    return reverse("staff:strategy", args=[group, country])


def item_address(group: str, country: str, item: str) -> str:
    return reverse("staff:strategy_item", args=[group, country, item])


def part_label(part: str) -> str:
    return label_of(PARTS, part) if part else "All defenders"


def gaps_in_words(found: StrategyGaps) -> str:
    late = sum(LATE in what for _item, what in found.lacking)
    told = [
        f"{counted(len(found.without_part), 'group', 'groups')} of defenders without a part"
        if found.without_part
        else "",
        f"{counted(len(found.lacking), 'item lacks', 'items lack')} something" if found.lacking else "",
        f"{counted(late, 'is', 'are')} late" if late else "",
    ]
    said = ", ".join(part for part in told if part)
    return (
        f"{first_upper(said)}." if said else "Each group of defenders has its part, and each item somebody and a day."
    )


def strategy_row(group: Group, one: CountryStrategy, *, on: date, with_group: bool = True) -> Row:
    """One line for a whole strategy."""
    found = gaps(one, on=on)
    word = f"{counted(found.number, 'gap', 'gaps')}" if found.number else "No gap"
    return {
        "state_shape": "gap" if found.number else "done",
        "state_word": first_upper(word),
        "group_name": country_name(one.country),
        "address": address_of(group.ref, one.country),
        "sentence": f": {group.name}, {one.marking}" if with_group else f", {one.marking}",
        "reason": gaps_in_words(found),
    }


def item_row(item: StrategyItem, address: str, *, on: date) -> Row:
    """One line of the strategy, with what the minimum asks and the texts under it."""
    asks = f"The common minimum: {item.asks}" if item.asks and item.says else ""
    rests = rests_on(item) if item.is_minimum else "Added by the group."
    row = short_row(item, address, on=on)
    return {**row, "reason": " ".join(part for part in (asks, row["reason"], rests) if part)}


def short_row(item: StrategyItem, address: str, *, on: date) -> Row:
    shape, word = _state(item, on=on)
    note = {DONE: f"What came of it: {item.note}", LEFT_OUT: f"Left out by {item.by}: {item.note}"}.get(item.state, "")
    told = (note, who(item) if item.says and item.state != LEFT_OUT else "")
    return {
        "state_shape": shape,
        "state_word": word,
        "sentence": item.says or item.asks,
        "reason": " ".join(part for part in told if part),
        "verb": "Open" if item.says else "Write it",
        "verb_address": address,
        "verb_about": item.says or item.asks,
    }


def _state(item: StrategyItem, *, on: date) -> tuple[str, str]:
    if item.state == DONE:
        return "done", "Done"
    if item.state == LEFT_OUT:
        return "ended", "Left out"
    lacking = lacks(item, on=on)
    if UNWRITTEN in lacking:
        return "gap", "Not written"
    if NOBODY in lacking:
        return "gap", "Nobody"
    if item.due is None:
        return "gap", "No day"
    due = due_in_words(item.due, on=on)
    return due["state_shape"], due["state_word"]


def who(item: StrategyItem) -> str:
    """Who does it, by when, and which days went by."""
    if not item.organisation:
        does = "Nobody does it"
    else:
        does = f"{item.post_name}, {item.office}" if item.post_name else f"{item.office}, no post named yet"
    by = f", by {day(item.due)}" if item.due else ", no day is set"
    lapsed = f" Overdue before: {', '.join(day(one) for one in item.lapsed)}." if item.lapsed else ""
    return f"{does}{by}.{lapsed}"


def gap_rows(found: StrategyGaps, one: CountryStrategy, group: str, *, on: date) -> list[Row]:
    """What is late, then the groups without a part, then the rest; what is not written for all stands together."""
    late = [_lacking_row(item, what, one, group, on=on) for item, what in found.lacking if LATE in what]
    rest = [
        _lacking_row(item, what, one, group, on=on) for item, what in found.lacking if not {LATE, UNWRITTEN} & set(what)
    ]
    unwritten = [item for item, what in found.lacking if UNWRITTEN in what]
    return [*late, *(_part_row(part, one, group) for part in found.without_part), *rest, *_unwritten_row(unwritten)]


def _unwritten_row(items: list[StrategyItem]) -> list[Row]:
    if not items:
        return []
    told = f"{counted(len(items), 'item', 'items')} of the common minimum"
    row = {"state_shape": "gap", "state_word": "Not written", "sentence": f"{first_upper(told)}."}
    row["reason"] = "Nothing is written of it, and nobody does it by a day."
    return [{**row, "verb": "See below", "verb_address": "#all", "verb_about": "the common minimum"}]


def _part_row(part: str, one: CountryStrategy, group: str) -> Row:
    asked = next((item for item in one.of_part(part) if item.is_minimum), None)
    left_out = f" Left out by {asked.by}: {asked.note}" if asked and asked.state == LEFT_OUT else ""
    row = {"state_shape": "gap", "state_word": "No part", "sentence": part_label(part), "reason": NO_PART + left_out}
    if asked:
        row |= {"verb": "Write it", "verb_address": item_address(group, one.country, asked.ref)}
        row |= {"verb_about": part_label(part)}
    return row


_LACKS = {
    NOBODY: "Nobody does it.",
    NO_POST: "Its office has not named a post.",
    NO_DAY: "No day is set.",
}


def _lacking_row(item: StrategyItem, what: Iterable[str], one: CountryStrategy, group: str, *, on: date) -> Row:
    shape, word = _state(item, on=on) if LATE in what or NO_POST not in what else ("gap", "No post")
    told = [_LACKS[each] for each in what if each in _LACKS]
    return {
        "state_shape": shape,
        "state_word": word,
        "sentence": item.says or item.asks,
        "reason": " ".join([*told, who(item)] if LATE in what else told),
        "verb": "Change it",
        "verb_address": item_address(group, one.country, item.ref),
        "verb_about": item.says or item.asks,
    }


def rests_on(item: StrategyItem) -> str:
    """The texts that ask for it, each once with its clauses, and what has to be said of how they were read."""
    clauses: dict[str, list[str]] = {}
    doubts: dict[str, None] = {}
    for one, instrument, version in _commitments_of(item):
        clauses.setdefault(instrument.title, []).append(one.clause)
        doubts |= {f"{instrument.title}: {says}": None for says in cautions(one, instrument, version)}
    told = (f"{title}, {' and '.join(dict.fromkeys(found))}" for title, found in clauses.items())
    rests = "; ".join(told) or "the minimum of an earlier release"
    return " ".join((f"Rests on {rests}.", *doubts))


def _commitments_of(item: StrategyItem) -> list[tuple[Commitment, Instrument, Version]]:
    asked = next((one.rests_on for one in the_register().minimum if one.id == item.ref), ())
    known = {one.id: one for one in the_register().commitments}
    named = ((known[entry], version_of(the_register().instruments, known[entry].version)) for entry in asked)
    return [(one, *found) for one, found in named if found]


def receipt_rows(one: CountryStrategy, group: Group) -> list[Row]:
    """Every organisation of the group, and whether it has said that it has the strategy."""
    return [_receipt_row(one, seat.organisation, seat.office) for seat in group.seats]


def _receipt_row(one: CountryStrategy, organisation: str, office: str) -> Row:
    if organisation == one.by_organisation:
        return {
            "state_shape": "done",
            "state_word": "Wrote it last",
            "sentence": office,
            "reason": f"{day(one.at)}.",
        }
    told = next((each for each in one.receipts if each.organisation == organisation), None)
    if told is None:
        return {"state_shape": "ring", "state_word": "No receipt", "sentence": office, "reason": "Can read it."}
    shape, word = ("done", "Has it") if told.is_newest else ("half", "Has an older one")
    return {"state_shape": shape, "state_word": word, "sentence": office, "reason": f"Said so on {day(told.at)}."}


def rows_for_themes(group: Group, one: CountryStrategy, themes: Iterable[str], *, on: date) -> list[Row]:
    """Of one strategy, the parts that the themes of a case lead to, as on its page."""
    rows = []
    for part in parts_for(themes):
        written = [item for item in one.of_part(part) if item.says and item.state != LEFT_OUT]
        rows += [_for_case(item, part, group.ref, one.country, on=on) for item in written]
        if not written:
            rows.append(_part_row(part, one, group.ref))
    return rows


def _for_case(item: StrategyItem, part: str, group: str, country: str, *, on: date) -> Row:
    row = short_row(item, item_address(group, country, item.ref), on=on)
    return {**row, "sentence": f"{part_label(part)}: {item.says}"}
