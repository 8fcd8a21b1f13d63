"""Why somebody was chosen and why a gap remains: sentences, and that they are true."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from safeconduct.coordination.observer import Absence
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_aim import aims_of
from safeconduct.coordination.rota_proposal import Gap, grounds_for, propose
from safeconduct.coordination.rota_reason import standing_of, why_chosen, why_gap
from safeconduct.coordination.rota_rule import LOOSENABLE, Rule, grounds_of
from tests.rules.coordination.arranging import (
    CAPITAL,
    FAR,
    NEAR,
    a_mission,
    a_wish,
    an_occasion,
    lead,
    solver_here,
    wishes,
)

AWAY = (Absence(date(2026, 5, 12), date(2026, 5, 12)),)
ONE = an_occasion(roles=(Role.LEAD,))


def chosen(observers, occasions=(ONE,), **more):
    grounds = grounds_for(a_wish(occasions, observers, **more))
    found = propose(grounds, solver=solver_here)
    return why_chosen(next(one for one in found.rota if one.occasion == "H1"), standing_of(found.rota, grounds))


def left_open(observers, occasions=(ONE,), role=Role.LEAD, **more):
    grounds = grounds_for(a_wish(occasions, observers, **more))
    found = propose(grounds, solver=solver_here)
    assert Gap("H1", role) in found.gaps
    return why_gap(Gap("H1", role), standing_of(found.rota, grounds))


@pytest.mark.parametrize(
    ("observers", "more", "says"),
    [
        (
            [a_mission(), a_mission("Birch", led=3)],
            {},
            "With Birch the highest load would be 4 turns instead of 3.",
        ),
        (
            [a_mission(), a_mission("Birch", led=2), a_mission("Cole", led=9)],
            {},
            "Birch would stand at 3 turns; Ashby stands at 1. With Cole the highest load would be 10 turns instead of 9.",
        ),
        (
            [a_mission(), a_mission("Birch")],
            {"published": (lead("H1", "Ashby"),)},
            "With Birch it would not be as it was published.",
        ),
        ([a_mission(), a_mission("Birch", seat=NEAR)], {}, "Birch is 2 h away, Ashby 0 h."),
        ([a_mission()], {}, "Ashby is lead of H1 because nobody else can be."),
        ([a_mission(), a_mission("Birch", away=AWAY)], {}, "Ashby is lead of H1 because nobody else can be."),
        (
            [a_mission(led=5), a_mission("Birch")],
            {"locks": (lead("H1", "Ashby"),)},
            "Ashby is lead of H1 because that is locked.",
        ),
    ],
    ids=["the highest load", "even turns", "as published", "nearer", "alone", "the other is away", "locked"],
)
def test_why_somebody_was_chosen_is_a_sentence(observers, more, says):
    assert says in chosen(observers, **more).sentence


def test_each_other_one_is_told_with_what_speaks_against_it():
    others = chosen(
        [a_mission(), a_mission("Birch", away=AWAY, barred=frozenset({CAPITAL})), a_mission("Cole", led=1)]
    ).alternatives
    assert {one.observer: one.says for one in others} == {
        "Birch": "Birch may not go to Arvenna by its own security rules and is away then.",
        "Cole": "With Cole the highest load would be 2 turns instead of 1.",
    }


def test_of_many_others_the_sentence_counts_what_would_be_with_them():
    many = [a_mission(f"M{number}", led=3) for number in range(3)]
    found = chosen([a_mission(), *many, a_mission("Birch", away=AWAY), a_mission("Cole", seat=NEAR)])
    assert found.sentence == (
        "Ashby is lead of H1. Of the others 3 would raise the highest load, 1 would have a longer way. 1 cannot go."
    )
    assert len(found.alternatives) == 5


@pytest.mark.parametrize(
    ("observer", "occasion", "says", "loosening"),
    [
        (a_mission(away=AWAY), ONE, "away: Ashby", ("Ashby is not away then",)),
        (a_mission(), replace(ONE, language="Ostic"), "without the language: Ashby", ("Ashby brings an interpreter",)),
        (a_mission(barred=frozenset({CAPITAL})), ONE, "closed to them for security: Ashby", ()),
        (a_mission(apart_from=frozenset({"H1"})), ONE, "with a declared conflict of interest: Ashby", ()),
        (a_mission(accreditation={CAPITAL: 30}), ONE, "not accredited in time: Ashby", ("Ashby is accredited sooner",)),
        (
            a_mission(farthest=timedelta(hours=1)),
            replace(ONE, city=FAR),
            "farther than they go: Ashby",
            ("Ashby goes as far as 6 h",),
        ),
        (a_mission(at_most=0), ONE, "with as many as they take: Ashby", ("Ashby takes one more",)),
        (a_mission(at_most=0, away=AWAY), ONE, "away: Ashby", ()),
    ],
    ids=["away", "language", "security", "interest", "accreditation", "too far", "limit", "two things at once"],
)
def test_why_a_gap_remains_names_the_rule_and_the_one_wish_that_would_close_it(observer, occasion, says, loosening):
    reason = left_open([observer], [occasion])
    assert reason.sentence.startswith(f"H1 has no lead: {says}. ")
    assert reason.loosening == loosening
    assert all(one in reason.sentence for one in loosening or ("No single wish would close it.",))


def test_a_gap_says_who_is_elsewhere_then():
    both = [replace(ONE, name="H1"), replace(ONE, name="H2", stage="verdict")]
    reason = left_open([a_mission()], both)
    assert reason.sentence == "H1 has no lead: elsewhere then: Ashby. No single wish would close it."
    assert reason.alternatives[0].says == "Ashby is lead of H2 and cannot be at both."


def test_a_backup_that_is_too_far_away_is_said():
    reason = left_open([a_mission(), a_mission("Birch")], [an_occasion(city=FAR)], role=Role.BACKUP)
    assert reason.loosening == ("a backup may be 6 h away, as Birch is",)


def test_a_guest_waits_for_somebody_to_lead():
    occasion = an_occasion(roles=(Role.LEAD, Role.GUEST), language="Ostic")
    reason = left_open([a_mission(), a_mission("Deputy", guest=True)], [occasion], role=Role.GUEST)
    assert "without a lead to go with: Deputy" in reason.sentence


@pytest.mark.slow
@given(wishes())
def test_every_place_and_every_gap_has_its_reason_for_each_who_might_be_asked(wish):
    grounds = grounds_for(wish)
    found = propose(grounds, solver=solver_here)
    standing = standing_of(found.rota, grounds)
    for one in found.rota:
        reason = why_chosen(one, standing)
        asked = {name for name, other in grounds.observers.items() if other.may_be(one.role)} - {one.observer}
        assert {other.observer for other in reason.alternatives} == asked and reason.sentence.endswith(".")
    for gap in found.gaps:
        reason = why_gap(gap, standing)
        asked = {name for name, other in grounds.observers.items() if other.may_be(gap.role)}
        assert {other.observer for other in reason.alternatives} == asked and reason.sentence.endswith(".")
        assert "could go" not in reason.sentence + "".join(other.says for other in reason.alternatives)


@pytest.mark.slow
@given(wishes())
def test_a_wish_that_is_said_to_close_a_gap_closes_it(wish):
    grounds = grounds_for(wish)
    found = propose(grounds, solver=solver_here)
    standing = standing_of(found.rota, grounds)
    for gap in found.gaps:
        reason = why_gap(gap, standing)
        for name in [one for one in grounds.observers if any(one in says for says in reason.loosening)]:
            better = propose(grounds_of(loosened(wish, name, gap, grounds)), solver=solver_here)
            before, after = ((*one.in_order()[:3], -one.guests) for one in (found.aims, better.aims))
            assert after < before or gap.role == Role.GUEST
    assert found.aims == aims_of(found.rota, grounds)


def loosened(wish, name, gap, grounds):
    """The wish without the one rule that keeps this observer from the gap."""
    observer, where = grounds.observers[name], grounds.occasions[gap.occasion]
    broken = grounds.broken[name, gap.occasion, gap.role]
    assert set(broken) <= LOOSENABLE and len(broken) <= 1
    if broken == (Rule.REACH,):
        return replace(wish, backup_within=grounds.way(name, gap.occasion))
    without = {
        (Rule.AWAY,): {"away": ()},
        (Rule.LANGUAGE,): {"languages": observer.languages | {where.language}},
        (Rule.ACCREDITATION,): {"accreditation": {}},
        (Rule.FARTHEST,): {"farthest": None},
        (): {"at_most": (observer.at_most or 0) + 1},
    }[broken]
    return replace(
        wish, observers=tuple(replace(one, **without) if one.name == name else one for one in wish.observers)
    )
