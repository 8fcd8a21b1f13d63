"""A plugin of pytest that takes out one permission check after the other and asks which test notices.

The program is loaded and the tests are collected once. Each check is then taken out in a forked process, by giving
the running functions of its file their changed code; the tests that pass through its function run there until one
fails. Nothing is written into the source. Used by test_removed_checks.py:

    python -m pytest PATHS -p tests.house.removing --removed-checks REPORT.json
"""

import gc
import json
import os
import selectors
import signal
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, FunctionType, SimpleNamespace

import pytest
from _pytest.runner import runtestprotocol

from tests.house.permission_checks import SOURCE, Check, checks, functions_of, without

AT_ONCE = 2
TOLD_TO = os.dup(2)  # the forked processes close theirs
LONGEST_SECONDS = 1800
"""A check whose tests have not ended by then counts as noticed by nobody."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--removed-checks", help="where to write what was found")
    parser.addoption("--only", action="append", default=[], help="only checks whose description holds this text")


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
    ran = _in_a_child(lambda: follow(items, looked_for))
    failed = {name: one["failed"] for name, one in ran["tests"].items() if one["failed"]}
    results = remove_each(items, looked_for, ran)
    Path(report).write_text(json.dumps({"failed": failed, "tests": len(items), "checks": results}, indent=1))
    session.testsfailed = len(failed)
    return True


def warm_up(items: list[pytest.Item]) -> None:
    """Run one test with an instance here, so that founding it is done once for all the processes to come."""
    fails(next(item for item in items if "embedded" in getattr(item, "fixturenames", ())))


def follow(items: list[pytest.Item], looked_for: list[Check]) -> dict[str, object]:
    """Which tests pass through which function with a check in it, how long each takes, and whether it fails now."""
    watched = {(str(check.path), check.function) for check in looked_for}
    through: dict[tuple[str, int], set[int]] = defaultdict(set)
    tests = {}
    for number, item in enumerate(items):

        def see(frame: FrameType, _event: str, _arg: object, number: int = number) -> None:
            place = (frame.f_code.co_filename, frame.f_code.co_firstlineno)
            if place in watched:
                through[place].add(number)

        started = time.monotonic()
        sys.settrace(see)
        failed = fails(item)
        sys.settrace(None)
        tests[item.nodeid] = {"seconds": time.monotonic() - started, "failed": failed}
        if number % 50 == 0:
            _tell(f"{number} of {len(items)} tests have run")
    return {"tests": tests, "through": [[*place, sorted(numbers)] for place, numbers in through.items()]}


def fails(item: pytest.Item) -> str:
    """How the test ended if it failed, else nothing. What belongs to the whole session stays set up."""
    session_alone = SimpleNamespace(listchain=lambda: [item.session])
    reports = runtestprotocol(item, nextitem=session_alone, log=False)  # type: ignore[arg-type]
    return next((report.longreprtext[-2000:] for report in reports if report.failed), "")


def remove_each(items: list[pytest.Item], looked_for: list[Check], ran: dict) -> list[dict[str, object]]:
    through = {(path, line): numbers for path, line, numbers in ran["through"]}
    sound = {number for number, one in enumerate(ran["tests"].values()) if not one["failed"]}
    missed: dict[str, list[int]] = defaultdict(list)

    def look(check: Check) -> dict[str, object]:
        numbers = sound & set(through.get((str(check.path), check.function), ()))
        return who_misses(check, items, in_order(check, numbers, missed, ran))

    found = []
    for check, result in _side_by_side(looked_for, look):
        if result["by"] is not None:
            missed[str(check.path)].append(result["by"])
        found.append({"check": check.said, "missed_by": None if result["by"] is None else items[result["by"]].nodeid})
        _tell(f"{len(found)}/{len(looked_for)} {check.said}\n   {found[-1]['missed_by']} {result['seconds']:.1f} s")
    return found


def in_order(check: Check, numbers: set[int], missed: dict[str, list[int]], ran: dict) -> list[int]:
    """Those first that missed another check of this file, then those of the same part of the work, then the quick."""
    known, names, seconds = (
        missed[str(check.path)],
        list(ran["tests"]),
        [one["seconds"] for one in ran["tests"].values()],
    )
    part = f"/{check.path.relative_to(SOURCE).parts[0]}/"
    return sorted(numbers, key=lambda number: (-known.count(number), part not in names[number], seconds[number]))


def who_misses(check: Check, items: list[pytest.Item], numbers: list[int]) -> dict[str, object]:
    """In a process of its own: the first test that fails without the check."""
    take_out(check)
    return {"by": next((number for number in numbers if fails(items[number])), None)}


def take_out(check: Check) -> None:
    """The functions that are loaded from this file get their code without the check, wherever they are held."""
    changed = functions_of(without(check))
    for one in gc.get_objects():
        if type(one) is FunctionType and one.__code__.co_filename == str(check.path):
            code = changed.get((one.__code__.co_qualname, one.__code__.co_firstlineno))
            if code is not None and code != one.__code__:
                one.__code__ = code


def _tell(line: object) -> None:
    os.write(TOLD_TO, f"{line}\n".encode())


# Processes


def _in_a_child(work: Callable[[], dict]) -> dict:
    (_, result), *_ = _side_by_side([None], lambda _: work())
    return result


def _side_by_side(things: list, work: Callable[..., dict]) -> Iterator[tuple[object, dict]]:
    """Each thing with what `work` gave for it in a forked process; two at a time, in the order in which they end."""
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
        for reading in [
            fd for fd, (_, _, started, _) in running.items() if time.monotonic() - started > LONGEST_SECONDS
        ]:
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
