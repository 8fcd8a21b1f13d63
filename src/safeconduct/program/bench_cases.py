"""`safeconduct bench cases`: times the desk over HTTP among many sealed cards, on a throw-away instance.

The server is the one that `demo` starts, with its settings, its workers and its wiped memory. SQL is counted in this
process, where the same pages answer the same requests: the server itself has no switch that counts. What the door asks
(who is here, and which keys are theirs) is the same for every page, and is not counted with it.
"""

import argparse
import http.client
import json
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from safeconduct.program.bench import centiles, memory_of_workers, serving
from safeconduct.program.bench_cards import COMMON, PAIR, RARE, put_cards, put_case

if TYPE_CHECKING:
    from django.test.utils import CaptureQueriesContext

    from safeconduct.access.keyring import Keyring

LONG_CASES = 5
CASES, SIGN_IN = "/desk/cases/", "/desk/sign-in/"
_TICKS = os.sysconf("SC_CLK_TCK")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_MARKS = ("BEGIN", "COMMIT", "ROLLBACK")

Request = tuple[str, str, dict[str, str]]
"""The method, the address and the form."""


@dataclass(frozen=True)
class Asking:
    """What is asked for again and again. Each request of a kind does the same work."""

    name: str
    request: Callable[[], Request]


def run(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"SAFECONDUCT_VAR": folder}
        figures = measured(Path(folder), arguments)
    print(json.dumps(figures, indent=1) if arguments.json else "\n".join(_lines(figures, arguments.cards)))
    return 0


def measured(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    with serving(folder) as (port, process, _seconds):
        import django

        django.setup()
        browser, inside = Browser(port), Inside()
        browser.sign_in(*_sign_in_of("mara"))
        inside.sign_in(*_sign_in_of("tomas"))
        refs = _fill(inside.keyring(), arguments)
        askings = _askings(refs)
        browser.send("GET", CASES, {})  # folds what filling left, as every list does
        figures: dict[str, Any] = {
            one.name: _timed(one, browser, process, arguments.times) | {"sql": inside.statements(one)}
            for one in askings
        }
        return figures | {"memory_mb": memory_of_workers(process)}


def _fill(keyring: "Keyring", arguments: argparse.Namespace) -> list[str]:
    """So many cards, the newest of them those of the long cases, whose references are the answer."""
    from django.utils import timezone

    put_cards(arguments.cards, keyring, seed=arguments.seed, at=timezone.now())
    return [put_case(keyring, at=timezone.now()) for _ in range(LONG_CASES)]


def _askings(refs: list[str]) -> tuple[Asking, ...]:
    def finding(words: str) -> Callable[[], Request]:
        return lambda: ("POST", CASES, {"q": words, "stage": ""})

    opened, added, numbers = cycle(refs), cycle(refs), iter(range(1_000_000))
    return (
        Asking("list", lambda: ("GET", CASES, {})),
        Asking("rare", finding(RARE)),
        Asking("pair", finding(" ".join(PAIR))),
        Asking("common", finding(COMMON)),
        Asking("open", lambda: ("GET", f"/desk/dossiers/{next(opened)}/", {})),
        Asking(
            "add",
            lambda: (
                "POST",
                f"/desk/dossiers/{next(added)}/note/",
                {"note-text": f"Added while it was measured: {next(numbers)}."},
            ),
        ),
    )


def _timed(asking: Asking, browser: "Browser", process: subprocess.Popen[bytes], times: int) -> dict[str, float]:
    """Milliseconds from the first byte out to the last in; of the processors, what the server used of them."""
    seconds = []
    before = _cpu_seconds(process)
    for _ in range(times):
        request = asking.request()
        began = time.perf_counter()
        browser.send(*request)
        seconds.append(time.perf_counter() - began)
    used = _cpu_seconds(process) - before
    p50, p95 = centiles(seconds)
    return {"p50_ms": p50, "p95_ms": p95, "cpu_ms": round(used / times * 1_000, 1)}


def _cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """What the server and its workers have used so far, in user and system time."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    ticks = 0
    for pid in (str(process.pid), *children):
        values = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(values[11]) + int(values[12])
    return ticks / _TICKS


def _sign_in_of(name: str) -> tuple[str, str, str]:
    from django.utils import timezone

    from safeconduct.access.totp import code_at
    from safeconduct.program import demo_sign_ins

    one = next(one for one in demo_sign_ins.kept() if one.name == name)
    return one.name, one.passphrase, code_at(one.totp_secret, at=timezone.now())


@dataclass
class Browser:
    """Asks the served instance as a browser does, a new line for each request: sync workers close it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict, repr=False)
    token: str = field(default="", repr=False)

    def sign_in(self, name: str, passphrase: str, code: str) -> None:
        self.send("GET", SIGN_IN, {})
        self.send("POST", SIGN_IN, {"name": name, "passphrase": passphrase, "code": code})
        self.send("GET", CASES, {})

    def send(self, method: str, address: str, form: dict[str, str]) -> str:
        """The page. A redirection is the answer to a form that was taken in."""
        connection = http.client.HTTPConnection("localhost", self.port, timeout=120)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if method == "POST":
            body = urlencode(form | {"csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, address, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        connection.close()
        if answer.status not in (200, 302) or answer.getheader("Location") == SIGN_IN:
            raise SystemExit(f"The server answered {answer.status} instead of the page. Is this machine's clock right?")
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if found := _TOKEN.search(page):
            self.token = found[1]
        return page


class Inside:
    """The same pages in this process, where statements can be counted."""

    def sign_in(self, name: str, passphrase: str, code: str) -> None:
        from django.test import Client
        from django.utils import timezone

        from safeconduct.access.desk import signing_in
        from safeconduct.web import boot
        from safeconduct.web.staff.door import COOKIE

        cookie = signing_in.sign_in(name, passphrase, code, boot_secret=boot.secret(), at=timezone.now())
        if cookie is None:
            raise SystemExit("The demo officer could not sign in. Is this machine's clock right?")
        self._cookie, self._client = cookie, Client(SERVER_NAME="localhost")
        self._client.cookies[COOKIE] = cookie

    def keyring(self) -> "Keyring":
        from django.utils import timezone

        from safeconduct.access.desk import signing_in
        from safeconduct.web import boot

        presence = signing_in.come_back(self._cookie, boot_secret=boot.secret(), at=timezone.now())
        keyring = signing_in.keyring_of(presence) if presence else None
        if keyring is None:
            raise SystemExit("The session of the demo officer is over. Is this machine's clock right?")
        return keyring

    def statements(self, asking: Asking) -> int:
        """How many statements a request makes beyond those of the door: what reads, writes and makes
        marks to go back to, without the beginning and the end of the transaction."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        # The least of three: once a minute the door also marks that somebody is here.
        door, page = [], []
        for _ in range(3):
            with CaptureQueriesContext(connection) as caught:
                self.keyring()
            door.append(_count(caught))
            method, address, form = asking.request()
            with CaptureQueriesContext(connection) as caught:
                answer = self._client.get(address) if method == "GET" else self._client.post(address, form)
            page.append(_count(caught))
        if answer.status_code not in (200, 302):
            raise SystemExit(f"The page answered {answer.status_code} to `{asking.name}`.")
        return min(page) - min(door)


def _count(caught: "CaptureQueriesContext") -> int:
    return sum(not query["sql"].startswith(_MARKS) for query in caught.captured_queries)


def _lines(figures: dict[str, Any], cards: int) -> Iterator[str]:
    yield f"{cards} cards; {figures['memory_mb']} MiB in the larger worker."
    for name, one in figures.items():
        if isinstance(one, dict):
            yield (
                f"{name:>7}: p50 {one['p50_ms']} ms, p95 {one['p95_ms']} ms, "
                f"{one['cpu_ms']} ms of a processor, {one['sql']} SQL statements"
            )
