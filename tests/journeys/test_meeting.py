"""A group's meeting in a browser: the agenda in three clicks, and the wall from it, with script and without."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, Instance, Officers

AGENDA_IN = 3


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def page(request: pytest.FixtureRequest, browser: Browser, instance: Instance, officer: Officers) -> Iterator[Page]:
    """Today, as a signed-in officer sees it."""
    state = officer("mara").context.storage_state()
    context = browser.new_context(
        viewport=DESK,
        base_url=instance.address,
        locale="en",
        storage_state=state,
        java_script_enabled=request.param,
    )
    made = context.new_page()
    made.goto("/desk/")
    yield made
    context.close()


def test_the_agenda_of_a_meeting_is_three_clicks_away_and_a_decision_is_typed_once(page: Page) -> None:
    name = f"North and coast {secrets.token_hex(3)}"
    page.goto("/desk/groups/")
    page.get_by_label("Its name").fill(name)
    page.get_by_label("A region").check()
    page.get_by_role("button", name="Found the group").click()
    page.goto("/desk/")
    for number, link in enumerate(("Groups", name, "Agenda: 0 points"), start=1):
        page.get_by_role("link", name=link, exact=True).click()
        assert number <= AGENDA_IN
    expect(page.get_by_role("heading", level=1)).to_have_text("Meeting")
    expect(page.get_by_role("main")).to_contain_text("Nothing is open in this group")
    set_and_decide(page)
    page.get_by_role("link", name="Show on the wall").click()
    expect(page.get_by_role("main")).to_contain_text("Write to all capitals.")
    expect(page.get_by_role("main")).not_to_contain_text(name)


def today() -> str:
    """Where the instance's first office is."""
    return datetime.now(ZoneInfo("Europe/Brussels")).date().isoformat()


def set_and_decide(page: Page) -> None:
    form = page.locator("#set")
    form.get_by_label("Day").fill(today())
    form.get_by_role("button", name="Set the meeting").click()
    expect(page.locator("#down")).to_be_visible()
    page.get_by_label("What was said or decided").fill("Write to all capitals.")
    page.get_by_label("Who does it").select_option(index=1)
    page.locator("#down").get_by_label("By").fill(today())
    page.get_by_role("button", name="Write it down").click()
    expect(page.locator("#written")).to_contain_text("Write to all capitals.")
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.set_viewport_size(DESK)
