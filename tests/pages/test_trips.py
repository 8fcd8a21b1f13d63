"""Pages of trips and of contact before need: planned, joined, reported back, called off with what stands in."""

import re

import pytest

from safeconduct.coordination.desk import putting_in
from tests.builders import a_telling
from tests.coordinating import a_group, to
from tests.covering import a_plan, a_region, a_trip
from tests.embedded import LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into

pytestmark = pytest.mark.django_db(transaction=True)

MEETS = "Two who speak for the pastures"


@pytest.fixture
def group(embedded):
    return a_group(embedded)


@pytest.fixture
def region(embedded, group):
    return a_region(embedded, group)


def trips_page(group):
    return f"/desk/groups/{group}/trips/"


def contacts_page(group):
    return f"/desk/groups/{group}/contacts/"


def plain(response):
    return " ".join(re.sub(r"<[^>]+>", " ", text_of(response)).split())


def planned(region, **changes):
    form = {"kind": "consular", "on": "2026-03-20", "until": "2026-03-22", "regions": [region], "meets": MEETS}
    form |= {"removes": ["distance"], "marking": "TLP:AMBER", **changes}
    return {"go": "plan", **{f"plan-{name}": value for name, value in form.items()}}


def test_a_trip_is_planned_joined_in_one_press_and_closed_by_its_report(embedded, group, region):
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    address = mara.post(trips_page(group), planned(region))["Location"]
    page = plain(amal.get(address))
    assert "Consular days, 20 March 2026 to 22 March 2026" in page and MEETS in page and "Kenya, the north" in page
    assert heading(amal.get(address)).startswith("Consular days") and "<title>Trip" in text_of(amal.get(address))
    assert amal.post(address, {"go": "goes"}).status_code == 302
    assert "Harbour Desk , Lighthouse Network" in plain(mara.get(address))
    assert "Report back" not in text_of(amal.get(address))
    embedded.clock.pass_by(a_plan(embedded, region, days_ahead=20).until - embedded.now.date())
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    assert "One report is owed." in plain(mara.get(trips_page(group)))
    said = amal.post(address, {"go": "report", "report-effect": "", "report-words": "The road is open again."})
    assert any("what came of the visit" in one for one in sentences(said))
    assert typed_into(said, "report-words") == "The road is open again."
    typed = {"go": "report", "report-effect": "new_contact", "report-words": "The road is open again."}
    assert amal.post(address, typed).status_code == 302
    page = plain(mara.get(address))
    assert "The road is open again." in page and "Defenders were met for the first time" in page
    assert "Report back" in page, "who went as well adds theirs"
    coverage = plain(amal.get(f"/desk/groups/{group}/coverage/"))
    assert "22 March 2026, Harbour Desk" in coverage, "the last visit"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"on": "2026-02-01", "until": ""}, "first day is in the past"),
        ({"until": "2026-03-19"}, "last day is before the first"),
        ({"until": "2026-06-19"}, "longer than 60 days"),
        ({"on": "2027-09-01", "until": ""}, "more than a year ahead"),
        ({"on": "soon"}, "This is no day"),
        ({"regions": []}, "where the trip leads"),
        ({"meets": " "}, "whom to meet"),
        ({"marking": "TLP:RED"}, "named organisations only"),
        ({"marking": "TLP:CLEAR"}, "not one of the available choices"),
    ],
)
def test_a_trip_that_cannot_be_is_refused_and_what_was_typed_is_kept(embedded, group, region, changes, why):
    said = embedded.staff(PROTECTION).post(trips_page(group), planned(region, **{"meets": MEETS, **changes}))
    assert said.status_code == 200 and any(why in one for one in sentences(said))
    assert typed_into(said, "plan-meets").strip() == changes.get("meets", MEETS).strip()
    assert "No trip is planned." in text_of(embedded.staff(PROTECTION).get(trips_page(group)))


def test_without_a_region_the_page_leads_to_naming_one(embedded, group):
    page = text_of(embedded.staff(PROTECTION).get(trips_page(group)))
    assert f"/desk/groups/{group}/coverage/#name" in page and 'name="plan-on"' not in page


def test_a_visit_that_was_made_is_written_down_with_its_report_at_once(embedded, group, region):
    mara = embedded.staff(PROTECTION)
    form = {"kind": "meet", "on": "2026-02-10", "until": "", "regions": [region], "meets": MEETS, "effect": "seen"}
    form |= {"words": "We walked through the market.", "marking": "TLP:GREEN"}
    typed = {"go": "visit", **{f"visit-{name}": value for name, value in form.items()}}
    said = mara.post(trips_page(group), {**typed, "visit-words": ""})
    assert any("Nothing is reported yet" in one for one in sentences(said))
    assert "No trip is planned." in text_of(mara.get(trips_page(group))), "nothing half-written"
    ahead = mara.post(trips_page(group), {**typed, "visit-on": "2026-04-10"})
    assert any("not over on that day" in one for one in sentences(ahead))
    assert mara.post(trips_page(group), typed).status_code == 302
    assert "10 February 2026, Harbour Desk" in plain(
        embedded.staff(OTHER_OFFICE).get(f"/desk/groups/{group}/coverage/")
    )


def test_a_red_trip_is_read_by_named_organisations_only(embedded, group, region):
    lighthouse = embedded.office(LIGHTHOUSE).ref
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    to_them = mara.post(trips_page(group), planned(region, marking="TLP:RED", named=[lighthouse]))["Location"]
    assert MEETS in plain(amal.get(to_them)) and "TLP:RED" in plain(amal.get(to_them))
    assert amal.post(to_them, {"go": "cannot"}).status_code == 302
    assert "Cannot Lighthouse Network" in plain(mara.get(to_them))


def test_a_trip_that_is_not_safe_is_called_off_with_what_stands_in_for_it(embedded, group, region):
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    address = f"{trips_page(group)}{a_trip(embedded, group, region)}/"
    assert "Call it off" not in text_of(amal.get(address))
    form = {"why": "unsafe_us", "region": region, "way": "half_way", "whom": "The same two", "by": "2026-03-25"}
    typed = {"go": "off", **{f"off-{name}": value for name, value in form.items()}}
    said = mara.post(address, {**typed, "off-way": ""})
    assert any("not said how" in one for one in sentences(said)) and typed_into(said, "off-whom") == "The same two"
    assert mara.post(address, typed).status_code == 302
    page = plain(amal.get(address))
    assert "Called off Travel is not safe for us" in page and "Meet half-way, in a safer town" in page
    assert "It stands in for a trip, under its marking." in plain(amal.get(contacts_page(group)))
    late = amal.post(address, {"go": "goes"})
    assert any("over or called off" in one for one in sentences(late))


def test_a_trip_that_is_not_there_is_not_found(embedded, group):
    mara = embedded.staff(PROTECTION)
    assert mara.get(f"{trips_page(group)}{'0' * 32}/").status_code == 404
    assert mara.post(f"{trips_page(group)}{'0' * 32}/", {"go": "goes"}).status_code == 404


def test_cards_of_the_country_that_ask_for_a_visit_stand_beside_the_trip(embedded, group, region):
    told = a_telling(consents=("share_network",), country="KE", needs=("visit",))
    other = a_telling(consents=("share_network",), country="KE", needs=("lawyer",))
    asked, not_asked = embedded.call(telling=told), embedded.call(telling=other)
    mara = embedded.keyring(PROTECTION)
    for case in (asked, not_asked):
        putting_in.put_card(case.ref, to(group), mara, at=embedded.now)
    page = text_of(embedded.staff(OTHER_OFFICE).get(f"{trips_page(group)}{a_trip(embedded, group, region)}/"))
    assert embedded.case(asked.ref).story["codename"] in page and asked.ref not in page
    assert embedded.case(not_asked.ref).story["codename"] not in page


def test_the_region_says_which_trip_could_take_a_barrier_away(embedded, group, region):
    a_trip(embedded, group, region)
    page = plain(embedded.staff(OTHER_OFFICE).get(f"/desk/groups/{group}/regions/{region}/"))
    assert "Trip 14 March 2026 Distance" in page and "No trip Norms on who may move" in page
    assert "What could help: send somebody whom they can meet" in page


# Contact before need


def contact(leads_to, **changes):
    form = {"region": leads_to, "whom": "The herders’ circle", "way": "trusted", "by": "2026-04-01", **changes}
    return {"go": "plan", **{f"plan-{name}": value for name, value in form.items()}}


def a_contact(embedded, group, region):
    mara = embedded.staff(PROTECTION)
    assert mara.post(contacts_page(group), contact(region)).status_code == 302
    return re.search(r'name="contact" value="([0-9a-f]+)"', text_of(mara.get(contacts_page(group))))[1]


def test_contact_is_planned_before_need_and_its_day_is_written_down(embedded, group, region):
    one = a_contact(embedded, group, region)
    mara, amal = embedded.staff(PROTECTION), embedded.staff(OTHER_OFFICE)
    page = plain(amal.get(contacts_page(group)))
    assert "The herders’ circle" in page and "Through a person or network that they trust" in page
    assert "It was made" not in page, "only who planned it says what became of it"
    said = mara.post(contacts_page(group), {"go": "made", "contact": one, f"made-{one}-on": ""})
    assert any("no day yet" in one for one in sentences(said))
    typed = {"go": "made", "contact": one, f"made-{one}-on": "2026-03-01"}
    assert mara.post(contacts_page(group), typed).status_code == 302
    assert "Made 1 March 2026" in plain(amal.get(contacts_page(group)))
    again = mara.post(contacts_page(group), typed)
    assert any("made or given up already" in one for one in sentences(again))


def test_a_contact_is_given_up_with_a_reason_and_a_late_one_shows(embedded, group, region):
    one = a_contact(embedded, group, region)
    embedded.clock.pass_by(a_plan(embedded, region, days_ahead=40).on - embedded.now.date())
    mara = embedded.staff(PROTECTION)
    assert "One is late." in plain(mara.get(contacts_page(group)))
    said = mara.post(contacts_page(group), {"go": "given_up", "contact": one, f"given_up-{one}-why": ""})
    assert any("not said why" in one for one in sentences(said))
    typed = {"go": "given_up", "contact": one, f"given_up-{one}-why": "They asked us to wait."}
    assert mara.post(contacts_page(group), typed).status_code == 302
    assert "They asked us to wait." in plain(embedded.staff(OTHER_OFFICE).get(contacts_page(group)))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"region": ""}, "not said where"),
        ({"whom": ""}, "with whom"),
        ({"way": ""}, "not said how"),
        ({"by": ""}, "no day yet"),
        ({"by": "2026-01-01"}, "in the past"),
        ({"by": "2029-01-01"}, "more than a year ahead"),
    ],
)
def test_a_contact_that_cannot_be_is_refused(embedded, group, region, changes, why):
    said = embedded.staff(PROTECTION).post(contacts_page(group), contact(region, **changes))
    assert said.status_code == 200 and any(why in one for one in sentences(said))
    assert "Nothing is planned." in text_of(embedded.staff(PROTECTION).get(contacts_page(group)))
