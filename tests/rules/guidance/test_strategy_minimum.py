"""The common minimum of a strategy: each item cites a commitment that is in force, and each group of defenders has one."""

from safeconduct.cases.coded_list import coded_list
from safeconduct.coordination.country_strategy import parts, parts_for
from safeconduct.guidance.instrument import version_of
from safeconduct.guidance.register import the_register

MINIMUM = the_register().minimum


def test_each_item_rests_on_commitments_of_which_one_binds_and_holds():
    known = {one.id: one for one in the_register().commitments}
    for item in MINIMUM:
        named = [version_of(the_register().instruments, known[one].version) for one in item.rests_on]
        assert any(pair and pair[0].binds and pair[1].status == "in_force" for pair in named), item.id


def test_each_group_on_whom_risks_join_has_an_item_and_each_theme_leads_to_its_part():
    assert parts() == ("women", "lgbti", "indigenous", "land", "business")
    assert {item.part for item in MINIMUM} == {"", *parts()}
    assert all(parts_for([theme.value]) for theme in coded_list("themes"))
    assert parts_for(["environment", "women", "land"]) == ("women", "land")
