"""`safeconduct bench intake`: measures this program on this machine, on a throw-away instance and over HTTP.

On PostgreSQL the instance is the one of SAFECONDUCT_DATABASE, which must be empty and can be dropped afterwards.

Every number is of one run on one machine, with the clients on the same machine as the server.
"""

import argparse
import http.client
import json
import os
import re
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from safeconduct.web import environment

CLIENTS = (1, 8, 32)
WORKERS = 2
OFFICE = "delegation-velmora"
OWN_WORD = "lantern"
_DRAFT = re.compile(r'name="draft" value="([0-9a-f]+)"')
_WORDS = re.compile(r"<li><bdi>([^<]+)</bdi></li>")
_ASKED = re.compile(r"Word (\d+)")
_TIMES_EACH = 20


@dataclass(frozen=True)
class Submitting:
    """Times in milliseconds, from the first byte of Send to the last of the receipt; `lost` of those acknowledged."""

    clients: int
    requests: int
    per_second: float
    p50: float
    p95: float
    failed: int
    lost: int


@dataclass(frozen=True)
class Desk:
    """Medians in milliseconds at a number of cases, in process: open the list, open one, put a note in."""

    cases: int
    list_cards: float
    open_one: float
    add_note: float
    page_of_today: float


def run(arguments: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory() as folder:
        figures = _measured(Path(folder), arguments)
    if arguments.json:
        print(json.dumps(figures, indent=1))
    else:
        _print(figures)
    return 0


def _measured(folder: Path, arguments: argparse.Namespace) -> dict[str, object]:
    os.environ |= {"SAFECONDUCT_VAR": str(folder), "SAFECONDUCT_SHORTEST_FILLING": "0"}
    with serving(folder) as (port, process, seconds):
        submitting = [asdict(_submitting(port, clients, arguments.requests)) for clients in CLIENTS]
        memory = memory_of_workers(process)
    return {
        "database": "PostgreSQL" if environment.database() else "SQLite",
        "start_seconds": round(seconds, 1),
        "workers": WORKERS,
        "memory_per_worker_mib": memory,
        "submit": submitting,
        "desk": [asdict(desk) for desk in _desk(folder, sorted(arguments.cases))],
    }


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, subprocess.Popen[bytes], float]]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = int(taken.getsockname()[1])
    served = ["demo", "--few", "--port", str(port), "--workers", str(WORKERS)]
    command = [sys.executable, "-m", "safeconduct.program", *served]
    began = time.monotonic()
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_until_served(port)
        yield port, process, time.monotonic() - began
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_served(port: int) -> None:
    for _ in range(1_200):
        try:
            _page(port, "GET", "/en/")
        except OSError:
            time.sleep(0.1)
            continue
        return
    raise SystemExit("The server did not start. Run `safeconduct demo` to see why.")


# Submitting


def _submitting(port: int, clients: int, requests: int) -> Submitting:
    times: list[float] = []
    codes: list[str] = []
    failures: list[str] = []
    left = iter(range(requests))
    lock = threading.Lock()

    def client() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            try:
                seconds, code = _submit(port)
            except (OSError, ValueError) as problem:
                failures.append(type(problem).__name__)
                continue
            times.append(seconds)
            codes.append(code)

    began = time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.monotonic() - began
    lost = sum(not _opens(port, code) for code in codes)
    return Submitting(
        clients, requests, round(len(times) / elapsed, 1), *centiles(times), failed=len(failures), lost=lost
    )


def _submit(port: int) -> tuple[float, str]:
    """The whole form at once, as the saved file sends it, then the code page. The time of Send, and the code."""
    answers = {
        "draft": "",
        "step": "all",
        "about": "me",
        "happened": f"Invented for a measurement. {secrets.token_hex(200)}",
        "urgency": "days",
        "country": "Velmora",
        "needs": "lawyer",
        "channel": "here",
        "organisations": OFFICE,
    }
    page = _page(port, "POST", "/en/", answers)
    words, draft = _WORDS.findall(page), _DRAFT.search(page)
    if draft is None or not words:
        raise ValueError
    asked = [int(number) for number in _ASKED.findall(page)][:2]
    kept = {"draft": draft[1], "step": "code", "go": "send", "own_word": OWN_WORD}
    kept |= {"check_one": words[asked[0] - 1], "check_two": words[asked[1] - 1]}
    began = time.monotonic()
    receipt = _page(port, "POST", "/en/", kept)
    seconds = time.monotonic() - began
    if "It has arrived" not in receipt:
        raise ValueError
    return seconds, " ".join([*words, OWN_WORD])


def _opens(port: int, code: str) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=120)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/en/back/", urlencode({"words": code}), form)
    answer = connection.getresponse()
    answer.read()
    cookie = str(answer.getheader("Set-Cookie")).partition(";")[0]
    connection.request("GET", "/en/back/", headers={"Cookie": cookie})
    page = connection.getresponse().read().decode()
    connection.close()
    return "Your messages" in page


def _page(port: int, method: str, address: str, form: dict[str, str] | None = None) -> str:
    connection = http.client.HTTPConnection("localhost", port, timeout=120)
    body = urlencode(form) if form else None
    connection.request(method, address, body, {"Content-Type": "application/x-www-form-urlencoded"} if form else {})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    if answer.status != 200:
        raise ValueError(answer.status)
    return text


def memory_of_workers(process: subprocess.Popen[bytes]) -> int:
    """The largest resident size of a worker, in MiB."""
    workers = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="ascii").split()
    sizes = [
        int(line.split()[1]) // 1024
        for worker in workers
        for line in Path(f"/proc/{worker}/status").read_text(encoding="ascii").splitlines()
        if line.startswith("VmRSS")
    ]
    return max(sizes)


# The desk


def _desk(folder: Path, sizes: list[int]) -> Iterator[Desk]:
    """In this process, with the keys of a demo officer: what a request does, without the line between."""
    import django

    django.setup()
    from django.test import Client
    from django.utils import timezone

    from safeconduct.access.desk import signing_in
    from safeconduct.access.totp import code_at
    from safeconduct.cases.desk import casework as cases
    from safeconduct.web import boot
    from safeconduct.web.staff.door import COOKIE

    people = json.loads((folder / "demo-sign-ins.json").read_text(encoding="utf-8"))
    officer = next(one for one in people if one["name"] == "mara")
    now = timezone.now()
    digits = code_at(officer["totp_secret"], at=now)
    cookie = signing_in.sign_in("mara", officer["passphrase"], digits, boot_secret=boot.secret(), at=now)
    presence = signing_in.come_back(cookie or "", boot_secret=boot.secret(), at=now)
    keyring = signing_in.keyring_of(presence) if presence else None
    if cookie is None or keyring is None:
        raise SystemExit("The demo officer could not sign in. Is this machine's clock right?")
    browser = Client(SERVER_NAME="localhost")
    browser.cookies[COOKIE] = cookie
    for size in sizes:
        _fill_up(max(size, 2 * _TIMES_EACH), len(cases.cards(keyring, at=timezone.now())[0]))
        cards = cases.cards(keyring, at=timezone.now())[0]
        refs = iter(secrets.SystemRandom().sample([card.dossier for card in cards], 2 * _TIMES_EACH))
        yield Desk(
            cases=len(cards),
            list_cards=_median(lambda: cases.cards(keyring, at=timezone.now())[0]),
            open_one=_median(lambda refs=refs: cases.open_case(next(refs), keyring, at=timezone.now())),
            add_note=_median(lambda refs=refs: cases.note(next(refs), "Measured.", keyring, at=timezone.now())),
            page_of_today=_median(lambda: browser.get("/desk/")),
        )


def _fill_up(size: int, already: int) -> None:
    from django.utils import timezone

    from safeconduct.access import lookup
    from safeconduct.intake.appeal import Appeal, read_line
    from safeconduct.intake.desk import importing

    office = lookup.office(OFFICE)
    if office is None:
        return
    for number in range(already, size):
        raw = json.dumps(
            {"id": f"bench-{secrets.token_hex(8)}", "language": "en", "text": f"Invented appeal {number}."}
        )
        appeal = read_line(raw.encode(), line=number, reader=office.ref)
        if isinstance(appeal, Appeal):
            importing.take_in(appeal, office, at=timezone.now())


def _median(step: Callable[[], object]) -> float:
    times = []
    for _ in range(_TIMES_EACH):
        began = time.monotonic()
        step()
        times.append(time.monotonic() - began)
    return round(statistics.median(times) * 1_000, 1)


def centiles(times: list[float]) -> tuple[float, float]:
    if len(times) < 2:
        return 0.0, 0.0
    cut = statistics.quantiles(times, n=100)
    return round(cut[49] * 1_000, 1), round(cut[94] * 1_000, 1)


def _print(figures: dict[str, object]) -> None:
    print(
        f"{figures['database']}. Ready after {figures['start_seconds']} s; "
        f"{figures['memory_per_worker_mib']} MiB in the larger of {WORKERS} workers."
    )
    for row in figures["submit"]:  # type: ignore[attr-defined]
        print(
            f"{row['clients']:>3} clients: {row['per_second']} a second, p50 {row['p50']} ms, p95 {row['p95']} ms, "
            f"{row['failed']} failed, {row['lost']} lost of {row['requests']}"
        )
    for row in figures["desk"]:  # type: ignore[attr-defined]
        print(
            f"{row['cases']:>6} cases: list {row['list_cards']} ms, open {row['open_one']} ms, "
            f"note {row['add_note']} ms, page {row['page_of_today']} ms"
        )
