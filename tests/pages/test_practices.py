"""Good practices as a member meets them: what did not work beside them, adopting one, the queue and the point."""

import html
from datetime import timedelta

import pytest

from safeconduct.access.desk import adopting
from safeconduct.guidance.register import the_register
from safeconduct.web.staff.guidance.practices import NOBODY_SAID
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of

LIST, ONE = "/desk/guidance/practices/", "/desk/guidance/practices/parliamentarians-at-trials/"


def adopted(embedded, country="Kenya", days=30, name=PROTECTION):
    due = (embedded.now.date() + timedelta(days=days)).isoformat()
    return embedded.staff(name).post(ONE, {"country": country, "due_on": due})


def read(embedded, address=LIST, name=PROTECTION):
    return html.unescape(text_of(embedded.staff(name).get(address)))


def test_a_practice_stands_with_its_steps_and_what_did_not_work_beside_it(embedded):
    page = read(embedded, ONE)
    for said in ("Brief on fair trial", "an invitation does not open the door", "changes little", "To adapt it"):
        assert said in page
    assert "Reported by others; the text itself was not read." in page
    assert 'href="https://docslib.org/' in page and "Invite members of parliament to monitor" in page


def test_where_nobody_said_what_did_not_work_the_gap_is_shown(embedded):
    assert NOBODY_SAID in read(embedded, f"{LIST}visa-guidance/")
    assert NOBODY_SAID not in read(embedded, ONE)


def test_adopting_makes_a_plan_item_and_is_counted(embedded):
    assert "Adopted" not in read(embedded)
    response = adopted(embedded)
    assert response.status_code == 302 and response["Location"] == LIST
    page = read(embedded, name=COLLEAGUE)
    assert "Invite members of parliament to observe a trial: Kenya, by" in page and "Adopted once" in page
    adopted(embedded, "KG")
    assert "Adopted 2 times" in read(embedded)


def test_another_office_sees_nothing_of_it(embedded):
    adopted(embedded)
    page = read(embedded, name=OTHER_OFFICE)
    assert "Kenya" not in page and "Adopted once" not in page


def test_an_item_is_ended_once(embedded):
    adopted(embedded)
    ref = adopting.adoptions(embedded.keyring(PROTECTION).organisation)[0].ref
    mara = embedded.staff(PROTECTION)
    assert mara.post(LIST, {"end": f"dropped:{ref}"}).status_code == 302
    assert "No practice is planned." in read(embedded) and "Adopted once" not in read(embedded)
    assert "A colleague has ended this item already." in html.unescape(text_of(mara.post(LIST, {"end": f"done:{ref}"})))
    assert "This item is not in the queue." in html.unescape(text_of(mara.post(LIST, {"end": "done:unknown"})))


def test_another_office_cannot_end_it(embedded):
    adopted(embedded)
    ref = adopting.adoptions(embedded.keyring(PROTECTION).organisation)[0].ref
    embedded.staff(OTHER_OFFICE).post(LIST, {"end": f"done:{ref}"})
    assert adopting.adoptions(embedded.keyring(PROTECTION).organisation)[0].is_open


def test_one_post_looks_after_good_practices_and_has_the_queue(embedded):
    assert "No post looks after them yet." in read(embedded)
    embedded.staff(PROTECTION).post(LIST, {"go": "point"})
    assert "Human rights officer looks after them." in read(embedded)
    assert "My post looks after good practices" not in read(embedded)
    assert "My post looks after good practices" in read(embedded, name=COLLEAGUE)


@pytest.mark.parametrize(
    ("country", "days", "says"),
    [
        ("Atlantis", 30, "This country is not known."),
        ("Kenya", -1, "The day has passed or is more than two years away."),
        ("Kenya", 900, "The day has passed or is more than two years away."),
    ],
    ids=["no country", "yesterday", "far away"],
)
def test_what_cannot_be_planned_is_said_and_what_was_typed_stays(embedded, country, days, says):
    response = adopted(embedded, country, days)
    assert any(says in said for said in sentences(response)) and f'value="{country}"' in text_of(response)
    assert adopting.adoptions(embedded.keyring(PROTECTION).organisation) == ()


def test_the_same_practice_is_not_planned_twice_for_a_country(embedded):
    adopted(embedded)
    assert any("planned for that country already" in said for said in sentences(adopted(embedded, "ke")))


def test_a_practice_that_is_not_in_the_register_is_not_there(embedded):
    assert embedded.staff(PROTECTION).get(f"{LIST}no-such-practice/").status_code == 404


def test_the_nine_of_the_sources_are_the_first_and_each_is_whole():
    known = the_register().practices
    assert len(known) >= 9 and all(one.steps and one.context and one.adaptation and one.shortcomings for one in known)
    assert any(one.did_not_work for one in known)
