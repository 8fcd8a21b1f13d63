"""Workers and the database itself are killed while people write. What was acknowledged is there; nothing is half done."""

import random
import time

import pytest

from tests.at_rest import running
from tests.at_rest.running import Program
from tests.at_rest.test_kills import Told, nothing_is_lost
from tests.postgresql.cluster import Cluster, NotStarted

EVERY_HOW_MANY_THE_DATABASE = 4
LONGEST_WAIT_SECONDS = 10
"""For something new to be acknowledged between two kills: else nothing could be lost."""


def killing_both(server: Cluster):
    """Kills workers, and every fourth time the postmaster, which is then started again."""

    def kill(program: Program, told: Told, kills: int) -> int:
        chance = random.Random(20261122)
        for number in range(1, kills + 1):
            acknowledged, until = len(told), time.monotonic() + LONGEST_WAIT_SECONDS
            while (len(told) == acknowledged or not told.waiting) and time.monotonic() < until:
                time.sleep(0.001)
            time.sleep(chance.uniform(0, 0.06))
            if number % EVERY_HOW_MANY_THE_DATABASE == 0:
                server.kill()
                start_again(server)
            elif workers := program.workers():
                running.kill(chance.choice(workers))
            time.sleep(chance.uniform(0.1, 0.5))
        return kills

    return kill


def start_again(server: Cluster) -> None:
    """What the killed one had started must have gone first."""
    for _ in range(100):
        try:
            server.start()
        except NotStarted:
            time.sleep(0.1)
            continue
        return
    raise AssertionError("PostgreSQL did not come back.")


@pytest.mark.slow
def test_eight_kills_lose_nothing_that_was_acknowledged(server: Cluster, program: Program) -> None:
    nothing_is_lost(program, 8, killing_both(server), may_break_down=True)


@pytest.mark.long
def test_forty_kills_lose_nothing_that_was_acknowledged(server: Cluster, program: Program) -> None:
    nothing_is_lost(program, 40, killing_both(server), may_break_down=True)
