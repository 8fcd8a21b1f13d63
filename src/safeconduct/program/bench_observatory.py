"""`safeconduct bench observatory`: invented statements of 3,000 letters are taken in, coded and measured, each step in a process
of its own. Nothing of an instance is read, and nothing is sent."""

import argparse
import json
import math
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path

from safeconduct.observatory.invented.statement import FIRST_YEAR, LETTERS, YEARS, long_statements
from safeconduct.program.refusing import no

_FEWEST = 100
_NOTE = """\
CPU: seconds of processors, which the load of the machine hardly changes. Memory: the most at any time, in MiB. Growth: the power of
the number of statements with which CPU seconds grow between the fewest and the most; 1 is as many times as statements."""


@dataclass(frozen=True)
class Step:
    """`came_out`: how many statements, codings or counted rows there were at the end."""

    step: str
    statements: int
    came_out: int
    seconds: float
    cpu_seconds: float
    per_cpu_second: float
    peak_mib: int


def run(arguments: argparse.Namespace) -> int:
    sizes = sorted(set(arguments.statements))
    if sizes[0] < _FEWEST:
        return no(f"With fewer than {_FEWEST} statements nothing is measured but the start. Give more.")
    try:
        steps = [step for size in sizes for step in _measured(size)]
    except _Failed as failed:
        return no(
            f"The step {failed} did not come to its end. Run `make observatory`, and look whether the disk is full."
        )
    growth = {name: _growth([step for step in steps if step.step == name]) for name in _STEPS}
    if arguments.json:
        figures = {
            "letters": LETTERS,
            "processors": os.cpu_count(),
            "growth": growth,
            "steps": list(map(asdict, steps)),
        }
        print(json.dumps(figures, indent=1))
        return 0
    print(f"{'':>8}{'statements':>12}{'came out':>10}{'seconds':>10}{'CPU':>10}{'a CPU second':>14}{'MiB':>7}")
    for one in steps:
        numbers = f"{one.seconds:>10}{one.cpu_seconds:>10}{one.per_cpu_second:>14}{one.peak_mib:>7}"
        print(f"{one.step:>8}{one.statements:>12}{one.came_out:>10}{numbers}")
    print("growth: " + ", ".join(f"{name} {exponent}" for name, exponent in growth.items() if exponent is not None))
    print(_NOTE)
    return 0


def _growth(steps: list[Step]) -> float | None:
    """Between the fewest and the most; None of one size."""
    first, last = steps[0], steps[-1]
    if first.statements == last.statements:
        return None
    return round(math.log(last.cpu_seconds / first.cpu_seconds) / math.log(last.statements / first.statements), 3)


def _measured(size: int) -> list[Step]:
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        with (folder / "texts.jsonl").open("w", encoding="utf-8") as texts:
            texts.writelines(f"{json.dumps(asdict(one), ensure_ascii=False)}\n" for one in long_statements(size))
        return [_said(_in_its_own_process(name, size, folder)) for name in _STEPS]


def _said(one: Step) -> Step:
    """Each step as it ends: with a million statements the next one may be hours away, or fail."""
    print(json.dumps(asdict(one)), file=sys.stderr, flush=True)
    return one


class _Failed(Exception):
    """A step ended with an error; its text is the step's name."""


def _in_its_own_process(name: str, size: int, folder: Path) -> Step:
    beside = multiprocessing.get_context("spawn")
    here, there = beside.Pipe(duplex=False)
    running = beside.Process(target=_told, args=(name, folder, there))
    running.start()
    there.close()
    try:
        came_out, seconds, cpu, peak = here.recv()
    except EOFError:
        raise _Failed(name) from None
    finally:
        running.join()
    return Step(name, size, came_out, round(seconds, 2), round(cpu, 2), round(size / cpu, 1), peak)


def _told(name: str, folder: Path, teller: Connection) -> None:
    began = time.monotonic()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        came_out = _STEPS[name](folder)
    if came_out:
        teller.send((came_out, time.monotonic() - began, time.process_time(), _most_memory()))
    teller.close()


def _most_memory() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def _ingest(folder: Path) -> int:
    from safeconduct.program import collecting

    collecting.run(argparse.Namespace(sources=[str(folder / "texts.jsonl")], into=str(folder / "corpus")))
    return _lines(folder / "corpus" / "statements.jsonl")


def _code(folder: Path) -> int:
    from safeconduct.program import observatory

    files = {"file": str(folder / "corpus" / "texts.jsonl"), "out": str(folder / "codings.jsonl"), "rejects": None}
    observatory.run(argparse.Namespace(**files, processes=1, spark=""))
    return _lines(folder / "codings.jsonl")


def _lines(path: Path) -> int:
    """None of a file that is not there."""
    if not path.exists():
        return 0
    with path.open("rb") as file:
        return sum(1 for _ in file)


def _measure(folder: Path) -> int:
    """Counts, intervals, comparisons and funnels of all rules, as a snapshot is made from."""
    from safeconduct.observatory.measuring.engine import read
    from safeconduct.observatory.measuring.measure_rule import measure_rules
    from safeconduct.observatory.measuring.measurement import measurement
    from safeconduct.observatory.measuring.period import Period
    from safeconduct.observatory.measuring.statement_parts import take_in

    last = date(FIRST_YEAR + YEARS - 1, 12, 31)
    (folder / "parts").mkdir()
    take_in(folder / "codings.jsonl", folder / "parts", reject=lambda _: None)
    with read(folder / "parts") as statements:
        return measurement(statements, measure_rules(), Period(date(FIRST_YEAR, 1, 1), last, last)).statements.height


_STEPS: dict[str, Callable[[Path], int]] = {"ingest": _ingest, "code": _code, "measure": _measure}
