"""The solver's home: makes the sums of a rota as good as they can be, aim after aim, in a process of its own.

Each aim is fixed before the next, and each begins with what the one before found. The process gets numbers on its standard
input and answers with a line for each aim, so that whoever ends it early still has what was found. One thread and a fixed seed:
the same sums have the same answer unless the time was up.
"""

import json
import math
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from safeconduct.coordination.rota_sums import Sums, sums_from

COVERAGE = ("leads", "backups", "guests")
LAST = "travel"
WITHIN = 0.01
NOT_INSTALLED = 3
# For starting the process and for the end of a step that does not look at the clock.
GRACE = 3.0


@dataclass(frozen=True)
class Answer:
    """`chosen`: places by number. `gap`: how far an aim may be from the best, at most, as a part of 1. `whole`: every aim was
    looked at."""

    chosen: tuple[int, ...]
    gap: float
    whole: bool


class Unanswered(Exception):
    """The solver did not answer; the text says why, as a sentence."""


def answer_of_solver(sums: Sums, seconds: float) -> Answer:
    try:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "safeconduct.coordination.rota", str(seconds)],
            input=sums.as_json().encode(),
            capture_output=True,
            timeout=seconds + GRACE,
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            check=False,
        )
        said, code = ended.stdout, ended.returncode
    except subprocess.TimeoutExpired as late:
        said, code = late.stdout or b"", 0
    if code == NOT_INSTALLED:
        raise Unanswered("The solver is not installed.")
    if answer := answer_from(line for line in said.splitlines(keepends=True) if line.endswith(b"\n")):
        return answer
    raise Unanswered("The solver ended without an answer." if code else "The solver had no answer in time.")


def answer_from(lines: Iterable[str | bytes]) -> Answer | None:
    """Of whole lines of lines_of_answer, from the first on; None where there is none."""
    said = [json.loads(line) for line in lines]
    if not said:
        return None
    return Answer(tuple(said[-1]["chosen"]), gap=max(line["gap"] for line in said), whole=said[-1]["aim"] == LAST)


def main() -> int:
    """What the process does."""
    try:
        import highspy  # noqa: F401
    except ImportError:
        return NOT_INSTALLED
    sums, until = sums_from(sys.stdin.read()), time.monotonic() + float(sys.argv[1])
    for line in lines_of_answer(sums, until=until):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return 0


def lines_of_answer(sums: Sums, *, until: float) -> Iterator[str]:
    """One for each aim: what is chosen by now, and how far it may be from the best in this aim."""
    solving = Solving(sums)
    steps: list[tuple[str, Callable[[float], float]]] = [
        *((name, lambda seconds, name=name: solving.enlarge(name, seconds)) for name in COVERAGE),
        ("fairness", solving.lower_worst_load),
        ("kept", lambda seconds: solving.enlarge("kept", seconds)),
        ("evenness", solving.even_out),
        (LAST, lambda seconds: solving.enlarge(LAST, seconds, within=WITHIN)),
    ]
    for number, (name, step) in enumerate(steps):
        left = until - time.monotonic()
        last = number == len(steps) - 1
        gap = step(max(left if last else left * 0.6, 0.1))
        yield json.dumps({"aim": name, "gap": gap, "chosen": solving.chosen()})


class Solving:
    """One model in the memory of the solver, and the best that was found so far.

    Columns: a place each; the load of each mission; its share of the unevenness; the worst relative load, in parts of a unit
    that makes it a whole number.
    """

    def __init__(self, sums: Sums) -> None:
        import highspy

        self.sums, self.highspy = sums, highspy
        self.model = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0)):
            self.model.setOptionValue(option, value)
        self.unit = math.lcm(*(load.share for load in sums.loads))
        self.first_load = sums.places
        self.first_uneven = self.first_load + len(sums.loads)
        self.worst = self.first_uneven + len(sums.loads)
        self.values = self._completed({*sums.start})
        self.model.passModel(self._model())

    def chosen(self) -> list[int]:
        return [at for at in range(self.sums.places) if self.values[at] > 0.5]

    # The aims

    def enlarge(self, name: str, seconds: float, *, within: float = 0.0) -> float:
        """How far it may be from the best, as a part of 1; what was reached is kept from now on."""
        adds = self.sums.aims[name]
        if not adds:
            return 0.0
        gap = self._minimise([(at, -number) for at, number in adds], seconds, within)
        reached = sum(number for at, number in adds if self.values[at] > 0.5)
        self._add_row(adds, reached - 0.5, math.inf)
        return gap

    def lower_worst_load(self, seconds: float) -> float:
        gap = self._minimise([(self.worst, 1)], seconds, 0.0)
        self.model.changeColBounds(self.worst, 0, round(self.values[self.worst]))
        return gap

    def even_out(self, seconds: float) -> float:
        """The sum of squares, by lines that touch them at whole numbers."""
        for number, load in enumerate(self.sums.loads):
            most = min(
                load.before + sum(adds for _, adds in load.adds),
                round(self.values[self.worst]) * load.share // self.unit,
            )
            for turns in range(load.before, most):
                slope, height = 2 * turns + 1, turns * (turns + 1) + load.before**2
                row = [(self.first_uneven + number, load.share), (self.first_load + number, -slope)]
                self._add_row(row, -height, math.inf)
        uneven = [(self.first_uneven + number, 1) for number in range(len(self.sums.loads))]
        gap = self._minimise(uneven, seconds, WITHIN)
        self._add_row(uneven, -math.inf, sum(self.values[at] for at, _ in uneven) + 1e-3)
        return gap

    # The model

    def _model(self) -> Any:
        """Passed as a whole: one row after the other would take longer than the solving."""
        sums, loads = self.sums, self.sums.loads
        rows: list[tuple[Sequence[tuple[int, float]], float, float]] = [
            (((at, 1) for at in row), -math.inf, most) for row, most in sums.at_most
        ]
        rows += [(((place, 1), *((at, -1) for at in others)), -math.inf, 0) for place, others in sums.beside]
        for number, load in enumerate(loads):
            column = self.first_load + number
            rows.append(((*load.adds, (column, -1)), -load.before, -load.before))
            rows.append((((column, self.unit // load.share), (self.worst, -1)), -math.inf, 0))
        columns = self.worst + 1
        whole = {*range(sums.places), self.worst}
        kind = self.highspy.HighsVarType
        model = self.highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, len(rows)
        model.col_cost_ = [0.0] * columns
        model.col_lower_ = [float(at in set(sums.locked)) for at in range(columns)]
        model.col_upper_ = [1.0] * sums.places + [self.highspy.kHighsInf] * (columns - sums.places)
        model.integrality_ = [kind.kInteger if at in whole else kind.kContinuous for at in range(columns)]
        model.row_lower_, model.row_upper_ = [row[1] for row in rows], [row[2] for row in rows]
        starts, indices, values = [0], [], []
        for row, _, _ in rows:
            for at, number in row:
                indices.append(at)
                values.append(float(number))
            starts.append(len(indices))
        model.a_matrix_.format_ = self.highspy.MatrixFormat.kRowwise
        model.a_matrix_.num_col_, model.a_matrix_.num_row_ = columns, len(rows)
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = starts, indices, values
        return model

    def _add_row(self, row: Sequence[tuple[int, float]], lower: float, upper: float) -> None:
        indices, values = [at for at, _ in row], [float(number) for _, number in row]
        self.model.addRow(lower, upper, len(row), indices, values)

    def _minimise(self, costs: Sequence[tuple[int, float]], seconds: float, within: float) -> float:
        """Keeps the best that was found, or what there was; says how far it may be from the best."""
        columns = self.worst + 1
        weights = [0.0] * columns
        for at, number in costs:
            weights[at] = float(number)
        self.model.changeColsCost(columns, list(range(columns)), weights)
        start = self.highspy.HighsSolution()
        start.col_value = self.values
        self.model.setSolution(start)
        self.model.setOptionValue("mip_rel_gap", within)
        self.model.setOptionValue("time_limit", self.model.getRunTime() + seconds)
        self.model.run()
        info = self.model.getInfo()
        found = list(self.model.getSolution().col_value)
        if len(found) == columns and info.primal_solution_status == self.highspy.SolutionStatus.kSolutionStatusFeasible:
            values = self._completed({at for at in range(self.sums.places) if found[at] > 0.5})
            self.values = min(self.values, values, key=lambda one: _weighed(weights, one))
        reached = _weighed(weights, self.values)
        return max(0.0, reached - info.mip_dual_bound) / max(1.0, abs(reached))

    def _completed(self, taken: set[int]) -> list[float]:
        """The value of every column when these places are taken."""
        loads = [load.before + sum(adds for at, adds in load.adds if at in taken) for load in self.sums.loads]
        uneven = [(load**2 - one.before**2) / one.share for load, one in zip(loads, self.sums.loads, strict=True)]
        worst = max(load * self.unit // one.share for load, one in zip(loads, self.sums.loads, strict=True))
        return [*(float(at in taken) for at in range(self.sums.places)), *map(float, loads), *uneven, float(worst)]


def _weighed(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True) if weight)


if __name__ == "__main__":
    sys.exit(main())
