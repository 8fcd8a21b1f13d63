"""Workers are killed while they write. What a person was told has arrived is there; what is half done is not.

Kills are made when somebody waits for an answer, so that most of them hit a write.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pysqlite3
import pytest

from safeconduct.access import journal
from safeconduct.dossiers import entry
from safeconduct.sealing.code import Misread, read
from tests.at_rest import running, visiting
from tests.at_rest.running import Program
from tests.at_rest.visiting import Answer, Visitor

DELEGATION = "delegation-velmora"
OWN_WORD = "kingfisher"
LOST_LINE = (OSError, HTTPException)
TRIES = 400


@dataclass
class Told:
    """What people were told that it is done. Texts are unique, so that each can be found again, once."""

    requests: dict[str, list[str]] = field(default_factory=dict)
    words: list[tuple[str, str]] = field(default_factory=list)
    answers: list[tuple[str, str]] = field(default_factory=list)
    tried: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    waiting: set[object] = field(default_factory=set)
    may_break_down: bool = False
    """Whether the database is killed too: then the program says that it broke down, and nobody was told anything."""

    def __len__(self) -> int:
        return len(self.requests) + len(self.words) + len(self.answers)

    def heard(self, answer: Answer) -> Answer:
        if self.may_break_down and answer.status >= 500:
            raise ConnectionError
        return answer

    @contextmanager
    def write(self, kind: str) -> Iterator[None]:
        self.tried[kind] += 1
        mark = object()
        self.waiting.add(mark)
        try:
            yield
        except LOST_LINE:
            self.broken[kind] += 1
            raise
        finally:
            self.waiting.discard(mark)


def again(ask: Callable[[], Answer], told: Told, kind: str) -> Answer:
    """Ask until there is an answer, as a person does who presses the button again."""
    for _ in range(TRIES):
        try:
            with told.write(kind):
                return told.heard(ask())
        except LOST_LINE:
            time.sleep(0.05)
    raise RuntimeError("The program does not answer any more.")


def defender(program: Program, told: Told, stop: threading.Event, number: int) -> None:
    """Sends requests one after another, comes back to each and writes a word."""
    count = 0
    while not stop.is_set():
        count += 1
        text, visitor = f"story-{number}-{count}-of-nobody", Visitor(program)
        page = again(lambda: visitor.post("/en/", {"step": "start", "about": "me"}), told, "step")  # noqa: B023
        token = page.value_of("draft")
        answers: dict[str, visiting.Fields] = {
            "happened": {"happened": text, "urgency": "days"},
            "you": {"name": f"name of {text}"},
            "readers": {"organisations": [DELEGATION]},
            "files": {},
        }
        for step, fields in answers.items():
            form = {"draft": token, "step": step, "go": "next", **fields}
            page = again(lambda: visitor.post("/en/", form), told, "step")  # noqa: B023
        words = visiting.words_on(page)
        page = again(lambda: visiting.send(visitor, token, page, own_word=OWN_WORD), told, "send")  # noqa: B023
        if page.heading != "It has arrived":
            told.faults.append(f"send: {page.status} {page.heading}")
            continue
        told.requests[text] = words
        box = again(lambda: visiting.come_back(visitor, words, OWN_WORD), told, "come back")  # noqa: B023
        word = f"word-{number}-{count}-of-nobody"
        try:
            with told.write("word"):
                done = told.heard(visitor.post_form(box, "/en/back/", {"go": "write", "message": word}))
        except LOST_LINE:
            continue  # nobody was told anything
        if done.status == 200 and word in done.text:
            told.words.append((text, word))
        else:
            told.faults.append(f"word: {done.status} {done.heading}")


def officer(desk: Visitor, told: Told, stop: threading.Event) -> None:
    """Reads what is on the desk and answers it."""
    count = 0
    while not stop.is_set():
        page = again(lambda: desk.get("/desk/"), told, "read")
        for ref in visiting.dossiers_on(page)[:5]:
            count += 1
            text = f"answer-{count}-of-nobody"
            page = again(lambda: desk.get(f"/desk/dossiers/{ref}/"), told, "read")  # noqa: B023
            if page.status != 200:
                told.faults.append(f"read: {page.status}")
                continue
            try:
                with told.write("answer"):
                    done = told.heard(desk.post_form(page, f"/desk/dossiers/{ref}/answer/", {"answer-text": text}))
            except LOST_LINE:
                continue
            if done.status == 302:
                told.answers.append((ref, text))
            else:
                told.faults.append(f"answer: {done.status} {done.heading}")


def kill_workers(program: Program, told: Told, kills: int) -> int:
    """Kill as many workers, each while somebody waits; how many were killed."""
    killed = 0
    chance = random.Random(20261122)
    while killed < kills:
        until = time.monotonic() + 5
        while not told.waiting and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.06))
        workers = program.workers()
        if workers:
            running.kill(chance.choice(workers))
            killed += 1
        time.sleep(chance.uniform(0.1, 0.5))
    return killed


Killing = Callable[[Program, Told, int], int]


def harried(program: Program, kills: int, killing: Killing = kill_workers, *, may_break_down: bool = False) -> Told:
    told, stop = Told(may_break_down=may_break_down), threading.Event()
    people = [
        threading.Thread(target=_reporting(defender, told), args=(program, told, stop, number)) for number in range(3)
    ]
    people.append(
        threading.Thread(target=_reporting(officer, told), args=(visiting.sign_in(program, "mara"), told, stop))
    )
    for person in people:
        person.start()
    try:
        assert killing(program, told, kills) == kills
    finally:
        stop.set()
        for person in people:
            person.join(timeout=60)
    running.wait_for_workers(program)
    return told


def _reporting(work: Callable[..., None], told: Told) -> Callable[..., None]:
    def working(*args: object) -> None:
        try:
            work(*args)
        except Exception as fault:
            told.faults.append(f"{work.__name__}: {fault!r}")

    return working


# What must be true afterwards


def lost(program: Program, told: Told) -> list[str]:
    """Whatever somebody was told and is not there, or is there twice."""
    desk = visiting.sign_in(program, "tomas")
    pages = {ref: desk.get(f"/desk/dossiers/{ref}/") for ref in listed(desk)}
    missing = [f"{ref} does not open" for ref, page in pages.items() if page.status != 200]
    missing += [f"{ref} is broken" for ref, page in pages.items() if "was changed outside the program" in page.text]
    for text, words in told.requests.items():
        opened = [ref for ref, page in pages.items() if f"{text}<" in page.text or f"{text}\n" in page.text]
        if len(opened) != 1:
            missing.append(f"{text} is on the desk {len(opened)} times")
        box = visiting.come_back(Visitor(program), words, OWN_WORD)
        expected = [word for story, word in told.words if story == text]
        expected += [answer for ref, answer in told.answers if opened == [ref]]
        if box.heading != "Your messages":
            missing.append(f"the code of {text} opens nothing")
        missing += [f"{one} is not in the box of {text}" for one in expected if one not in box.text]
        missing += [
            f"{one} is not in the dossier of {text}" for one in expected for ref in opened if one not in pages[ref].text
        ]
        alone = visiting.come_back(Visitor(program), words)
        if "Arrived" not in alone.text:
            missing.append(f"the code of {text} alone does not tell how far things are")
    missing += [
        f"{text} is not in its dossier" for ref, text in told.answers if ref not in pages or text not in pages[ref].text
    ]
    return missing


def listed(desk: Visitor) -> list[str]:
    refs: list[str] = []
    for number in range(1, 100):
        page = desk.get("/desk/cases/")
        page = desk.post_form(page, "/desk/cases/", {"q": "", "stage": "", "page": str(number)})
        more = [ref for ref in visiting.dossiers_on(page) if ref not in refs]
        refs += more
        if not more:
            break
    return refs


HALVES = {
    "a dossier without entries": "SELECT ref FROM dossiers_dossier WHERE ref NOT IN (SELECT dossier FROM dossiers_entry)",
    "an entry without its dossier": "SELECT dossier FROM dossiers_entry WHERE dossier NOT IN (SELECT ref FROM dossiers_dossier)",
    "an entry without its key": """SELECT dossier, seq FROM dossiers_entry
        EXCEPT SELECT dossier, seq FROM dossiers_entrykey""",
    "a key without its entry": """SELECT dossier, seq FROM dossiers_entrykey
        EXCEPT SELECT dossier, seq FROM dossiers_entry""",
    "an entry in a scope that nobody holds": """SELECT dossier, scope_ref FROM dossiers_entry
        EXCEPT SELECT dossier, scope_ref FROM dossiers_grant WHERE compartment != ''""",
    "a grant without its dossier": "SELECT dossier FROM dossiers_grant WHERE dossier NOT IN (SELECT ref FROM dossiers_dossier)",
    "a dossier of a form that no code opens": """SELECT ref FROM dossiers_dossier
        WHERE ref NOT IN (SELECT dossier FROM dossiers_grant WHERE compartment = '')""",
    "a dossier without progress": "SELECT ref FROM dossiers_dossier WHERE ref NOT IN (SELECT dossier FROM intake_progress)",
    "a note without its key": "SELECT id FROM dossiers_cardnote EXCEPT SELECT note FROM dossiers_cardnotekey",
    "a key without its note": "SELECT note FROM dossiers_cardnotekey EXCEPT SELECT id FROM dossiers_cardnote",
    "a segment without its key": """SELECT compartment, number FROM dossiers_cardsegment
        EXCEPT SELECT compartment, number FROM dossiers_segmentkey""",
    "a file of no known dossier": """SELECT ref FROM dossiers_storedfile
        WHERE dossier != '' AND dossier NOT IN (SELECT ref FROM dossiers_dossier)""",
}


def halves(program: Program) -> dict[str, list[tuple[object, ...]]]:
    found = {name: program.rows(query) for name, query in HALVES.items()}
    return {name: some for name, some in found.items() if some}


def breaks(stored: Program | Path) -> list[str]:
    """The dossiers and organisations whose chain does not hold, and what SQLite itself finds wrong. A path is that of
    a database of SQLite."""
    is_sqlite = isinstance(stored, Path) or not stored.owner
    rows = partial(_rows_in, stored) if isinstance(stored, Path) else stored.rows
    verdict = rows("PRAGMA integrity_check")[0][0] if is_sqlite else "ok"
    broken = [] if verdict == "ok" else [f"integrity: {verdict}"]
    for (ref,) in rows("SELECT ref FROM dossiers_dossier"):
        columns = "seq, scope_ref, day, body, before, hash"
        sealed = rows(f"SELECT {columns} FROM dossiers_entry WHERE dossier = ? ORDER BY seq", ref)
        chain = tuple(
            entry.SealedEntry(seq, scope, str(day), *rest, wrapped_key=None) for seq, scope, day, *rest in sealed
        )
        if entry.first_break(ref, chain) is not None:
            broken.append(f"dossier {ref}")
    for (ref,) in rows("SELECT ref FROM access_organisation"):
        lines = rows(
            "SELECT seq, day, before, hash, sealed FROM access_journalline WHERE organisation = ? ORDER BY seq", ref
        )
        if journal.first_break(ref, tuple(journal.SealedLine(seq, str(day), *rest) for seq, day, *rest in lines)):
            broken.append(f"journal {ref}")
    return broken


def _rows_in(database: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(pysqlite3.connect(str(database), timeout=20)) as opened:
        return list(opened.execute(query, values))


def nothing_is_lost(
    program: Program, kills: int, killing: Killing = kill_workers, *, may_break_down: bool = False
) -> None:
    told = harried(program, kills, killing, may_break_down=may_break_down)
    missing, half, broken = lost(program, told), halves(program), breaks(program)
    print(
        f"{kills} kills, {len(told)} acknowledged ({len(told.requests)} requests, {len(told.words)} words, "
        f"{len(told.answers)} answers), {sum(told.broken.values())} of {sum(told.tried.values())} lines cut "
        f"({dict(told.broken)}), {len(missing)} lost"
    )
    assert told.faults == []
    assert missing == []
    assert half == {}
    assert broken == []
    assert told.requests and len(told) >= kills / 8, "on a slow machine too, some are served between two kills"
    assert sum(told.broken.values()) >= kills / 4, "most kills should hit somebody who waits"


@pytest.mark.slow
def test_twenty_kills_lose_nothing_that_was_acknowledged(own_program: Program) -> None:
    nothing_is_lost(own_program, 20)


@pytest.mark.long
def test_two_hundred_kills_lose_nothing_that_was_acknowledged(own_program: Program) -> None:
    nothing_is_lost(own_program, 200)


# Controls


@pytest.mark.slow
def test_a_lost_commit_would_be_noticed(own_program: Program) -> None:
    told = Told()
    words, page, _ = visiting.ask_for_help(
        Visitor(own_program),
        {"happened": {"happened": "story-of-nobody"}, "readers": {"organisations": [DELEGATION]}},
        own_word=OWN_WORD,
    )
    assert page.heading == "It has arrived"
    told.requests = {"story-of-nobody": words, "story-that-was-never-sent": _other_words()}
    told.words = [("story-of-nobody", "word-that-was-never-written")]
    assert len(lost(own_program, told)) >= 4
    own_program.change("DELETE FROM dossiers_entrykey WHERE seq = 2")
    own_program.change("DELETE FROM dossiers_entry WHERE seq = 1")
    own_program.change("DELETE FROM dossiers_grant WHERE compartment = ''")
    assert {"an entry without its key", "a key without its entry", "a dossier of a form that no code opens"} <= set(
        halves(own_program)
    )
    assert any(one.startswith("dossier") for one in breaks(own_program))


def _other_words() -> list[str]:
    from safeconduct.sealing.code import new_code, written

    words = list(written(new_code(), "en"))
    try:
        read(" ".join(words))
    except Misread:  # pragma: no cover - a fresh code always reads
        raise AssertionError from None
    return words
