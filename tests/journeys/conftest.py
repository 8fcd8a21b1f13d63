"""A demo instance of its own, served by the real program, and browsers with and without script."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

expect.set_options(timeout=10_000)


@dataclass(frozen=True)
class Instance:
    address: str
    folder: Path
    process: subprocess.Popen[bytes]
    log: Path

    def digits(self, name: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "safeconduct.program", "demo-code", name],
            env=environment(self.folder),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    def passphrase(self, name: str) -> str:
        known = json.loads((self.folder / "demo-sign-ins.json").read_text(encoding="utf-8"))
        return next(one["passphrase"] for one in known if one["name"] == name)

    def totp_secret(self, name: str) -> str:
        known = json.loads((self.folder / "demo-sign-ins.json").read_text(encoding="utf-8"))
        return next(one["totp_secret"] for one in known if one["name"] == name)


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "SAFECONDUCT_VAR": str(folder), "SAFECONDUCT_SHORTEST_FILLING": "0"}


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def started(folder: Path, *, workers: int = 2) -> Instance:
    port, log = free_port(), folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "safeconduct.program", "demo", "--port", str(port), "--workers", str(workers)],
            env=environment(folder),
            stdout=output,
            stderr=output,
        )
    address = f"http://localhost:{port}"
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=2).close()
            return Instance(address, folder, process, log)
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(log.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    running = started(tmp_path_factory.mktemp("instance"))
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
    yield browser
    browser.close()


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def visitor(request: pytest.FixtureRequest, browser: Browser, instance: Instance) -> Iterator[Page]:
    """A defender's page, phone-wide, once without script and once with."""
    context = browser.new_context(
        java_script_enabled=request.param,
        viewport={"width": 360, "height": 740},
        base_url=instance.address,
        locale="en",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, instance: Instance) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=instance.address, locale="en")
    yield context
    context.close()


def sign_in(context: BrowserContext, instance: Instance, name: str) -> Page:
    """Signs in with digits that were not used yet; waits for the next half minute if they were."""
    page = context.new_page()
    for _ in range(3):
        page.goto("/desk/sign-in/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Passphrase").fill(instance.passphrase(name))
        page.get_by_label("Six digits").fill(instance.digits(name))
        page.get_by_role("button", name="Sign in").click()
        if page.url.endswith("/desk/"):
            return page
        time.sleep(30 - time.time() % 30 + 0.2)
    raise AssertionError(page.content())


def words_shown(page: Page) -> list[str]:
    return [word.strip() for word in page.locator("ol.words li").all_inner_texts()]


def ask_for_help(
    page: Page,
    *,
    happened: str,
    about: str = "For me",
    office: str = "Delegation in Velmora",
    own_word: str = "kingfisher",
    files: tuple[Path, ...] = (),
) -> list[str]:
    """The whole way from the first page to the receipt; the words of the code."""
    page.goto("/en/")
    page.get_by_role("button", name=re.compile(f"^{about}")).first.click()
    page.get_by_label("In your own words").fill(happened)
    page.get_by_label("Yes, now").check()
    go_on(page)
    page.get_by_label("Country").fill("Velmora")
    go_on(page)
    page.get_by_label("A lawyer").check()
    go_on(page)
    page.get_by_label("A name, if you want").fill("Invented Person")
    go_on(page)
    go_on(page)
    page.get_by_label(office).check()
    go_on(page)
    for file in files:
        page.locator("input[type=file]").set_input_files(file)
        go_on(page)
    go_on(page)
    words = words_shown(page)
    if own_word:
        page.get_by_label("A word of your own").fill(own_word)
    for field in page.locator("input[name^=check_]").all():
        label = page.locator(f"label[for={field.get_attribute('id')}]").inner_text()
        field.fill(words[int(re.search(r"\d+", label).group()) - 1])
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="It has arrived")).to_be_visible()
    return words


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def come_back(page: Page, typed: str) -> None:
    page.goto("/en/back/?again")
    page.get_by_label("Your words").fill(typed)
    page.get_by_role("button", name="Open").click()
