"""The page of figures, opened from its folder: nothing that shuts people out, and each number opens its texts without script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from safeconduct.observatory.measuring.measurement import measurement
from safeconduct.observatory.publishing.snapshot import SnapshotInputs, snapshot_files
from tests.journeys.conftest import DESK, PHONE
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, RULES, a_table, published_rows


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    named = [
        row | {"uses_hrd_term": at % 4 > 0, "individuals": [f"A B{at}"]} for at, row in enumerate(published_rows())
    ]
    one = measurement(a_table(named), RULES, PUBLISHED_PERIOD)
    for name, octets in snapshot_files(one, SnapshotInputs("0" * 64, "An institute", PUBLISHED_PERIOD)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(octets)
    return folder


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    yield page
    context.close()


def test_the_page_shuts_nobody_out(page: Page) -> None:
    for size in (PHONE, DESK):
        page.set_viewport_size(size)
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate("[...document.images].every(image => image.naturalWidth > 0)")


def test_a_number_opens_its_texts_without_script(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "index.html").as_uri())
    row = page.locator("#statements tbody tr", has_text="Saudi Arabia").first
    assert not row.get_by_role("link", name="SA-1").is_visible()
    row.locator("summary").click()
    assert row.get_by_role("link", name="SA-1", exact=True).is_visible()
    assert row.get_by_role("link").count() == 8
    context.close()
