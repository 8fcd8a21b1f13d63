"""The check of a bill as a member meets it: concerns with what they rest on, and nothing kept."""

import html

from tests.embedded import PROTECTION
from tests.pages.page import text_of

ADDRESS = "/desk/guidance/bill/"


def answered(embedded, **answers):
    return html.unescape(text_of(embedded.staff(PROTECTION).post(ADDRESS, answers)))


def section(page, title):
    return page.split(f"<h2>{title}</h2>")[1].split("</section>")[0]


def test_what_is_found_stands_with_why_what_it_rests_on_and_its_doubt(embedded):
    page = answered(embedded, **{"foreign-money": "yes", "haste": "no"})
    found = section(page, "Concerns")
    assert "Is money from abroad forbidden" in found and "Art 13" in found and "Unverified" in found
    assert "Is it passed in haste" not in found and "no legal analysis" in found
    unread = section(page, "Not read for yet")
    assert "Is it passed in haste" not in unread and "agent of somebody abroad" in unread
    assert "Consult authorities on draft restrictive law" in section(page, "What can be done")


def test_a_bill_without_a_concern_is_called_no_clean_bill(embedded):
    page = answered(embedded, haste="no")
    assert "That is no clean bill" in page and "<h2>What can be done</h2>" not in page


def test_what_was_answered_stays_in_the_form_and_nowhere_else(embedded):
    assert '<option value="yes" selected>Yes</option>' in answered(embedded, label="yes")
    page = text_of(embedded.staff(PROTECTION).get(ADDRESS))
    assert '<option value="yes" selected>' not in page and "<h2>Concerns</h2>" not in page


def test_an_answer_that_is_none_is_said(embedded):
    page = answered(embedded, label="perhaps")
    assert "<h2>Concerns</h2>" not in page and "perhaps" in page
