"""The page for the capital: two presses from the case, one sheet of A4 however full, answered in one press without an account."""

import re
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from safeconduct.cases.capital import LONGEST_PART, PARTS
from tests.journeys.conftest import Instance
from tests.journeys.protecting import fill
from tests.journeys.test_click_budgets import QUIET, Clicks, desk_page
from tests.journeys.test_hearings import picture
from tests.journeys.walking import OWN_WORD

__all__ = ["desk_page"]  # the fixture
PAGE_IN, ANSWER_IN = 2, 1
FULL = ("They have asked for it again and again. " * 20)[:LONGEST_PART]


def test_the_capital_is_asked_and_answers(instance: Instance, desk_page: Page, plain_visitor: Page) -> None:
    protect = {"allowed": [QUIET], "step": ["DIP-01", QUIET]}
    planted = instance.plant({"happened": "They came.", "own_word": OWN_WORD, "protect": protect})[0]
    desk_page.goto(f"/desk/dossiers/{planted.refs[0]}/")
    clicks = Clicks(desk_page)
    clicks.press(desk_page.locator("main a[href*='/decisions/']").first)
    clicks.link("Page for the capital")
    expect(desk_page.get_by_text("for one human rights defender").first).to_be_visible()
    assert clicks.count <= PAGE_IN
    picture(desk_page, "capital-begun")
    fill(desk_page, {f"page-{name}": FULL for name in PARTS})
    desk_page.get_by_role("button", name="Keep this page").click()
    expect(desk_page.get_by_text("Ask by a link")).to_be_visible()
    assert len(PdfReader(BytesIO(desk_page.pdf(format="A4"))).pages) == 1
    desk_page.get_by_text("Ask by a link").click()
    desk_page.get_by_role("button", name="Make a link").click()
    plain_visitor.goto(re.sub(r"^https?://[^/]+", "", desk_page.locator("pre.copied").inner_text()))
    plain_visitor.get_by_role("button", name="Read what is asked").click()
    picture(plain_visitor, "capital-asked")
    answer = Clicks(plain_visitor)
    answer.button("Yes, do it")
    assert answer.count <= ANSWER_IN
    expect(plain_visitor.get_by_role("heading", level=1)).to_have_text("Your answer has arrived")
    desk_page.get_by_role("link", name="They have it").click()
    expect(desk_page.get_by_text("By the link")).to_be_visible()
    picture(desk_page, "capital")
