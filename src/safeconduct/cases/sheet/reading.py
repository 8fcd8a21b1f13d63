"""Reads a spreadsheet as text, in memory: CSV with Python's own library, XLSX with openpyxl. No formula is worked out."""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from safeconduct.cases.plain_text import LARGEST_BYTES, text_from
from safeconduct.vocabulary.packed_workbook import grows
from safeconduct.vocabulary.refusal import Refusal, Refused, insist

MOST_ROWS, MOST_COLUMNS = 1_000, 60
UNPACKED_AT_MOST = 60 * 1024 * 1024
MARKUP_AT_MOST = 1_500_000
"""How many signs of elements and attributes a workbook may have: each takes many times the bytes that it is written in.
A full sheet of 60,000 different texts as Excel writes it has 720,000."""
_PARTS_AT_MOST = 500
_SEPARATORS = ",;\t|"
_SAMPLE = 8_000
TOO_LARGE = Refusal("This file is larger than 5 MB. Save the rows alone, without pictures, or split it.")
NO_SHEET = Refusal("This file is no spreadsheet that can be read. Save it as .xlsx or .csv, then choose it again.")
LOCKED = Refusal("This file is of an old kind or locked with a password. Save it as .xlsx or .csv without a password.")
UNPACKS_TOO_LARGE = Refusal("This file holds far more than it seems to. Save the rows alone as .csv, then choose that.")
TOO_MANY = Refusal(f"There are more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Split the file.")
NO_ROWS = Refusal("There are no rows under a line of headings. Put headings into the first line, then choose it again.")


@dataclass(frozen=True)
class Row:
    """`number` is as the spreadsheet counts; `formulas` are the columns in which a formula stands instead of a value."""

    number: int
    cells: tuple[str, ...] = field(repr=False)
    formulas: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Sheet:
    headings: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)


def sheet(content: bytes) -> Sheet:
    """The first sheet of a file; rows without a word are left out. Raises Refused."""
    insist(TOO_LARGE if len(content) > LARGEST_BYTES else None)
    insist(LOCKED if content.startswith(b"\xd0\xcf\x11\xe0") else None)
    found = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    rows = list(islice((row for row in found if any(row.cells)), MOST_ROWS + 2))
    insist(TOO_MANY if len(rows) > MOST_ROWS + 1 else None)
    insist(NO_ROWS if len(rows) < 2 else None)
    headings = _without_empty_end(rows[0].cells)
    insist(TOO_MANY if len(headings) > MOST_COLUMNS else None)
    return Sheet(headings, tuple(rows[1:]))


def _csv(content: bytes) -> Iterator[Row]:
    text = text_from(content)
    try:
        dialect: Any = csv.Sniffer().sniff(text[:_SAMPLE], delimiters=_SEPARATORS)
    except csv.Error:
        dialect = csv.excel
    # A sample without a quotation mark tells nothing about the marks further down.
    reader = csv.reader(StringIO(text, newline=""), delimiter=dialect.delimiter, quotechar='"', doublequote=True)
    try:
        for number, cells in enumerate(reader, start=1):
            yield Row(number, tuple(cell.strip() for cell in _without_empty_end(cells)))
    except csv.Error as problem:
        raise Refused(NO_SHEET) from problem


def _xlsx(content: bytes) -> list[Row]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            parts = packed.infolist()
        insist(
            UNPACKS_TOO_LARGE
            if len(parts) > _PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_AT_MOST
            else None
        )
        insist(UNPACKS_TOO_LARGE if grows(content, most=MARKUP_AT_MOST) else None)
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False, keep_vba=False)
        try:
            cells = book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
            return list(_numbered(cells))
        finally:
            book.close()
    except Refused:
        raise
    except Exception as problem:  # a damaged file breaks the library in many ways; all of them mean the same here
        raise Refused(NO_SHEET) from problem


def _numbered(rows: Iterable[Sequence[Any]]) -> Iterator[Row]:
    for number, cells in enumerate(rows, start=1):
        written = _without_empty_end([_text(cell.value) for cell in cells])
        formulas = frozenset(place for place, cell in enumerate(cells) if cell.data_type == "f")
        yield Row(number, tuple(written), formulas)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", timespec="minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _without_empty_end(cells: Sequence[str]) -> tuple[str, ...]:
    kept = len(cells)
    while kept and not cells[kept - 1].strip():
        kept -= 1
    return tuple(cells[:kept])
