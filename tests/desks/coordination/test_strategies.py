"""A strategy of a country in a group: who reads it, what its verbs leave behind, and that a post with an item is not empty."""

from dataclasses import replace

import pytest

from safeconduct.coordination.country_strategy import StrategyItem
from safeconduct.coordination.desk import belonging, emptying, handing_over_duties, strategies
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests import organising
from tests.coordinating import a_group
from tests.covering import a_strategy, written_in
from tests.desks.coordination.test_covering import joined
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.organising import post_ref

pytestmark = pytest.mark.django_db(transaction=True)
POST = "Human rights officer"


def an_item(embedded, **changes):
    made = StrategyItem("contact", says="We receive them on Mondays.", organisation=embedded.office(HARBOUR).ref)
    return replace(made, due=embedded.now.date(), **changes)


def write(embedded, group, name=PROTECTION, **changes):
    return strategies.write_item(group, "KE", an_item(embedded, **changes), embedded.keyring(name), at=embedded.now)


def the_strategy(embedded, group, name=PROTECTION):
    return strategies.strategies_in(written_in(embedded, group, name))["KE"]


def test_who_comes_later_reads_the_strategy_and_what_a_leaver_wrote_goes_with_them(embedded):
    group = a_group(embedded, joined=False)
    a_strategy(embedded, group)
    write(embedded, group, post=post_ref(embedded, POST))
    joined(embedded, group)
    seen = the_strategy(embedded, group, OTHER_OFFICE).item("contact")
    assert (seen.says, seen.post_name) == ("We receive them on Mondays.", POST)
    write(embedded, group, OTHER_OFFICE, ref="", part="women", says="Two safe rooms.")
    assert len(the_strategy(embedded, group).of_part("women")) == 2
    belonging.leave(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    left = the_strategy(embedded, group)
    assert len(left.of_part("women")) == 1 and left.item("contact").says
    with pytest.raises(NotFound):
        written_in(embedded, group, OTHER_OFFICE)


def test_every_verb_leaves_a_line_in_the_journal_and_a_refusal_nothing(embedded):
    group, mara, amal = a_group(embedded), embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    a_strategy(embedded, group)
    write(embedded, group)
    strategies.say_received(group, "KE", amal, at=embedded.now)
    strategies.finish_item(group, "KE", "contact", "Twelve came.", mara, at=embedded.now)
    strategies.mark_strategy(group, "KE", "TLP:GREEN", mara, at=embedded.now)
    assert {"StrategyBegun", "StrategyChanged"} <= set(embedded.events())
    assert "StrategyReceived" in embedded.events(LIGHTHOUSE)
    opened = embedded.events().count("GroupOpened")
    assert len(strategies.of_country("KE", mara, at=embedded.now)) == 1 and not strategies.of_country(
        "NO", mara, at=embedded.now
    )
    assert embedded.events().count("GroupOpened") == opened + 1
    before = len(written_in(embedded, group).written)
    for verb, said in (
        (lambda: a_strategy(embedded, group), "already"),
        (lambda: a_strategy(embedded, group, "NO", marking="TLP:RED"), "not TLP:RED"),
        (lambda: strategies.mark_strategy(group, "KE", "TLP:RED", mara, at=embedded.now), "not TLP:RED"),
        (lambda: write(embedded, group, says=" "), "Nothing is written"),
        (lambda: strategies.finish_item(group, "KE", "women", "So.", mara, at=embedded.now), "Nobody does this"),
        (lambda: strategies.leave_out_item(group, "KE", "women", " ", mara, at=embedded.now), "no reason"),
        (lambda: strategies.say_received(group, "KE", mara, at=embedded.now), "Your own office"),
    ):
        with pytest.raises(Refused, match=said):
            verb()
    assert len(written_in(embedded, group).written) == before


def test_what_is_not_there_is_not_found(embedded):
    group, nothing = a_group(embedded), "0" * 32
    mara, at = embedded.keyring(PROTECTION), embedded.now
    with pytest.raises(NotFound):
        strategies.mark_strategy(group, "KE", "TLP:GREEN", mara, at=at)
    a_strategy(embedded, group)
    for call in (
        lambda: write(embedded, group, ref=nothing),
        lambda: write(embedded, group, organisation=nothing),
        lambda: write(embedded, group, post=nothing),
        lambda: strategies.finish_item(group, "KE", nothing, "So.", mara, at=at),
        lambda: strategies.leave_out_item(group, "KE", nothing, "So.", mara, at=at),
    ):
        with pytest.raises(NotFound):
            call()


def test_a_post_that_does_an_item_is_not_empty_until_another_does_it_and_is_then_offered_no_more(embedded):
    group, tomas = a_group(embedded), embedded.keyring(COLLEAGUE)
    post = post_ref(embedded, POST)
    a_strategy(embedded, group)
    write(embedded, group, post=post)
    organising.leave(embedded, PROTECTION)
    (owing,) = handing_over_duties.owed_to_groups(tomas, at=embedded.now)
    assert owing.hangs_on(post, on=embedded.now.date())
    with pytest.raises(Refused, match="owes something to a group"):
        emptying.say_empty(post, tomas, at=embedded.now)
    write(embedded, group, COLLEAGUE, post=tomas.post)
    emptying.say_empty(post, tomas, at=embedded.now)
    with pytest.raises(NotFound):
        write(embedded, group, COLLEAGUE, post=post)
