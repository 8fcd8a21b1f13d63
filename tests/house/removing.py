"""A plugin of pytest that takes out one permission check after the other and asks which test notices.

The program is loaded and the tests are collected once. Each check is then taken out in a forked process, by giving
the running functions of its file their changed code; of the tests that pass through its function the likeliest run
there until one fails. Nothing is written into the source. Used by test_removed_checks.py:

    python -m pytest PATHS -p tests.house.removing --removed-checks REPORT.json

Nearly every test signs somebody in, so a check there would run them all. The likeliest come first: a test that says
itself the function's name, then one whose file does, then one whose file names the module, then one of the same part
of the work; among these first the one that expects a no, and the quick before the slow. After MOST_TESTS of them, or
LONGEST_SECONDS, the check counts as noticed by nobody: a check that only a test far from it would miss is not tested.

`--only TEXT` looks at the checks whose description holds the text. `--passed FILE` keeps which test passes through
which function, so that several pieces ask that once; tests that are new or failed are asked again.
"""

import builtins
import gc
import importlib
import inspect
import json
import os
import selectors
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, SimpleNamespace

import pytest
from _pytest.runner import runtestprotocol

from tests.house.permission_checks import SOURCE, Check, announcing, checks, functions_of, without

AT_ONCE = 2
TOLD_TO = os.dup(2)  # the forked processes close theirs
MOST_TESTS = 60
LONGEST_SECONDS = 120
FOLLOWED_TOGETHER = 20
LONGEST_FOLLOWING_SECONDS = 3600
EXPECTS_A_NO = ("Refused", "NotFound", "Unopened", "Uncertified", "is None", "404", "403", "302", "refusal", "not in")
"""What the text of a test holds that somebody may not do something."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--removed-checks", help="where to write what was found")
    parser.addoption("--only", action="append", default=[], help="only checks whose description holds this text")
    parser.addoption("--passed", help="where to keep which test passes through which function")


def pytest_configure(config: pytest.Config) -> None:
    from hypothesis import settings

    settings.register_profile("unhurried", deadline=None, max_examples=20, database=None)
    settings.load_profile("unhurried")


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    report = session.config.getoption("--removed-checks")
    if not report or session.testsfailed:
        return None
    items, only = session.items, session.config.getoption("--only")
    looked_for = [check for check in checks() if not only or any(text in check.said for text in only)]
    warm_up(items)
    ran = followed(items, session.config.getoption("--passed"))
    failed = {item.nodeid: ran[item.nodeid]["failed"] for item in items if ran[item.nodeid]["failed"]}
    results = remove_each(items, looked_for, ran)
    Path(report).write_text(json.dumps({"failed": failed, "tests": len(items), "checks": results}, indent=1))
    session.testsfailed = len(failed)
    return True


def warm_up(items: list[pytest.Item]) -> None:
    """Load every module with a check, and run one test with an instance, so that this is done once for all processes
    to come: what is loaded only after a check was taken out would have it again. No instance is kept for another test:
    it would have been made with the check."""
    sys.modules["tests.embedded"].MOST_GROWN = 0  # type: ignore[attr-defined]
    for path in {check.path for check in checks()}:
        importlib.import_module(".".join(("safeconduct", *path.relative_to(SOURCE).with_suffix("").parts)))
    fails(next(item for item in items if "embedded" in getattr(item, "fixturenames", ())))


# Which test passes where


def followed(items: list[pytest.Item], kept_in: str | None) -> dict[str, dict]:
    """By test: `seconds`, how it `failed` if it does now, and `through`: [path, name] of functions with a check."""
    kept = Path(kept_in) if kept_in else None
    known = json.loads(kept.read_text()) if kept and kept.exists() else {}
    new = [item for item in items if item.nodeid not in known or known[item.nodeid]["failed"]]
    together = [new[start : start + FOLLOWED_TOGETHER] for start in range(0, len(new), FOLLOWED_TOGETHER)]
    announced()  # once, before the processes part
    for _, ran in _side_by_side(together, follow, LONGEST_FOLLOWING_SECONDS):
        known |= ran["tests"]
        if kept:
            kept.write_text(json.dumps(known))
        _tell(f"{len(known)} tests are followed")
    return known


def follow(items: Sequence[pytest.Item]) -> dict[str, object]:
    passed: set[tuple[str, str]] = set()
    put_in(announced())
    builtins.passes_through = lambda *place: passed.add(place)  # type: ignore[attr-defined]
    tests = {}
    for item in items:
        passed.clear()
        started = time.monotonic()
        failed = fails(item)
        tests[item.nodeid] = {"seconds": time.monotonic() - started, "failed": failed, "through": sorted(passed)}
    return {"tests": tests}


@cache
def announced() -> dict[Path, CodeType]:
    """Every module with a check, where each function with one says that it was passed through."""
    watched: dict[Path, set[str]] = defaultdict(set)
    for check in checks():
        watched[check.path].add(check.name)
    return {path: announcing(path, names, by="passes_through") for path, names in watched.items()}


def fails(item: pytest.Item) -> str:
    """How the test ended if it failed, else nothing. What belongs to the whole session stays set up."""
    session_alone = SimpleNamespace(listchain=lambda: [item.session])
    reports = runtestprotocol(item, nextitem=session_alone, log=False)  # type: ignore[arg-type]
    return next((report.longreprtext[-2000:] for report in reports if report.failed), "")


# Taking out


def remove_each(items: list[pytest.Item], looked_for: list[Check], ran: dict[str, dict]) -> list[dict[str, object]]:
    missed: dict[Path, list[str]] = defaultdict(list)

    def look(check: Check) -> dict[str, object]:
        place = [str(check.path), check.name]
        passing = [item for item in items if not ran[item.nodeid]["failed"] and place in ran[item.nodeid]["through"]]
        likeliest = sorted(
            passing, key=lambda item: order(check, item, missed[check.path], ran[item.nodeid]["seconds"])
        )
        return who_misses(check, likeliest[:MOST_TESTS]) | {"passing": len(passing)}

    found = []
    for check, result in _side_by_side(looked_for, look, LONGEST_SECONDS):
        if result["by"]:
            missed[check.path].append(result["by"])
        found.append({"check": check.said, "missed_by": result["by"]})
        asked = f"{result['seconds']:.1f} s, {result.get('passing', '?')} pass through it"
        _tell(f"{len(found)}/{len(looked_for)} {check.said}\n   {result['by']} {asked}")
    return found


def order(check: Check, item: pytest.Item, missed_here: list[str], seconds: float) -> tuple[int, bool, int, float]:
    """The lower, the likelier it is that this test misses the check."""
    own, file = _text_of(item)
    part = f"/{check.path.relative_to(SOURCE).parts[0]}/"
    name = check.name.rpartition(".")[2]
    signs = (name in own, name in file, check.path.stem in file, part in item.nodeid, True)
    words = ("has_proved=False",) if "has_proved=" in check.said else EXPECTS_A_NO
    return signs.index(True), not any(word in own for word in words), -missed_here.count(item.nodeid), seconds


@cache
def _text_of(item: pytest.Item) -> tuple[str, str]:
    """Of the test alone, and of its whole file."""
    return inspect.getsource(item.obj), item.path.read_text(encoding="utf-8")  # type: ignore[attr-defined]


def who_misses(check: Check, items: list[pytest.Item]) -> dict[str, object]:
    """In a process of its own: the first test that fails without the check."""
    put_in({check.path: without(check)})
    return {"by": next((item.nodeid for item in items if fails(item)), None)}


def put_in(modules: Mapping[Path, CodeType]) -> None:
    """The functions that are loaded from these files get their code as it is in these modules, wherever they are held."""
    changed = {str(path): functions_of(module) for path, module in modules.items()}
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename in changed:
            code = changed[one.__code__.co_filename].get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and code != one.__code__:
                one.__code__ = code


def _tell(line: object) -> None:
    os.write(TOLD_TO, f"{line}\n".encode())


# Processes


def _side_by_side(things: list, work: Callable[..., dict], longest: float) -> Iterator[tuple[object, dict]]:
    """Each thing with what `work` gave for it in a forked process; two at a time, in the order in which they end. What
    takes longer than so many seconds is ended and gave nothing."""
    waiting, running = list(reversed(things)), {}
    selector = selectors.DefaultSelector()
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            thing = waiting.pop()
            sys.stdout.flush()
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                _work_and_end(lambda thing=thing: work(thing), reading, writing)
            os.close(writing)
            running[reading] = (thing, child, time.monotonic(), bytearray())
            selector.register(reading, selectors.EVENT_READ)
        for key, _ in selector.select(timeout=5):
            *_, written = running[key.fd]
            written += (piece := os.read(key.fd, 1 << 20))
            if not piece:
                yield _ended(key.fd, selector, running)
        for reading in [fd for fd, (_, _, started, _) in running.items() if time.monotonic() - started > longest]:
            os.kill(running[reading][1], signal.SIGKILL)


def _ended(reading: int, selector: selectors.BaseSelector, running: dict) -> tuple[object, dict]:
    thing, child, started, written = running.pop(reading)
    selector.unregister(reading)
    os.close(reading)
    os.waitpid(child, 0)
    result = json.loads(written) if written else {"by": None}  # it was ended because it took too long
    if "error" in result:
        raise RuntimeError(result["error"])
    return thing, {**result, "seconds": time.monotonic() - started}


def _work_and_end(work: Callable[[], dict], reading: int, writing: int) -> None:
    """Ends the process without leaving through pytest."""
    os.close(reading)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    try:
        with os.fdopen(writing, "wb") as out:
            try:
                out.write(json.dumps(work()).encode())
            except BaseException:
                out.write(json.dumps({"error": traceback.format_exc()}).encode())
    finally:
        os._exit(0)
