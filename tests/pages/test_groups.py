"""Pages of groups and hearings: found, invite, answer, put in, call out; and what is said of bad input."""

import re
from datetime import timedelta

import pytest

from safeconduct.coordination.desk import belonging
from safeconduct.coordination.hearing import LEAD
from safeconduct.intake.consent import before_groups
from tests.builders import a_telling
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing, after_the_hearing, seen_by
from tests.embedded import COLLEAGUE, LIGHTHOUSE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

pytestmark = pytest.mark.django_db(transaction=True)

FORM = {
    "court": "Second chamber",
    "city": "Karsa",
    "on": "2026-03-16",
    "hour": "09:30",
    "zone": "Africa/Nairobi",
    "stage": "judgment",
    "access": "notice",
    "notice_days": "5",
    "language": "French",
    "marking": "TLP:AMBER",
}


def a_case(embedded, *consents):
    return embedded.call(telling=a_telling(consents=consents or OBSERVED_AND_SHARED, country="KE"))


def group_page(ref):
    return f"/desk/groups/{ref}/"


def test_from_founding_to_reading_together(embedded):
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    assert "No group yet" in text_of(mara.get("/desk/groups/"))
    founded = mara.post("/desk/groups/", {"name": "North and coast", "grouping": "region"})
    address = founded["Location"]
    assert "Nobody else belongs to it yet" in text_of(mara.get(address))
    lighthouse = embedded.office(LIGHTHOUSE).ref
    assert mara.post(f"{address}members/", {"go": "invite", "invited": lighthouse}).status_code == 302
    assert "One invitation waits for you" in text_of(amal.get("/desk/groups/"))
    letter = text_of(amal.get(address))
    assert "Harbour Desk invites you into this group" in letter and "TLP:RED" in letter
    assert amal.post(f"{address}members/", {"go": "yes"}).status_code == 302
    assert "You said yes" in text_of(amal.get(address))
    page = text_of(mara.get(address))
    invitation = re.search(r'name="invitation" value="([0-9a-f]+)"', page)[1]
    assert mara.post(f"{address}members/", {"go": "let_in", "invitation": invitation}).status_code == 302
    page = text_of(amal.get(address))
    assert "Lighthouse Network" in page and "No hearing is called out" in page
    assert "North and coast" in text_of(amal.get("/desk/groups/"))


def test_what_is_wrong_with_founding_and_inviting_is_said_and_kept(embedded):
    mara = embedded.staff(PROTECTION)
    said = mara.post("/desk/groups/", {"name": "", "grouping": "region"})
    assert any("no name yet" in one for one in sentences(said))
    said = mara.post("/desk/groups/", {"name": "North", "grouping": ""})
    assert any("comes together for" in one for one in sentences(said)) and typed_into(said, "name") == "North"
    ref = a_group(embedded)
    said = mara.post(f"{group_page(ref)}members/", {"go": "invite", "invited": ""})
    assert any("No organisation is chosen" in one for one in sentences(said))
    again = {"go": "invite", "invited": embedded.office(LIGHTHOUSE).ref}
    said = mara.post(f"{group_page(ref)}members/", again)
    assert any("belongs to the group already" in one for one in sentences(said))


def test_whoever_is_not_in_the_group_gets_the_answer_of_what_is_not_there(embedded):
    ref = a_group(embedded)
    for name in (OTHER_COMPARTMENT, "ines", "vera", "luka"):
        client = embedded.staff(name)
        for address in (group_page(ref), group_page("0" * 32), f"{group_page(ref)}hearings/{'0' * 32}/"):
            assert client.get(address).status_code == 404
        assert client.post(f"{group_page(ref)}members/", {"go": "leave"}).status_code == 404
    belonging.leave(ref, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert embedded.staff(OTHER_OFFICE).get(group_page(ref)).status_code == 404


def test_a_guest_leaves_and_the_holder_ends_a_reading(embedded):
    ref = a_group(embedded)
    amal = embedded.staff(OTHER_OFFICE)
    assert amal.post(f"{group_page(ref)}members/", {"go": "leave"})["Location"] == "/desk/groups/"
    assert amal.get(group_page(ref)).status_code == 404
    other = a_group(embedded)
    ended = {"go": "end", "organisation": embedded.office(LIGHTHOUSE).ref}
    assert embedded.staff(PROTECTION).post(f"{group_page(other)}members/", ended).status_code == 302
    assert amal.get(group_page(other)).status_code == 404


def test_a_card_is_put_in_on_the_page_of_the_case_and_taken_out(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    mara, address = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/groups/"
    codename = embedded.case(call.ref).story["codename"]
    assert address in text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    assert mara.post(address, {"go": "put", "group": ref, "marking": "TLP:GREEN"}).status_code == 302
    assert "Read by Lighthouse Network" in text_of(mara.get(address))
    assert "Stands as a card before" in text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    page = text_of(embedded.staff(OTHER_OFFICE).get(group_page(ref)))
    assert codename in page and "TLP:GREEN" in page and "Kenya" in page and call.ref not in page
    (item,) = before_groups(embedded.case(call.ref).written)
    assert mara.post(address, {"go": "take_out", "item": item.ref}).status_code == 302
    assert codename not in text_of(embedded.staff(OTHER_OFFICE).get(group_page(ref)))


def test_a_card_without_consent_and_a_red_one_without_names_are_refused_in_a_sentence(embedded):
    ref, call = a_group(embedded), a_case(embedded, "publish_unnamed")
    mara, address = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/groups/"
    said = mara.post(address, {"go": "put", "group": ref, "marking": "TLP:AMBER"})
    assert any("no consent" in one for one in sentences(said))
    said = mara.post(address, {"go": "put", "group": ref, "marking": "TLP:RED"})
    assert any("named organisations only" in one for one in sentences(said))


def test_without_a_group_the_page_leads_to_founding_one(embedded):
    page = text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{a_case(embedded).ref}/groups/"))
    assert "We belong to no group yet" in page and "/desk/groups/" in page


# Hearings


def test_a_hearing_is_called_out_from_its_case_in_one_form(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    mara, address = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/hearings/"
    assert address in text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    assert mara.post(address, {**FORM, "group": ref}).status_code == 302
    assert "Mon 16 March 2026, 09:30" in text_of(mara.get(f"/desk/dossiers/{call.ref}/"))
    page = text_of(embedded.staff(OTHER_OFFICE).get(group_page(ref)))
    assert "Second chamber, Karsa" in page and "One hearing is ahead. One has nobody." in page
    assert "March 2026: hearings on the 16." in page and "<svg" in page and "style=" not in page
    assert "07:30 here; Africa/Nairobi" in text_of(mara.get(group_page(ref)))
    assert call.ref not in page and embedded.case(call.ref).story["codename"] not in page


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"on": "2026-03-01"}, "in the past at the court"),
        ({"zone": "Europe/Atlantis"}, "no such time zone"),
        ({"hour": ""}, "day or the hour is missing"),
        ({"hour": "25:10"}, "This is no hour"),
        ({"on": "the 16th"}, "This is no day"),
        ({"on": "2026-03-29", "hour": "02:30", "zone": "Europe/Brussels"}, "does not exist"),
        ({"court": ""}, "court is missing"),
        ({"notice_days": "soon"}, "no number of days"),
        ({"notice_days": "9999"}, "more than a year"),
    ],
)
def test_a_hearing_that_cannot_be_is_refused_and_what_was_typed_is_kept(embedded, changes, why):
    call = a_case(embedded)
    address = f"/desk/dossiers/{call.ref}/hearings/"
    said = embedded.staff(PROTECTION).post(address, {**FORM, "lawyer": "Through the bar.", **changes})
    assert said.status_code == 200 and any(why in one for one in sentences(said))
    assert typed_into(said, "city") == "Karsa" and typed_into(said, "lawyer") == "Through the bar."
    assert not any(entry.kind == "hearing_set" for entry in embedded.case(call.ref).written)


def test_the_lead_is_taken_in_one_press_and_a_second_lead_is_refused(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    hearing = a_hearing(embedded, call.ref, group=ref)
    address = f"{group_page(ref)}hearings/{hearing}/answer/"
    for shown in (group_page(ref), f"{group_page(ref)}hearings/{hearing}/"):
        assert f'action="{address}"' in text_of(embedded.staff(OTHER_OFFICE).get(shown))
    assert embedded.staff(OTHER_OFFICE).post(address, {"role": "lead"}).status_code == 302
    said = embedded.staff(PROTECTION).post(address, {"role": "lead"})
    assert any("Lighthouse Network takes the lead already" in one for one in sentences(said))
    assert embedded.staff(COLLEAGUE).post(address, {"role": "backup"}).status_code == 302
    page = text_of(embedded.staff(OTHER_OFFICE).get(group_page(ref)))
    assert "Covered" in page and 'aria-pressed="true"' in page
    assert embedded.staff(PROTECTION).get(address).status_code == 405


def test_a_hearing_moves_on_the_page_of_the_case_and_the_group_reads_it(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    hearing = a_hearing(embedded, call.ref, group=ref)
    mara, address = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/hearings/{hearing}/"
    typed = {"go": "change", "change-what": "moved", "change-on": "2026-03-20", "change-hour": "14:00"}
    half = mara.post(address, {**typed, "change-hour": "", "change-zone": "Africa/Nairobi", "change-why": "Told."})
    assert any("belong together" in one for one in sentences(half))
    said = mara.post(address, {**typed, "change-zone": "Africa/Nairobi", "change-why": ""})
    assert any("how you know" in one for one in sentences(said))
    done = mara.post(address, {**typed, "change-zone": "Africa/Nairobi", "change-why": "The clerk called."})
    assert done.status_code == 302
    page = text_of(embedded.staff(OTHER_OFFICE).get(f"{group_page(ref)}hearings/{hearing}/"))
    assert "Moved to 20 March 2026, 14:00." in page and "The clerk called." in page and "Fri 20 March 2026" in page


def test_refused_access_is_recorded_with_how_and_opens_an_alternative(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    hearing = a_hearing(embedded, call.ref, group=ref)
    after_the_hearing(embedded)
    mara, address = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/hearings/{hearing}/"
    said = mara.post(address, {"go": "result", "result-what": "refused", "result-words": "Two guards."})
    assert any("how access was refused" in one for one in sentences(said))
    assert typed_into(said, "result-words") == "Two guards."
    typed = {"result-what": "refused", "result-how": "at_the_door", "result-instead": "outside"}
    assert mara.post(address, {"go": "result", **typed}).status_code == 302
    assert "Wait outside the court, to be seen" in text_of(mara.get(f"/desk/dossiers/{call.ref}/duties/"))
    page = text_of(embedded.staff(OTHER_OFFICE).get(group_page(ref)))
    assert "Access refused" in page and "Past" in page


def test_who_sat_in_records_it_and_the_owner_is_sent_to_the_case(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    hearing = a_hearing(embedded, call.ref, group=ref)
    address = f"{group_page(ref)}hearings/{hearing}/"
    early = embedded.staff(OTHER_OFFICE).post(address, {"what": "observed"})
    assert any("has not sat yet" in one for one in sentences(early))
    after_the_hearing(embedded)
    assert (
        embedded.staff(OTHER_OFFICE).post(address, {"what": "observed", "words": "Heard in full."}).status_code == 302
    )
    assert "Record it on the page of the case" in text_of(embedded.staff(PROTECTION).get(address))
    case = text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{call.ref}/hearings/{hearing}/"))
    assert "Observed" in case and "North and coast" in case


def test_a_hearing_is_called_out_later_from_its_own_page(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    hearing = a_hearing(embedded, call.ref)
    mara, address = embedded.staff(PROTECTION), f"/desk/dossiers/{call.ref}/hearings/{hearing}/"
    assert "No group sees this hearing" in text_of(mara.get(address))
    assert mara.post(address, {"go": "out", "out-group": ref, "out-marking": "TLP:AMBER"}).status_code == 302
    assert len(seen_by(embedded, OTHER_OFFICE, ref)) == 1
    page = text_of(mara.get(address))
    assert "Read by Lighthouse Network" in page
    again = mara.post(address, {"go": "out", "out-group": ref, "out-marking": "TLP:AMBER"})
    assert any("already" in one for one in sentences(again))


def test_the_pages_of_a_hearing_that_is_not_there(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    mara = embedded.staff(PROTECTION)
    for address in (f"/desk/dossiers/{call.ref}/hearings/{'0' * 32}/", f"{group_page(ref)}hearings/{'0' * 32}/"):
        assert mara.get(address).status_code == 404
    assert mara.post(f"{group_page(ref)}hearings/{'0' * 32}/answer/", {"role": LEAD}).status_code == 404


def test_hearings_of_a_later_month_have_a_picture_of_that_month(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    later = embedded.now.replace(tzinfo=None) + timedelta(days=100)
    a_hearing(embedded, call.ref, group=ref, local=later)
    page = text_of(embedded.staff(OTHER_OFFICE).get(group_page(ref)))
    assert "March 2026: no hearing." in page and "June 2026: hearings on the 12." in page


def test_the_heading_and_the_title_of_the_browser_name_no_court(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    hearing = a_hearing(embedded, call.ref, group=ref)
    response = embedded.staff(OTHER_OFFICE).get(f"{group_page(ref)}hearings/{hearing}/")
    assert heading(response) == "Second chamber, Karsa"
    assert "<title>Hearing" in text_of(response)


def test_the_person_sees_which_office_of_a_group_reads_and_takes_the_tick_back(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    a_hearing(embedded, call.ref, group=ref)
    client = embedded.holder(call)
    for address in ("/en/back/", "/en/back/who/"):
        page = text_of(client.get(address))
        assert "Lighthouse Network" in page and "Someone may come to the hearing and sit in" in page
        assert "North and coast" not in page and "Second chamber" not in page
    assert "Done. It counts from now on." in text_of(client.post("/en/back/who/", {"withdraw": "observe_trial"}))
    assert seen_by(embedded, OTHER_OFFICE, ref) == ()
    assert "It may have copies." in text_of(client.get("/en/back/"))


@pytest.mark.parametrize(("country", "zone"), [("KE", "Africa/Nairobi"), ("RU", None)], ids=["of one zone", "of many"])
def test_the_clock_of_the_court_is_that_of_its_country_and_never_the_office_s(embedded, country, zone):
    case = embedded.call(telling=a_telling(consents=OBSERVED_AND_SHARED, country=country))
    mara = embedded.staff(PROTECTION)
    page = text_of(mara.get(f"/desk/dossiers/{case.ref}/hearings/"))
    field = re.search(r'<input[^>]*name="zone"[^>]*>', page)[0]
    assert re.findall(r'value="([^"]*)"', field) == ([zone] if zone else [])
