"""A plugin of pytest that takes out one permission check after the other and asks which test notices.

The program is loaded and the tests are collected once. Each check is then taken out in a forked process, by giving
the running functions of its file their changed code; there tests run until one fails. Nothing is written into the
source. Used by test_removed_checks.py, and by whoever changed a check:

    python -m pytest PATHS -p tests.house.removing --removed-checks FILE

`python -m tests.house.removing` does this with the paths that are ASKED. The file says of each check which test
noticed, and how its function stood then. It is read first: only checks that are new there, or whose function has
changed, are asked (with `--anew` all of them, also those with a written reason). It is written after every answer, so
that a run that is cut off loses nothing.

Each check is asked of the test that noticed last; if that does not notice, of tests that name its function or its
module; only then of all that pass through its function. Nearly every test signs somebody in, so a check there would
run them all. The likeliest come first: a test that says itself the function's name, then one whose file does, then one
whose file names the module, then one of the same part of the work; among these first the one that expects a no, and
the quick before the slow. After twice MOST_TESTS of them, or twice LONGEST_SECONDS, the check counts as noticed by nobody: a
check that only a test far from it would miss is not tested.

`--only TEXT` looks at the checks whose description holds the text. `--passed FILE` keeps which test passes through
which function, so that several runs ask that once; tests that are new or failed are asked again.
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
import tomllib
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, SimpleNamespace

import pytest
from _pytest.runner import runtestprotocol

from tests.house.permission_checks import (
    SEEN_FILE,
    SOURCE,
    Check,
    announcing,
    as_it_stands,
    checks,
    functions_of,
    in_source,
    without,
)

ASKED = (
    "tests/rules/access",
    "tests/rules/cases",
    "tests/rules/dossiers",
    "tests/rules/intake",
    "tests/desks/access",
    "tests/desks/cases",
    "tests/desks/coordination/test_meetings.py",
    "tests/desks/dossiers",
    "tests/desks/intake",
    "tests/desks/jobs",
    "tests/desks/reports",
    "tests/desks/test_any_token.py",
    "tests/pages/test_account.py",
    "tests/pages/test_action_sheets.py",
    "tests/pages/test_asking.py",
    "tests/pages/test_awareness.py",
    "tests/pages/test_barriers.py",
    "tests/pages/test_comparing.py",
    "tests/pages/test_consent.py",
    "tests/pages/test_conversing.py",
    "tests/pages/test_countries.py",
    "tests/pages/test_country_notes.py",
    "tests/pages/test_deciding.py",
    "tests/pages/test_door.py",
    "tests/pages/test_duty.py",
    "tests/pages/test_elsewhere.py",
    "tests/pages/test_export.py",
    "tests/pages/test_figures.py",
    "tests/pages/test_file_origin.py",
    "tests/pages/test_finding.py",
    "tests/pages/test_form_check.py",
    "tests/pages/test_headers.py",
    "tests/pages/test_importing.py",
    "tests/pages/test_incidents.py",
    "tests/pages/test_journal.py",
    "tests/pages/test_leaving.py",
    "tests/pages/test_loose_ends.py",
    "tests/pages/test_meetings.py",
    "tests/pages/test_needs.py",
    "tests/pages/test_passkeys.py",
    "tests/pages/test_people.py",
    "tests/pages/test_planning.py",
    "tests/pages/test_practices.py",
    "tests/pages/test_press_note.py",
    "tests/pages/test_recovery.py",
    "tests/pages/test_relief.py",
    "tests/pages/test_relocation.py",
    "tests/pages/test_returning.py",
    "tests/pages/test_risk.py",
    "tests/pages/test_sharing.py",
    "tests/pages/test_sign_in_gate.py",
    "tests/pages/test_source_link.py",
    "tests/pages/test_staff.py",
    "tests/pages/test_themes.py",
    "tests/pages/test_training.py",
    "tests/pages/test_triage.py",
    "tests/pages/test_uploads.py",
    "tests/pages/test_verifying.py",
    "tests/pages/test_watching.py",
    "tests/pages/test_who_could_help.py",
    "tests/pages/test_writing_down.py",
    "tests/house/test_who_may.py",
)
AT_ONCE = 1
TOLD_TO = os.dup(2)  # the forked processes close theirs
MOST_TESTS = 60
NEAR = 3
LONGEST_SECONDS = 120
FOLLOWED_TOGETHER = 20
LONGEST_FOLLOWING_SECONDS = 3600
EXPECTS_A_NO = ("Refused", "NotFound", "Unopened", "Uncertified", "is None", "404", "403", "302", "refusal", "not in")
"""What the text of a test holds that somebody may not do something."""
REASONS = tomllib.loads(Path(__file__).with_name("removed_checks.toml").read_text(encoding="utf-8"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--removed-checks", help="the file that says which test notices which check")
    parser.addoption("--anew", action="store_true", help="ask also of checks that stand as they stood")
    parser.addoption("--only", action="append", default=[], help="only checks whose description holds this text")
    parser.addoption("--passed", help="where to keep which test passes through which function")


def pytest_configure(config: pytest.Config) -> None:
    from hypothesis import settings

    settings.register_profile("unhurried", deadline=None, max_examples=20, database=None)
    settings.load_profile("unhurried")


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    option = session.config.getoption
    if not option("--removed-checks") or session.testsfailed:
        return None
    seen = Seen(Path(option("--removed-checks")))
    items, only, anew = {item.nodeid: item for item in session.items}, option("--only"), option("--anew")
    open_yet = [
        check
        for check in checks()
        if (not only or any(text in check.said for text in only))
        and (anew or not (check.said in REASONS or seen.stands(check)))
    ]
    warm_up(session.items)
    asked: dict[Check, set[str]] = defaultdict(set)
    who = (
        lambda check: [items[by] for by in [seen.noticed_by(check)] if by in items],
        lambda check: [item for item in session.items if far(check, item) < NEAR],
        lambda check: session.items,
    )
    ran: dict[str, dict] = {}
    for some in who:
        named = {item.nodeid: item for check in open_yet for item in some(check)}
        ran = followed(list(named.values()), option("--passed"), ran)
        ask = {}
        for check in open_yet:
            ask[check] = likeliest(check, [one for one in some(check) if one.nodeid not in asked[check]], ran, seen)
            asked[check] |= {item.nodeid for item in ask[check]}
        open_yet = remove_each(ask, seen)
    for check in open_yet:
        seen.say(check, None)
    failed = {name: how for name in items if (how := ran.get(name, {}).get("failed"))}
    for name, how in failed.items():
        _tell(f"failed with every check in place: {name}\n{how}")
    session.testsfailed = len(failed)
    return True


class Seen:
    """The file: {check: [how its function stood, the test that noticed]}, a line for each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.known: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def stands(self, check: Check) -> bool:
        return check.said in self.known and self.known[check.said][0] == as_it_stands(check)

    def noticed_by(self, check: Check) -> str:
        return self.known.get(check.said, ["", ""])[1]

    def say(self, check: Check, by: str | None) -> None:
        """Who noticed now, or that nobody did; checks that are no longer there go."""
        self.known.pop(check.said, None)
        if by:
            self.known[check.said] = [as_it_stands(check), by]
        there = _said()
        lines = [f"{json.dumps(said)}: {json.dumps(self.known[said])}" for said in sorted(self.known) if said in there]
        self.path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


@cache
def _said() -> frozenset[str]:
    return frozenset(check.said for check in checks())


def warm_up(items: list[pytest.Item]) -> None:
    """Load every module with a check, and run one test with an instance and one with a recovery key, so that this is
    done once for all processes to come: what is loaded only after a check was taken out would have it again. No instance
    is kept for another test: it would have been made with the check."""
    sys.modules["tests.embedded"].MOST_GROWN = 0  # type: ignore[attr-defined]
    for path in {check.path for check in checks()}:
        importlib.import_module(".".join(("safeconduct", *path.relative_to(SOURCE).with_suffix("").parts)))
    with_instance = [item for item in items if "embedded" in getattr(item, "fixturenames", ())]
    with_key = [item for item in with_instance if item.get_closest_marker("recovery_key")]
    for item in (*with_instance[:1], *with_key[:1]):
        fails(item)


# Which test passes where


def followed(items: list[pytest.Item], kept_in: str | None, known: dict[str, dict]) -> dict[str, dict]:
    """By test: `seconds`, how it `failed` if it does now, and `through`: [path, name] of functions with a check. What was
    kept counts if it was looked for the same functions then."""
    kept, watched = Path(kept_in) if kept_in else None, sorted({(in_source(one.path), one.name) for one in checks()})
    if kept and kept.exists() and not known:
        before = json.loads(kept.read_text())
        known = before["tests"] if before["watched"] == [list(place) for place in watched] else {}
    new = [item for item in items if item.nodeid not in known or known[item.nodeid]["failed"]]
    together = [new[start : start + FOLLOWED_TOGETHER] for start in range(0, len(new), FOLLOWED_TOGETHER)]
    announced()  # once, before the processes part
    for _, ran in _side_by_side(together, follow, LONGEST_FOLLOWING_SECONDS):
        known |= ran["tests"]
        if kept:
            kept.write_text(json.dumps({"watched": watched, "tests": known}))
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


def remove_each(ask: Mapping[Check, list[pytest.Item]], seen: Seen) -> list[Check]:
    """Those that none of the tests noticed which it gives for each."""
    unnoticed = [check for check, items in ask.items() if not items]
    looked_for = [check for check, items in ask.items() if items]
    done = _side_by_side(looked_for, lambda check: who_misses(check, ask[check]), LONGEST_SECONDS)
    for number, (check, result) in enumerate(done, start=1):
        if result["by"]:
            seen.say(check, result["by"])
        else:
            unnoticed.append(check)
        _tell(f"{number}/{len(looked_for)} {check.said}\n   {result['by']} {result['seconds']:.1f} s")
    return unnoticed


def likeliest(check: Check, items: list[pytest.Item], ran: dict, seen: Seen) -> list[pytest.Item]:
    """Of those that pass through its function. No test is asked that fails with every check in place."""
    place = [in_source(check.path), check.name]
    here = [seen.noticed_by(one) for one in checks() if one.path == check.path]
    passing = [item for item in items if not ran[item.nodeid]["failed"] and place in ran[item.nodeid]["through"]]
    words = ("has_proved=False",) if "has_proved=" in check.said else EXPECTS_A_NO

    def order(item: pytest.Item) -> tuple[int, bool, bool, int, float]:
        is_elsewhere, expects_a_no = part_of(check) not in item.nodeid, any(word in _own_text(item) for word in words)
        return far(check, item), is_elsewhere, not expects_a_no, -here.count(item.nodeid), ran[item.nodeid]["seconds"]

    return sorted(passing, key=order)[:MOST_TESTS]


def far(check: Check, item: pytest.Item) -> int:
    """The lower, the likelier it is that this test misses the check; below NEAR it names the function or the module."""
    # Of a method its own name, of a function inside another the outer one's: what a test can name.
    name = next(one for one in check.name.split(".") if not one.lstrip("_")[0].isupper())
    if _is_in(name, item.path):
        return 0 if name in _own_text(item) else 1
    return 2 if _is_in(check.path.stem, item.path) else 3 if part_of(check) in item.nodeid else 4


def part_of(check: Check) -> str:
    """Of the work, as paths of tests name it."""
    return f"/{in_source(check.path).partition('/')[0]}/"


@cache
def _is_in(word: str, path: Path) -> bool:
    return word in _text_of(path)


@cache
def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _own_text(item: pytest.Item) -> str:
    return inspect.getsource(item.obj)  # type: ignore[attr-defined]


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


if __name__ == "__main__":
    with_plugin = ["-q", "-s", "-p", "no:cacheprovider", "-p", "tests.house.removing"]
    sys.exit(pytest.main([*ASKED, *with_plugin, "--removed-checks", str(SEEN_FILE), *sys.argv[1:]]))
