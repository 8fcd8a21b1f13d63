"""Tables for other programs, as CSV. A cell that a spreadsheet would run is written so that it stays a text."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")


def csv_lines(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """UTF-8, one line at a time, the columns' names first."""
    yield _line(columns)
    for row in rows:
        yield _line([cell(row.get(column)) for column in columns])


def cell(value: Any) -> str:
    """Nothing is empty, several values are parted by blanks, and what could be a formula begins with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = " ".join(str(one) for one in value)
    text = {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_RUN_BY_SPREADSHEETS) else text


def _line(cells: Iterable[str]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()
