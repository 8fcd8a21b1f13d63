"""The pages of incidents: adding, correcting, refused input that is kept, plans, marks, the day's page."""

import re
from datetime import timedelta

import pytest

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.desk import casework
from safeconduct.cases.incident import incidents as incidents_of
from safeconduct.intake.desk import allowing
from tests.builders import a_telling
from tests.embedded import PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into


def address(call, rest=""):
    return f"/desk/dossiers/{call.ref}/incidents/{rest}"


def add(embedded, call, client=None, **typed):
    wanted = {"acts": ["threat"], "first": "2026-03-01", "country": "Guatemala", "region_part": "north", **typed}
    return (client or embedded.staff(PROTECTION)).post(address(call, "add/"), wanted)


def only_incident(embedded, call):
    (one,) = incidents_of(embedded.case(call.ref).written)
    return one


def test_an_incident_is_added_read_on_the_time_line_and_on_the_case_page(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    form = text_of(mara.get(address(call, "add/")))
    assert "Held without contact to anybody" in form
    response = add(embedded, call, mara, text="Two men asked for her.", place="behind the mill", perpetrator="police")
    assert response.status_code == 302
    page = text_of(mara.get(address(call)))
    assert "Two men asked for her." in page and "behind the mill, the north of Guatemala" in page and "Police" in page
    case = text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    assert "Time line, marks, attacks nearby" in case and "1 March 2026" in case


def test_the_types_of_huridocs_stand_beside_what_was_done(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    add(embedded, call, mara, acts=["surveillance"])
    page = text_of(mara.get(address(call)))
    assert "020103030000 Surveillance" in page and "Death threats" not in page
    assert {row.group for row in coded_list("huridocs_acts")} <= {row.value for row in coded_list("acts")}


def test_the_country_that_was_told_is_offered_and_one_that_no_list_knows_stays_a_word(embedded):
    call = embedded.call(telling=a_telling(country="Velmora"))
    mara = embedded.staff(PROTECTION)
    assert typed_into(mara.get(address(call, "add/")), "country") == "Velmora"
    add(embedded, call, mara, country="Velmora", place="Karsa")
    one = only_incident(embedded, call)
    assert (one.country, one.place) == ("", "Karsa, Velmora")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"acts": []}, "Nothing is chosen yet. Tick what was done; a kind that comes near is enough."),
        ({"acts": ["gossip"]}, None),
        ({"first": "31 March"}, "There is no such date. Write it as 2026-03-28, 2026-03 or 2026, or leave it empty."),
        ({"first": "2026-02-30"}, "There is no such date. Write it as 2026-03-28, 2026-03 or 2026, or leave it empty."),
        ({"first": "2027"}, "That day has not come yet. An incident is something that happened; check the date."),
        ({"last": "2025"}, "The end lies before the start. Check both dates."),
        ({"follow_up_on": "soon"}, "This is not a day. Write it as 2027-01-31."),
        (
            {"held_by": "police", "hearing_day": "2026-03-09", "hearing_zone": "Court time"},
            "The time zone of the court is not known. Write its name as Africa/Nairobi or America/Bogota.",
        ),
        ({"held_by": "police", "hearing_hour": "half past"}, "This is not an hour. Write it as 09:30."),
        ({"text": "x" * 50_001}, None),
        ({"place": "x" * 501}, None),
    ],
    ids=[
        "no act",
        "no such act",
        "words",
        "30 February",
        "to come",
        "ends early",
        "no day",
        "no zone",
        "no hour",
        "long",
        "long place",
    ],
)
def test_what_cannot_be_is_said_keeps_what_was_typed_and_writes_nothing(embedded, typed, said):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    response = add(embedded, call, mara, **{"text": "Two men asked for her.", "contact": "The visit", **typed})
    assert response.status_code == 200 and sentences(response)
    assert said is None or said in sentences(response)
    assert typed_into(response, "contact") == "The visit"
    assert typed_into(response, "text") == typed.get("text", "Two men asked for her.")
    assert incidents_of(embedded.case(call.ref).written) == ()


def test_a_correction_starts_from_what_stands_and_says_that_it_was_corrected(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    held = {"held_by": "police", "where": "the old barracks", "hearing_day": "2026-03-09", "hearing_hour": "09:30"}
    add(embedded, call, mara, text="Two men asked.", hearing_zone="America/Guatemala", **held)
    ref = only_incident(embedded, call).ref
    form = mara.get(address(call, f"{ref}/correct/"))
    assert typed_into(form, "text") == "Two men asked." and typed_into(form, "where") == "the old barracks"
    assert typed_into(form, "hearing_hour") == "09:30" and typed_into(form, "country") == "Guatemala"
    typed = {"acts": ["physical_attack"], "first": "2026-02", "first_about": "on", "country": "Guatemala"}
    assert mara.post(address(call, f"{ref}/correct/"), {**typed, "why": "He named it."}).status_code == 302
    page = text_of(mara.get(address(call)))
    assert "about February 2026" in page and "corrected once" in page and "Attacked or beaten" in page


def test_labels_that_were_used_are_read_with_the_incident(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    add(embedded, call, mara, stigmas=["foreign_agent", "traitor"], text="On the evening news.")
    assert "Foreign agent, Traitor or enemy of the nation" in text_of(mara.get(address(call)))


def test_a_ring_of_incidents_is_refused(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    add(embedded, call, mara)
    first = only_incident(embedded, call).ref
    response = add(embedded, call, mara, follows=first, causes=first)
    assert "These incidents would each come before the other. Change how they are joined." in sentences(response)
    assert add(embedded, call, mara, follows=first, first="2026-03-02").status_code == 302
    assert "Follows" in text_of(mara.get(address(call)))


def test_an_incident_of_another_file_is_not_there(embedded):
    one, other, mara = embedded.call(), embedded.call(), embedded.staff(PROTECTION)
    add(embedded, one, mara)
    ref = only_incident(embedded, one).ref
    assert mara.get(address(other, f"{ref}/correct/")).status_code == 404


def test_a_reprisal_shows_its_plan_and_runs_on_the_day_s_page(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    add(embedded, call, mara, reprisal_for="mission", contact="The visit of the delegation")
    ref = only_incident(embedded, call).ref
    page = text_of(mara.get(address(call)))
    assert (
        "Plan for a reprisal" in page and "4 h left" in page and "Council Conclusions on the tenth anniversary" in page
    )
    assert "the plan for a reprisal has an open step" in text_of(mara.get("/desk/"))
    refused = mara.post(address(call, f"{ref}/step/"), {"step": "told_head", "state": "not_needed", "text": ""})
    assert sentences(refused)[:1] == ["A step that is left out needs a reason. Write it, then keep it."]
    kept = {"step": "told_head", "state": "not_needed", "text": "She is the head."}
    assert mara.post(address(call, f"{ref}/step/"), kept).status_code == 302
    assert "She is the head." in text_of(mara.get(address(call)))
    again = mara.post(address(call, f"{ref}/step/"), kept)
    assert again.status_code == 409 and "This step was written down already." in text_of(again)


def test_a_mark_brings_its_advice_and_its_clock_to_the_day_s_page(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    marks = f"/desk/dossiers/{call.ref}/marks/"
    refused = mara.post(marks, {"mark-mark": "refoulement", "mark-text": " "})
    assert sentences(refused)[:1] == ["Nothing is written about it. Say in a sentence how it is known."]
    past = mara.post(
        marks, {"mark-mark": "refoulement", "mark-text": "A flight.", "mark-known_hour": "2020-01-01T10:00"}
    )
    assert typed_into(past, "mark-text") == "A flight."
    assert sentences(past)[:1] == ["That hour has passed. Write the next hour that is known, or leave it empty."]
    assert mara.post(marks, {"mark-mark": "refoulement", "mark-text": "A flight is spoken of."}).status_code == 302
    page = text_of(mara.get(address(call)))
    assert "Never tell the state of origin" in page and "Unverified: written down from memory" in page
    assert "Marked " in page
    embedded.clock.pass_by(timedelta(hours=2))
    mara = embedded.staff(PROTECTION)
    assert "1 h late" in text_of(mara.get("/desk/"))
    assert mara.post(f"{marks}change/", {"mark": "refoulement", "text": "Called.", "go": "handled"}).status_code == 302
    assert "Clocks that run" not in text_of(mara.get("/desk/"))
    assert "Never tell the state of origin" in text_of(mara.get(address(call)))
    assert mara.post(f"{marks}change/", {"mark": "refoulement", "text": "He is free.", "go": "lift"}).status_code == 302
    assert "Never tell the state of origin" not in text_of(mara.get(address(call)))
    again = mara.post(f"{marks}change/", {"mark": "refoulement", "text": "He is free.", "go": "lift"})
    assert again.status_code == 409 and "This mark does not stand any more." in text_of(again)


def test_a_threat_comes_back_on_its_day(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    add(embedded, call, mara, follow_up_on="2026-03-20")
    assert "Clocks that run" not in text_of(mara.get("/desk/"))
    embedded.clock.pass_by(timedelta(days=14))
    mara = embedded.staff(PROTECTION)
    assert "a threat is to be looked at again" in text_of(mara.get("/desk/"))
    casework.answer(call.ref, "We look after it.", embedded.keyring(PROTECTION), at=embedded.now)
    page = text_of(mara.get("/desk/"))
    assert "No answer is owed, but clocks run." in page and "Nothing needs this post now." not in page


def test_places_and_texts_are_on_no_list(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    add(embedded, call, mara, place="behind the mill", text="Two men asked.", follow_up_on="2026-03-05")
    for page in ("/desk/", "/desk/cases/"):
        assert not re.search("behind the mill|Two men asked", text_of(mara.get(page)))


def test_attacks_nearby_show_the_codename_of_who_agreed_and_of_others_only_from_five_files_on(embedded):
    mara, calls = embedded.staff(PROTECTION), [embedded.call() for _ in range(7)]
    for call in calls[:6]:
        add(embedded, call, mara)
    codenames = [embedded.case(call.ref).story["codename"] for call in calls]
    page = text_of(mara.get(address(calls[0])))
    assert "In at least five other files each" in page and "Threatened, the north of Guatemala" in page
    assert not any(codename in page for codename in codenames[1:])
    allowing.change_consents(calls[1].visit(), ["collective"], language="en", at=embedded.now)
    page = text_of(mara.get(address(calls[0])))
    assert codenames[1] in page and "In at least five" not in page
    assert "Nothing may be shown." in text_of(mara.get(address(calls[6])))


def test_the_page_has_a_name_for_each_place(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    assert heading(mara.get(address(call))) == "Incidents"
    assert heading(mara.get(address(call, "add/"))) == "Add an incident"


def test_an_example_is_tied_to_its_label_and_comes_back_with_a_correction(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    labelled = {"stigmas": ["foreign_agent"], "own_label": "the river mafia", "text": "On the evening news."}
    seen = {"example1_label": "foreign_agent", "example1_address": "https://news.example.org/tonight"}
    seen |= {"example2_label": "own", "example2_address": "https://news.example.org/again"}
    add(embedded, call, mara, **labelled, **seen)
    one = only_incident(embedded, call)
    assert [(each.label, each.address) for each in one.examples] == [
        ("foreign_agent", "https://news.example.org/tonight"),
        ("", "https://news.example.org/again"),
    ]
    page = text_of(mara.get(address(call)))
    assert "Foreign agent (seen: https://news.example.org/tonight)" in page
    assert "“the river mafia” (seen: https://news.example.org/again)" in page
    form = mara.get(address(call, f"{one.ref}/correct/"))
    assert typed_into(form, "example2_address") == "https://news.example.org/again"
