"""Keep the strategy of a country in a group: begin it, write an item, end one, leave one out with a reason, say one has it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from safeconduct.access.desk import standings
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk.opening import in_one_transaction, journal
from safeconduct.coordination.country_strategy import CountryStrategy, StrategyItem, strategies
from safeconduct.coordination.desk.opening import OpenGroup, all_opened, opened
from safeconduct.coordination.desk.telling_all import tell_all
from safeconduct.coordination.group import Group
from safeconduct.coordination.strategy_rule import (
    refusal_to_beginning,
    refusal_to_finishing_item,
    refusal_to_leaving_out,
    refusal_to_marking_strategy,
    refusal_to_receiving,
    refusal_to_writing_item,
)
from safeconduct.guidance.register import the_register
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refusal, insist, the_one


def strategies_in(one: OpenGroup) -> dict[str, CountryStrategy]:
    return strategies(one.written, the_register().minimum, one.group)


def strategy_of(one: OpenGroup, country: str) -> CountryStrategy:
    """Raises NotFound."""
    found = strategies_in(one).get(country)
    if found is None:
        raise NotFound
    return found


@in_one_transaction
def of_country(country: str, keyring: Keyring, *, at: datetime) -> tuple[tuple[Group, CountryStrategy], ...]:
    """Of every group that this member opens; each group whose strategy is shown has a line of its own in the journal."""
    known = ((one.group, strategies_in(one).get(country)) for one in all_opened(keyring, at=at))
    shown = tuple((group, found) for group, found in known if found)
    for group, _found in shown:
        journal("GroupOpened", group.ref, keyring, at=at)
    return shown


@transaction.atomic
def begin_strategy(group: str, country: str, marking: str, keyring: Keyring, *, at: datetime) -> None:
    """The common minimum stands in it from the first moment."""
    one = opened(group, keyring, at=at)
    insist(refusal_to_marking_strategy(country, marking))
    insist(refusal_to_beginning(country, strategies_in(one)))
    tell_all(one, keyring, "strategy_begun", {"country": country, "marking": marking}, at=at)
    journal("StrategyBegun", group, keyring, at=at)


@transaction.atomic
def mark_strategy(group: str, country: str, marking: str, keyring: Keyring, *, at: datetime) -> None:
    """Raises NotFound."""
    one, _strategy = _with(group, country, keyring, at=at)
    insist(refusal_to_marking_strategy(country, marking))
    tell_all(one, keyring, "strategy_begun", {"country": country, "marking": marking}, at=at)
    journal("StrategyChanged", group, keyring, at=at)


@transaction.atomic
def write_item(group: str, country: str, item: StrategyItem, keyring: Keyring, *, at: datetime) -> str:
    """One that has a reference is changed. `post` is one of our own, or "". Its reference. Raises NotFound."""
    one, strategy = _with(group, country, keyring, at=at)
    if item.ref:
        the_one(strategy.items, item.ref)
    named = replace(item, ref=item.ref or new_ref(), says=item.says.strip())
    written = _with_names(named, one, standings.posts_to_name(keyring.organisation, on=at.date()))
    insist(refusal_to_writing_item(written, strategy, on=at.date()))
    tell_all(one, keyring, "strategy_item_written", {"country": country, **written.as_data()}, at=at)
    journal("StrategyChanged", group, keyring, at=at)
    return written.ref


@transaction.atomic
def finish_item(group: str, country: str, item: str, note: str, keyring: Keyring, *, at: datetime) -> None:
    """With what came of it. Raises NotFound."""

    def refusal(known: StrategyItem) -> Refusal | None:
        return refusal_to_finishing_item(known, note, own=keyring.organisation)

    _end(group, country, item, "strategy_item_done", note, refusal, keyring, at=at)
    journal("StrategyChanged", group, keyring, at=at)


@transaction.atomic
def leave_out_item(group: str, country: str, item: str, why: str, keyring: Keyring, *, at: datetime) -> None:
    """With a reason that stays shown. Raises NotFound."""

    def refusal(known: StrategyItem) -> Refusal | None:
        return refusal_to_leaving_out(known, why)

    _end(group, country, item, "strategy_item_left_out", why, refusal, keyring, at=at)
    journal("StrategyChanged", group, keyring, at=at)


@transaction.atomic
def say_received(group: str, country: str, keyring: Keyring, *, at: datetime) -> None:
    """Our organisation has it as it stands now. Raises NotFound."""
    one, strategy = _with(group, country, keyring, at=at)
    insist(refusal_to_receiving(strategy, own=keyring.organisation))
    tell_all(one, keyring, "strategy_received", {"country": country}, at=at)
    journal("StrategyReceived", group, keyring, at=at)


def _end(
    group: str,
    country: str,
    ref: str,
    kind: str,
    note: str,
    refusal: Callable[[StrategyItem], Refusal | None],
    keyring: Keyring,
    *,
    at: datetime,
) -> None:
    one, strategy = _with(group, country, keyring, at=at)
    insist(refusal(the_one(strategy.items, ref)))
    tell_all(one, keyring, kind, {"country": country, "item": ref, "note": note.strip()}, at=at)


def _with(group: str, country: str, keyring: Keyring, *, at: datetime) -> tuple[OpenGroup, CountryStrategy]:
    one = opened(group, keyring, at=at)
    return one, strategy_of(one, country)


def _with_names(item: StrategyItem, one: OpenGroup, posts: dict[str, str]) -> StrategyItem:
    """As the directory has them. Raises NotFound."""
    seat = one.group.seat(item.organisation)
    if item.organisation and seat is None:
        raise NotFound
    named = replace(item, office=seat.office if seat else "", post="", post_name="")
    if not item.post or seat != one.own:
        return named
    if item.post not in posts:
        raise NotFound
    return replace(named, post=item.post, post_name=posts[item.post])
