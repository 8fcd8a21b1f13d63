"""What a post owes to groups: on the page of today, among what hangs on a post, in a handover and in its report."""

from datetime import timedelta

import pytest

from safeconduct.coordination.desk import handing_over_duties, owing
from tests.coordinating import a_group
from tests.embedded import COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.handing_over import LEAVER, a_group_that_is_owed, handed_over, posts
from tests.meeting import a_meeting, decide
from tests.organising import leave, post_ref
from tests.pages.page import sentences, text_of, typed_into

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, TODAY = "/desk/handover/", "/desk/"


@pytest.fixture
def group(embedded):
    return a_group_that_is_owed(embedded)


def offer_of(embedded, name=COLLEAGUE):
    (owed,) = handing_over_duties.owed_to_groups(embedded.keyring(name), at=embedded.now)
    return owed.offers[-1].offer.ref


def test_today_shows_what_the_post_owes_to_groups_within_a_week_and_late_first(embedded, group):
    mara = embedded.staff(PROTECTION)
    assert "Owed to groups" not in text_of(mara.get(TODAY))
    other = a_group(embedded)
    a_meeting(embedded, other)
    embedded.clock.pass_by(timedelta(days=4))
    decide(embedded, other, "Ask the ministry.", post=post_ref(embedded, LEAVER), due=embedded.now.date())
    mara = embedded.staff(PROTECTION)
    page = text_of(mara.get(TODAY))
    assert "Owed to groups" in page and "In 6 days" in page and "2 open duties of your post." in page
    assert "Write to all capitals." not in page
    assert page.index(f"/desk/groups/{other}/duties/") < page.index(f"/desk/groups/{group}/duties/")
    embedded.clock.pass_by(timedelta(days=7))
    assert "Late 7 days" in text_of(embedded.staff(PROTECTION).get(TODAY))
    assert "Owed to groups" not in text_of(embedded.staff(COLLEAGUE).get(TODAY))
    others = text_of(embedded.staff(OTHER_OFFICE).get(TODAY))
    assert "One duty that nobody holds." in others and "of your post" not in others


def test_what_nobody_took_up_stands_on_the_page_of_every_post_until_one_does(embedded):
    group = a_group(embedded)
    a_meeting(embedded, group)
    decide(embedded, group, "Ask the ministry.", due=embedded.now.date())
    for name in (PROTECTION, COLLEAGUE):
        page = text_of(embedded.staff(name).get(TODAY))
        assert "One duty that nobody holds." in page and "Take up" in page
    (owed,) = handing_over_duties.owed_to_groups(embedded.keyring(COLLEAGUE), at=embedded.now)
    owing.take_up(group, owed.duties[0].ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert "Owed to groups" not in text_of(embedded.staff(PROTECTION).get(TODAY))
    assert "One open duty of your post." in text_of(embedded.staff(COLLEAGUE).get(TODAY))
    leave(embedded, COLLEAGUE)
    assert "One duty that nobody holds." in text_of(embedded.staff(PROTECTION).get(TODAY))


def test_what_is_owed_to_a_group_is_listed_offered_and_accepted_with_one_yes(embedded, group):
    mara, tomas = embedded.staff(PROTECTION), embedded.staff(COLLEAGUE)
    page = text_of(mara.get(PAGE))
    assert "It owes something to one group." in page and "2 open duties, the next by 14 March 2026." in page
    assert "Hearings that your organisation leads for a group stay with the organisation" in page
    to_post, head, last_day = posts(embedded)
    typed = {"start-to_post": to_post, "start-head": head, "start-ends_on": last_day.isoformat()}
    report = mara.post(PAGE, {"go": "start", **typed})["Location"]
    told = text_of(mara.get(report))
    assert "What is owed to one group waits for a post." in told and "Waits for Duty officer" in told
    assert "Contact before and after" not in told
    assert "Start handover" not in text_of(mara.get(PAGE))
    assert "Handed over to your post" in text_of(tomas.get(TODAY))
    assert "Goes along: 2 open duties." in text_of(tomas.get(PAGE))
    yes = {"go": "accept", "group": group, "case": offer_of(embedded)}
    assert tomas.post(PAGE, yes).status_code == 302
    assert "Handed over to your post" not in text_of(tomas.get(TODAY))
    told = text_of(tomas.get(report))
    assert "Everything is taken." in told and "2 duties, held by Duty officer." in told
    assert "Nothing hangs on Human rights officer." in text_of(mara.get(PAGE))
    assert "taken this already" in sentences(tomas.post(PAGE, yes))[0]
    assert embedded.staff("amal").get(report).status_code == 404


def test_a_no_needs_a_reason_and_goes_to_the_head_s_page_of_today(embedded, group):
    handed_over(embedded)
    offer, tomas, petra = offer_of(embedded), embedded.staff(COLLEAGUE), embedded.staff("petra")
    no = {"go": "decline", "group": group, "case": offer}
    assert "no reason yet" in sentences(tomas.post(PAGE, {**no, f"{offer}-reason": " "}))[0]
    long = "too much " * 9_000
    kept = tomas.post(PAGE, {**no, f"{offer}-reason": long})
    assert sentences(kept) and typed_into(kept, f"{offer}-reason").strip() == long.strip()
    assert "Handed over and not accepted" not in text_of(petra.get(TODAY))
    assert tomas.post(PAGE, {**no, f"{offer}-reason": "Too much."}).status_code == 302
    assert "Handed over and not accepted" in text_of(petra.get(TODAY))
    assert petra.post(PAGE, {"go": "keep", "group": group, "case": offer}).status_code == 302
    assert "Handed over and not accepted" not in text_of(petra.get(TODAY))


def test_an_offer_of_another_organisation_or_of_nobody_is_not_there(embedded, group):
    handed_over(embedded)
    for name, ref in (("amal", offer_of(embedded)), (COLLEAGUE, "0" * 32)):
        answer = embedded.staff(name).post(PAGE, {"go": "accept", "group": group, "case": ref})
        assert "not there for your post" in sentences(answer)[0]


def test_a_post_without_people_that_owes_a_group_is_not_signed_as_empty(embedded, group):
    leave(embedded, PROTECTION)
    tomas, post = embedded.staff(COLLEAGUE), post_ref(embedded, LEAVER)
    page = text_of(tomas.get(PAGE))
    assert "It owes something to one group: take each over" in page and 'value="empty"' not in page
    assert "owes something to a group" in sentences(tomas.post(PAGE, {"go": "empty", "post": post}))[0]
