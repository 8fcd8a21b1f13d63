"""The strategy of a country: the common minimum stands, gaps show, a reason for what is left out stays, receipts grow old."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.coordination.country_strategy import (
    DONE,
    LEFT_OUT,
    OPEN,
    CountryStrategy,
    StrategyItem,
    StrategyReceipt,
    strategies,
)
from safeconduct.coordination.strategy_rule import (
    LATE,
    MOST_ITEMS,
    NO_DAY,
    NO_POST,
    NOBODY,
    UNWRITTEN,
    gaps,
    lacks,
    planned_items,
    refusal_to_beginning,
    refusal_to_finishing_item,
    refusal_to_leaving_out,
    refusal_to_marking_strategy,
    refusal_to_receiving,
    refusal_to_writing_item,
)
from safeconduct.guidance.strategy_minimum import MinimumItem
from tests.builders import MORNING
from tests.rules.coordination.covering import GROUP, OURS, SEATS, THEIRS, TODAY, said

CONTACT = MinimumItem("contact", "Receive defenders.", "", ("EU-10h",))
WOMEN = MinimumItem("women", "Say what is done for women defenders.", "women", ("EU-10d",))
MINIMUM = (CONTACT, WOMEN)
OFFICER, OTHER_POST = "a1" * 16, "a2" * 16
BEGUN = said("strategy_begun", country="KE", marking="TLP:AMBER")
DUE = TODAY + timedelta(days=10)


def wrote(item="contact", by=OURS, *, at=MORNING, **changes):
    made = StrategyItem(
        item, says="We receive them on Mondays.", organisation=OURS, office="Harbour Desk", post=OFFICER
    )
    made = replace(made, post_name="Human rights officer", due=DUE)
    return said("strategy_item_written", by, at=at, country="KE", **replace(made, **changes).as_data())


def ended(kind, item="contact", by=OURS, *, at=MORNING, note="They came."):
    return said(f"strategy_item_{kind}", by, at=at, country="KE", item=item, note=note)


def received(by=THEIRS, *, at=MORNING):
    return said("strategy_received", by, at=at, country="KE")


def strategy(*entries) -> CountryStrategy:
    return strategies([BEGUN, *entries], MINIMUM, GROUP)["KE"]


def item(*entries, ref="contact") -> StrategyItem:
    found = strategy(*entries).item(ref)
    assert found is not None
    return found


def later(days):
    return MORNING + timedelta(days=days)


# Folding


def test_the_common_minimum_stands_in_every_strategy_and_what_a_group_adds_stands_behind_it():
    known = strategies([BEGUN, said("strategy_begun", country="NO", marking="TLP:GREEN")], MINIMUM, GROUP)
    assert {one.country: [each.ref for each in one.items] for one in known.values()} == {
        "KE": ["contact", "women"],
        "NO": ["contact", "women"],
    }
    added = strategy(wrote("f0" * 16, part="lgbti"))
    assert [each.ref for each in added.items] == ["contact", "women", "f0" * 16]
    assert [each.is_minimum for each in added.items] == [True, True, False]


def test_an_item_of_the_minimum_is_written_out_and_can_change_neither_its_words_nor_its_part():
    written = item(wrote("women", part="business"), ref="women")
    assert (written.asks, written.part, written.says) == (WOMEN.says, "women", "We receive them on Mondays.")
    assert (written.office, written.post_name, written.due) == ("Harbour Desk", "Human rights officer", DUE)


def test_what_is_left_out_keeps_its_reason_until_it_is_written_anew():
    out = item(wrote(), ended("left_out", by=THEIRS, note="No mission is open there."))
    assert (out.state, out.note, out.by, out.asks) == (
        LEFT_OUT,
        "No mission is open there.",
        "Lighthouse Network",
        CONTACT.says,
    )
    again = item(ended("left_out"), wrote())
    assert (again.state, again.note) == (OPEN, "")


def test_a_post_is_named_by_its_own_organisation_alone():
    assert item(wrote(by=THEIRS)).post == ""
    assert item(wrote(), wrote(by=THEIRS, says="We go to them.", post=OTHER_POST)).post == OFFICER
    assert item(wrote(), wrote(by=THEIRS, organisation=THEIRS, office="Lighthouse Network")).post == OFFICER
    assert item(wrote(), wrote(post=OTHER_POST)).post == OTHER_POST


@pytest.mark.parametrize(
    ("entries", "lapsed"),
    [
        ((wrote(), wrote(at=later(11), due=DUE + timedelta(days=30))), (DUE,)),
        ((wrote(), wrote(at=later(10), due=DUE + timedelta(days=30))), ()),
        ((wrote(), wrote(at=later(11))), ()),
        ((wrote(), ended("done", at=later(12))), (DUE,)),
        ((wrote(), ended("left_out", at=later(12))), (DUE,)),
        ((wrote(), ended("done", at=later(2)), wrote(at=later(30), due=DUE + timedelta(days=90))), ()),
    ],
    ids=["put off after the day", "put off on the day", "other words", "done late", "left out late", "done in time"],
)
def test_a_day_that_went_by_undone_is_remembered(entries, lapsed):
    assert item(*entries).lapsed == lapsed


def test_a_receipt_is_of_the_strategy_as_it_stood_then():
    told = StrategyReceipt(THEIRS, "Lighthouse Network", MORNING)
    assert strategy(received()).receipts == (told,)
    assert strategy(received(), wrote()).receipts == (replace(told, is_newest=False),)
    again = strategy(received(), wrote(), received(at=later(1)))
    assert again.receipts == (replace(told, at=later(1)),)
    assert (again.by, again.at) == ("Harbour Desk", MORNING)


def test_an_item_of_who_left_is_done_by_nobody():
    left = replace(GROUP, seats=SEATS[:1])
    theirs = wrote(by=OURS, organisation=THEIRS, office="Lighthouse Network")
    assert strategies([BEGUN, theirs], MINIMUM, GROUP)["KE"].items[0].office == "Lighthouse Network"
    alone = strategies([BEGUN, theirs], MINIMUM, left)["KE"].items[0]
    assert (alone.organisation, alone.office, alone.says) == ("", "", "We receive them on Mondays.")


def test_without_its_first_entry_the_strictest_marking_stands():
    left = strategies([wrote(by=THEIRS)], MINIMUM, GROUP)["KE"]
    assert left.marking == "TLP:AMBER+STRICT"
    assert strategy(said("strategy_begun", THEIRS, country="KE", marking="TLP:GREEN")).marking == "TLP:GREEN"


# Gaps


@pytest.mark.parametrize(
    ("one", "what"),
    [
        (StrategyItem("i"), (UNWRITTEN, NOBODY, NO_DAY)),
        (StrategyItem("i", says="So.", organisation=OURS, due=TODAY), (NO_POST,)),
        (StrategyItem("i", says="So.", organisation=OURS, post=OFFICER, due=TODAY), ()),
        (StrategyItem("i", says="So.", organisation=OURS, post=OFFICER, due=TODAY - timedelta(days=1)), (LATE,)),
        (StrategyItem("i", state=DONE), ()),
        (StrategyItem("i", state=LEFT_OUT), ()),
    ],
    ids=["nothing", "no post", "whole on its day", "late", "done", "left out"],
)
def test_an_open_item_lacks_words_somebody_or_a_day_or_is_late(one, what):
    assert lacks(one, on=TODAY) == what


def test_a_group_without_a_part_is_a_gap_until_something_is_written_for_it():
    bare = gaps(strategy(), on=TODAY)
    assert bare.without_part == ("women", "lgbti", "indigenous", "land", "business")
    assert [one.ref for one, _what in bare.lacking] == ["contact"], "the group's own row says it already"
    own = gaps(strategy(wrote("women"), wrote("f0" * 16, part="business")), on=TODAY)
    assert own.without_part == ("lgbti", "indigenous", "land")
    out = gaps(strategy(wrote("women"), ended("left_out", "women")), on=TODAY)
    assert "women" in out.without_part and [one.ref for one in out.left_out] == ["women"]


def test_late_stands_first_and_what_was_late_once_stands_apart():
    added = wrote("f0" * 16, due=None)
    late = gaps(strategy(added, wrote()), on=DUE + timedelta(days=1))
    assert [(one.ref[:2], what) for one, what in late.lacking] == [("co", (LATE,)), ("f0", (NO_DAY,))]
    assert late.lapsed == ()
    put_off = gaps(strategy(wrote(), wrote(at=later(11), due=DUE + timedelta(days=30))), on=DUE + timedelta(days=2))
    assert [one.ref for one in put_off.lapsed] == ["contact"]


def test_what_our_posts_do_is_told_by_its_day_and_of_our_own_posts_alone():
    soon = wrote("f0" * 16, due=TODAY)
    nobody = wrote("f1" * 16, post="")
    known = [strategy(wrote(), soon, nobody, wrote("women", post=OTHER_POST), ended("done", "women"))]
    assert [(country, one.ref[:2], one.post) for country, one in planned_items(known, OURS)] == [
        ("KE", "f0", OFFICER),
        ("KE", "co", OFFICER),
    ]
    assert planned_items(known, THEIRS) == ()


# What may be done

GOOD = StrategyItem("f1" * 16, says="Open house each month.", organisation=OURS, due=DUE)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (replace(GOOD, says="  "), "Nothing is written yet"),
        (replace(GOOD, part="nobody"), "not on the list"),
        (replace(GOOD, says="We receive them on Mondays."), "stands in the strategy already"),
        (replace(GOOD, due=TODAY - timedelta(days=1)), "last day is over"),
        (replace(GOOD, due=date(2031, 1, 1)), "more than two years"),
    ],
    ids=["no words", "no such group", "the same twice", "a day that is over", "far ahead"],
)
def test_an_item_is_refused_with_what_to_do(one, said):
    refused = refusal_to_writing_item(one, strategy(wrote()), on=TODAY)
    assert refused is not None and said in refused.sentence


def test_who_and_when_may_come_later_and_a_day_that_is_over_may_stay_while_words_change():
    assert refusal_to_writing_item(replace(GOOD, organisation="", due=None), strategy(), on=TODAY) is None
    after = DUE + timedelta(days=1)
    same_day = replace(GOOD, ref="contact")
    assert refusal_to_writing_item(same_day, strategy(wrote()), on=after) is None
    done = strategy(wrote(), ended("done"))
    assert "last day is over" in refusal_to_writing_item(same_day, done, on=after).sentence


def test_a_strategy_has_a_most_of_items():
    full = replace(strategy(), items=tuple(StrategyItem(str(number)) for number in range(MOST_ITEMS)))
    assert "Put some of them together" in refusal_to_writing_item(GOOD, full, on=TODAY).sentence
    assert refusal_to_writing_item(replace(GOOD, ref="3"), full, on=TODAY) is None


def test_nothing_is_left_out_without_a_reason():
    assert "no reason" in refusal_to_leaving_out(item(), " ").sentence
    assert refusal_to_leaving_out(item(), "No mission is open there.") is None
    assert "left out already" in refusal_to_leaving_out(item(ended("left_out")), "Again.").sentence
    assert "This was done" in refusal_to_leaving_out(item(wrote(), ended("done")), "Why.").sentence


def test_who_does_an_item_alone_says_that_it_is_done_and_what_came_of_it():
    assert "Nobody does this" in refusal_to_finishing_item(item(), "So.", own=OURS).sentence
    assert "Harbour Desk does this" in refusal_to_finishing_item(item(wrote()), "So.", own=THEIRS).sentence
    assert "what came of it" in refusal_to_finishing_item(item(wrote()), " ", own=OURS).sentence
    assert "done or left out" in refusal_to_finishing_item(item(wrote(), ended("done")), "So.", own=OURS).sentence
    assert refusal_to_finishing_item(item(wrote()), "Twelve came.", own=OURS) is None


def test_a_receipt_is_given_by_others_and_once():
    assert "Your own office" in refusal_to_receiving(strategy(), own=OURS).sentence
    assert refusal_to_receiving(strategy(), own=THEIRS) is None
    assert "already" in refusal_to_receiving(strategy(received()), own=THEIRS).sentence
    assert refusal_to_receiving(strategy(received(), wrote()), own=THEIRS) is None


def test_a_strategy_is_marked_for_the_whole_group_and_begun_once():
    assert "not TLP:RED" in refusal_to_marking_strategy("KE", "TLP:RED").sentence
    assert "no marking" in refusal_to_marking_strategy("KE", "TLP:CLEAR").sentence
    assert "country is missing" in refusal_to_marking_strategy("", "TLP:AMBER").sentence
    assert refusal_to_marking_strategy("KE", "TLP:AMBER") is None
    assert "already" in refusal_to_beginning("KE", {"KE"}).sentence
    assert refusal_to_beginning("NO", {"KE"}) is None
