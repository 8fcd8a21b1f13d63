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
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from safeconduct.coordination.rota_filling import filled_up
from safeconduct.coordination.rota_sums import Summand, Sums, sums_from

LAST = "guests"
WITHIN = 0.01
# A hundredth of a sum of squares would be several turns.
EVEN_WITHIN = 0.001
NOT_INSTALLED = 3
# How often what covers is looked at again, place by place, so that fairness does not begin far from it.
SHARED_OUT = 3
# For a step that does not look at the clock.
GRACE = 3.0


Weights = Sequence[tuple[int, float]]
"""Columns by number, and how much each counts."""


@dataclass(frozen=True)
class Answer:
    """`chosen`: places by number. `gap`: how far an aim may be from the best, at most, as a part of 1; 1 where it is not known.
    `whole`: every aim was looked at."""

    chosen: tuple[int, ...]
    gap: float
    whole: bool


class Unanswered(Exception):
    """The solver did not answer; the text says why, as a sentence."""


def answer_of_solver(sums: Sums, seconds: float) -> Answer:
    try:
        ended = subprocess.run(
            [sys.executable, "-P", "-m", "safeconduct.coordination.rota", str(time.monotonic() + seconds)],
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
    whole = said[-1]["aim"] == LAST
    return Answer(tuple(said[-1]["chosen"]), gap=max(line["gap"] for line in said) if whole else 1.0, whole=whole)


def main() -> int:
    """What the process does."""
    try:
        import highspy  # noqa: F401
    except ImportError:
        return NOT_INSTALLED
    # This clock counts from the start of the machine, in every process alike.
    for line in lines_of_answer(sums_from(sys.stdin.read()), until=float(sys.argv[1])):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return 0


def lines_of_answer(sums: Sums, *, until: float) -> Iterator[str]:
    """One for each aim: what is chosen by now, and how far it may be from the best in this aim."""
    solving = Solving(sums)
    # What each may take of the time that is left when it begins; what it leaves is for those after it.
    steps: list[tuple[str, float, Callable[[float], float]]] = [
        ("leads", 0.4, lambda seconds: solving.cover("leads", seconds)),
        ("backups", 0.5, lambda seconds: solving.cover("backups", seconds)),
        ("fairness", 0.5, solving.lower_worst_load),
        ("kept", 0.5, lambda seconds: solving.enlarge("kept", seconds)),
        ("evenness", 0.5, solving.even_out),
        ("travel", 0.95, lambda seconds: solving.enlarge("travel", seconds, within=WITHIN)),
        (LAST, 1.0, solving.bring_guests),
    ]
    for name, part, step in steps:
        gap = step(max(part * (until - time.monotonic()), 0.1))
        yield json.dumps({"aim": name, "gap": gap, "chosen": solving.chosen()})


class Solving:
    """One model in the memory of the solver, and the best that was found so far.

    Columns: a place each; the load of each mission; its share of the unevenness; the worst relative load, in parts of a unit
    that makes it a whole number.
    """

    def __init__(self, sums: Sums) -> None:
        import highspy

        self.sums, self.highspy = sums, highspy
        self.model = highspy.Highs()  # type: ignore[no-untyped-call]
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

    def cover(self, name: str, seconds: float) -> float:
        """Also takes what is free beside it, and shares it out, so that what comes next begins with something."""
        gap = self.enlarge(name, seconds)
        again = 0 if self.sums.aims["kept"] else SHARED_OUT
        self.values = self._completed(filled_up(self.chosen(), self.sums, among=range(self.sums.places), again=again))
        return gap

    def bring_guests(self, seconds: float) -> float:
        guests = {at for at, _ in self.sums.aims["guests"]}
        self.values = self._completed(filled_up(self.chosen(), self.sums, among=guests))
        return self.enlarge("guests", seconds)

    def enlarge(self, name: str, seconds: float, *, within: float = 0.0) -> float:
        """How far it may be from the best, as a part of 1; what was reached is kept from now on."""
        adds = self.sums.aims[name]
        if not adds:
            return 0.0
        gap = 0.0
        if self._reached(adds) < self._most(adds):
            gap = self._minimise([(at, -number) for at, number in adds], seconds, within)
        self._add_row(adds, self._reached(adds) - 0.5, math.inf)
        return gap

    def _reached(self, adds: Iterable[Summand]) -> int:
        return sum(number for at, number in adds if self.values[at] > 0.5)

    def _most(self, adds: Iterable[Summand]) -> int:
        """What can be reached if nothing stands in the way of anything."""
        worth = dict(adds)
        return sum(max(0, *(worth.get(at, 0) for at in row)) for row in self.sums.one_of)

    def lower_worst_load(self, seconds: float) -> float:
        gap = self._minimise([(self.worst, 1)], seconds, 0.0)
        self.model.changeColBounds(self.worst, 0, round(self.values[self.worst]))
        return gap

    def even_out(self, seconds: float) -> float:
        """The sum of squares, by lines that touch them at whole numbers."""
        columns = range(self.first_uneven, self.worst)
        for uneven, loaded, load in zip(
            columns, range(self.first_load, self.first_uneven), self.sums.loads, strict=True
        ):
            most = min(
                load.before + sum(adds for _, adds in load.adds),
                round(self.values[self.worst]) * load.share // self.unit,
            )
            for turns in range(load.before, most):
                slope, height = 2 * turns + 1, turns * (turns + 1) + load.before**2
                self._add_row([(uneven, load.share), (loaded, -slope)], -height, math.inf)
        all_of_them = [(column, 1) for column in columns]
        gap = self._minimise(all_of_them, seconds, EVEN_WITHIN)
        self._add_row(all_of_them, -math.inf, sum(self.values[column] for column in columns) + 1e-3)
        return gap

    # The model

    def _model(self) -> Any:
        """Passed as a whole: one row after the other would take longer than the solving."""
        sums, loads = self.sums, self.sums.loads
        rows: list[tuple[Weights, float, float]] = [
            ([(at, 1) for at in row], -math.inf, most)
            for row, most in (*((row, 1) for row in sums.one_of), *sums.at_most)
        ]
        rows += [(((place, 1), *((at, -1) for at in others)), -math.inf, 0) for place, others in sums.beside]
        for number, load in enumerate(loads):
            column = self.first_load + number
            rows.append(((*load.adds, (column, -1)), -load.before, -load.before))
            rows.append((((column, self.unit // load.share), (self.worst, -1)), -math.inf, 0))
        columns = self.worst + 1
        whole, locked = {*range(sums.places), self.worst}, {*sums.locked}
        kind = self.highspy.HighsVarType
        model = self.highspy.HighsLp()
        model.num_col_, model.num_row_ = columns, len(rows)
        model.col_cost_ = [0.0] * columns
        model.col_lower_ = [float(at in locked) for at in range(columns)]
        model.col_upper_ = [1.0] * sums.places + [self.highspy.kHighsInf] * (columns - sums.places)
        model.integrality_ = [kind.kInteger if at in whole else kind.kContinuous for at in range(columns)]
        model.row_lower_, model.row_upper_ = [row[1] for row in rows], [row[2] for row in rows]
        weights = [weight for row, _, _ in rows for weight in row]
        model.a_matrix_.format_ = self.highspy.MatrixFormat.kRowwise
        model.a_matrix_.num_col_, model.a_matrix_.num_row_ = columns, len(rows)
        model.a_matrix_.start_ = [0, *accumulate(len(row) for row, _, _ in rows)]
        model.a_matrix_.index_ = [at for at, _ in weights]
        model.a_matrix_.value_ = [float(weight) for _, weight in weights]
        return model

    def _add_row(self, row: Weights, lower: float, upper: float) -> None:
        indices, values = [at for at, _ in row], [float(number) for _, number in row]
        self.model.addRow(lower, upper, len(row), indices, values)

    def _minimise(self, costs: Weights, seconds: float, within: float) -> float:
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
        self.model.setOptionValue("time_limit", seconds)
        self.model.run()
        info = self.model.getInfo()
        found = list(self.model.getSolution().col_value)
        if len(found) == columns and info.primal_solution_status == self.highspy.SolutionStatus.kSolutionStatusFeasible:
            values = self._completed({at for at in range(self.sums.places) if found[at] > 0.5})
            self.values = min(self.values, values, key=lambda one: _weighed(weights, one))
        reached = _weighed(weights, self.values)
        return min(1.0, max(0.0, reached - info.mip_dual_bound) / max(1.0, abs(reached)))

    def _completed(self, taken: Collection[int]) -> list[float]:
        """The value of every column when these places are taken."""
        loads = [load.before + sum(adds for at, adds in load.adds if at in taken) for load in self.sums.loads]
        uneven = [(load**2 - one.before**2) / one.share for load, one in zip(loads, self.sums.loads, strict=True)]
        worst = max(load * self.unit // one.share for load, one in zip(loads, self.sums.loads, strict=True))
        return [*(float(at in taken) for at in range(self.sums.places)), *map(float, loads), *uneven, float(worst)]


def _weighed(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True) if weight)


if __name__ == "__main__":
    sys.exit(main())
