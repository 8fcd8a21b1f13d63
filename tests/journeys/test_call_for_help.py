"""From the first page to the desk and back: the journey that everything else stands on (J1, J2)."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import Instance, ask_for_help, come_back, sign_in


def test_a_call_for_help_becomes_a_case_and_is_answered(
    visitor: Page, desk: BrowserContext, instance: Instance
) -> None:
    words = ask_for_help(visitor, happened="They wait outside the mill.")

    officer = sign_in(desk, instance, "mara")
    officer.get_by_role("link", name=re.compile("^Open the most urgent")).click()
    expect(officer.get_by_text("They wait outside the mill.")).to_be_visible()
    officer.get_by_label("To the defender").fill("We have read it and will call the lawyer today.")
    officer.get_by_role("button", name="Send the answer").click()
    officer.get_by_role("button", name="Accept as a case").click()
    officer.get_by_label("Note").fill("Called the lawyer.")
    officer.get_by_role("button", name="Keep the note").click()
    expect(officer.get_by_text("Called the lawyer.").first).to_be_visible()

    come_back(visitor, " ".join(words))
    expect(visitor.get_by_text("Someone is working on it")).to_be_visible()
    expect(visitor.get_by_text("call the lawyer")).to_have_count(0)
    come_back(visitor, " ".join([*words, "kingfisher"]))
    expect(visitor.get_by_text("We have read it and will call the lawyer today.")).to_be_visible()
    expect(visitor.get_by_text("They wait outside the mill.")).to_have_count(0)
