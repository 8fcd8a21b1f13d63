"""A month as a picture inside the page: cells, day numbers and the shapes of states. The list beside it has all words."""

from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format

from safeconduct.coordination.hearing import Hearing
from safeconduct.coordination.month import Day, month
from safeconduct.web.staff.coordination.hearing_wording import state

CELL, HEAD = 48, 24
SHAPES_IN_A_CELL = 3
WORDS = {
    "done": "covered, or observed",
    "soon": "no backup, or no result yet",
    "gap": "nobody",
    "bar": "closed or refused",
    "ended": "did not take place",
}


def picture(year: int, number: int, hearings: tuple[Hearing, ...], *, at: datetime, today: date) -> dict[str, Any]:
    """What `calendar.html` draws: its size, heads, cells and the words of the shapes that it uses."""
    weeks = month(year, number, hearings)
    cells = [
        _cell(day, column, line, at=at, today=today)
        for line, week in enumerate(weeks)
        for column, day in enumerate(week)
    ]
    used = [shape for shape in WORDS if any(mark["shape"] == shape for cell in cells for mark in cell["marks"])]
    title = date_format(date(year, number, 1), "F Y")
    return {
        "id": f"month-{year}-{number}",
        "title": title,
        "told": _told(title, cells),
        "width": 7 * CELL,
        "height": HEAD + len(weeks) * CELL,
        "heads": [
            {"x": column * CELL + CELL // 2, "text": date_format(day.on, "D")} for column, day in enumerate(weeks[0])
        ],
        "cells": cells,
        "key": [{"shape": shape, "word": WORDS[shape]} for shape in used],
    }


def _cell(day: Day, column: int, line: int, *, at: datetime, today: date) -> dict[str, Any]:
    x, y = column * CELL, HEAD + line * CELL
    states = [state(one, at=at)[0] for one in day.hearings] if day.is_in_month else []
    marks = [
        {"shape": shape, "x": x + 10 + place * 14, "y": y + 33} for place, shape in enumerate(states[:SHAPES_IN_A_CELL])
    ]
    return {
        "x": x,
        "y": y,
        "number": day.on.day,
        "number_x": x + 6,
        "number_y": y + 17,
        "is_out": not day.is_in_month,
        "is_today": day.on == today and day.is_in_month,
        "marks": marks,
        "more": f"+{len(states) - SHAPES_IN_A_CELL}" if len(states) > SHAPES_IN_A_CELL else "",
        "more_x": x + 30,
        "count": len(states),
    }


def _told(title: str, cells: list[dict[str, Any]]) -> str:
    """The picture in one sentence, for whoever hears the page."""
    days = [
        f"{cell['number']} ({cell['count']})" if cell["count"] > 1 else str(cell["number"])
        for cell in cells
        if cell["count"]
    ]
    return f"{title}: hearings on the {', '.join(days)}." if days else f"{title}: no hearing."
