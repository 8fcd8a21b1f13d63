"""`safeconduct bench rota`: the rota of the solver beside the greedy one, on invented months. Nothing of an instance is read."""

import argparse
import json
import sys
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from safeconduct.coordination.greedy_rota import greedy_rota
from safeconduct.coordination.occasion import Role
from safeconduct.coordination.rota_aim import spread_of
from safeconduct.coordination.rota_proposal import grounds_for, propose
from safeconduct.coordination.rota_rule import Grounds
from safeconduct.coordination.rota_wish import Assignment
from safeconduct.program.invented.month import invented_month

MISSIONS = {10: 5, 30: 8, 60: 12, 120: 20, 200: 27, 500: 40}
_NOTE = """\
gap: how far the rota may be from the best, at most, as a part of 1. coverage: leads and backups found, of those wanted.
spread: between the highest and the lowest load of a mission for its share, in turns of the year. greedy: the same of the rota by
simple steps."""


@dataclass(frozen=True)
class Measured:
    missions: int
    hearings: int
    seconds: float
    gap: float
    coverage: float
    coverage_greedy: float
    spread: float
    spread_greedy: float


def run(arguments: argparse.Namespace) -> int:
    measured = [
        _measured(MISSIONS.get(hearings, max(2, hearings // 10)), hearings, seed=seed, seconds=arguments.seconds)
        for hearings in arguments.hearings
        for seed in range(1, arguments.seeds + 1)
    ]
    if arguments.json:
        print(json.dumps([asdict(one) for one in measured], indent=1))
        return 0
    print("".join(f"{name.replace('_', ' '):>16}" for name in Measured.__dataclass_fields__))
    for one in measured:
        print("".join(f"{number:>16}" for number in asdict(one).values()))
    print(_NOTE)
    return 0


def _measured(missions: int, hearings: int, *, seed: int, seconds: float) -> Measured:
    wish = invented_month(missions, hearings, seed=seed)
    began = time.monotonic()
    grounds = grounds_for(wish)
    proposal = propose(grounds, seconds=seconds)
    took = time.monotonic() - began
    if not proposal.solved:
        print(proposal.says, file=sys.stderr)
    greedy = greedy_rota(grounds)
    return Measured(
        missions=missions,
        hearings=hearings,
        seconds=round(took, 2),
        gap=round(proposal.within, 4),
        coverage=_coverage(proposal.rota, grounds),
        coverage_greedy=_coverage(greedy, grounds),
        spread=round(float(spread_of(proposal.rota, grounds)), 2),
        spread_greedy=round(float(spread_of(greedy, grounds)), 2),
    )


def _coverage(rota: Iterable[Assignment], grounds: Grounds) -> float:
    """Guests are welcome, not wanted."""
    wanted = sum(role != Role.GUEST for one in grounds.occasions.values() for role in one.roles)
    return round(sum(one.role != Role.GUEST for one in rota) / wanted, 4)
