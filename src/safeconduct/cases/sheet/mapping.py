"""Which column of a spreadsheet is which field of a request, and what each row becomes. Consents are never read."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from safeconduct.cases.sheet.reading import Row, Sheet
from safeconduct.cases.suggesting.passage import plain
from safeconduct.intake.telling import Telling
from safeconduct.vocabulary.refusal import Refusal

FIELDS: Mapping[str, int] = {
    "happened": 100_000,
    "need_words": 20_000,
    "work": 5_000,
    "country": 200,
    "place": 200,
    "day": 200,
    "name": 500,
    "address": 500,
    "unsafe": 5_000,
    "reference": 200,
}
"""How many letters each may have."""
SEVERAL = frozenset({"happened", "need_words", "work", "name", "address", "unsafe"})
"""Fields that more than one column may fill; where the heading tells them apart, it stands before the words."""
_OF_ORIGIN = {"day": "Day", "reference": "Reference"}


Columns = Mapping[int, str]
"""Field by the place of its column; columns that are left out are not in it."""


@dataclass(frozen=True)
class SheetRow:
    """What one row becomes. `mark` knows the row again, whatever its columns are mapped to."""

    number: int
    telling: Telling = field(repr=False)
    mark: str = field(repr=False)


@dataclass(frozen=True)
class RowReject:
    """Why a row is not taken in; nothing of what stands in it."""

    number: int
    reason: str


@dataclass(frozen=True)
class SheetRows:
    rows: tuple[SheetRow, ...]
    rejected: tuple[RowReject, ...]


def suggested_columns(headings: Iterable[str]) -> dict[int, str]:
    """By the words of the headings; a field that only one column may fill goes to the first that fits."""
    words = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))
    suggested: dict[int, str] = {}
    for place, heading in enumerate(headings):
        fits = [name for name, listed in words.items() if any(_spaced(word) in _spaced(heading) for word in listed)]
        free = [name for name in fits if name in SEVERAL or name not in suggested.values()]
        if free:
            suggested[place] = free[0]
    return suggested


def _spaced(text: str) -> str:
    """Its words in plain letters, with a blank before and after each."""
    return " ".join(["", *re.findall(r"[^_\W]+", plain(text)), ""])


def refusal_to_mapping(columns: Columns) -> Refusal | None:
    if not {"happened", "need_words"} & set(columns.values()):
        return Refusal("No column says what happened or what is needed. Choose one that does.")
    names = list(columns.values())
    if any(names.count(name) > 1 for name in names if name not in SEVERAL):
        return Refusal("Two columns are said to be the same thing. Choose one of them, and leave the other out.")
    return None


def read_rows(sheet: Sheet, columns: Columns, *, about: str, language: str) -> SheetRows:
    """What each row becomes, or why it is rejected."""
    rows, rejected = [], []
    for row in sheet.rows:
        fault = _fault(row, sheet.headings, columns)
        if fault:
            rejected.append(RowReject(row.number, fault))
        else:
            telling = _telling(row, sheet.headings, columns, about=about, language=language)
            rows.append(SheetRow(row.number, telling, telling.mark))
    return SheetRows(tuple(rows), tuple(rejected))


def _fault(row: Row, headings: tuple[str, ...], columns: Columns) -> str:
    if len(row.cells) > len(headings):
        return "It has more cells than there are headings. Look for a separator inside a text, and put it in quotation marks."
    if row.formulas & columns.keys():
        return "A formula stands in it. Replace it by its value."
    for name, longest in FIELDS.items():
        if len(_joined(row, headings, columns, name)) > longest:
            return f"A text in it is longer than {longest:,} characters. Shorten it, or write this one down by hand."
    if not any(_joined(row, headings, columns, name) for name in ("happened", "need_words")):
        return "It does not say what happened or what is needed. Fill that in, or leave the row out."
    if any("\0" in cell or "\ud800" <= sign <= "\udfff" for cell in row.cells for sign in cell):
        return "Signs that are no text stand in it. Save the file again as UTF-8."
    return ""


def _telling(row: Row, headings: tuple[str, ...], columns: Columns, *, about: str, language: str) -> Telling:
    said: dict[str, Any] = {name: _joined(row, headings, columns, name) for name in FIELDS}
    origin = {label: said.pop(name) for name, label in _OF_ORIGIN.items()}
    return Telling(
        language=language,
        about=about,
        channel="phone" if said["address"] else "here",
        consents=(),
        source="sheet",
        origin={label: text for label, text in origin.items() if text},
        mark=_mark(row, headings),
        **said,
    )


def _joined(row: Row, headings: tuple[str, ...], columns: Columns, name: str) -> str:
    filled = [
        (headings[place], row.cells[place]) for place in sorted(columns) if columns[place] == name and _at(row, place)
    ]
    if sum(mapped == name for mapped in columns.values()) < 2:
        return "".join(text for _, text in filled)
    return "\n".join(f"{heading}: {text}" for heading, text in filled)


def _at(row: Row, place: int) -> str:
    return row.cells[place] if place < len(row.cells) else ""


def _mark(row: Row, headings: tuple[str, ...]) -> str:
    written = [(heading, cell) for heading, cell in zip(headings, row.cells, strict=False) if cell]
    return sha256(json.dumps(written, ensure_ascii=False).encode()).hexdigest()[:32]
