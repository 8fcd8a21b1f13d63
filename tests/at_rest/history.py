"""What people appended to lists and read from them, and whether any order of it all explains what they saw.

After Elle (Kingsbury and Alvaro, 2020): every value is appended once, so the longest reading of a list tells the order
in which it was written, and each reading tells which writers it came after and before. A circle is an anomaly.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Append:
    name: str
    value: str


@dataclass(frozen=True)
class Reading:
    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Deed:
    """One request, from `began` to `ended` (seconds). `state`: done, refused, or unknown when its answer was lost."""

    acts: tuple[Append | Reading, ...]
    began: float
    ended: float
    state: str = "done"

    def appends(self) -> Iterator[Append]:
        return (act for act in self.acts if isinstance(act, Append))

    def readings(self) -> Iterator[Reading]:
        return (act for act in self.acts if isinstance(act, Reading))


Edges = dict[int, set[int]]


def anomalies(deeds: list[Deed]) -> dict[str, list[str]]:
    """What no order explains, by its kind; empty when all is well."""
    found: dict[str, list[str]] = defaultdict(list)
    writers = {(act.name, act.value): number for number, deed in enumerate(deeds) for act in deed.appends()}
    orders: dict[str, tuple[str, ...]] = {}
    for deed in deeds:
        for reading in deed.readings():
            orders[reading.name] = max(orders.get(reading.name, ()), reading.values, key=len)
            _look_at(reading, deeds, writers, found)
    for deed in deeds:
        for reading in deed.readings():
            if orders[reading.name][: len(reading.values)] != reading.values:
                found["two orders"].append(reading.name)
    if not found:
        _look_for_lost(deeds, found)
        _look_for_circles(deeds, writers, orders, found)
    return dict(found)


def _look_at(
    reading: Reading, deeds: list[Deed], writers: dict[tuple[str, str], int], found: dict[str, list[str]]
) -> None:
    if len(set(reading.values)) != len(reading.values):
        found["twice"].append(reading.name)
    for value in reading.values:
        number = writers.get((reading.name, value))
        if number is None:
            found["from nowhere"].append(value)
        elif deeds[number].state == "refused":
            found["G1a: read what was refused"].append(value)
    if reading.values and (number := writers.get((reading.name, reading.values[-1]))) is not None:
        own = [act.value for act in deeds[number].appends() if act.name == reading.name]
        if own[-1] != reading.values[-1]:
            found["G1b: read half of it"].append(reading.values[-1])


def _look_for_lost(deeds: list[Deed], found: dict[str, list[str]]) -> None:
    """Whatever was told to be done is in every reading that began later."""
    readings = [(deed.began, reading) for deed in deeds for reading in deed.readings()]
    for deed in deeds:
        for act in deed.appends() if deed.state == "done" else ():
            if any(
                began > deed.ended and reading.name == act.name and act.value not in reading.values
                for began, reading in readings
            ):
                found["lost update"].append(act.value)


def _look_for_circles(
    deeds: list[Deed],
    writers: dict[tuple[str, str], int],
    orders: dict[str, tuple[str, ...]],
    found: dict[str, list[str]],
) -> None:
    after: dict[str, Edges] = {kind: defaultdict(set) for kind in ("ww", "wr", "rw", "time")}
    for name, order in orders.items():
        for before, value in pairwise(order):
            _edge(after["ww"], writers[name, before], writers[name, value])
    for number, deed in enumerate(deeds):
        for reading in deed.readings():
            order, count = orders[reading.name], len(reading.values)
            if count:
                _edge(after["wr"], writers[reading.name, reading.values[-1]], number)
            if count < len(order):
                _edge(after["rw"], number, writers[reading.name, order[count]])
    for before, later in _in_time(deeds):
        _edge(after["time"], before, later)
    known: set[int] = set()
    for kind, edges in {
        "G0: writes in a circle": ("ww",),
        "G1c: information in a circle": ("ww", "wr"),
        "G2-item: readings that exclude each other": ("ww", "wr", "rw"),
        "against the clock": ("ww", "wr", "rw", "time"),
    }.items():
        for circle in _circles(len(deeds), [after[each] for each in edges]):
            if not circle & known:
                found[kind].append(", ".join(map(str, sorted(circle))))
            known |= circle


def _edge(edges: Edges, before: int, after: int) -> None:
    if before != after:
        edges[before].add(after)


def _in_time(deeds: list[Deed]) -> Iterator[tuple[int, int]]:
    """Who was over before whom began; what follows from other pairs is left out."""
    moments = [(deed.began, 1, number) for number, deed in enumerate(deeds)]
    moments += [(deed.ended, 0, number) for number, deed in enumerate(deeds) if deed.state == "done"]
    over: set[int] = set()
    for _, begins, number in sorted(moments):
        if begins:
            yield from ((before, number) for before in over)
        else:
            over = {before for before in over if deeds[before].ended >= deeds[number].began} | {number}


def _circles(count: int, edges: Iterable[Edges]) -> list[set[int]]:
    """Tarjan's strongly connected components of more than one, without recursion."""
    edges = list(edges)
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    circles = []
    for root in range(count):
        work = [(root, iter(_next(edges, root)))] if root not in index else []
        while work:
            node, following = work[-1]
            if node not in index:
                index[node] = low[node] = len(index)
                stack.append(node)
                on_stack.add(node)
            for one in following:
                if one not in index:
                    work.append((one, iter(_next(edges, one))))
                    break
                if one in on_stack:
                    low[node] = min(low[node], index[one])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    place = stack.index(node)
                    circle = set(stack[place:])
                    del stack[place:]
                    on_stack -= circle
                    if len(circle) > 1:
                        circles.append(circle)
    return circles


def _next(edges: Iterable[Edges], node: int) -> list[int]:
    return [one for each in edges for one in each.get(node, ())]
