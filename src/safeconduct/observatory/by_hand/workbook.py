"""A workbook that people fill in: what kind it is and for whom stands in it, texts are cells of text and never formulas."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook as Spreadsheet
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from safeconduct.vocabulary.packed_workbook import grows
from safeconduct.vocabulary.whole_file import appearing

KINDS = ("codes", "disagreements", "pairs")
_ROWS, _ABOUT, _HELP = "To fill in", "About", "Codebook"
_LONGEST_CELL = 32_000  # letters; the format allows 32,767
_LARGEST, _UNPACKED, _MOST_PARTS = 30_000_000, 300_000_000, 500
_MOST_MARKS = 5_000_000  # of elements and attributes; a sheet of a thousand texts has some 300,000
_MOST_ROWS, _MOST_COLUMNS = 100_000, 80
_WIDE = 60
NO_WORKBOOK = "This is no sheet that was made here. Take the .xlsx file that was filled in, saved under any name."
TOO_LARGE = "This workbook is larger than a sheet can be, or unpacks to far more than it seems to. Fill in a new sheet."


class UnreadSheet(Exception):
    """A file that is no sheet of this program; says so."""

    def __init__(self, sentence: str = NO_WORKBOOK) -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class FilledSheet:
    """`rows`: number as the spreadsheet counts, and cells by heading."""

    kind: str
    by: str
    codebook: int
    rows: tuple[tuple[int, Mapping[str, str]], ...] = field(repr=False)


def write_sheet(
    path: Path,
    *,
    kind: str,
    by: str,
    codebook: int,
    rows: Sequence[Mapping[str, str]],
    choices: Mapping[str, Sequence[str]],
    explained: Iterable[tuple[str, str]],
) -> None:
    """`choices`: what may be chosen under a heading; `explained`: heading and what it asks. Appears when it is whole."""
    book = Spreadsheet()
    sheet: Any = book.active
    sheet.title = _ROWS
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    _write_rows(sheet, headings, rows)
    for heading, values in choices.items():
        if heading in headings and len(",".join(values)) < 250:
            column = get_column_letter(headings.index(heading) + 1)
            choice = DataValidation(
                type="list", formula1=f'"{",".join(values)}"', allow_blank=True, showErrorMessage=False
            )
            choice.add(f"{column}2:{column}{len(rows) + 1}")
            sheet.add_data_validation(choice)
    _write_rows(book.create_sheet(_HELP), ["Column", "What it asks"], [
        {"Column": heading, "What it asks": asks} for heading, asks in explained
    ])  # fmt: skip
    about = {"kind": kind, "by": by, "codebook": str(codebook)}
    _write_rows(book.create_sheet(_ABOUT), ["This sheet", "is"], [
        {"This sheet": name, "is": value} for name, value in about.items()
    ])  # fmt: skip
    with appearing(path) as unfinished:
        book.save(unfinished)


def in_cells(heading: str, text: str) -> dict[str, str]:
    """A long text over as many cells as it needs."""
    pieces = [text[at : at + _LONGEST_CELL] for at in range(0, len(text), _LONGEST_CELL)] or [""]
    return {heading if at == 0 else f"{heading} ({at + 1})": piece for at, piece in enumerate(pieces)}


def _write_rows(sheet: Any, headings: Sequence[str], rows: Sequence[Mapping[str, str]]) -> None:
    for column, heading in enumerate(headings, start=1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        longest = max((len(row.get(heading, "")) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDE, max(14, longest, len(heading) + 2))
    for number, row in enumerate(rows, start=2):
        for column, heading in enumerate(headings, start=1):
            if written := ILLEGAL_CHARACTERS_RE.sub(" ", row.get(heading, "")):
                cell = sheet.cell(number, column, written[:_LONGEST_CELL])
                cell.data_type = "s"  # what begins with an equals sign is a text too
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"


def read_sheet(octets: bytes) -> FilledSheet:
    """Raises UnreadSheet."""
    book = _opened(octets)
    try:
        about = {row[0]: row[1] for row in _cells(book[_ABOUT], 20) if len(row) > 1}
        written = list(_cells(book[_ROWS], _MOST_ROWS))
        codebook = int(about["codebook"])
    except (KeyError, ValueError, TypeError) as problem:
        raise UnreadSheet from problem
    except UnreadSheet:
        raise
    except Exception as problem:  # a damaged file breaks the library in many ways
        raise UnreadSheet from problem
    finally:
        book.close()
    if about.get("kind") not in KINDS or not about.get("by") or not written:
        raise UnreadSheet
    headings = written[0]
    rows = (
        (number, dict(zip(headings, cells, strict=False)))
        for number, cells in enumerate(written[1:], start=2)
        if any(cells)
    )
    return FilledSheet(about["kind"], about["by"], codebook, tuple(rows))


def _opened(octets: bytes) -> Any:
    if len(octets) > _LARGEST:
        raise UnreadSheet(TOO_LARGE)
    try:
        with zipfile.ZipFile(BytesIO(octets)) as packed:
            parts = packed.infolist()
        if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _UNPACKED:
            raise UnreadSheet(TOO_LARGE)
        if grows(octets, most=_MOST_MARKS):
            raise UnreadSheet(TOO_LARGE)
        return load_workbook(BytesIO(octets), read_only=True, data_only=True, keep_links=False, keep_vba=False)
    except UnreadSheet:
        raise
    except Exception as problem:
        raise UnreadSheet from problem


def _cells(sheet: Any, most: int) -> Iterable[list[str]]:
    for row in sheet.iter_rows(max_row=most, max_col=_MOST_COLUMNS, values_only=True):
        yield [_text(value) for value in row]


def _text(value: object) -> str:
    """What a spreadsheet made of a code: a day is a moment to it, and yes may be a truth."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    written = str(value).strip()
    return written.removesuffix(" 00:00:00")
