"""Regions of a group and who liaises there: whose word counts for what, and what is refused."""

from dataclasses import replace

import pytest

from safeconduct.coordination.region import (
    MOST_REGIONS,
    languages_in,
    liaison_of,
    liaisons,
    refusal_to_asking_relief,
    refusal_to_dropping,
    refusal_to_ending_liaison,
    refusal_to_liaising,
    refusal_to_naming,
    refusal_to_taking,
    regions,
)
from tests.rules.coordination.covering import COAST, EMBASSY, GROUP, MIRA, OURS, THEIRS, a_region, liaised, named, said


def standing(*entries):
    return {(one.office, one.region): one for one in liaisons(entries, GROUP)}


def test_a_region_is_as_it_was_last_written_and_gone_when_it_was_dropped():
    corrected = a_region(languages=("Kora",))
    assert regions((named(a_region()), named(corrected, THEIRS)))[0].languages == ("Kora",)
    assert regions((named(a_region()), named(corrected, THEIRS)))[0].office == "Lighthouse Network"
    assert regions((named(a_region()), said("region_dropped", region=MIRA, why="No more."))) == ()


def test_regions_stand_by_country_part_and_name():
    known = (a_region(COAST, country="UG", part="south"), a_region(name="Zed"), a_region("e3", name="abel"))
    assert [one.name for one in regions(map(named, known))] == ["abel", "Zed", "Upper Mira"]


def test_each_organisation_speaks_for_its_own_liaison():
    both = standing(liaised(), liaised(THEIRS, themes=("land",)))
    assert both["Harbour Desk", MIRA].is_for("women") and not both["Lighthouse Network", MIRA].is_for("women")
    ended = standing(liaised(), liaised(THEIRS), said("liaison_ended", THEIRS, region=MIRA))
    assert [office for office, _region in ended] == ["Harbour Desk"]
    again = standing(liaised(), liaised(themes=("land",), languages=("Kora",)))
    assert again["Harbour Desk", MIRA].languages == ("Kora",)


def test_who_left_the_group_liaises_no_more():
    gone = replace(GROUP, seats=GROUP.seats[:1])
    assert [one.office for one in liaisons((liaised(), liaised(THEIRS)), gone)] == ["Harbour Desk"]


def test_relief_is_asked_until_somebody_takes_it_or_it_is_said_anew():
    asked = said("relief_asked", region=MIRA, why="One post is empty.")
    assert standing(liaised(), asked)["Harbour Desk", MIRA].relief == "One post is empty."
    assert standing(liaised(), asked, liaised())["Harbour Desk", MIRA].relief == ""
    taken = said("liaison_taken", THEIRS, region=MIRA, languages=["Kora"], **{"from": OURS})
    found = standing(liaised(themes=("land",)), asked, taken)
    assert list(found) == [("Lighthouse Network", MIRA)]
    assert (found["Lighthouse Network", MIRA].themes, found["Lighthouse Network", MIRA].languages) == (
        ("land",),
        ("Kora",),
    )


@pytest.mark.parametrize(
    ("given", "had", "themes"),
    [(("land",), ("women",), ("land", "women")), ((), ("women",), ()), (("land",), (), ())],
    ids=["both by theme", "all were given", "all were had"],
)
def test_who_takes_over_keeps_what_they_had(given, had, themes):
    taken = said("liaison_taken", THEIRS, region=MIRA, languages=["Kora"], **{"from": OURS})
    found = standing(liaised(themes=given), liaised(THEIRS, themes=had, languages=("French", "kora")), taken)
    assert found["Lighthouse Network", MIRA].themes == themes
    assert [one.casefold() for one in found["Lighthouse Network", MIRA].languages] == ["french", "kora"]


def test_taking_what_nobody_gave_changes_nothing():
    taken = said("liaison_taken", THEIRS, region=MIRA, languages=["Kora"], **{"from": OURS})
    assert standing(taken) == {}


def test_languages_are_parted_by_commas_and_each_stands_once():
    assert languages_in(" French,Kora , french,, ") == ("french", "Kora")


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"country": ""}, "country is missing"), ({"part": ""}, "where in the country")],
)
def test_a_region_without_a_place_is_refused(changes, why):
    assert why in refusal_to_naming(a_region(**changes), ()).sentence


def test_the_same_place_is_named_once_and_its_correction_is_no_second():
    known = (a_region(),)
    assert "stands in the table already" in refusal_to_naming(a_region(COAST, name="upper mira"), known).sentence
    assert refusal_to_naming(a_region(), known) is None
    assert refusal_to_naming(a_region(COAST, name="Lower Mira"), known) is None


def test_a_group_has_a_table_that_can_be_read():
    many = [a_region(f"{number:032x}", name=f"District {number}") for number in range(MOST_REGIONS)]
    assert "There are 60 regions" in refusal_to_naming(a_region(name="One more"), many).sentence
    assert refusal_to_naming(many[0], many) is None


def test_what_is_refused_about_a_liaison():
    own = liaison_of(liaisons((liaised(),), GROUP), MIRA, OURS)
    assert own is not None and liaison_of((own,), MIRA, THEIRS) is None
    assert "languages are missing" in refusal_to_liaising(()).sentence and refusal_to_liaising(("Kora",)) is None
    assert "does not liaise" in refusal_to_ending_liaison(None).sentence and refusal_to_ending_liaison(own) is None
    assert "nothing to hand on" in refusal_to_asking_relief(None, "Time.").sentence
    assert "what you lack" in refusal_to_asking_relief(own, " ").sentence
    assert refusal_to_asking_relief(own, "Time.") is None
    assert "no longer looked after" in refusal_to_dropping(" ").sentence and refusal_to_dropping("Done.") is None


def test_only_what_is_given_is_taken_and_not_by_who_gives_it():
    own = liaison_of(liaisons((liaised(),), GROUP), MIRA, OURS)
    given = replace(own, relief="One post is empty.")
    assert "Nobody asks" in refusal_to_taking(own, ("Kora",), own=EMBASSY).sentence
    assert "Nobody asks" in refusal_to_taking(None, ("Kora",), own=EMBASSY).sentence
    assert "your own" in refusal_to_taking(given, ("Kora",), own=OURS).sentence
    assert "languages" in refusal_to_taking(given, (), own=EMBASSY).sentence
    assert refusal_to_taking(given, ("Kora",), own=EMBASSY) is None
