"""A demo instance of its own, served by the real program, and browsers with and without script."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from safeconduct.access.totp import STEP, code_at

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}

expect.set_options(timeout=15_000)


@dataclass(frozen=True)
class Planted:
    """A request that was put in without a browser: the words of its code and its dossiers."""

    words: list[str]
    refs: list[str]


@dataclass(frozen=True)
class Instance:
    address: str
    folder: Path
    process: subprocess.Popen[bytes]
    log: Path
    _steps_used: dict[str, int] = field(default_factory=dict)

    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]

    def digits(self, name: str) -> str:
        """Digits that were not used yet; waits for the next half minute when there are none."""
        length = STEP.total_seconds()
        now = int(time.time() // length)
        step = max(now - 1, self._steps_used.get(name, 0) + 1)
        if step > now + 1:
            time.sleep((step - 1) * length - time.time() + 0.1)
        self._steps_used[name] = step
        return code_at(self._known(name)["totp_secret"], at=datetime.fromtimestamp(step * length, UTC))

    def passphrase(self, name: str) -> str:
        return self._known(name)["passphrase"]

    def _known(self, name: str) -> dict[str, str]:
        known = json.loads((self.folder / "demo-sign-ins.json").read_text(encoding="utf-8"))
        return next(one for one in known if one["name"] == name)

    def program(self, *arguments: str, module: str = "safeconduct.program", given: str = "") -> str:
        """What a command of the program prints, run beside the server."""
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env=environment(self.folder),
            input=given,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def let_the_waiting_pass(self, waiting: timedelta) -> None:
        """As if this time had passed since administrators agreed to a recovery."""
        self.program(module="tests.journeys.planting", given=json.dumps({"agreed_earlier": waiting.total_seconds()}))

    def let_in_a_head(self, post: str) -> None:
        """A third member of the demo's delegation who can open its cases, in a post of this name."""
        self.program(module="tests.journeys.planting", given=json.dumps({"head": post}))

    def plant(self, *requests: dict[str, Any]) -> list[Planted]:
        """Requests of the demo's delegation, if not said otherwise: `happened`, `hours_ago`, `own_word`, ..."""
        wanted = [{"offices": ["delegation-velmora"], **request} for request in requests]
        printed = self.program(module="tests.journeys.planting", given=json.dumps(wanted))
        return [Planted(**one) for one in json.loads(printed)]


def environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "SAFECONDUCT_VAR": str(folder), "SAFECONDUCT_SHORTEST_FILLING": "0"}


class Elsewhere(BaseHTTPRequestHandler):
    """The page of somebody else, to which "Leave now" goes."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>")

    def log_message(self, *_arguments: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def started(folder: Path, *, workers: int = 2, leave_to: str = "") -> Instance:
    port, log = free_port(), folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "safeconduct.program",
                "demo",
                "--few",
                "--port",
                str(port),
                "--workers",
                str(workers),
            ],
            env=environment(folder) | ({"SAFECONDUCT_LEAVE_TO": leave_to} if leave_to else {}),
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
    elsewhere = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    Thread(target=elsewhere.serve_forever, daemon=True).start()
    running = started(tmp_path_factory.mktemp("instance"), leave_to=f"http://127.0.0.1:{elsewhere.server_port}/")
    yield running
    running.process.terminate()
    running.process.wait(timeout=20)
    elsewhere.shutdown()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    # Pages may be kept for going back, as in the browsers of real people; the driver would switch that off.
    browser = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=CHROMIUM, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


def a_visitor(browser: Browser, address: str, *, script: bool = False, **more: Any) -> BrowserContext:
    """A defender's browser, phone-wide, that has never been here."""
    return browser.new_context(
        **{"java_script_enabled": script, "viewport": PHONE, "base_url": address, "locale": "en", **more}
    )


@pytest.fixture(params=[False, True], ids=["without script", "with script"])
def visitor(request: pytest.FixtureRequest, browser: Browser, instance: Instance) -> Iterator[Page]:
    """A defender's page, once without script and once with."""
    context = a_visitor(browser, instance.address, script=request.param)
    yield context.new_page()
    context.close()


@pytest.fixture
def plain_visitor(browser: Browser, instance: Instance) -> Iterator[Page]:
    """A defender's page without script."""
    context = a_visitor(browser, instance.address)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Browser, instance: Instance) -> Iterator[BrowserContext]:
    """A browser at an office where nobody has signed in."""
    context = browser.new_context(viewport=DESK, base_url=instance.address, locale="en")
    yield context
    context.close()


@dataclass
class Officers:
    """Browsers of officers, signed in once for all tests: digits count once in half a minute."""

    browser: Browser
    instance: Instance
    _contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def __call__(self, name: str) -> Page:
        """A new page of this officer, on Today."""
        if name not in self._contexts:
            # Without the page's own policy, so that the tests may bring in the checker for accessibility.
            context = self.browser.new_context(
                viewport=DESK, base_url=self.instance.address, locale="en", bypass_csp=True
            )
            sign_in(context, self.instance, name).close()
            self._contexts[name] = context
        page = self._contexts[name].new_page()
        page.goto("/desk/")
        return page

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()

    def close_pages(self) -> None:
        for context in self._contexts.values():
            for page in context.pages:
                page.close()


@pytest.fixture(scope="session")
def _officers(browser: Browser, instance: Instance) -> Officers:
    return Officers(browser, instance)


@pytest.fixture
def officer(_officers: Officers) -> Iterator[Officers]:
    yield _officers
    _officers.close_pages()


def sign_in(context: BrowserContext, instance: Instance, name: str) -> Page:
    page = context.new_page()
    for _ in range(3):
        page.goto("/desk/sign-in/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Passphrase").fill(instance.passphrase(name))
        page.get_by_label("Six digits").fill(instance.digits(name))
        page.get_by_role("button", name="Sign in").click()
        if page.url.endswith("/desk/"):
            return page
    raise AssertionError(page.content())


def dossiers_on(page: Page) -> list[str]:
    """All dossiers that this officer's list of cases shows, in its order."""
    page.goto("/desk/cases/")
    found = _shown_on(page)
    while page.locator("button[name=page]").count():
        first = found[-1]
        page.locator("button[name=page]").click()
        expect(page.locator(f"a.codename[href*='{first}']")).to_have_count(0)
        found += _shown_on(page)
    return found


def _shown_on(page: Page) -> list[str]:
    addresses = page.locator("a.codename").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    return [address.split("/")[-2] for address in addresses]


def the_one_since(page: Page, before: list[str]) -> Page:
    """Open the dossier that came since: exactly one."""
    new = set(dossiers_on(page)) - set(before)
    assert len(new) == 1, f"{len(new)} came"
    page.goto(f"/desk/dossiers/{new.pop()}/")
    return page
