"""Haven and travel on the pages: a request with its clock and guidance, and a plan that is ready only when it is."""

import re
from datetime import timedelta

import pytest

from tests.embedded import PROTECTION
from tests.pages.page import sentences, text_of, typed_into

ASKED = {
    "ask-what": "visa",
    "ask-of_whom": "Consulate of Norlund",
    "ask-words": "For a month.",
    "ask-answer_by": "2026-03-06",
    "ask-relied_on": ["VCH-01"],
    "go": "ask",
}
PLANNED = {
    "plan-reasons": "They wait at her house.",
    "plan-travel_before": "By day, with two others.",
    "plan-travel_arrival": "The host calls us the same evening.",
    "plan-papers": "Passport until 2029.",
    "plan-host": "A host city, vetted.",
    "plan-family": "Her sister comes along.",
    "plan-next": "Back after the trial.",
    "plan-state_duty": "The complaint of 2 March; the lawyer follows it.",
    "plan-ends_on": "2026-05-01",
    "plan-state": "ready",
    "go": "plan",
}


@pytest.fixture
def call(embedded):
    return embedded.call()


def page_of(call):
    return f"/desk/dossiers/{call.ref}/relocation/"


def test_a_visa_is_asked_for_with_the_guidance_it_rests_on_and_answered(embedded, call):
    mara = embedded.staff(PROTECTION)
    assert mara.post(page_of(call), ASKED).status_code == 302
    page = text_of(mara.get(page_of(call)))
    assert "2 days left" in page and "EU Visa Code Handbook" in page
    address = re.findall(r'action="(/desk/dossiers/\w+/relocation/\w+/answer/)"', page)[0]
    haven = address.split("/")[-3]
    refused = mara.post(address, {f"{haven}-answer": "no"})
    assert any("The reason that they gave is empty." in said for said in sentences(refused))
    assert mara.post(address, {f"{haven}-answer": "no", f"{haven}-words": "No stay in Norlund."}).status_code == 302
    assert "No stay in Norlund." in text_of(mara.get(page_of(call)))
    assert {"HavenAsked", "HavenAnswered"} <= set(embedded.events())


def test_the_list_of_a_text_says_which_points_a_request_names_and_which_it_does_not(embedded, call):
    mara = embedded.staff(PROTECTION)
    form = text_of(mara.get(page_of(call)))
    assert "Switzerland: Swiss Guidelines on Human Rights Defenders · Of 2019" in form and "Not named" not in form
    mara.post(page_of(call), ASKED)
    listed = text_of(mara.get(page_of(call))).split("EU Visa Code Handbook")[1].split("</ul>")[0]
    assert "Update of 26 June 2024" in listed and listed.count("<li>") == 2
    assert listed.count("Not named") == 1


def test_one_request_goes_to_several_and_the_case_says_who_read_it_who_answered_and_who_is_late(embedded, call):
    mara, case = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/"
    mara.post(page_of(call), {**ASKED, "ask-of_whom": "Consulate of Norlund\r\nLindgrave\r\nNight Desk"})
    page = text_of(mara.get(page_of(call)))
    assert "Asked of 3: 3 not known to be read." in page
    newest, middle, _oldest = re.findall(r'action="(/desk/dossiers/\w+/relocation/\w+/answer/)"', page)[::2]
    assert mara.post(newest, {"go": "read"}).status_code == 302
    again = mara.post(newest, {"go": "read"})
    assert "written down already that they have read it" in sentences(again)[0]
    assert mara.post(middle, {f"{middle.split('/')[-3]}-answer": "yes"}).status_code == 302
    assert "Asked of 3: 1 answered, 1 read and not answered yet, 1 not known to be read." in text_of(mara.get(case))
    embedded.clock.pass_by(timedelta(days=3))
    page = text_of(embedded.staff(PROTECTION).get(case))
    assert "Asked of 3: 1 answered, 2 late. Ask again, and ask another." in page
    assert "Asked 4 March; read 4 March; answer wanted by 6 March" in page
    assert embedded.events().count("HavenRead") == 1


def test_an_answer_that_does_not_come_stands_on_today(embedded, call):
    mara = embedded.staff(PROTECTION)
    mara.post(page_of(call), ASKED)
    assert "Answers that did not come" not in text_of(mara.get("/desk/"))
    embedded.clock.pass_by(timedelta(days=3))
    today = text_of(embedded.staff(PROTECTION).get("/desk/"))
    assert "Answers that did not come" in today and "1 day late" in today


@pytest.mark.parametrize(
    "changes, sentence",
    [
        pytest.param({"ask-of_whom": ""}, "It is not said of whom it is asked.", id="of nobody"),
        pytest.param({"ask-answer_by": ""}, "The day for the answer is missing", id="no day"),
        pytest.param({"ask-what": ""}, "It is not said what is asked for.", id="nothing"),
    ],
)
def test_a_request_that_says_too_little_is_not_kept(embedded, call, changes, sentence):
    response = embedded.staff(PROTECTION).post(page_of(call), {**ASKED, **changes})
    assert any(sentence in said for said in sentences(response))
    assert typed_into(response, "ask-words") == "For a month."
    assert not any(entry.kind == "haven_asked" for entry in embedded.case(call.ref).written)


def test_a_relocation_without_safe_travel_is_not_ready_and_what_was_typed_stays(embedded, call):
    mara = embedded.staff(PROTECTION)
    response = mara.post(page_of(call), {**PLANNED, "plan-travel_before": ""})
    assert any("no plan for safe travel before leaving" in said for said in sentences(response))
    assert typed_into(response, "plan-next") == "Back after the trial."
    planned = {**PLANNED, "plan-travel_before": "", "plan-state": "planned"}
    assert mara.post(page_of(call), planned).status_code == 302
    assert "RelocationPlanned" in embedded.events()


def test_the_state_s_duty_stays_open_on_the_case_while_the_person_is_away(embedded, call):
    mara, case = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/"
    for state in ("ready", "away"):
        assert mara.post(page_of(call), {**PLANNED, "plan-state": state}).status_code == 302
    page = text_of(mara.get(case))
    assert "Away, until 1 May 2026" in page and "What their own state owes" in page
    assert re.search(r'<b class="state gap">Open</b>\s*<div><p>What their own state owes', page)
    closing = mara.post(page_of(call), {**PLANNED, "plan-state": "away", "plan-state_duty_met": "on"})
    assert any("their own state’s duty stays open" in said for said in sentences(closing))
    assert typed_into(mara.get(page_of(call)), "plan-papers") == "Passport until 2029."


def test_what_the_stay_rests_on_is_noted_and_nothing_is_promised(embedded, call):
    mara = embedded.staff(PROTECTION)
    assert "promise nothing" in text_of(mara.get(page_of(call)))
    noted = "A visa for 90 days; asylum is asked for at the city’s office, and it decides."
    assert mara.post(page_of(call), {**PLANNED, "plan-legal_status": noted}).status_code == 302
    assert noted in text_of(mara.get(page_of(call)))
