"""The countries of a group as a map inside the page: a pattern for each state, and its word in the key and on the shape."""

from collections.abc import Mapping
from typing import Any

from safeconduct.coordination.coverage import COVERED, NOBODY, PARTLY
from safeconduct.vocabulary.place_name import country_name
from safeconduct.vocabulary.world_map import all_outlines, frame_around, seen_in

WORDS = {
    NOBODY: "nobody liaises in its regions",
    PARTLY: "some regions, groups or languages have nobody",
    COVERED: "somebody liaises in each of its regions",
}


def picture(states: Mapping[str, str]) -> dict[str, Any] | None:
    """What `coverage_map.html` draws, by country and how it stands; None where no outline ships for any of them."""
    drawn = [code for code in sorted(states) if code in all_outlines()]
    frame = frame_around(drawn)
    if frame is None:
        return None
    width = max(frame.right - frame.left, frame.bottom - frame.top)
    shapes = [
        {"path": outline.path, "state": states.get(outline.code, ""), "title": _title(outline.code, states)}
        for outline in seen_in(frame)
    ]
    return {
        "view_box": frame.view_box,
        # Those that stand for something are drawn last, so that no neighbour covers their edge.
        "shapes": sorted(shapes, key=lambda shape: bool(shape["state"])),
        "names": [_name(code) for code in drawn],
        "size": round(width / 26),
        "step": max(width // 60, 4),
        "half": max(width // 120, 2),
        "thin": max(width // 240, 1),
        "swatch": 3 * max(width // 60, 4),
        "told": _told(drawn, states),
        "key": [{"state": state, "word": WORDS[state]} for state in WORDS if state in states.values()],
    }


def not_drawn(states: Mapping[str, str]) -> str:
    """The countries of the table for which no outline ships, in a sentence; "" where there are none."""
    missing = [country_name(code) for code in sorted(states) if code not in all_outlines()]
    return f"No outline ships for {' and '.join(missing)}: the table below has all of it." if missing else ""


def _title(code: str, states: Mapping[str, str]) -> str:
    return f"{country_name(code)}: {WORDS[states[code]]}" if code in states else country_name(code)


def _name(code: str) -> dict[str, Any]:
    x, y = all_outlines()[code].frame.centre
    return {"x": x, "y": y, "text": country_name(code)}


def _told(drawn: list[str], states: Mapping[str, str]) -> str:
    """The picture in a sentence or two, for whoever hears the page."""
    return ". ".join(_title(code, states) for code in drawn) + "."
