"""Two people at once, statement by statement: the first stops before a chosen statement until the second has gone on
to a chosen one of its own, is over, or waits for the lock; then the first ends, and then the second.

Both are threads with a connection of their own to the real file, through our own backend.
"""

import fcntl
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web.sqlite import base
from tests.embedded import Embedded

Verb = Callable[[], Any]
NEVER = 10**9
LONGEST_WAIT_SECONDS = 30


@dataclass
class Result:
    """What a verb gave back, or how it was refused."""

    value: Any = None
    refused: Refused | NotFound | None = None

    @property
    def is_done(self) -> bool:
        return self.refused is None


@dataclass
class Party:
    """`stops_before` which of its statements; `state`: running, stopped, waiting for the lock, or over.

    `begins` and `outside` count which of its statements begin a transaction, and which are in none.
    """

    verb: Callable[[], Any] = field(repr=False)
    stops_before: int
    goes_on_when: frozenset[str]
    state: str = "running"
    statements: int = 0
    begins: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    result: Result = field(default_factory=Result)
    fault: BaseException | None = None


class Meeting:
    """Two parties and the one condition by which they wait for each other."""

    def __init__(self, first: Party, second: Party) -> None:
        self._changed = threading.Condition()
        self._parties = (first, second)
        self._by_thread: dict[int, Party] = {}

    def hold(self) -> None:
        first, second = self._parties
        threads = [threading.Thread(target=self._run, args=(first,)), threading.Thread(target=self._second)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONGEST_WAIT_SECONDS)
            assert not thread.is_alive(), "the two wait for each other"
        for party in (first, second):
            if party.fault:
                raise party.fault

    def _second(self) -> None:
        first, second = self._parties
        with self._changed:
            assert self._changed.wait_for(lambda: first.state != "running", LONGEST_WAIT_SECONDS)
        self._run(second)

    def _run(self, party: Party) -> None:
        self._by_thread[threading.get_ident()] = party
        try:
            with closing(connection), connection.execute_wrapper(self._before_statement):
                party.result.value = party.verb()
        except (Refused, NotFound) as refused:
            party.result.refused = refused
        except BaseException as fault:
            party.fault = fault
        finally:
            self._become(party, "over")

    def _before_statement(self, execute: Callable[..., Any], statement: str, *given: Any) -> Any:
        party = self._by_thread[threading.get_ident()]
        if statement.startswith("BEGIN"):
            party.begins.append(party.statements)
        elif not connection.in_atomic_block:
            party.outside.append(party.statements)
        if party.statements == party.stops_before:
            self._become(party, "stopped")
            other = next(one for one in self._parties if one is not party)
            with self._changed:
                self._changed.wait_for(lambda: other.state in party.goes_on_when, LONGEST_WAIT_SECONDS)
            self._become(party, "running")
        party.statements += 1
        return execute(statement, *given)

    def flock(self, file: int, how: int) -> None:
        """The lock in front of writes: whoever has to wait for it says so."""
        party = self._by_thread.get(threading.get_ident())
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if party is None:
                raise
            self._become(party, "waiting")
            fcntl.flock(file, how)
            self._become(party, "running")

    def _become(self, party: Party, state: str) -> None:
        with self._changed:
            party.state = state
            self._changed.notify_all()


class Race:
    """Loop over `ways()`; in each, make the situation anew and call `way(first, second)` for the two results.

    The first two ways are one after the other. Then either stops while it holds no lock, before each transaction
    first, until the other is over: what it read by then may be old. Then both stop at places drawn by chance.
    """

    def __init__(self, embedded: Embedded, ways: int, patch: pytest.MonkeyPatch) -> None:
        self.embedded, self._ways, self._patch = embedded, ways, patch
        self._chance = random.Random(20261122)
        self._first: list[Party] = []
        self._second: list[Party] = []
        self.together = 0

    def ways(self) -> "Iterator[Callable[..., tuple[Result, Result]]]":
        """As many as there are, with the situation for each to be made by the caller."""
        yield self._in_order
        yield self._in_turned_order
        places = [self._to_stop(self._first), self._to_stop(self._second)]
        for number in range(self._ways - 2):
            yield partial(self._second_stops if number % 2 else self._first_stops, places[number % 2][number // 2])
        assert self.together > 0, "no way had both at work at once"

    def _in_order(self, first: Verb, second: Verb) -> tuple[Result, Result]:
        one, other = self._meet(first, second, (NEVER, NEVER))
        return self._counted(one, other)

    def _in_turned_order(self, first: Verb, second: Verb) -> tuple[Result, Result]:
        other, one = self._meet(second, first, (NEVER, NEVER))
        return self._counted(one, other)

    def _counted(self, one: Party, other: Party) -> tuple[Result, Result]:
        self._first.append(one)
        self._second.append(other)
        return one.result, other.result

    def _first_stops(self, stops: tuple[int, int], first: Verb, second: Verb) -> tuple[Result, Result]:
        one, other = self._meet(first, second, stops)
        return one.result, other.result

    def _second_stops(self, stops: tuple[int, int], first: Verb, second: Verb) -> tuple[Result, Result]:
        other, one = self._meet(second, first, stops)
        return one.result, other.result

    def _to_stop(self, runs: list[Party]) -> list[tuple[int, int]]:
        """Where the one and the other stop, in the order in which it is tried."""
        most_first = sorted(runs, key=lambda run: len(run.begins), reverse=True)
        begins = dict.fromkeys(place for run in most_first for place in reversed(run.begins))
        outside = dict.fromkeys(place for run in runs for place in run.outside)
        longest = max(run.statements for run in (*self._first, *self._second))
        by_chance = ((self._chance.randrange(longest), self._chance.randrange(longest)) for _ in range(self._ways))
        return [*((place, NEVER) for place in (begins | outside)), *by_chance]

    def _meet(self, first: Verb, second: Verb, stops: tuple[int, int]) -> tuple[Party, Party]:
        stop, pause = stops
        one = Party(first, stop, frozenset({"stopped", "waiting", "over"}))
        other = Party(second, pause, frozenset({"waiting", "over"}))
        meeting = Meeting(one, other)
        locks = SimpleNamespace(flock=meeting.flock, LOCK_EX=fcntl.LOCK_EX, LOCK_NB=fcntl.LOCK_NB)
        with self._patch.context() as patched:
            patched.setattr(base, "fcntl", locks)
            meeting.hold()
        self.together += one.statements > stop or other.statements > pause
        return one, other
