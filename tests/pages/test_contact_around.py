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

OVER_ALL = "/desk/handover/contact/"


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


def test_over_all_handovers_it_is_counted_where_contact_fell_to_nothing_and_few_are_not_written(embedded, call):
    mara, more = embedded.keyring(PROTECTION), ("harvest", "lantern", "gravel", "walnut", "thimble")
    calls = [call, *(embedded.call(own_word=word) for word in more)]
    for one in calls[1:]:
        casework.accept(one.ref, mara, at=embedded.now)
    handover = handed_over(embedded)
    embedded.clock.pass_by(timedelta(days=20))
    assert "No handover is two weeks old yet." in plain(embedded.staff(COLLEAGUE).get(OVER_ALL))
    embedded.clock.pass_by(timedelta(days=1))
    page = plain(embedded.staff(COLLEAGUE).get(OVER_ALL))
    assert "Changed hands: 6. With contact before: 6. With contact after: 0." in page
    assert "With contact before and none after: 6." in page
    casework.answer(call.ref, "We are still here.", embedded.keyring(COLLEAGUE), at=embedded.now)
    page = plain(embedded.staff(COLLEAGUE).get(OVER_ALL))
    assert "With contact after: not written. With contact before and none after: not written." in page
    assert "because" not in page and "%" not in page and "says nothing of why" in page
    assert address(handover) in text_of(embedded.staff(COLLEAGUE).get(OVER_ALL))
    assert OVER_ALL in text_of(embedded.staff(PROTECTION).get("/desk/handover/"))
    assert embedded.events().count("DossierOpened") >= 12
    assert handover not in text_of(embedded.staff(OTHER_OFFICE).get(OVER_ALL))
