"""Words for a screen that everybody sees: what stands in cards and hearings is replaced, and nothing else."""

import pytest

from safeconduct.coordination.veil import leading_words, veiled
from tests.builders import an_entry
from tests.coordinating import a_sitting

LEADING = {"quiet-heron": "(a case)", "Second chamber": "(a court)", "Karsa": "(a city)"}


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ask of Quiet-Heron today.", "Ask of (a case) today."),
        ("In KARSA, second chamber.", "In (a city), (a court)."),
        ("Karsan traders are not the city.", "Karsan traders are not the city."),
        ("At 09:30, at 9.30 or 14h15.", "At (an hour), at (an hour) or (an hour)."),
        ("At 9 am, 3pm, 14h.", "At (an hour), (an hour), (an hour)."),
        ("By 16.03.2026 for 12 people, article 19.", "By 16.03.2026 for 12 people, article 19."),
        ("", ""),
    ],
)
def test_codenames_courts_cities_and_hours_are_replaced_whole(typed, shown):
    assert veiled(typed, LEADING) == shown


def test_a_group_without_cards_and_hearings_hides_hours_alone():
    assert veiled("At 9:30 in Karsa.", {}) == "At (an hour) in Karsa."


def test_what_leads_to_a_person_is_taken_from_cards_and_hearings():
    office = {"organisation": "0a" * 16, "office": "Harbour Desk", "marking": "TLP:AMBER"}
    card = an_entry("card_put_in", item="i1", facts={"codename": "quiet-heron"}, **office)
    nameless = an_entry("card_put_in", item="i2", facts={}, **office)
    hearing = an_entry("hearing_set", hearing="h1", change="c0", after="", **office, **a_sitting().as_data())
    assert leading_words([card, nameless, hearing]) == LEADING
