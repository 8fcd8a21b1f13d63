"""Like cases: what may be compared, what was done there, and when a plan needs a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases import like_case as rules
from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.like_case import (
    Difference,
    LikeCase,
    Profile,
    Treatment,
    closeness,
    decided_fact,
    difference,
    explained,
    is_comparable,
    like_case,
    like_cases,
    profile,
    refusal_to_explaining,
    refusal_to_treating_unlike,
    treatments,
    without,
)
from safeconduct.cases.unlike_case import NAMED, differing_without_reason
from safeconduct.guidance.register import action_kinds
from tests.builders import MORNING, a_risk, an_entry, by_member
from tests.rules.cases.protecting import TODAY, a_decision, a_step, decided, taken

KINDS = action_kinds()
OWN, OTHER = "0" * 32, "1" * 32
PRIVATE, PUBLIC = "DIP-01:private", "PUB-02:public"


def a_profile(**changes):
    whole = {
        "violation": frozenset({"threat", "smear"}),
        "verified": False,
        "country": "BY",
        "danger": "high",
        "agreed": frozenset({"authorities"}),
        "refused": frozenset(),
        "groups": frozenset({"lawyer"}),
        "person": frozenset(),
    }
    return Profile(**{**whole, **{name: _frozen(value) for name, value in changes.items()}})


def _frozen(value):
    return frozenset(value) if isinstance(value, (set, tuple, list)) else value


def a_case(dossier=OTHER, *codes, on=TODAY, explained=(), **changes):
    done = tuple(Treatment(*code.split(":"), "local", True, 3) for code in codes)
    return LikeCase(dossier, f"codename {dossier[:4]}", on, a_profile(**changes), done, frozenset(explained))


def others(*lists):
    return [a_case(f"{number:032x}", *codes) for number, codes in enumerate(lists, start=1)]


# What may be compared


@pytest.mark.parametrize(
    ("changes", "comparable"),
    [
        ({}, True),
        ({"violation": {"threat"}}, True),
        ({"violation": {"killing"}}, False),
        ({"violation": ()}, False),
        ({"verified": True}, False),
        ({"country": "UA"}, True),
        ({"danger": "extreme"}, True),
        ({"country": "UA", "danger": "extreme"}, False),
        ({"country": "", "danger": ""}, False),
        ({"refused": {"publish_named"}}, True),
        ({"agreed": (), "refused": {"raise_private_unnamed"}}, False),
        ({"refused": {"raise_private_named"}}, True),
        ({"agreed": ()}, True),
        ({"groups": {"journalist"}}, True),
        ({"person": {"widely_known"}}, True),
    ],
    ids=[
        "the same",
        "one kind of both",
        "another kind",
        "no kind is coded",
        "one was confirmed",
        "another country, the same danger",
        "the same country, another danger",
        "another country and another danger",
        "neither country nor danger is known",
        "a no to what the other was not asked",
        "a no to all that the other agreed to",
        "a no to the name, a yes without it",
        "not asked yet",
        "another group",
        "a known person",
    ],
)
def test_which_cases_are_compared(changes, comparable):
    assert is_comparable(a_profile(), a_profile(**changes)) is comparable


def test_a_lawyer_can_change_what_has_to_be_alike(monkeypatch):
    rows = tuple(
        replace(row, group="groups" if row.value == "groups" else row.group) for row in coded_list("like_case")
    )
    monkeypatch.setattr(rules, "coded_list", lambda name: rows)
    assert not is_comparable(a_profile(), a_profile(groups={"journalist"}))
    monkeypatch.setattr(rules, "coded_list", lambda name: tuple(row for row in rows if row.group == "setting"))
    assert is_comparable(a_profile(), a_profile(violation={"killing"}, verified=True))


def test_every_trait_of_the_list_is_known():
    assert {row.value for row in coded_list("like_case")} == {*rules.TOKENS, rules.CONSENT}


codes = st.sampled_from([PRIVATE, PUBLIC, "PRO-04:public"])
profiles = st.builds(
    Profile,
    violation=st.frozensets(st.sampled_from(["threat", "killing", "smear"])),
    verified=st.booleans(),
    country=st.sampled_from(["", "BY", "UA"]),
    danger=st.sampled_from(["", "high", "extreme"]),
    agreed=st.frozensets(st.sampled_from(["authorities", "public"])),
    refused=st.frozensets(st.sampled_from(["publish_named", "raise_private_named", "media"])),
    groups=st.frozensets(st.sampled_from(["lawyer", "women"])),
    person=st.frozensets(st.sampled_from(["widely_known", "remote"])),
)
cases = st.builds(
    LikeCase,
    dossier=st.integers(0, 9).map(lambda number: f"{number:032x}"),
    codename=st.sampled_from(["LYNX", "HERON"]),
    decided_on=st.integers(0, 30).map(lambda days: TODAY + timedelta(days=days)),
    profile=profiles,
    treatments=st.lists(codes, unique=True).map(
        lambda some: tuple(Treatment(*code.split(":"), "local", False, 0) for code in some)
    ),
    explained=st.frozensets(codes, max_size=1),
)


@given(profiles, profiles)
def test_closeness_is_the_same_from_either_side(one, other):
    assert closeness(one, other) == closeness(other, one)
    assert is_comparable(one, other) is is_comparable(other, one)
    told = closeness(one, other)
    assert {*told.alike, *told.differs} == {row.value for row in coded_list("like_case")}


@given(st.lists(cases, unique_by=lambda one: one.dossier), profiles)
def test_a_case_is_never_compared_with_itself(among, own):
    assert all(one.dossier != OWN for one in like_cases(OWN, own, among))


@given(st.lists(cases, unique_by=lambda one: one.dossier), st.integers(0, 9), st.integers(0, 9))
def test_the_list_can_be_read_in_parts(among, start, stop):
    whole = {one.case.dossier: one for one in differing_without_reason(among, KINDS)}
    order = [one.dossier for one in sorted(among, key=rules.by_day)]
    part = [one.case.dossier for one in differing_without_reason(among, KINDS, start=start, stop=stop)]
    assert part == [ref for ref in order[start:stop] if ref in whole]


@given(st.lists(cases, unique_by=lambda one: one.dossier, max_size=8))
def test_the_list_of_gaps_says_of_each_case_what_its_own_page_says(among):
    listed = {
        one.case.dossier: (one.number, one.beside, one.difference) for one in differing_without_reason(among, KINDS)
    }
    for one in among:
        compared = like_cases(one.dossier, one.profile, among)
        found = difference(one.codes, compared, refused=one.profile.refused, kinds=KINDS)
        left = without(found, one.explained)
        assert listed.get(one.dossier) == ((len(compared), compared[:NAMED], left) if left.codes else None)


def test_the_newest_decision_stands_first_whatever_was_done():
    cases = [a_case("1" * 32), a_case("2" * 32, PRIVATE, PUBLIC, on=TODAY - timedelta(days=1)), a_case("3" * 32)]
    assert [one.dossier[0] for one in like_cases(OWN, a_profile(), cases)] == ["1", "3", "2"]


# How a plan differs


@pytest.mark.parametrize(
    ("own", "compared", "expected"),
    [
        ((), (), Difference()),
        ((PRIVATE,), (), Difference()),
        ((PRIVATE,), ((PRIVATE,),), Difference()),
        ((), ((PRIVATE,),), Difference(missing=(PRIVATE,))),
        ((PRIVATE,), ((),), Difference(only_here=(PRIVATE,))),
        ((), ((PRIVATE,), ()), Difference()),
        ((), ((PRIVATE,), (PRIVATE,), ()), Difference(missing=(PRIVATE,))),
        ((PRIVATE,), ((PRIVATE,), (), ()), Difference()),
        (("DIP-01:public",), ((PRIVATE,),), Difference(missing=(PRIVATE,), only_here=("DIP-01:public",))),
    ],
    ids=[
        "nothing to compare with",
        "alone, something was done",
        "the same was done",
        "nothing here, something there",
        "something here, nothing there",
        "half of them is not most",
        "two of three are most",
        "one of three did it as well",
        "in public here, in private there",
    ],
)
def test_how_a_plan_differs(own, compared, expected):
    assert difference(own, others(*compared), refused=frozenset(), kinds=KINDS) == expected


def test_what_the_person_refused_explains_itself_and_what_nobody_asked_does_not():
    refused = frozenset({"raise_private_named", "raise_private_unnamed"})
    found = difference((), others((PRIVATE,)), refused=refused, kinds=KINDS)
    assert (found.codes, found.refused) == ((), (PRIVATE,))
    found = difference((), others((PRIVATE,)), refused=frozenset({"raise_private_named"}), kinds=KINDS)
    assert found.codes == (PRIVATE,)


@pytest.mark.parametrize(
    ("found", "reason", "refused"),
    [
        (Difference(), "", False),
        (Difference(refused=(PRIVATE,)), "", False),
        (Difference(missing=(PRIVATE,)), " ", True),
        (Difference(only_here=(PRIVATE,)), "", True),
        (Difference(missing=(PRIVATE,)), "The ministry is on strike.", False),
    ],
    ids=["alike", "refused by the person", "less was done", "more was done", "with a reason"],
)
def test_a_different_treatment_needs_a_written_reason(found, reason, refused):
    assert bool(refusal_to_treating_unlike(found, reason)) is refused


@pytest.mark.parametrize(
    ("found", "reason", "says"),
    [
        (Difference(), "Because.", "Nothing differs here"),
        (Difference(missing=(PRIVATE,)), " ", "There is no reason yet"),
        (Difference(missing=(PRIVATE,)), "The ministry is on strike.", ""),
    ],
    ids=["nothing differs", "blank", "a reason"],
)
def test_what_can_be_explained_afterwards(found, reason, says):
    refusal = refusal_to_explaining(found, reason)
    assert says in refusal.sentence if refusal else not says


def test_a_pair_without_a_reason_is_listed_on_both_sides():
    less, more = a_case("1" * 32), a_case("2" * 32, PRIVATE)
    listed = {one.case.dossier: one.difference for one in differing_without_reason([less, more], KINDS)}
    assert listed == {"1" * 32: Difference(missing=(PRIVATE,)), "2" * 32: Difference(only_here=(PRIVATE,))}
    less, more = a_case("1" * 32, explained={PRIVATE}), a_case("2" * 32, PRIVATE, explained={PRIVATE})
    assert not list(differing_without_reason([less, more], KINDS))


def test_a_reason_does_not_cover_what_differs_since():
    one, since = a_case("1" * 32, explained={PRIVATE}), a_case("9" * 32, PRIVATE, PUBLIC, explained={PRIVATE, PUBLIC})
    (listed,) = differing_without_reason([one, since], KINDS)
    assert (listed.case.dossier, listed.difference) == ("1" * 32, Difference(missing=(PUBLIC,)))


# From the entries


def an_arrival(**changes):
    return an_entry("arrived", at=MORNING - timedelta(days=4), about="me", read_by=MORNING.isoformat(), **changes)


def a_story(*more):
    told = an_entry("told", seq=2, scope="story", country="BY")
    facts = [
        {"field": "violation_types", "code": "threat", "words": []},
        {"field": "defender_types", "code": "lawyer", "words": []},
    ]
    return (
        an_arrival(),
        told,
        an_entry("consent", seq=3, given=["raise_private_unnamed"], language="en"),
        by_member(an_entry("confirmed_facts", seq=4, scope="story", facts=facts)),
        by_member(an_entry("risk_assessed", seq=5, scope="decisions", **a_risk(band="high").as_data())),
        by_member(an_entry("themes_chosen", seq=6, scope="story", themes=["women"], person=["remote"])),
        *more,
    )


def test_the_profile_is_made_of_coded_facts():
    assert profile(a_story(), on=TODAY) == a_profile(
        violation={"threat"}, groups={"lawyer", "women"}, person={"remote"}
    )


def test_a_case_without_a_decision_has_nothing_to_compare():
    assert decided_fact(a_story()) is None


def test_the_card_says_what_was_decided_and_no_words():
    decision = a_decision(
        a_step(ref="s1"), a_step("PUB-02", ref="s2", visibility="public", level="hq"), unlike={PUBLIC: "Why."}
    )
    written = a_story(decided(decision, seq=7), taken("s1", seq=8))
    fact = decided_fact(written)
    case = like_case(OTHER, "LYNX", fact)
    assert case.profile == profile(written, on=TODAY)
    assert case.treatments == (
        Treatment("DIP-01", "private", "local", True, 4),
        Treatment("PUB-02", "public", "hq", False, 4),
    )
    assert (case.decided_on, case.explained) == (TODAY, frozenset({PUBLIC}))
    words = [value for name, value in vars(decision).items() if isinstance(value, str) and len(value) > 8]
    assert words and not any(one in str(fact) for one in (*words, "Why.", "The charge is dropped.", "Head of Mission"))


def test_a_dropped_step_was_not_done():
    written = a_story(decided(a_decision(a_step(ref="s1")), seq=7))
    dropped = by_member(an_entry("step_dropped", seq=8, scope="decisions", step="s1", reason="She asked us to wait."))
    assert len(treatments(written)) == 1 and treatments((*written, dropped)) == ()


def test_circumstances_are_those_of_the_decision_and_coding_is_that_of_today():
    written = a_story(decided(a_decision(a_step(ref="s1")), seq=7))
    later = (
        an_entry("consent", seq=8, given=[], language="en"),
        by_member(an_entry("risk_assessed", seq=9, scope="decisions", **a_risk(band="extreme").as_data())),
        by_member(an_entry("themes_chosen", seq=10, scope="story", themes=["land"], person=[])),
    )
    then = like_case(OTHER, "", decided_fact((*written, *later))).profile
    assert (then.agreed, then.danger) == ({"authorities"}, "high")
    assert (then.groups, then.person) == ({"lawyer", "land"}, frozenset())


def test_reasons_come_with_a_decision_or_afterwards():
    first = decided(a_decision(a_step(ref="s1"), unlike={PRIVATE: "Why.", PUBLIC: " "}), seq=7)
    after = by_member(an_entry("difference_explained", seq=8, scope="decisions", differs=[PUBLIC], reason="Why."))
    assert (explained([first]), explained([first, after])) == ({PRIVATE}, {PRIVATE, PUBLIC})
