"""A map of counts in a few classes, each with a pattern of its own that can be told in grey. It orders nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from safeconduct.vocabulary.world_map import Outline, outlines

# From so many on; the last class has no end.
BOUNDS = (1, 5, 20, 50)


@dataclass(frozen=True)
class MapClass:
    """`last` is None in the class without an end; `number` 0 are countries without a figure or with none."""

    number: int
    first: int
    last: int | None
    outlines: tuple[Outline, ...]
    countries: tuple[str, ...]


def map_classes(counts: Mapping[str, int]) -> tuple[MapClass, ...]:
    """Every outline is in one class; a country without an outline is in `countries` alone."""
    classes = []
    for number, first in enumerate((0, *BOUNDS)):
        last = (0, *BOUNDS, None)[number + 1]
        last = None if last is None else last - 1
        inside = tuple(code for code in sorted(counts) if _class_of(counts[code]) == number)
        drawn = tuple(one for code, one in outlines().items() if _class_of(counts.get(code, 0)) == number)
        classes.append(MapClass(number, first, last, drawn, inside))
    return tuple(classes)


def _class_of(count: int) -> int:
    return sum(count >= bound for bound in BOUNDS)
