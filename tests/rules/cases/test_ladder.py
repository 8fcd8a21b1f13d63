"""The ladder: every kind has its place, what is open rests on the quietest consent, what is not says why."""

import pytest

from safeconduct.cases.duty import NO_ACTION
from safeconduct.cases.ladder import RUNGS, ladder
from safeconduct.guidance.register import action_kinds
from tests.rules.cases.protecting import an_answer, consents

KINDS = action_kinds()
QUIET = an_answer("raise_private_unnamed")


def option(kind, *answers, closed=()):
    rungs = ladder(KINDS, consents(*answers), closed=closed)
    return next(one for rung in rungs for one in rung.options if one.kind.id == kind)


def test_every_kind_stands_on_one_rung_and_nothing_is_hidden():
    rungs = ladder(KINDS, consents())
    assert [rung.name for rung in rungs] == list(RUNGS)
    assert sorted(one.kind.id for rung in rungs for one in rung.options) == sorted(set(KINDS) - {NO_ACTION})


@pytest.mark.parametrize(
    ("kind", "answers", "state", "purposes"),
    [
        ("DIP-01", [QUIET], "open", ("raise_private_unnamed",)),
        ("DIP-01", [QUIET, an_answer("raise_private_named")], "open", ("raise_private_unnamed",)),
        ("DIP-01", [an_answer("raise_private_named")], "open", ("raise_private_named",)),
        ("DIP-01", [], "closed", ()),
        ("DIP-01", [an_answer("raise_private_unnamed", "ask_first")], "ask", ()),
        ("DIP-01", [an_answer("raise_private_unnamed", "no")], "closed", ()),
        ("DIP-09", [QUIET], "closed", ()),
        ("DIP-10", [], "open", ("none",)),
    ],
    ids=["quiet", "the quieter of two", "only named", "nothing", "ask first", "no", "half of it", "names nobody"],
)
def test_what_a_step_may_rest_on_is_the_quietest_that_is_allowed(kind, answers, state, purposes):
    found = option(kind, *answers)
    assert (found.state, found.purposes) == (state, purposes)
    assert bool(found.refusal) is (state != "open")


def test_what_is_not_open_says_why_and_names_a_way_round():
    found = option("DIP-04", QUIET, an_answer("raise_private_named", "no"))
    assert found.refusal.sentence == "The person said no to “Raise in private, with the name”."
    assert found.instead == ("Raise the case in a closed-door meeting", "Formal demarche")


def test_where_its_only_level_is_closed_a_step_offers_what_is_open_at_another():
    found = option("DIP-03", QUIET, an_answer("share_network"), closed={"local"})
    assert (found.state, found.is_allowed, found.refusal) == ("level_closed", True, None)
    assert found.instead == ("Raise the case in a closed-door meeting", "Formal demarche")
    for name in found.instead:
        assert set(next(kind for kind in KINDS.values() if kind.name == name).level) - {"local"}


def test_with_all_of_its_family_closed_a_step_offers_other_families():
    found = option("REG-07", closed={"local"})
    assert found.state == "closed" and found.instead == ()
    yes = [an_answer(one) for alternatives in KINDS["REG-07"].consents for one in alternatives if one != "none"]
    found = option("REG-07", QUIET, *yes, closed={"local"})
    assert found.state == "level_closed" and found.instead


def test_a_step_that_some_level_is_open_for_stays_open_and_says_which():
    found = option("DIP-02", QUIET, closed={"local"})
    assert (found.state, found.levels) == ("open", ("hq", "multilateral"))


def test_open_steps_come_first_on_their_rung():
    for rung in ladder(KINDS, consents(QUIET, an_answer("publish_unnamed"))):
        states = [one.state for one in rung.options]
        assert states == sorted(states, key=("open", "ask", "closed").index)


@pytest.mark.parametrize(("kind", "rung"), [("DIP-04", "private"), ("PRE-01", "seen"), ("PUB-01", "public")])
def test_what_can_be_quiet_is_quiet_and_presence_is_seen(kind, rung):
    rungs = {one.kind.id: found.name for found in ladder(KINDS, consents()) for one in found.options}
    assert rungs[kind] == rung
