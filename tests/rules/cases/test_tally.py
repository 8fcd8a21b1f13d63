"""What a case adds to the figures: codes and days on its card, and since when nothing was done."""

from datetime import timedelta

import pytest

from safeconduct.cases.action import actions
from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.decision import Consideration, decisions
from safeconduct.cases.feedback import Effect
from safeconduct.cases.request_card import RESTS_AFTER
from safeconduct.cases.tally import TalliedAct, TalliedDecision, TalliedReaction, Tally, tally_fact, tally_from
from safeconduct.reports.figures import REACTIONS
from tests.builders import MORNING
from tests.rules.cases.protecting import SPECIFIC, TODAY, a_decision, a_step, decided, taken
from tests.rules.cases.test_queue import a_card


def tally(*written):
    return tally_from(tally_fact(actions(written), decisions(written)))


def test_acts_and_decisions_are_tallied_by_code_and_day():
    first, second = a_step(), a_step("PRE-07", mode="preventive")
    considered = (SPECIFIC, Consideration("staff", "Two are away."), Consideration("staff", "One more."))
    written = (decided(a_decision(first, second, considerations=considered, conflict="declared")), taken(second.ref))
    assert tally(*written) == Tally(
        (TalliedAct("PRE-07", "preventive", TODAY),), (TalliedDecision(TODAY, ("do_no_harm", "staff"), True),)
    )


def test_the_newest_reaction_that_the_office_saw_after_a_step_is_tallied():
    step, quiet = a_step(), a_step("PRE-07")
    seen = [
        Effect(step.ref, "office", 0, "Nothing yet.", MORNING, "none"),
        Effect(step.ref, "office", 1, "They called.", MORNING, "promises"),
        Effect(step.ref, "defender", -2, "They came.", MORNING),
        Effect(quiet.ref, "office", 0, "Nothing.", MORNING),
    ]
    written = (decided(a_decision(step, quiet)), taken(step.ref), taken(quiet.ref, seq=3))
    fact = tally_fact(actions(written), decisions(written), seen)
    assert tally_from(fact).reactions == (TalliedReaction("DIP-01", "moved", TODAY),)
    assert "called" not in str(fact)


def test_every_reaction_of_the_list_is_counted():
    assert {row.group for row in coded_list("reactions")} == set(REACTIONS)


def test_no_word_of_a_decision_is_on_the_card():
    step = a_step()
    written = (decided(a_decision(step, considerations=(SPECIFIC,), objected="The trade desk")), taken(step.ref))
    said = str(tally_fact(actions(written), decisions(written)))
    assert not any(words in said for words in (SPECIFIC.says, SPECIFIC.risk, step.aim, "trade desk", step.by_whom))


def test_a_card_from_before_there_were_figures_adds_nothing():
    assert tally_from({}) == Tally() == a_card().tally


def days_ago(days):
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("facts", "since"),
    [
        ({"stage": "case", "accepted": f"{days_ago(90)}T09:00+00:00"}, 90),
        ({"stage": "case", "accepted": f"{days_ago(89)}T09:00+00:00"}, None),
        ({"stage": "received", "received": f"{days_ago(200)}T09:00+00:00"}, None),
        ({"stage": "case", "accepted": f"{days_ago(200)}T09:00+00:00", "acts": [30]}, None),
        ({"stage": "case", "accepted": f"{days_ago(300)}T09:00+00:00", "acts": [200, 100]}, 100),
    ],
    ids=["never an act", "a day less", "a request", "a recent act", "the last act is long ago"],
)
def test_a_case_rests_when_nothing_was_done_for_ninety_days(facts, since):
    acts = [["DIP-01", "reactive", days_ago(days)] for days in facts.pop("acts", ())]
    card = a_card(**facts, tally={"acts": acts, "decisions": []})
    assert RESTS_AFTER.days == 90
    assert card.rests_since(TODAY) == (TODAY - timedelta(days=since) if since else None)
