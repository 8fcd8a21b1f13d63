"""A lesson of a case: written once on its page, read by the group, found on like cases, and gone when the yes is taken back."""

import pytest

from safeconduct.cases.coded_fact import CodedFact
from safeconduct.cases.desk import casework, coding
from safeconduct.dossiers.models import Entry
from tests.coordinating import a_group
from tests.desks.coordination.test_groups import withdraw_the_tick
from tests.embedded import OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.meeting import a_case
from tests.pages.page import sentences, text_of, typed_into
from tests.pages.test_trips import plain

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = {
    "helped": "A visit on the first day.",
    "did_not": "A letter in English.",
    "again": "Ask for the medicine at once.",
}


@pytest.fixture
def group(embedded):
    return a_group(embedded)


def a_coded_case(embedded, **call):
    made, mara = a_case(embedded, **call), embedded.keyring(PROTECTION)
    casework.accept(made.ref, mara, at=embedded.now)
    coding.confirm_facts(made.ref, (CodedFact("violation_types", "threat"),), mara, at=embedded.now)
    return made


def page_of(call):
    return f"/desk/dossiers/{call.ref}/lessons/"


def put(embedded, call, group, **typed):
    given = {"group": group, "marking": "TLP:AMBER", **WORDS, **typed}
    return embedded.staff(PROTECTION).post(page_of(call), given)


def read(embedded, group, name=OTHER_OFFICE):
    return plain(embedded.staff(name).get(f"/desk/groups/{group}/lessons/"))


def test_what_a_case_taught_is_read_by_the_group_and_found_on_an_open_case_like_it(embedded, group):
    call, like = a_coded_case(embedded), a_coded_case(embedded, own_word="harvest")
    assert "No lesson of our groups" in text_of(embedded.staff(PROTECTION).get(page_of(like)))
    assert put(embedded, call, group).status_code == 302
    page = read(embedded, group)
    assert "TLP:AMBER Kenya" in page and all(text in page for text in WORDS.values())
    assert embedded.case(call.ref).story["codename"] not in page
    found = plain(embedded.staff(PROTECTION).get(page_of(like)))
    assert WORDS["helped"] in found and "North and coast" in found
    assert "A lesson of it stands before: North and coast" in text_of(
        embedded.staff(PROTECTION).get(f"/desk/dossiers/{call.ref}/")
    )
    own = plain(embedded.staff(PROTECTION).get(page_of(call)))
    assert WORDS["helped"] not in own and "Stands before: North and coast" in own
    assert page_of(like) in text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{like.ref}/"))
    assert embedded.staff(OTHER_COMPARTMENT).get(page_of(call)).status_code == 404
    assert "LessonPutIn" in embedded.events()


def test_who_received_it_says_so_once_and_all_who_read_it_see_that(embedded, group):
    put(embedded, a_coded_case(embedded), group)
    amal, where = embedded.staff(OTHER_OFFICE), f"/desk/groups/{group}/lessons/"
    lesson = text_of(amal.get(where)).split('name="lesson" value="')[1][:32]
    assert amal.post(where, {"go": "received", "lesson": lesson}).status_code == 302
    again = amal.post(where, {"go": "received", "lesson": lesson})
    assert "said already that it has this" in plain(again)
    assert amal.post(where, {"go": "received", "lesson": "0" * 32}).status_code == 404
    assert "Received by Lighthouse Network." in read(embedded, group, PROTECTION)
    assert 'name="lesson"' not in text_of(embedded.staff(PROTECTION).get(where))


def test_sent_twice_it_stands_once(embedded, group):
    call = a_coded_case(embedded)
    put(embedded, call, group)
    again = put(embedded, call, group, helped=f" {WORDS['helped']} ")
    assert "stands before this group already" in plain(again) and WORDS["helped"] in plain(again)
    assert read(embedded, group).count(WORDS["helped"]) == 1


def test_nothing_goes_out_without_the_person_s_yes_and_it_ends_with_it(embedded, group):
    call = a_coded_case(embedded)
    withdraw_the_tick(embedded, call)
    rows = Entry.objects.count()
    refused = put(embedded, call, group)
    assert "There is no consent that somebody in this group reads" in sentences(refused)[0]
    assert typed_into(refused, "helped") == WORDS["helped"] and Entry.objects.count() == rows
    other = a_coded_case(embedded, own_word="harvest")
    put(embedded, other, group)
    assert WORDS["helped"] in read(embedded, group)
    withdraw_the_tick(embedded, other)
    assert "No lesson stands before this group." in read(embedded, group)


def test_a_name_of_the_file_stays_out_and_it_is_taken_out_like_a_card(embedded, group):
    call, mara = a_coded_case(embedded), embedded.staff(PROTECTION)
    codename = embedded.case(call.ref).story["codename"]
    assert "holds the codename" in sentences(put(embedded, call, group, again=f"As for {codename}."))[0]
    put(embedded, call, group)
    groups = f"/desk/dossiers/{call.ref}/groups/"
    page = text_of(mara.get(groups))
    assert '<b class="state done">Lesson</b>' in page
    item = page.split('name="item" value="')[1][:32]
    assert mara.post(groups, {"go": "take_out", "item": item}).status_code == 302
    assert "No lesson stands before this group." in read(embedded, group)
