"""A researcher looks at the observatory without script: nothing shuts people out, and a report is four clicks away."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK, PHONE, Instance
from tests.journeys.test_click_budgets import Clicks

REPORT_IN = 4
PAGES = (
    "",
    "map/",
    "issuers/",
    "wording/release_demand/",
    "country/OM/",
    "country/OM/report/",
    "country/OM/texts/statements/counted/",
)
OTHER_PAGES = ("compare/release_demand/", "websites/", "method/", "text/5/", "text/5/beside/17/")


@pytest.fixture
def plain(browser: Browser, instance: Instance) -> Iterator[Page]:
    context = browser.new_context(base_url=instance.address, java_script_enabled=False, viewport=DESK, locale="en")
    yield context.new_page()
    context.close()


def test_a_report_on_one_country_is_four_clicks_away(plain: Page) -> None:
    plain.goto("/en/observatory/")
    clicks = Clicks(plain)
    clicks.link("Oman")
    clicks.link("For a report")
    clicks.link("Español")
    expect(plain.get_by_role("heading", level=1)).to_contain_text("Para un informe")
    with plain.expect_download() as download:
        clicks.link("Obtenerlo como documento (DOCX)")
    assert download.value.suggested_filename == "statements-OM.docx"
    assert clicks.count <= REPORT_IN


def test_a_number_opens_its_texts_and_a_text_its_neighbour(plain: Page) -> None:
    plain.goto("/en/observatory/")
    row = plain.get_by_role("row", name="Laos").first
    number = row.get_by_role("link").nth(1)
    count = number.inner_text()
    number.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text(f"{count} texts behind a number")
    plain.locator("tbody a").first.click()
    plain.locator("main li a").first.click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("only what differs")


def test_another_time_is_chosen_and_stands_in_the_address(plain: Page) -> None:
    plain.goto("/en/observatory/")
    plain.get_by_role("link", name="Oman").click()
    plain.get_by_text("Another time or issuer").click()
    plain.get_by_label("From month").fill("2016-01")
    plain.get_by_label("Who speaks").select_option(label="EU delegation")
    plain.get_by_role("button", name="Show").click()
    assert "/2016-01..2018-12/eu_delegation/country/OM/" in plain.url


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_shut_nobody_out(browser: Browser, instance: Instance, language: str) -> None:
    context = browser.new_context(base_url=instance.address)
    page = context.new_page()
    page.goto(f"/{language}/observatory/")
    base, other = page.url, page.url.replace("whole/all/", "")
    for address in (*(f"{base}{one}" for one in PAGES), *(f"{other}{one}" for one in OTHER_PAGES)):
        page.goto(address)
        for size in (PHONE, DESK):
            page.set_viewport_size(size)
            faults = [(fault["id"], fault["nodes"][0]["html"]) for fault in Axe().run(page).response["violations"]]
            assert faults == [], address
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) <= 0, address
    context.close()
