"""Which post holds a dossier, and how it is handed off without a reason."""

from dataclasses import replace

import pytest

from safeconduct.cases.content_warning import content_warning, refusal_to_warning
from safeconduct.cases.relief import holding, load, refusal_to_asking_relief, refusal_to_taking
from safeconduct.dossiers.entry import Author
from tests.builders import an_entry
from tests.rules.cases.test_queue import a_card

OURS, THEIRS = "0a" * 16, "0b" * 16


def by(whose, kind, **data):
    return replace(an_entry(kind, scope="coordination", **data), by=Author("member", post=whose, post_name=whose[:2]))


ASKED = by(OURS, "relief_asked", post=OURS)
HELD = {
    "nobody has it": ([], "", False),
    "accepted": ([by(OURS, "accepted")], OURS, False),
    "taken as a request": ([by(OURS, "taken")], OURS, False),
    "taken, then accepted by another": ([by(OURS, "taken"), by(THEIRS, "accepted")], OURS, False),
    "asked": ([by(OURS, "accepted"), ASKED], OURS, True),
    "asked by who does not hold it": ([by(THEIRS, "accepted"), ASKED], THEIRS, False),
    "taken over": ([by(OURS, "accepted"), ASKED, by(THEIRS, "taken")], THEIRS, False),
    "kept after all": ([by(OURS, "accepted"), ASKED, by(OURS, "taken")], OURS, False),
}


@pytest.mark.parametrize(("entries", "post", "asked"), HELD.values(), ids=HELD)
def test_the_post_that_took_it_last_holds_it(entries, post, asked):
    holds = holding(entries)
    assert (holds.post, holds.asked is not None) == (post, asked)


def test_only_the_holder_hands_off_and_only_once():
    held = holding([by(OURS, "accepted")])
    assert refusal_to_asking_relief(held, post=OURS) is None
    assert "does not hold" in refusal_to_asking_relief(held, post=THEIRS).sentence
    assert "does not hold" in refusal_to_asking_relief(holding([]), post=OURS).sentence
    assert "asked already" in refusal_to_asking_relief(holding([by(OURS, "accepted"), ASKED]), post=OURS).sentence


def test_anybody_else_takes_it_and_the_holder_only_after_asking():
    held, asked = holding([by(OURS, "accepted")]), holding([by(OURS, "accepted"), ASKED])
    assert refusal_to_taking(held, post=THEIRS) is None and refusal_to_taking(asked, post=OURS) is None
    assert "already" in refusal_to_taking(held, post=OURS).sentence


def test_the_load_is_what_a_post_holds_and_is_not_declined():
    cards = [a_card("1" * 32, holder=OURS), a_card("2" * 32, holder=OURS, stage="declined"), a_card("3" * 32)]
    assert load(cards) == {OURS: 1}


def test_the_newest_warning_stands_and_may_be_taken_away():
    first, none = an_entry("content_warning", kinds=["torture"]), an_entry("content_warning", kinds=[])
    assert content_warning([first]) == ("torture",) and content_warning([first, none]) == () == content_warning([])


def test_a_warning_is_coded_and_not_said_twice():
    assert refusal_to_warning(("torture",), standing=()) is None
    assert "not on the list" in refusal_to_warning(("her name",), standing=()).sentence
    assert "already" in refusal_to_warning(("torture",), standing=("torture",)).sentence
