"""Rounds of audits: published figures come out, a later round keeps the earlier, and series are never mixed."""

import pytest

from safeconduct.observatory.auditing.audit_round import (
    audit_round,
    refusal_to_a_trend,
    refusal_to_taking_in,
    shares,
    trend,
)
from safeconduct.observatory.auditing.page_audit import ITEMS

# Amnesty's table of 22 May 2019: guidelines published, translated, focal point's name, its contact.
PUBLISHED = {"Burundi": "ynyn", "China": "nnnn", "Honduras": "nnnn", "Russia": "nnny", "Saudi Arabia": "nnny"}


def published_round():
    for site, letters in PUBLISHED.items():
        answers = {item: "yes" if letter == "y" else "no" for item, letter in zip(ITEMS, letters, strict=True)}
        yield {"id": site, "series": "four_items", "as_of": "2019-05-22", "answers": answers}


def network_round(day="2018-06-30", having=48):
    """FIDH's informal check: 129 sites, another question."""
    for at in range(129):
        answers = {"human_rights_contact": "yes" if at < having else "no"}
        yield {"id": f"site-{at:03}", "series": "human_rights_contact", "as_of": day, "answers": answers}


def test_the_published_table_of_five_by_four_comes_out():
    one = audit_round(published_round())
    assert [(share.item, len(share.sites), share.told) for share in shares(one)] == [
        (ITEMS[0], 1, 5),
        (ITEMS[1], 0, 5),
        (ITEMS[2], 1, 5),
        (ITEMS[3], 2, 5),
    ]
    assert (one.having(ITEMS[2]), one.having(ITEMS[3])) == (("Burundi",), ("Russia", "Saudi Arabia"))
    assert sum(len(share.sites) for share in shares(one)) == 4


def test_thirty_seven_of_a_hundred_of_the_network_come_out():
    share = shares(audit_round(network_round()))[0]
    assert (share.told, f"{share.value:.0%}") == (129, "37%")
    assert share.low < 0.372 < share.high


def test_the_two_are_never_one_series():
    rounds = [audit_round(published_round()), audit_round(network_round())]
    assert "different series" in refusal_to_a_trend(rounds).sentence
    assert "different series" in refusal_to_taking_in([*published_round(), *network_round()]).sentence


def test_a_second_round_keeps_the_first():
    first, second = audit_round(network_round()), audit_round(network_round("2020-06-30", 60))
    assert refusal_to_a_trend([second, first]) is None
    rows = trend([second, first])
    assert [(one[0].as_of.year, len(one[0].sites)) for one in rows] == [(2018, 48), (2020, 60)]
    assert trend([first]) == rows[:1]


def test_what_is_unknown_is_in_no_whole():
    rows = list(network_round())
    rows[0]["answers"] = {"human_rights_contact": "unknown"}
    rows[1]["answers"] = {"human_rights_contact": "partial"}
    share = shares(audit_round(rows))[0]
    assert (len(share.sites), share.told) == (46, 128)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"as_of": ""}, "has no day"),
        ({"as_of": None}, "has no day"),
        ({"series": ""}, "different series"),
        ({"answers": "yes"}, "no answers"),
        ({"answers": {"focal_point_name": "perhaps"}}, "none of yes"),
        ({"id": "China"}, "stands twice"),
    ],
)
def test_a_round_that_cannot_be_is_refused(change, said):
    rows = list(published_round())
    rows[0] |= change
    assert said in refusal_to_taking_in(rows).sentence
    assert refusal_to_taking_in(published_round()) is None
    assert "no page" in refusal_to_taking_in([]).sentence


def test_two_rounds_of_one_day_are_refused():
    rounds = [audit_round(published_round())] * 2
    assert "the same day" in refusal_to_a_trend(rounds).sentence
