"""Places on a still picture, in whole units, from the left or, where people read so, from the right. Templates draw them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

STRIP = 160
_BARS_FROM, _BAR, _BARS = 48, 26, 420
_LEFT, _TOP, _RIGHT, _BOTTOM, _EDGE = 64, 16, 676, 416, 736


@dataclass(frozen=True)
class Strip:
    """An interval between none and all; `usual` is the share of all together."""

    low: int
    middle: int
    high: int
    usual: int | None


def strip(low: float, middle: float, high: float, usual: float | None, *, from_the_right: bool) -> Strip:
    def at(share: float) -> int:
        across = 4 + round(share * (STRIP - 8))
        return STRIP - across if from_the_right else across

    ends = sorted((at(low), at(high)))
    return Strip(ends[0], at(middle), ends[1], None if usual is None else at(usual))


@dataclass(frozen=True)
class Part:
    left: int
    width: int
    name: str


@dataclass(frozen=True)
class Bar:
    """`top` of its row, and where its total stands."""

    name: str
    top: int
    parts: tuple[Part, ...]
    total: int
    after: int


@dataclass(frozen=True)
class Bars:
    """`begins`: where bars begin; `labels`: where their names end."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    begins: int
    labels: int


def bars(rows: Sequence[tuple[str, Mapping[str, int]]], *, from_the_right: bool) -> Bars:
    """A bar for each name, parted by counts in the order given."""
    most = max((sum(parts.values()) for _, parts in rows), default=0) or 1
    longest = _BARS - _BARS_FROM - 48
    drawn = []
    for number, (name, counts) in enumerate(rows):
        at, parts = 0, []
        for part, count in counts.items():
            begins, ends = round(at / most * longest), round((at + count) / most * longest)
            left = _BARS_FROM + begins
            if count:
                parts.append(Part(_BARS - _BARS_FROM - ends if from_the_right else left, ends - begins, part))
            at += count
        after = _BARS_FROM + round(at / most * longest) + 6
        drawn.append(Bar(name, number * _BAR, tuple(parts), at, _BARS - after if from_the_right else after))
    begins, labels = _BARS_FROM, _BARS_FROM - 8
    if from_the_right:
        begins, labels = _BARS - begins, _BARS - labels
    return Bars(tuple(drawn), _BARS, len(rows) * _BAR, begins, labels)


@dataclass(frozen=True)
class Dot:
    """A country in the funnel; `label` and `line` are where its name stands, `anchor` which part of it."""

    name: str
    across: int
    down: int
    is_outside: bool
    label: int
    line: int
    anchor: str


@dataclass(frozen=True)
class FunnelDrawing:
    """`lines`: paths of the inner and the outer limits; `marks`: numbers of texts along the foot, with their places."""

    dots: tuple[Dot, ...]
    inner: tuple[str, str]
    outer: tuple[str, str]
    centre: int
    shares: tuple[tuple[int, int], ...]
    marks: tuple[tuple[int, int], ...]
    left: int
    right: int
    labels: int


def funnel_drawing(
    points: Iterable[tuple[str, int, int, bool]],
    lines: Sequence[Mapping[str, Any]],
    centre: float,
    *,
    from_the_right: bool,
) -> FunnelDrawing:
    """`points`: name, part, whole and whether it is outside; `lines`: rows of the snapshot's limits, by the number of texts."""
    told = list(points)
    most = max([whole for _, _, whole, _ in told] or [1])

    def across(whole: int) -> int:
        at = round(whole / most * (_RIGHT - _LEFT - 40))
        return _RIGHT - at if from_the_right else _LEFT + at

    def down(share: float) -> int:
        return _BOTTOM - round(share * (_BOTTOM - _TOP))

    def path(column: str) -> str:
        steps = [f"{across(row['whole'])} {down(row[column])}" for row in lines]
        return f"M{' L'.join(steps)}" if steps else ""

    dots = [(name, across(whole), down(part / whole), outside) for name, part, whole, outside in told]
    taken = [_Box(x - 8, y - 8, x + 8, y + 8) for _, x, y, _ in dots]
    placed = []
    for name, x, y, outside in dots:
        label = _free(name, x, y, taken)
        taken.append(_label_box(name, label))
        placed.append(Dot(name, x, y, outside, *label))
    step = next(step for step in _STEPS if most / step <= 6)
    return FunnelDrawing(
        dots=tuple(placed),
        inner=(path("low_95"), path("high_95")),
        outer=(path("low_998"), path("high_998")),
        centre=down(centre),
        shares=tuple((percent, down(percent / 100)) for percent in (0, 25, 50, 75, 100)),
        marks=tuple((whole, across(whole)) for whole in range(0, most + 1, step)),
        left=_LEFT,
        right=_RIGHT,
        labels=_RIGHT + 8 if from_the_right else _LEFT - 8,
    )


_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000)
_LETTER, _LINE = 7.5, 13


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "_Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


_Label = tuple[int, int, str]


def _free(name: str, x: int, y: int, taken: Sequence[_Box]) -> _Label:
    """The first place beside its dot where no other name or dot is in the way; the first one where none is free."""
    places: list[_Label] = [(x + 12, y + 5, "start"), (x - 12, y + 5, "end")]
    for away in (-14, 22, -28, 36, -42, 50):
        places += [(x, y + away, "middle"), (x + 8, y + away, "start"), (x - 8, y + away, "end")]
    for place in places:
        box = _label_box(name, place)
        if box.left > _LEFT and box.right < _EDGE and not any(box.meets(other) for other in taken):
            return place
    return places[0]


def _label_box(name: str, label: _Label) -> _Box:
    across, down, anchor = label
    length = _LETTER * len(name)
    left = across - {"start": 0.0, "middle": length / 2, "end": length}[anchor]
    return _Box(left, down - _LINE + 2, left + length, down + 2)
