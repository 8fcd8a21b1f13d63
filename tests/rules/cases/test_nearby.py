"""Attacks nearby: a codename only with a yes, the rest by region and kind and never of fewer than five files."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.nearby import FEWEST, AttackCard, AttackKind, nearby

TODAY = date(2026, 3, 4)
OWN = "0" * 32


def fact(region="GT-north", month="2026-02", kinds=("threat",)):
    return {"region": region, "kinds": list(kinds), "month": month}


def a_card(dossier, *facts, agrees=False):
    return AttackCard(dossier, f"codename {dossier[:4]}", agrees, facts or (fact(),))


def others(number, **changes):
    return [a_card(f"{one:032x}", fact(**changes)) for one in range(1, number + 1)]


def test_a_defender_who_agreed_is_seen_under_the_codename():
    named, unnamed = nearby(OWN, [a_card(OWN), a_card("1" * 32, agrees=True)], on=TODAY)
    assert [one.codename for one in named] == ["codename 1111"] and unnamed == ()


@pytest.mark.parametrize(("number", "seen"), [(FEWEST - 1, False), (FEWEST, True)], ids=["four files", "five files"])
def test_without_a_yes_only_region_and_kind_show_and_never_below_five(number, seen):
    named, unnamed = nearby(OWN, [a_card(OWN), *others(number)], on=TODAY)
    assert named == () and unnamed == ((AttackKind("GT-north", "threat"),) if seen else ())


def test_five_incidents_of_one_file_do_not_count_as_five():
    assert nearby(OWN, [a_card(OWN), a_card("1" * 32, *[fact()] * 9)], on=TODAY) == ((), ())


def test_a_kind_of_fewer_than_five_is_not_shown_beside_another():
    cards = [a_card(OWN), *others(FEWEST), a_card("f" * 32, fact(kinds=("killing",)))]
    assert [one.kind for one in nearby(OWN, cards, on=TODAY)[1]] == ["threat"]


@pytest.mark.parametrize(
    "changes",
    [{"region": "GT-south"}, {"region": "HN-north"}, {"month": "2025-08"}, {"month": "2026-04"}],
    ids=["another part", "another country", "too long ago", "to come"],
)
def test_what_is_not_near_in_place_and_time_does_not_show(changes):
    agreeing = a_card("1" * 32, fact(**changes), agrees=True)
    assert nearby(OWN, [a_card(OWN), agreeing, *others(FEWEST, **changes)[1:]], on=TODAY) == ((), ())


def test_a_case_without_a_region_has_nothing_nearby():
    own = AttackCard(OWN, "codename own", False, ())
    assert nearby(OWN, [own, *others(FEWEST)], on=TODAY) == ((), ())


def test_six_months_reach_back_over_the_new_year():
    cards = [a_card(OWN), a_card("1" * 32, fact(month="2025-09"), agrees=True)]
    assert nearby(OWN, cards, on=TODAY)[0]


facts = st.builds(
    fact, region=st.sampled_from(["GT-north", "GT-south"]), kinds=st.sampled_from([("threat",), ("killing",)])
)
cards = st.lists(st.tuples(st.integers(1, 12), facts, st.booleans()), max_size=30)


@given(cards)
def test_no_codename_ever_shows_without_its_defender_s_yes(drawn):
    made = [
        AttackCard(f"{number:032x}", f"codename {number} {agrees}", agrees, (one,)) for number, one, agrees in drawn
    ]
    named, unnamed = nearby(OWN, [a_card(OWN), *made], on=TODAY)
    assert all(one.codename.endswith("True") for one in named)
    for one in unnamed:
        files = {card.dossier for card in made if not card.agrees and one.kind in card.incidents[0]["kinds"]}
        assert len(files) >= FEWEST
