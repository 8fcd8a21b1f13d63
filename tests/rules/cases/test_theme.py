"""Groups and themes of a case: several join, and each brings in the policies made for it."""

import pytest

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.theme import refusal_to_choosing, themes
from safeconduct.guidance.instrument import policies
from safeconduct.guidance.register import the_register
from tests.builders import an_entry


def titles(*chosen):
    return [one.title for one in policies(the_register().instruments, chosen)]


def test_a_case_of_an_indigenous_woman_and_her_land_names_every_policy_that_joins():
    joined = titles("women", "indigenous", "land")
    assert "EU Gender Action Plan III, for external action" in joined
    assert "Council Conclusions on Indigenous Peoples" in joined
    assert "Escazú Agreement, article 9: defenders in environmental matters" in joined
    assert "EU Guidelines on the human rights of LGBTI persons" not in joined
    assert joined == sorted(joined, key=str.casefold) and titles() == []


@pytest.mark.parametrize("theme", [row.value for row in coded_list("themes")])
def test_every_theme_has_a_policy(theme):
    assert titles(theme)


def test_every_theme_of_a_policy_can_be_chosen():
    named = {theme for one in the_register().instruments for theme in one.themes}
    assert named == {row.value for row in coded_list("themes")}


def test_the_newest_choice_says_all_that_holds():
    chosen = [
        an_entry("themes_chosen", themes=["land", "women"]),
        an_entry("themes_chosen", seq=2, themes=["women"]),
    ]
    assert (themes(chosen), themes(chosen[:1]), themes([])) == (("women",), ("land", "women"), ())


@pytest.mark.parametrize(
    "chosen, is_refused",
    [
        pytest.param(["women", "land"], False, id="two"),
        pytest.param([], False, id="none any more"),
        pytest.param(["women"], True, id="as it stands"),
        pytest.param(["fame"], True, id="not on the list"),
        pytest.param(["widely_known"], False, id="a trait of the person"),
        pytest.param(["widely_known", "little_known"], True, id="two traits that exclude each other"),
    ],
)
def test_what_may_be_chosen(chosen, is_refused):
    assert bool(refusal_to_choosing(chosen, ["women"])) is is_refused
