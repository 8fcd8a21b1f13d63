"""From the first page to the desk and back: the journey that everything else stands on (J1, J2)."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import Officers, dossiers_on, the_one_since
from tests.journeys.walking import ANSWERS, ask, come_back


def test_a_call_for_help_becomes_a_case_and_is_answered(visitor: Page, officer: Officers) -> None:
    before = dossiers_on(officer("mara"))
    words = ask(visitor)

    desk = the_one_since(officer("mara"), before)
    expect(desk.get_by_text(ANSWERS["happened"]["happened"])).to_be_visible()
    desk.get_by_label("To the defender").fill("We have read it and will call the lawyer today.")
    desk.get_by_role("button", name="Send the answer").click()
    desk.get_by_role("button", name="Accept as a case").click()
    desk.get_by_label("Note").fill("Called the lawyer.")
    desk.get_by_role("button", name="Keep the note").click()
    expect(desk.get_by_text("Called the lawyer.").first).to_be_visible()

    come_back(visitor, words)
    expect(visitor.get_by_text("Someone is working on it")).to_be_visible()
    expect(visitor.get_by_text("call the lawyer")).to_have_count(0)
    come_back(visitor, words, "kingfisher")
    expect(visitor.get_by_text("We have read it and will call the lawyer today.")).to_be_visible()
    expect(visitor.get_by_text(str(ANSWERS["happened"]["happened"]))).to_have_count(0)
