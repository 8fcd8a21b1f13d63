"""What keeps a person from help: coded, handled with a word on how, and on the card without any."""

import pytest

from safeconduct.cases.barrier import Barriers, barrier_fact, barriers, refusal_to_noting_barriers
from tests.builders import an_entry, by_member

NONE = Barriers()
MET = Barriers({"care": "there"}, "Her mother is ill.")


def noted(now, seq=1):
    return by_member(an_entry("barriers_noted", seq=seq, scope="story", **now.noted().data))


@pytest.mark.parametrize(
    ("now", "before", "begins"),
    [
        (MET, NONE, None),
        (Barriers({"care": "handled"}, "Her aunt comes on Fridays."), MET, None),
        (NONE, MET, None),
        (Barriers({"care": "handled"}), MET, "It is not said what was done about it."),
        (MET, MET, "This stands here already."),
        (NONE, NONE, "This stands here already."),
        (Barriers({"moon": "there"}), NONE, "One of these is not on the list."),
        (Barriers({"care": "gone"}), NONE, "One of these is not on the list."),
    ],
    ids=["met", "handled", "all gone", "handled without a word", "the same", "nothing", "no such", "no such state"],
)
def test_what_may_be_noted(now, before, begins):
    refusal = refusal_to_noting_barriers(now, before)
    assert refusal is None if begins is None else refusal.sentence.startswith(begins)


def test_the_newest_entry_says_all_that_holds_and_the_card_has_no_word():
    now = Barriers({"way": "handled", "care": "there"}, "The consulate’s car.")
    assert barriers([noted(MET), noted(now, 2)]) == now
    assert barrier_fact([noted(MET), noted(now, 2)]) == {"barriers": {"care": "there", "way": "handled"}}
    assert barriers([]) == NONE
