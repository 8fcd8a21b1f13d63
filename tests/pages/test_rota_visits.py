"""What the page of the rota plans beside leads and backups of hearings: company for trips, guests, conflicts of interest."""

import re
from datetime import datetime

import pytest

from safeconduct.coordination.desk import hearings
from safeconduct.coordination.desk.hearings import Turn
from safeconduct.coordination.hearing import LEAD, MOVED
from safeconduct.coordination.tlp import RED
from safeconduct.coordination.trip import GOES, trips
from safeconduct.dossiers.models import EndedGrant
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing, seen_by
from tests.covering import a_region, a_trip, written_in
from tests.embedded import HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into
from tests.pages.test_rota_page import places, propose
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def group(embedded):
    return a_group(embedded)


@pytest.fixture
def page(group):
    return f"/desk/groups/{group}/rota/"


@pytest.fixture
def case(embedded):
    return an_accepted_case(embedded, *OBSERVED_AND_SHARED).ref


def tell(embedded, page, by=OTHER_OFFICE, **typed):
    return embedded.staff(by).post(page, {"go": "wish", **{f"wish-{name}": value for name, value in typed.items()}})


def the_trip(embedded, group, by=OTHER_OFFICE):
    (found,) = trips(written_in(embedded, group, by).written)
    return found


def test_a_trip_that_lacks_company_is_planned_published_and_answered_like_any_other(embedded, group, page):
    trip = a_trip(embedded, group, a_region(embedded, group))
    assert "No hearing and one trip that lacks company of the next three months" in text_of(
        embedded.staff(OTHER_OFFICE).get(page)
    )
    shown = propose(embedded, page)
    theirs = embedded.office(LIGHTHOUSE).ref
    assert places(shown) == [f"{trip}:backup:{theirs}"]
    text = text_of(shown)
    assert "Goes along: <bdi>Lighthouse Network" in text and "Harbour Desk goes." in text
    assert "Visit to meet defenders, Upper Mira" in text and "Harbour Desk goes there already" in text
    assert embedded.staff(PROTECTION).post(page, {"go": "publish", "place": places(shown)}).status_code == 302
    assert the_trip(embedded, group).answer_of(theirs) == GOES
    assert "As it was published" in text_of(propose(embedded, page))
    trip_page = f"/desk/groups/{group}/trips/{trip}/"
    assert "Lighthouse Network" in text_of(embedded.staff(PROTECTION).get(trip_page))
    assert embedded.staff(OTHER_OFFICE).post(trip_page, {"go": "cannot"}).status_code == 302
    shown = propose(embedded, page)
    assert not places(shown) and "Nobody goes along" in text_of(shown) and "has said that it cannot" in text_of(shown)


def test_nobody_is_proposed_for_a_trip_of_which_it_may_not_read(embedded, group, page):
    trip = a_trip(embedded, group, a_region(embedded, group), embedded.office(LIGHTHOUSE).ref, marking=RED)
    assert places(propose(embedded, page)) == [f"{trip}:backup:{embedded.office(LIGHTHOUSE).ref}"]
    (seat,) = [
        one for one in written_in(embedded, group).group.seats if one.organisation == embedded.office(LIGHTHOUSE).ref
    ]
    scope = the_trip(embedded, group).scope_ref
    ended = EndedGrant(dossier=group, scope_ref=scope, compartment=seat.compartment, ended_on=embedded.now.date())
    ended.save()
    shown = propose(embedded, page)
    assert not places(shown) and "may not read of it" in text_of(shown)
    assert "one trip" not in text_of(embedded.staff(OTHER_OFFICE).get(page))


def test_company_on_a_trip_is_agreed_by_name_and_kept_to(embedded, group, page):
    trip = a_trip(embedded, group, a_region(embedded, group))
    typed = {"lock-hearing": trip, "lock-role": "backup"}
    ours, theirs = embedded.office(HARBOUR).ref, embedded.office(LIGHTHOUSE).ref
    assert "because that is locked" in text_of(propose(embedded, page, **typed, **{"lock-who": theirs}))
    refused = propose(embedded, page, **typed, **{"lock-who": ours})
    assert any("goes anyway" in said for said in sentences(refused))


def test_a_conflict_in_a_region_keeps_an_organisation_off_its_trips(embedded, group, page):
    region = a_region(embedded, group)
    a_trip(embedded, group, region)
    assert tell(embedded, page, apart_from=[region]).status_code == 302
    shown = propose(embedded, page)
    assert not places(shown) and "Lighthouse Network has declared a conflict of interest." in text_of(shown)
    assert "conflict of interest: Kenya, the north: Upper Mira." in text_of(shown).lower().replace(
        "kenya", "Kenya"
    ).replace("upper mira", "Upper Mira")


def test_a_conflict_in_a_hearing_is_declared_read_by_its_readers_kept_through_a_move_and_taken_back(
    embedded, group, page, case
):
    hearing = a_hearing(embedded, case, group=group)
    assert tell(embedded, page, apart=[hearing]).status_code == 302
    shown = propose(embedded, page)
    assert {place.rpartition(":")[2] for place in places(shown)} == {embedded.office(HARBOUR).ref}
    assert "Lighthouse Network has declared a conflict of interest." in text_of(shown)
    assert "onflict of interest: Second chamber, Karsa" in text_of(shown)
    refused = embedded.staff(OTHER_OFFICE).post(f"/desk/groups/{group}/hearings/{hearing}/answer/", {"role": LEAD})
    assert any("You declared a conflict of interest here" in said for said in sentences(refused))
    turn = Turn(MOVED, datetime.fromisoformat("2026-03-20T14:00"), "Africa/Nairobi", "The clerk said so.")
    hearings.change_hearing(case, hearing, turn, embedded.keyring(PROTECTION), at=embedded.now)
    assert (
        "checked"
        in re.findall(rf'<input[^>]*value="{hearing}"[^>]*>', text_of(embedded.staff(OTHER_OFFICE).get(page)))[0]
    )
    assert tell(embedded, page).status_code == 302
    assert len(places(propose(embedded, page))) == 2


def test_who_said_to_lead_says_there_that_it_cannot_before_it_declares_a_conflict(embedded, group, page, case):
    hearing = a_hearing(embedded, case, group=group)
    hearings.answer(group, hearing, LEAD, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    refused = tell(embedded, page, apart=[hearing], seat="Tarn")
    assert any("Say there that you cannot first" in said for said in sentences(refused))
    assert typed_into(refused, "wish-seat") == "Tarn"
    assert "From Tarn" not in text_of(embedded.staff(PROTECTION).get(page)), "nothing was half written"


def test_a_guest_is_offered_proposed_published_and_stands_at_the_hearing(embedded, group, page, case):
    hearing = a_hearing(embedded, case, group=group)
    assert tell(embedded, page, guest="Member of parliament").status_code == 302
    shown = propose(embedded, page)
    assert "Could bring a guest: Member of parliament." in text_of(shown) or "could bring a guest" in text_of(shown)
    guest = f"{hearing}:guest:{embedded.office(LIGHTHOUSE).ref}"
    assert guest in places(shown) and "Guest: <bdi>Member of parliament, with Lighthouse Network" in text_of(shown)
    embedded.staff(PROTECTION).post(page, {"go": "publish", "place": places(shown)})
    (found,) = seen_by(embedded, OTHER_OFFICE, group)
    assert found.guest == "Member of parliament, with Lighthouse Network" and len(found.answers) == 2
    told = text_of(embedded.staff(OTHER_OFFICE).get(f"/desk/groups/{group}/hearings/{hearing}/"))
    assert "Member of parliament, with Lighthouse Network. Ask the office whose case it is" in told
    assert guest in places(propose(embedded, page)), "as it was published"


def test_a_hearing_without_a_guest_lacks_nothing(embedded, group, page, case):
    a_hearing(embedded, case, group=group, access="permission")
    tell(embedded, page, guest="Member of parliament")
    text = text_of(propose(embedded, page))
    assert "No guest" not in text and "Guest:" not in text


def test_what_was_published_before_a_move_stands_again_when_it_is_published_again(embedded, group, page, case):
    hearing = a_hearing(embedded, case, group=group)
    found = places(propose(embedded, page))
    embedded.staff(PROTECTION).post(page, {"go": "publish", "place": found})
    turn = Turn(MOVED, datetime.fromisoformat("2026-03-20T14:00"), "Africa/Nairobi", "The clerk said so.")
    hearings.change_hearing(case, hearing, turn, embedded.keyring(PROTECTION), at=embedded.now)
    again = places(propose(embedded, page))
    assert set(again) == set(found)
    embedded.staff(PROTECTION).post(page, {"go": "publish", "place": again})
    (moved,) = seen_by(embedded, OTHER_OFFICE, group)
    assert moved.office_that(LEAD)
