"""Contact before and after a handover, from the report of the handover: equal periods, counts, and no word of why."""

from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework
from safeconduct.coordination.desk import keeping_contact
from safeconduct.coordination.dialogue import Dialogue
from tests.coordinating import a_group
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.handing_over import handed_over, with_a_head
from tests.pages.page import text_of
from tests.pages.test_trips import plain
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def call(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    return call


def address(handover):
    return f"/desk/handover/{handover}/contact/"


def with_a_dialogue(embedded, group, name=COLLEAGUE):
    held = Dialogue("diplomats_defenders", embedded.now.date(), "", "", "", "")
    keeping_contact.log_dialogue(group, held, embedded.keyring(name), took_part=False, at=embedded.now)


def test_contact_is_compared_in_equal_periods_and_no_cause_is_named(embedded, call):
    handover, group = handed_over(embedded), a_group(embedded)
    embedded.clock.pass_by(timedelta(days=5))
    with_a_dialogue(embedded, group)
    embedded.clock.pass_by(timedelta(days=8))
    tomas = embedded.keyring(COLLEAGUE)
    casework.answer(call.ref, "We are still here.", tomas, at=embedded.now)
    for name in (COLLEAGUE, OTHER_OFFICE):
        with_a_dialogue(embedded, group, name)
    embedded.clock.pass_by(timedelta(days=1))
    casework.answer(call.ref, "And again.", tomas, at=embedded.now)
    embedded.clock.pass_by(timedelta(days=13))
    client = embedded.staff(COLLEAGUE)
    assert address(handover) in text_of(client.get(f"/desk/handover/{handover}/"))
    page = plain(client.get(address(handover)))
    codename = embedded.case(call.ref).story["codename"]
    assert "20 days up to 11 March 2026, and 20 days after it" in page
    assert f"{codename} Began 4 March 2026 Before 1 After 2" in page
    assert (
        "In dialogues Days of dialogues with defenders that this office wrote down in its groups Before 1 After 1"
        in page
    )
    assert "says nothing of why" in page and "because" not in page and "%" not in page
    assert {"ContactCompared", "GroupOpened", "DossierOpened"} <= set(embedded.events())


def test_nothing_is_compared_before_two_weeks_have_passed(embedded, call):
    handover = handed_over(embedded)
    page = plain(embedded.staff(PROTECTION).get(address(handover)))
    assert "Look again from 2026-03-25 on." in page and "Together" not in page


def test_a_handover_that_is_not_there_is_not_found(embedded, call):
    assert embedded.staff(PROTECTION).get(address("0" * 32)).status_code == 404
    assert embedded.staff(OTHER_OFFICE).get(address(handed_over(embedded))).status_code == 404
