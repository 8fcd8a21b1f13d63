"""What no rota can be made of is refused in a sentence that says what to do."""

from datetime import date, timedelta

import pytest

from safeconduct.coordination.observer import Absence
from safeconduct.coordination.rota_check import faults, refusal_to_locks
from safeconduct.coordination.rota_rule import grounds_of
from safeconduct.coordination.rota_wish import MOST_OCCASIONS, refusal_to_planning
from tests.rules.coordination.arranging import FAR, a_mission, a_wish, an_occasion, backup, guest, lead

BACKWARDS = Absence(date(2026, 5, 2), date(2026, 5, 1))


@pytest.mark.parametrize(
    ("occasions", "observers", "says"),
    [
        ([], [a_mission()], "There is no hearing and no visit. Add the first one."),
        ([an_occasion()], [], "There is no mission that could go. Add the first one."),
        ([an_occasion()], [a_mission(guest=True)], "There is no mission that could go. Add the first one."),
        ([an_occasion(day=1, hour=9)], [a_mission()], "H1 has begun before the moment of planning."),
        ([an_occasion(), an_occasion(day=13)], [a_mission()], "The name H1 stands twice."),
        ([an_occasion("")], [a_mission()], "has no name"),
        ([an_occasion()], [a_mission(seat="Nowhere")], "No way leads from Arvenna to Nowhere."),
        ([an_occasion()], [a_mission(share=0)], "The share of Ashby is a number from 1 to 10."),
        ([an_occasion()], [a_mission(away=(BACKWARDS,))], "An absence of Ashby ends before it begins."),
        ([an_occasion(str(one)) for one in range(MOST_OCCASIONS + 1)], [a_mission()], "Plan a shorter time."),
    ],
    ids=[
        "no hearing",
        "nobody",
        "only a guest",
        "in the past",
        "a name twice",
        "no name",
        "an unjoined city",
        "no share",
        "an absence backwards",
        "too many",
    ],
)
def test_what_no_rota_can_be_made_of_is_refused(occasions, observers, says):
    assert says in refusal_to_planning(a_wish(occasions, observers)).sentence


def test_a_hearing_that_lasts_no_time_is_refused_and_a_good_wish_is_not():
    wish = a_wish([an_occasion()], [a_mission()])
    assert refusal_to_planning(wish) is None
    timeless = an_occasion()
    object.__setattr__(timeless, "lasts", timedelta(0))
    assert "ends before it begins" in refusal_to_planning(a_wish([timeless], [a_mission()])).sentence


OCCASIONS = [an_occasion(), an_occasion("H2", hour=11), an_occasion("H3", city=FAR, day=14)]
OBSERVERS = [a_mission(), a_mission("Birch", apart_from=frozenset({"H1"}), at_most=1), a_mission("Deputy", guest=True)]


@pytest.mark.parametrize(
    ("locks", "says"),
    [
        (
            [lead("H1", "Ashby"), lead("H2", "Ashby")],
            "Ashby cannot be at H1 and at H2: the time between them is too short.",
        ),
        ([lead("H1", "Ashby"), backup("H1", "Ashby")], "Ashby stands more than once at H1."),
        ([lead("H3", "Ashby"), lead("H3", "Birch")], "H3 has more than one lead."),
        ([lead("H1", "Birch")], "Birch may not be lead of H1 (conflict of interest)."),
        ([lead("H2", "Birch"), lead("H3", "Birch")], "Birch takes at most 1 and would have 2."),
        ([lead("H9", "Ashby")], "Ashby cannot be lead of H9: one of them is not named, or not for this."),
        ([lead("H1", "Deputy")], "Deputy cannot be lead of H1"),
    ],
    ids=[
        "two places at once",
        "two roles",
        "two leads",
        "against a rule",
        "over its limit",
        "an unknown hearing",
        "a guest as a lead",
    ],
)
def test_locks_that_contradict_each_other_or_a_rule_are_refused(locks, says):
    refusal = refusal_to_locks(grounds_of(a_wish(OCCASIONS, OBSERVERS, locks=tuple(locks))))
    assert refusal.sentence.startswith("What is locked cannot be kept: ") and says in refusal.sentence
    assert faults(locks, grounds_of(a_wish(OCCASIONS, OBSERVERS)))


def test_a_rota_without_what_is_locked_and_a_guest_alone_are_faults():
    grounds = grounds_of(a_wish(OCCASIONS, OBSERVERS, locks=(lead("H1", "Ashby"),)))
    assert faults([], grounds) == ("Ashby is locked as lead of H1 and is not there.",)
    assert faults([lead("H1", "Ashby"), backup("H2", "Birch")], grounds) == ()
    welcoming = [an_occasion(roles=("lead", "backup", "guest"))]
    assert faults([guest("H1", "Deputy")], grounds_of(a_wish(welcoming, OBSERVERS))) == (
        "Deputy is a guest of H1, which nobody leads.",
    )
