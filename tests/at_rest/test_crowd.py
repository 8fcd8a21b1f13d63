"""Sixteen people at once over the real program: nobody finds it locked, nothing is lost, and what each reads fits together.

Members and defenders append to a few dossiers and read them; every request goes into a history that is searched for
anomalies. Numbers of entries and of journal lines have neither gaps nor repeats.
"""

import html
import itertools
import random
import re
import threading
import time
from dataclasses import dataclass, field

import pysqlite3
import pytest

from tests.at_rest import visiting
from tests.at_rest.history import Append, Deed, Reading, anomalies
from tests.at_rest.running import Program, start
from tests.at_rest.test_kills import DELEGATION, HALVES, OWN_WORD, breaks
from tests.at_rest.visiting import Answer, Visitor

OTHER = "night-desk-network"
CLIENTS, CALLS = 16, 4
SAID = re.compile(r'<span class="said" dir="auto">(?:Urgent now\. )?(said-\d+)</span>')


@dataclass
class Crowd:
    """What everybody did; `readers` and `boxes` are browsers, `lists` the dossiers of each call by member."""

    program: Program
    deeds: list[Deed] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"write": [], "read": [], "send": []})
    faults: list[str] = field(default_factory=list)
    numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    desks: dict[str, Visitor] = field(default_factory=dict)
    boxes: list[tuple[Visitor, Answer]] = field(default_factory=list)
    dossiers: list[dict[str, str]] = field(default_factory=list)

    def prepare(self) -> None:
        self.desks = {name: visiting.sign_in(self.program, name) for name in ("mara", "tomas", "amal")}
        for number in range(CALLS):
            story, visitor = f"story-{number}-of-nobody", Visitor(self.program)
            readers = {"organisations": [DELEGATION, OTHER]}
            words, sent, _ = visiting.ask_for_help(visitor, {"happened": {"happened": story}, "readers": readers})
            assert sent.heading == "It has arrived"
            self.boxes.append((visitor, visiting.come_back(visitor, words, OWN_WORD)))
            self.dossiers.append({name: self._found(name, story) for name in ("mara", "amal")})
            self.dossiers[-1]["tomas"] = self.dossiers[-1]["mara"]

    def _found(self, name: str, story: str) -> str:
        desk = self.desks[name]
        pages = ((ref, desk.get(f"/desk/dossiers/{ref}/")) for ref in visiting.dossiers_on(desk.get("/desk/cases/")))
        return next(ref for ref, page in pages if f"{story}<" in page.text)

    def live(self, operations: int) -> None:
        left = itertools.count()
        threads = [threading.Thread(target=self._client, args=(number, left, operations)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _client(self, number: int, left: "itertools.count[int]", operations: int) -> None:
        chance = random.Random(number)
        while next(left) < operations:
            try:
                self._one(chance)
            except Exception as fault:
                self.faults.append(repr(fault))

    def _one(self, chance: random.Random) -> None:
        call, kind = chance.randrange(CALLS), chance.random()
        if kind < 0.05:
            self._timed("send", lambda: self._call_for_help())
        elif kind < 0.25:
            self._word(call)
        elif kind < 0.55:
            self._append(call, chance.choice(["mara", "tomas", "amal"]), chance.choice(["answer", "note"]))
        else:
            self._read(call, chance.choice(["mara", "tomas", "amal"]))

    def _call_for_help(self) -> Answer:
        every = {"step": "all", "about": "me", "happened": "story-of-nobody-else", "organisations": [OTHER]}
        visitor = Visitor(self.program)
        page = visitor.post("/en/", every)
        return visiting.send(visitor, page.value_of("draft"), page)

    def _word(self, call: int) -> None:
        visitor, page = self.boxes[call]
        text, began = f"said-{next(self.numbers)}", time.monotonic()
        answer = self._timed(
            "write", lambda: _copy(visitor).post_form(page, "/en/back/", {"go": "write", "message": text})
        )
        done = answer.status == 200 and text in answer.text
        refs = dict.fromkeys(self.dossiers[call].values())
        self._did(tuple(Append(ref, text) for ref in refs), began, done=done)

    def _append(self, call: int, name: str, verb: str) -> None:
        ref, text, began = self.dossiers[call][name], f"said-{next(self.numbers)}", time.monotonic()
        desk = _copy(self.desks[name])
        form = {f"{verb}-text": text, "csrfmiddlewaretoken": desk.cookies["__Host-form"]}
        answer = self._timed("write", lambda: desk.post(f"/desk/dossiers/{ref}/{verb}/", form))
        self._did((Append(ref, text),), began, done=answer.status == 302)

    def _read(self, call: int, name: str) -> None:
        ref, began = self.dossiers[call][name], time.monotonic()
        answer = self._timed("read", lambda: _copy(self.desks[name]).get(f"/desk/dossiers/{ref}/entries/"))
        values = tuple(reversed(SAID.findall(html.unescape(answer.text))))
        self._did((Reading(ref, values),), began, done=answer.status == 200)

    def _did(self, acts: tuple[Append | Reading, ...], began: float, *, done: bool) -> None:
        self.deeds.append(Deed(acts, began, time.monotonic(), "done" if done else "refused"))
        if not done:
            self.faults.append("refused")

    def _timed(self, kind: str, ask: "object") -> Answer:
        began = time.monotonic()
        answer: Answer = ask()  # type: ignore[operator]
        self.seconds[kind].append(time.monotonic() - began)
        if answer.status >= 500:
            self.faults.append(str(answer.status))
        return answer


def _copy(visitor: Visitor) -> Visitor:
    """The same browser in another tab: its cookies are not written by two threads at once."""
    tab = Visitor(visitor._program)
    tab.cookies = dict(visitor.cookies)
    return tab


def lives_well(program: Program, operations: int) -> None:
    crowd = Crowd(program)
    crowd.prepare()
    began = time.monotonic()
    crowd.live(operations)
    lasted = time.monotonic() - began
    for kind, seconds in crowd.seconds.items():
        spread = sorted(seconds)
        print(
            f"{kind}: {len(spread)}, median {1000 * spread[len(spread) // 2]:.0f} ms, "
            f"p99 {1000 * spread[int(0.99 * (len(spread) - 1))]:.0f} ms, longest {1000 * spread[-1]:.0f} ms"
        )
    print(f"{len(crowd.deeds)} deeds in {lasted:.0f} s by {CLIENTS} clients")
    assert crowd.faults == []
    assert anomalies(crowd.deeds) == {}
    assert "ERROR" not in program.log.read_text(encoding="utf-8")
    assert breaks(program.database) == []
    with pysqlite3.connect(str(program.database)) as rows:
        assert {name: rows.execute(query).fetchall() for name, query in HALVES.items()} == {name: [] for name in HALVES}


@pytest.fixture
def crowded(tmp_path: "object") -> "object":
    started = start(tmp_path, workers=4)  # type: ignore[arg-type]
    yield started
    started.stop()


@pytest.mark.slow
def test_five_hundred_deeds_of_sixteen_people_at_once_fit_together(crowded: Program) -> None:
    lives_well(crowded, 500)


@pytest.mark.long
def test_five_thousand_deeds_of_sixteen_people_at_once_fit_together(crowded: Program) -> None:
    lives_well(crowded, 5_000)
