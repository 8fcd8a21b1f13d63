"""Who can help somebody where they are: by place, by need, by name, and only what was read."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.guidance.action_kind import COMMUNITY
from safeconduct.guidance.mechanism import EVERYWHERE
from safeconduct.guidance.paragraph import Whereabouts
from safeconduct.guidance.register import read_register
from safeconduct.guidance.who_helps import is_quick, who_helps

REGISTER = read_register()
HOTLINE, KENYA, FRONT_LINE, CANADA, MEXICO = (
    "protectdefenders-hotline",
    "kenya-defenders-coalition",
    "front-line-grants",
    "canada-stream",
    "mexico-mechanism",
)
CODES = ["", "MX", "KE", "BI", "UG", "FR", "RU", "US"]


def found(stay="", nationality="", need="", mechanisms=REGISTER.mechanisms):
    helping = who_helps(mechanisms, Whereabouts(stay, nationality), need)
    return {place: [one.id for one in listed] for place, listed in helping.items()}


def ids(*where, **more):
    return set(itertools.chain.from_iterable(found(*where, **more).values()))


@pytest.mark.parametrize(
    ("one_id", "place", "where"),
    [
        (HOTLINE, "quick", ("", "")),
        (KENYA, "quick", ("KE", "")),
        (MEXICO, "state", ("MX", "HN")),
        (FRONT_LINE, "everywhere", ("MX", "MX")),
        (CANADA, "everywhere", ("UG", "BI")),
        ("burundi-coalition", "here", ("UG", "BI")),
    ],
    ids=[
        "a line for all",
        "a line of the country",
        "the state itself",
        "a fund",
        "only in exile",
        "of the nationality",
    ],
)
def test_each_stands_in_its_place(one_id, place, where):
    assert one_id in found(*where)[place]


def test_of_mandates_of_one_body_the_one_for_every_defender_stands_there():
    shown = ids("UG", "UG", need="letter_to_government")
    assert {"un-rapporteur-defenders", "un-arbitrary-detention", "achpr-rapporteur"} <= shown
    assert not {"un-torture", "un-assembly", "achpr-expression"} & ids("UG", "UG")


@pytest.mark.parametrize(
    ("one_id", "where"),
    [
        (KENYA, ("UG", "KE")),
        (MEXICO, ("HN", "MX")),
        (FRONT_LINE, ("UG", "BI")),
        (CANADA, ("BI", "BI")),
        (KENYA, ("", "")),
    ],
    ids=["gone from the country", "a national abroad", "not in exile", "still at home", "nothing told"],
)
def test_what_cannot_help_there_is_left_out(one_id, where):
    assert one_id not in ids(*where)


def test_a_need_keeps_what_offers_it():
    lawyers = ids("MX", "HN", need="lawyer")
    assert lawyers and all("lawyer" in one.offers for one in REGISTER.mechanisms if one.id in lawyers)


def test_an_entry_that_was_not_read_is_not_shown():
    unread = tuple(replace(one, verification="unverified") for one in REGISTER.mechanisms if one.id == HOTLINE)
    assert ids(mechanisms=unread) == set()


def test_a_body_of_the_state_is_never_among_those_that_answer_quickly():
    assert not [one.id for one in REGISTER.mechanisms if is_quick(one) and one.run_by != "civil_society"]


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_each_list_is_by_name_and_nothing_stands_twice(stay, nationality):
    helping = who_helps(REGISTER.mechanisms, Whereabouts(stay, nationality))
    listed = [one.id for each in helping.values() for one in each]
    assert len(listed) == len(set(listed))
    for each in helping.values():
        assert [one.name for one in each] == sorted((one.name for one in each), key=str.casefold)
        assert all(EVERYWHERE in one.countries or one.countries & {stay, nationality} for one in each)


def test_help_of_a_community_is_in_no_list():
    kept_out = {one.id for one in REGISTER.actions if one.family == COMMUNITY}
    assert kept_out and not [one.id for one in REGISTER.mechanisms if kept_out & set(one.actions)]
