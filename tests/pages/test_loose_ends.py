"""Case by case whether anyone raised it, in words to copy; and what was begun and not followed up."""

import re
from datetime import timedelta

import pytest

from safeconduct.cases.decision import Hurdle
from safeconduct.cases.desk import acting, casework, deciding
from safeconduct.cases.duty import TELL
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.pages.page import text_of
from tests.pages.test_deciding import address, mara, taken
from tests.protecting import an_accepted_case, with_a_step
from tests.rules.cases.protecting import a_decision, a_step

__all__ = ["mara"]  # the fixture
RAISED, LOOSE = "/desk/cases/raised/", "/desk/cases/loose-ends/"


@pytest.fixture
def done(embedded, mara):
    """A case in which a step towards somebody with a name was taken, and its codename."""
    call, step = with_a_step(embedded, recipient="Minister Orlan", by_whom="Anna of the section")
    response = mara.post(address(call, f"steps/{step}/"), {**taken(embedded), "take-reply": "Orlan will look at it."})
    assert response.status_code == 302
    return call, step, embedded.case(call.ref).story["codename"]


def card_of(embedded, ref):
    held, _ = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    return next(card for card in held if card.dossier == ref)


def to_copy(response):
    return re.findall(r'<p class="copied">(.*?)</p>', text_of(response))


def test_the_words_to_copy_say_what_was_done_and_name_nobody(embedded, mara, done):
    call, _, codename = done
    (text,) = to_copy(mara.get(address(call, "")))
    assert text.startswith("Yes, once. Last: ") and "by Human rights officer: done." in text
    assert "There was a reply. The person has not been told yet." in text
    for word in ("Orlan", "Anna", codename, "mara"):
        assert word not in text


def test_the_list_says_the_same_line_for_each_case_from_its_card(embedded, mara, done):
    call, _, codename = done
    other = an_accepted_case(embedded)
    page = mara.get(RAISED)
    assert "2 cases; for 1 of them nothing has been done yet." in text_of(page)
    assert sorted(to_copy(page)) == sorted([*to_copy(mara.get(address(call, ""))), "Nothing has been done yet."])
    assert codename in text_of(page) and embedded.case(other.ref).story["codename"] in text_of(page)


def test_the_list_opens_cards_only_and_shows_another_office_nothing(embedded, mara, done):
    before = embedded.events()
    assert to_copy(mara.get(RAISED)) and embedded.events() == before
    theirs = text_of(embedded.staff(OTHER_OFFICE).get(RAISED))
    assert done[2] not in theirs and "No case that this post may open." in theirs


def test_the_list_goes_on_to_a_next_page_whatever_is_posted(embedded, mara, done, monkeypatch):
    an_accepted_case(embedded)
    monkeypatch.setattr("safeconduct.web.staff.loose_ends.ROWS_ON_A_PAGE", 1)
    assert 'name="page" value="2"' in text_of(mara.get(RAISED))
    pages = [to_copy(mara.post(RAISED, {"page": page})) for page in ("1", "2", "99999", "x", "0", "9" * 5_000)]
    assert all(len(page) == 1 for page in pages) and pages[0] != pages[1] == pages[2]


def waive_all(embedded, call):
    keyring = embedded.keyring(PROTECTION)
    for duty in acting.duties_of(embedded.case(call.ref), at=embedded.now):
        if duty.says != TELL and duty.state == "open":
            acting.waive_duty(call.ref, duty.ref, "Not needed.", keyring, at=embedded.now)


def test_an_act_whose_follow_up_was_waived_is_a_loose_end_until_a_duty_is_opened(embedded, mara, done):
    call, step, codename = done
    assert "Every act is followed by something." in text_of(mara.get(LOOSE))
    waive_all(embedded, call)
    page = text_of(mara.get(LOOSE))
    assert codename in page and "One-off" in page and address(call, "duties/") in page
    acting.open_duty(
        call.ref, step, "Call the lawyer", None, "the hearing", embedded.keyring(PROTECTION), at=embedded.now
    )
    assert "Every act is followed by something." in text_of(mara.get(LOOSE))


def test_a_hurdle_without_proof_or_way_round_is_listed_for_the_head_of_the_mission(embedded, mara):
    call = an_accepted_case(embedded, "raise_private_unnamed")
    shown, bare = Hurdle("No car", "The log", "The consulate’s"), Hurdle("No money")
    plan = a_decision(a_step(), hurdles=(shown, bare))
    deciding.decide(call.ref, plan, embedded.keyring(PROTECTION), at=embedded.now)
    page = text_of(mara.get(LOOSE))
    assert "one hurdle" in page and embedded.case(call.ref).story["codename"] in page
    assert "No money" not in page and card_of(embedded, call.ref).unproved == 1


def test_a_case_of_more_than_fourteen_days_without_a_word_is_listed(embedded, mara):
    call = an_accepted_case(embedded)
    codename = embedded.case(call.ref).story["codename"]
    assert "Everybody has heard from us in time." in text_of(mara.get(LOOSE))
    embedded.clock.pass_by(timedelta(days=15))
    page = text_of(embedded.staff(PROTECTION).get(LOOSE))
    assert codename in page and "15 days silent" in page and address(call, "tell/") in page


def test_a_card_from_before_carries_none_of_it(embedded):
    call = embedded.call()
    card = card_of(embedded, call.ref)
    assert (card.raised.times, card.one_offs, card.unproved) == (0, (), 0)
