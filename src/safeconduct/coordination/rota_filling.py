"""Between two aims of the solver: takes what is free, and hands places to who carries less, in the sums of a rota.

The solver minds one aim at a time. Without this, an end before the next aim would leave free what nobody had asked for yet.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable

from safeconduct.coordination.rota_sums import Row, Sums


def filled_up(chosen: Iterable[int], sums: Sums, *, among: Collection[int], again: int = 0) -> set[int]:
    """What is chosen, with a place `among` these in every role that was free and can be taken; then every place is looked at
    `again` so often, and handed on where somebody else would carry less. Locks stay."""
    filling, locked = _Filling(chosen, sums), {*sums.locked}
    roles = sorted(sums.one_of, key=len)
    for row in roles:
        if not filling.taken.intersection(row):
            filling.settle([at for at in row if at in among])
    for _ in range(again):
        for row in roles:
            before = filling.taken.intersection(row)
            if before and not before & locked:
                filling.give_up(before)
                filling.settle(row)
    return filling.taken


class _Filling:
    """What is taken, what each row has left and what each mission carries. It changes in place: it is asked thousands of times."""

    def __init__(self, chosen: Iterable[int], sums: Sums) -> None:
        self.sums, self.taken, self.beside = sums, {*chosen}, dict(sums.beside)
        self.carried = {at: (number, adds) for number, load in enumerate(sums.loads) for at, adds in load.adds}
        self.loads = [load.before + sum(adds for at, adds in load.adds if at in self.taken) for load in sums.loads]
        rows: list[Row] = [*((row, 1) for row in sums.one_of), *sums.at_most]
        self.left = [most - len(self.taken.intersection(row)) for row, most in rows]
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        for number, (row, _) in enumerate(rows):
            for at in row:
                self.rows_of[at].append(number)

    def settle(self, row: Iterable[int]) -> None:
        """Takes one of these places, if one is free: that of who would carry least."""
        if free := [at for at in row if self._is_free(at)]:
            at = min(free, key=self._load_with)
            self.taken.add(at)
            self._change(at, 1)

    def give_up(self, places: Iterable[int]) -> None:
        for at in places:
            self.taken.remove(at)
            self._change(at, -1)

    def _is_free(self, at: int) -> bool:
        alone = at in self.beside and not self.taken.intersection(self.beside[at])
        return not alone and all(self.left[number] > 0 for number in self.rows_of[at])

    def _load_with(self, at: int) -> tuple[float, int]:
        """A guest carries nothing."""
        if at not in self.carried:
            return 0.0, at
        number, adds = self.carried[at]
        return (self.loads[number] + adds) / self.sums.loads[number].share, at

    def _change(self, at: int, by: int) -> None:
        for number in self.rows_of[at]:
            self.left[number] -= by
        if at in self.carried:
            number, adds = self.carried[at]
            self.loads[number] += by * adds
