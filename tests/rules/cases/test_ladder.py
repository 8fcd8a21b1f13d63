"""The ladder: every kind has its place, what is open rests on the quietest consent, what is not says why."""

import pytest

from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.duty import NO_ACTION
from safeconduct.cases.ladder import RUNGS, ladder, narrowed
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


def test_a_yes_for_some_by_name_opens_a_step_for_them_alone():
    to_one = an_answer("media", recipient="The Harbour Gazette")
    found = option("NGO-04", to_one)
    assert (found.state, found.purposes, found.only_for) == ("open", ("media",), ("The Harbour Gazette",))
    assert option("NGO-04", to_one, an_answer("media", "no")).state == "closed", "a no to all, later"
    assert option("NGO-04", to_one, an_answer("media", "no", recipient="the harbour gazette")).state == "closed"
    assert option("NGO-04", to_one, an_answer("media")).only_for == ()


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


def shown(*answers, **wanted):
    return {one.kind.id for rung in narrowed(ladder(KINDS, consents(*answers)), **wanted) for one in rung.options}


@pytest.mark.parametrize("actor", [value for value, _label in choices_of("actors")])
def test_each_actor_sees_what_it_can_do_and_what_anybody_can(actor):
    found = shown(actor=actor)
    assert found == {one for one, kind in KINDS.items() if {actor, "any"} & set(kind.actors)} - {NO_ACTION}
    assert found < shown()


def test_the_steps_of_one_family_are_shown_and_of_one_actor_in_it():
    assert shown(family="un", actor="lawyer") == {"UN-04", "UN-05"}
    assert all(kind.startswith("UN") for kind in shown(family="un"))


def test_every_actor_and_every_family_of_the_catalogue_has_words():
    assert {actor for kind in KINDS.values() for actor in kind.actors} - {"any"} == set(dict(choices_of("actors")))
    assert {kind.family.replace(" ", "_") for kind in KINDS.values()} == set(dict(choices_of("action_families")))


OPTIONS = {
    "DIP-05": "a high-level meeting",
    "PUB-08": "social media of officials",
    "PUB-10": "an op-ed or an interview",
    "PUB-02": "a voice of headquarters of its own",
    "PUB-11": "a prize",
    "PUB-12": "a cultural event or a march",
    "NGO-01": "an urgent appeal",
    "NGO-04": "the media",
    "CIT-05": "news shared online",
    "NGO-07": "a fellowship or speaking tour",
    "EMG-06": "relocation for a time",
    "PRE-10": "accompaniment",
    "PRE-01": "observation of a trial",
    "NGO-02": "a joint mission",
    "NGO-03": "lobbying together",
}


@pytest.mark.parametrize("kind", OPTIONS, ids=OPTIONS.values())
def test_it_is_an_option_and_it_opens_with_the_consents_that_it_needs(kind):
    needed = {purpose for group in KINDS[kind].consents for purpose in group} - {"none"}
    assert option(kind, *(an_answer(purpose) for purpose in needed)).state == "open"


def test_nothing_but_the_dialogue_itself_waits_for_a_dialogue():
    waits = {
        kind.id for kind in KINDS.values() for one in kind.preconditions if "dialogue" in str(getattr(one, "says", one))
    }
    assert waits == {"DIP-05"}
