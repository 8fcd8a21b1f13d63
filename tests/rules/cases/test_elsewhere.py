"""Where else to go: bodies that fit the card, named with the way to them, and marked where nobody confirmed it lately."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.cases.elsewhere import bodies_that_fit, closing_words, is_confirmed
from safeconduct.guidance.register import the_register
from tests.rules.cases.test_queue import a_card

TODAY = date(2026, 12, 1)
BODIES = the_register().mechanisms
SURE = replace(BODIES[0], verification="read", last_checked=TODAY, stored_copy=False, contact="+999 55 014 820")
UNSURE = {
    "not read": replace(SURE, verification="unverified"),
    "only reported": replace(SURE, verification="reported"),
    "long ago": replace(SURE, last_checked=TODAY - timedelta(days=181)),
    "a stored copy": replace(SURE, stored_copy=True),
}


def test_a_body_fits_by_country_and_need_alone():
    names = {fit.mechanism.id for fit in bodies_that_fit(a_card(country="KE", needs=["lawyer"]), BODIES, today=TODAY)}
    assert "omct-emergency" in names
    assert bodies_that_fit(a_card(country="KE", needs=[]), BODIES, today=TODAY) == ()


def test_what_was_read_at_its_source_lately_is_confirmed():
    assert is_confirmed(SURE, today=TODAY)
    words = closing_words("We cannot.", [SURE], language="en", today=TODAY)
    assert words.endswith(f"– {SURE.name}: +999 55 014 820")


@pytest.mark.parametrize("body", UNSURE.values(), ids=UNSURE)
def test_everything_else_is_said_to_be_unconfirmed(body):
    assert not is_confirmed(body, today=TODAY)
    assert "not confirmed" in closing_words("We cannot.", [body], language="en", today=TODAY)


def test_a_page_where_something_was_read_about_a_body_is_never_sent():
    words = closing_words("We cannot.", [replace(SURE, contact="")], language="en", today=TODAY)
    assert SURE.source.address not in words and "no address that we could confirm" in words


def test_without_a_body_the_words_stand_alone():
    assert closing_words(" We cannot. ", [], language="en", today=TODAY) == "We cannot."
