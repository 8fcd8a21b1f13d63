"""Outlines of countries, to draw a map without asking another host. Natural Earth draws who holds a place, so a line on a
map says nothing of whose it is: a page that shows one says so, and that small states are hardly seen, beside its table."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_MARGIN = 0.15
_STEP = re.compile(r"-?\d+")
_INVENTED: dict[str, "Outline"] = {}


@dataclass(frozen=True)
class Frame:
    """Part of the plane, in its units: x to the east, y to the south; the whole is 20,000 wide."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def view_box(self) -> str:
        return f"{self.left} {self.top} {self.right - self.left} {self.bottom - self.top}"

    @property
    def centre(self) -> tuple[int, int]:
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    def touches(self, other: "Frame") -> bool:
        return (
            self.left <= other.right
            and other.left <= self.right
            and self.top <= other.bottom
            and other.top <= self.bottom
        )


@dataclass(frozen=True)
class Outline:
    """A country's shape: `path` for an SVG, and the `frame` of its largest part, since distant islands widen a map."""

    code: str
    path: str
    frame: Frame


@cache
def outlines() -> dict[str, Outline]:
    """By ISO 3166 code (XK for Kosovo), in its order. Antarctica and a few of the smallest states have none."""
    lines = files("safeconduct.vocabulary").joinpath("boundaries.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {code: Outline(code, path, _largest(path)) for code, path in rows}


def invent(paths: Mapping[str, str]) -> None:
    """Outlines of countries that do not exist, by code: known to this process alone, for a demonstration."""
    _INVENTED.clear()
    _INVENTED.update({code: Outline(code, path, _largest(path)) for code, path in paths.items()})


def all_outlines() -> dict[str, Outline]:
    """Those that ship, and the invented ones."""
    return outlines() | _INVENTED


def frame_around(codes: Iterable[str]) -> Frame | None:
    """The part of the plane that shows these countries with some of their neighbours; None where none has an outline."""
    known = all_outlines()
    frames = [known[code].frame for code in codes if code in known]
    if not frames:
        return None
    left, top = min(frame.left for frame in frames), min(frame.top for frame in frames)
    right, bottom = max(frame.right for frame in frames), max(frame.bottom for frame in frames)
    margin = round(max(right - left, bottom - top) * _MARGIN) + 20
    return Frame(left - margin, top - margin, right + margin, bottom + margin)


def seen_in(frame: Frame) -> tuple[Outline, ...]:
    """The countries of which something can be seen in a part of the plane, in the order of their codes."""
    known = all_outlines().values()
    return tuple(outline for outline in known if any(part.touches(frame) for part in _parts(outline.path)))


@cache
def _parts(path: str) -> tuple[Frame, ...]:
    return tuple(_frame(ring) for ring in path.split("z") if ring)


def _largest(path: str) -> Frame:
    return max(_parts(path), key=lambda frame: (frame.right - frame.left) * (frame.bottom - frame.top))


def _frame(ring: str) -> Frame:
    numbers = [int(step) for step in _STEP.findall(ring)]
    across, down = numbers[:1], numbers[1:2]
    for step, other in zip(numbers[2::2], numbers[3::2], strict=True):
        across.append(across[-1] + step)
        down.append(down[-1] + other)
    return Frame(min(across), min(down), max(across), max(down))
