"""Three views on a mechanism, counted from cards: never added up, and of few defenders nothing is told."""

import pytest

from safeconduct.reports.mechanism_views import View, views_by_mechanism
from tests.rules.cases.test_queue import a_card


def cards(*told, noted=()):
    """One card each; `told` and `noted` are the two answers on the fund, `noted` with its view before them."""
    own = [{"mechanisms_told": [["fund", *one]]} for one in told]
    office = [{"mechanisms_noted": [["fund", *one]]} for one in noted]
    return [a_card(f"{number:032x}", **facts) for number, facts in enumerate([*own, *office])]


def of_the_fund(*given, **named):
    return {view.by: view for view in views_by_mechanism(cards(*given, **named))["fund"]}


def numbers(counts):
    return {count.value[0]: None if count.is_kept_back else count.number for count in counts}


@pytest.mark.parametrize("number", [1, 4])
def test_below_five_defenders_it_is_as_if_nobody_had_told(number):
    assert of_the_fund(*[("yes", "helped")] * number)["defender"] == View("defender")
    assert views_by_mechanism(cards()) == {}


def test_from_five_on_they_are_counted_and_lead_to_no_case():
    view = of_the_fund(*[("yes", "helped")] * 5, *[("late", "helped")] * 6)["defender"]
    assert (view.cases, view.found) == (11, ())
    assert numbers(view.answered) == {"yes": 5, "late": 6, "none": 0}
    assert numbers(view.helped) == {"helped": 11, "little": 0, "nothing": 0, "worse": 0}
    assert not any(count.cases for count in (*view.answered, *view.helped))


def test_where_one_part_of_theirs_is_small_none_is_told():
    view = of_the_fund(*[("yes", "helped")] * 5, ("none", "helped"))["defender"]
    assert numbers(view.answered) == {"yes": None, "late": None, "none": None}
    assert numbers(view.helped)["helped"] == 6


def test_the_views_of_offices_stand_apart_and_lead_to_their_cases():
    views = of_the_fund(
        ("none", "worse"),
        noted=[("official", "yes", "helped"), ("official", "none", "worse"), ("practitioner", "late", "little")],
    )
    assert [view.cases for view in views.values()] == [0, 1, 2]
    assert numbers(views["official"].answered) == {"yes": 1, "late": 0, "none": 1}
    assert [card.dossier for card in views["official"].found] == [f"{number:032x}" for number in (1, 2)]
    assert numbers(views["practitioner"].helped) == {"helped": 0, "little": 1, "nothing": 0, "worse": 0}
