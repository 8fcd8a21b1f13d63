"""The page for the capital: what it may hold, how long it may be, and how a word about it counts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from safeconduct.cases.capital import (
    ANSWERED,
    CABLE_WIDTH,
    LONGEST_PART,
    OPEN,
    PARTS,
    WITHDRAWN,
    SealedPage,
    as_cable,
    capital_links,
    capital_pages,
    capital_words,
    refusal_to_capital_link,
    refusal_to_capital_word,
    refusal_to_page,
    sealed_page_from,
)
from safeconduct.cases.known_name import names_alone
from safeconduct.intake.link import gone_by
from tests.builders import an_entry

TODAY = date(2026, 3, 4)
WHOLE = dict.fromkeys(PARTS, "A sentence.")
MADE = an_entry(
    "capital_link_made", scope="decisions", link="k1", question="p1", row="r1", sign="", until=str(TODAY + timedelta(3))
)


def asked(page="p1", decision="d1"):
    return an_entry("capital_asked", scope="decisions", page=page, decision=decision, parts=WHOLE)


def answered(says="yes"):
    return an_entry("capital_answered", scope="decisions", link="k1", question="p1", says=says)


def test_the_newest_page_of_a_decision_is_the_last_that_was_kept():
    pages = capital_pages([asked(), asked("p2"), asked("p3", "d2")], "d1")
    assert [one.ref for one in pages] == ["p1", "p2"] and pages[0].parts == WHOLE


@pytest.mark.parametrize(
    ("later", "state"),
    [
        ((), OPEN),
        ((answered(),), ANSWERED),
        ((an_entry("capital_link_withdrawn", scope="decisions", link="k1"),), WITHDRAWN),
    ],
    ids=["open", "answered", "withdrawn"],
)
def test_a_link_is_open_until_it_is_used_or_withdrawn(later, state):
    (link,) = capital_links([asked(), MADE, *later])
    assert link.state == state and link.opens_on(TODAY) == (state == OPEN)
    assert not link.opens_on(TODAY + timedelta(days=4))


def test_a_word_stands_with_who_how_and_when_and_a_later_one_beside_it():
    told = {"question": "p1", "says": "wait", "how": "telephone", "said_by": "desk officer", "on": "2026-03-03"}
    words = capital_words([asked(), MADE, answered("no"), an_entry("capital_word", scope="decisions", **told)])
    assert [(one.says, one.how) for one in words] == [("no", "link"), ("wait", "telephone")]
    assert (words[1].said_by, words[1].on) == ("desk officer", date(2026, 3, 3))


def test_a_cable_is_plain_text_in_lines_that_fit():
    parts = dict.fromkeys(PARTS, "Word " * 100)
    text = as_cable({**parts, "asked": "One line.\nAnother."}, on=TODAY)
    assert max(map(len, text.splitlines())) <= CABLE_WIDTH
    assert "1. WHAT IS ASKED\nOne line.\nAnother." in text and "04 March 2026" in text
    assert text.endswith("PLEASE ANSWER: YES / NO / WAIT\n")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"risk": "  "}, "“Risk” is empty"),
        ({"line": "x" * (LONGEST_PART + 1)}, "longer than 600"),
        ({"why_now": "Teresa is in danger."}, "a name of this file"),
        ({"why_now": "QUIST drove."}, "a name of this file"),
        ({"others": "The clinic of Karsa knows."}, "a name of this file"),
    ],
    ids=["whole", "empty", "long", "the person", "somebody else", "a source"],
)
def test_what_goes_to_the_capital_is_whole_short_and_names_nobody(changes, said):
    refusal = refusal_to_page(
        {**WHOLE, **changes}, names_alone(["Teresa Mon", "Anton Quist"], ["Night clinic of Karsa"])
    )
    assert refusal is None if said is None else said in refusal.sentence


@pytest.mark.parametrize(
    ("links", "days", "said"),
    [
        ((), 3, None),
        ((MADE,), 3, "out already"),
        ((MADE, answered()), 3, None),
        ((), -1, "in the past"),
        ((), 15, "two weeks"),
    ],
    ids=["good", "one is out", "it was used", "past", "long"],
)
def test_one_link_to_a_page_for_two_weeks_at_most(links, days, said):
    refusal = refusal_to_capital_link(capital_links(links), "p1", TODAY + timedelta(days=days), on=TODAY)
    assert refusal is None if said is None else said in refusal.sentence


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, None),
        ({"says": "perhaps"}, "yes, no or wait"),
        ({"how": "pigeon"}, "how the answer came"),
        ({"said_by": " "}, "who answered"),
        ({"said_on": None}, "day of the answer"),
        ({"said_on": TODAY + timedelta(days=1)}, "day of the answer"),
    ],
    ids=["whole", "what", "how", "who", "no day", "tomorrow"],
)
def test_a_word_is_written_down_whole(changes, said):
    refusal = refusal_to_capital_word(
        **{"says": "yes", "how": "mail", "said_by": "consul", "said_on": TODAY, **changes}, on=TODAY
    )
    assert refusal is None if said is None else said in refusal.sentence


def test_what_a_link_opens_comes_back_as_it_was_sealed():
    whole = SealedPage("d" * 32, "k1", "p1", WHOLE, TODAY)
    assert sealed_page_from(whole.as_bytes()) == whole
    assert gone_by(whole.until) == datetime(2026, 3, 5, tzinfo=UTC)
