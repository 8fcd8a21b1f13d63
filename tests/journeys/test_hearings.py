"""A hearing from the case to the group and to a mission without an account, and the rota: within their clicks."""

import os
import re
from datetime import date, timedelta
from io import BytesIO
from itertools import count
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.calendars import appointments_in
from tests.journeys.conftest import Instance, Officers
from tests.journeys.protecting import fill, today
from tests.journeys.test_click_budgets import Clicks, desk_page, open_case
from tests.journeys.walking import OWN_WORD

__all__ = ["desk_page"]  # the fixture
DAYS = count(12, 3)
"""From today: of each run of its own, so that no other hearing is at the same time."""
CALL_OUT_IN, ANSWER_IN, PROPOSE_IN = 6, 1, 3
ALLOWED = ["observe_trial", "share_network", "share_mission"]


@pytest.fixture(scope="module")
def group(instance: Instance) -> str:
    return instance.program("amal", module="tests.journeys.planting_group").strip()


def a_court_day(on: date) -> dict[str, str | list[str]]:
    return {
        "court": "Second chamber",
        "city": "Karsa",
        "on": on.isoformat(),
        "hour": "09:30",
        "zone": "Africa/Nairobi",
        "language": "French",
    }


def sheets(page: Page) -> int:
    """How many A4 sheets the page takes when it is printed."""
    return len(PdfReader(BytesIO(page.pdf(format="A4"))).pages)


def picture(page: Page, name: str) -> None:
    """For somebody who looks: only where a folder for pictures is named."""
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def test_a_hearing_is_called_out_answered_from_outside_and_planned(
    instance: Instance, group: str, desk_page: Page, plain_visitor: Page, officer: Officers
) -> None:
    planted = instance.plant({"happened": "A trial.", "own_word": OWN_WORD, "protect": {"allowed": ALLOWED}})[0]
    desk_page.goto("/desk/")
    clicks = Clicks(desk_page)
    open_case(clicks, planted.refs[0])
    clicks.link("Set or call out a hearing")
    on = today() + timedelta(days=next(DAYS))
    fill(desk_page, a_court_day(on))
    desk_page.get_by_label("Group", exact=True).select_option(group)
    clicks.count += 1
    clicks.button("Keep this hearing")
    expect(desk_page.get_by_text("Called out to Courts of the north")).to_be_visible()
    assert clicks.count <= CALL_OUT_IN

    path = _link_made(desk_page)
    answer = Clicks(plain_visitor)
    plain_visitor.goto(path)
    picture(plain_visitor, "mission-first")
    answer.button("Read what is asked")
    picture(plain_visitor, "mission-question")
    expect(plain_visitor.get_by_text("Karsa")).to_have_count(0)
    answer.count = 0
    answer.button("We take the lead")
    assert answer.count <= ANSWER_IN
    expect(plain_visitor.get_by_role("heading", level=1)).to_have_text("Your answer has arrived")
    assert plain_visitor.context.cookies() == []
    picture(plain_visitor, "mission-over")
    assert sheets(plain_visitor) == 1
    with plain_visitor.expect_download() as fetched:
        plain_visitor.get_by_role("button", name="File for a calendar").click()
    (event,) = appointments_in(fetched.value.path().read_text(encoding="utf-8"))
    assert (event.begins, event.title) == (on, "Appointment")

    amal = officer("amal")
    amal.goto(f"/desk/groups/{group}/")
    row = amal.get_by_role("row").filter(has_text=f"{on:%a} {on.day} {on:%B %Y}").first
    expect(row).to_contain_text("Legation of Arvenna")
    presses = Clicks(amal)
    presses.press(row.get_by_role("button", name="Backup"))
    expect(row).to_contain_text("Covered")
    assert presses.count <= ANSWER_IN
    picture(amal, "group")


def _link_made(page: Page) -> str:
    page.locator("main .rows a[href*='/hearings/']").first.click()
    page.get_by_role("link", name=re.compile("Ask who does not sign in")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Second chamber, Karsa")
    fill(page, {"link-office": "Legation of Arvenna", "link-region": "The north"})
    picture(page, "outside")
    page.get_by_role("button", name="Make the link").click()
    picture(page, "outside-once")
    address = page.locator("pre.copied").inner_text()
    page.get_by_role("link", name="They have it").click()
    expect(page.get_by_text("Legation of Arvenna", exact=True)).to_be_visible()
    return re.sub(r"^https?://[^/]+", "", address)


def test_a_rota_is_proposed_and_published_from_the_group(
    instance: Instance, group: str, desk_page: Page, officer: Officers
) -> None:
    planted = instance.plant({"happened": "Two trials.", "own_word": OWN_WORD, "protect": {"allowed": ALLOWED}})[0]
    on = today() + timedelta(days=next(DAYS))
    for city in ("Tarn", "Dorn"):
        desk_page.goto(f"/desk/dossiers/{planted.refs[0]}/hearings/")
        fill(desk_page, {**a_court_day(on), "city": city})
        desk_page.get_by_label("Group", exact=True).select_option(group)
        desk_page.get_by_role("button", name="Keep this hearing").click()
    desk_page.goto(f"/desk/groups/{group}/")
    clicks = Clicks(desk_page)
    clicks.link("Rota")
    picture(desk_page, "rota-before")
    clicks.button("Propose a rota")
    expect(desk_page.get_by_text("No backup").first).to_be_visible()
    picture(desk_page, "rota")
    desk_page.get_by_text("Why", exact=False).first.click()
    clicks.button("Publish this rota")
    assert clicks.count <= PROPOSE_IN
    led = desk_page.get_by_role("row").filter(has_text=re.compile("Tarn|Dorn")).filter(has_text="No backup")
    # Two organisations and two hearings at once: each leads one.
    for office in ("Night Desk Network", "Delegation in Velmora"):
        expect(led.filter(has_text=office).first).to_be_visible()
    amal = officer("amal")
    amal.goto(f"/desk/groups/{group}/")
    amal.get_by_role("link", name=re.compile("Tarn")).first.click()
    amal.get_by_role("link", name="Briefing to print").click()
    picture(amal, "briefing")
    assert sheets(amal) == 1
