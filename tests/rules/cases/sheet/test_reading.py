"""Spreadsheets as text: separators, encodings, cells of every kind, and files that are meant to harm."""

import tracemalloc
import zipfile
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from safeconduct.cases.sheet import reading
from safeconduct.cases.sheet.reading import MOST_COLUMNS, MOST_ROWS, sheet
from safeconduct.vocabulary.refusal import Refused


def xlsx(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    packed = BytesIO()
    book.save(packed)
    return packed.getvalue()


SEPARATED = {
    "commas": b"What,Where\nThey came.,Karsa\n",
    "semicolons": b"What;Where\nThey came.;Karsa\n",
    "tabs": b"What\tWhere\nThey came.\tKarsa\n",
    "lines of Windows": b"What,Where\r\nThey came.,Karsa\r\n",
    "a mark of UTF-8": "\ufeffWhat,Where\nThey came.,Karsa\n".encode(),
    "UTF-16, as a spreadsheet saves Unicode": "What\tWhere\nThey came.\tKarsa\n".encode("utf-16"),
    "empty lines and cells around": b"\n\nWhat,Where,,\n,,\nThey came.,Karsa,,\n\n",
    "XLSX": xlsx(["What", "Where"], [], ["They came.", "Karsa"]),
}


@pytest.mark.parametrize("content", SEPARATED.values(), ids=list(SEPARATED))
def test_rows_are_read_however_they_were_saved(content):
    read = sheet(content)
    assert read.headings == ("What", "Where")
    assert [row.cells for row in read.rows] == [("They came.", "Karsa")]


def test_a_text_may_hold_separators_lines_and_quotation_marks():
    read = sheet(b'What;Where\n"They ""came"";\nat night";Karsa\n')
    assert read.rows[0].cells == ('They "came";\nat night', "Karsa")


def test_an_old_encoding_is_recognised():
    text = "Что произошло;Город\nОни пришли ночью и забрали телефон;Карса\nАдвоката не пускают к нему;Карса\n"
    assert sheet(text.encode("cp1251")).headings == ("Что произошло", "Город")


def test_cells_of_every_kind_are_read_as_text_and_formulas_are_marked():
    row = [
        "x",
        12.0,
        1.5,
        True,
        date(2026, 3, 4),
        datetime.fromisoformat("2026-03-04T09:30"),
        None,
        "=1+1",
        '=HYPERLINK("http://x")',
    ]
    read = sheet(xlsx([str(number) for number in range(9)], row)).rows[0]
    assert read.cells[:7] == ("x", "12", "1.5", "True", "2026-03-04", "2026-03-04 09:30", "")
    assert read.cells[7] == "=1+1" and read.formulas == {7, 8}


def test_rows_are_counted_as_the_spreadsheet_counts_them():
    assert sheet(xlsx(["What"], [], [], ["They came."])).rows[0].number == 4


def bomb():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"):
            archive.writestr(name, b"<x>" + b" " * (40 * 1024 * 1024))
    return packed.getvalue()


def with_sheet(content, at="xl/worksheets/sheet1.xml"):
    """A small workbook with another first sheet, or another part."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(xlsx(["What"], ["They came."]))) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, content if part == at else old.read(part))
    return packed.getvalue()


def entities():
    """A workbook whose texts grow a thousand million times."""
    laughs = "".join(f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10))
    return with_sheet(f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><worksheet>&l9;</worksheet>'.encode())


def cells_without_end():
    """17 KB, within the size that may be unpacked; as cells they would take three gigabytes."""
    return with_sheet(b"<worksheet><sheetData><row>" + b"<c/>" * 14_000_000 + b"</row></sheetData></worksheet>")


def hidden_marks():
    """51 KB in which no mark is to be seen before it is decoded; as styles they would take 600 MB."""
    styles = b'<?xml version="1.0" encoding="UTF-7"?><styleSheet>' + b"+ADw-c/>" * 4_000_000 + b"</styleSheet>"
    return with_sheet(styles, at="xl/styles.xml")


REFUSED = {
    "nothing": (b"", reading.NO_ROWS),
    "headings alone": (b"What,Where\n", reading.NO_ROWS),
    "headings alone in XLSX": (xlsx(["What"]), reading.NO_ROWS),
    "more than 5 MB": (b"x" * (reading.LARGEST_BYTES + 1), reading.TOO_LARGE),
    "an old or locked workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, reading.LOCKED),
    "a damaged workbook": (xlsx(["What"], ["x"])[:200], reading.NO_SHEET),
    "an archive of something else": (b"PK\x05\x06" + b"\0" * 18, reading.NO_SHEET),
    "an archive that grows": (bomb(), reading.UNPACKS_TOO_LARGE),
    "texts that grow": (entities(), reading.UNPACKS_TOO_LARGE),
    "cells that grow": (cells_without_end(), reading.UNPACKS_TOO_LARGE),
    "marks that are hidden": (hidden_marks(), reading.UNPACKS_TOO_LARGE),
    "a name repeated as UTF-16": (with_sheet("<!DOCTYPE x><worksheet/>".encode("utf-16")), reading.UNPACKS_TOO_LARGE),
    "too many rows": (b"What\n" + b"x\n" * (MOST_ROWS + 1), reading.TOO_MANY),
    "too many rows in XLSX": (xlsx(["What"], *([["x"]] * (MOST_ROWS + 1))), reading.TOO_MANY),
    "too many columns": (b",".join([b"x"] * (MOST_COLUMNS + 1)) + b"\ny\n", reading.TOO_MANY),
    "too many columns in XLSX": (xlsx(["x"] * (MOST_COLUMNS + 1), ["y"]), reading.TOO_MANY),
}


@pytest.mark.parametrize(("content", "refusal"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_refused_with_what_to_do(content, refusal):
    with pytest.raises(Refused) as refused:
        sheet(content)
    assert refused.value.refusal == refusal


@pytest.mark.slow
def test_of_too_many_rows_no_more_are_kept_than_tell_it():
    tracemalloc.start()
    with pytest.raises(Refused):
        sheet(b"What\n" + b"x\n" * 2_000_000)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 40_000_000


@pytest.mark.slow
def test_a_full_sheet_of_long_rows_is_read():
    assert len(sheet(xlsx(*([["They came."] * MOST_COLUMNS] * (MOST_ROWS + 1)))).rows) == MOST_ROWS


def test_a_row_a_million_lines_below_costs_nothing():
    book = Workbook()
    book.active["A1"], book.active["A2"], book.active["XFD1048576"] = "What", "They came.", "far"
    packed = BytesIO()
    book.save(packed)
    assert len(sheet(packed.getvalue()).rows) == 1


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_bytes_are_read_or_refused(content):
    for one in (content, b"PK\x03\x04" + content):
        try:
            assert sheet(one).rows
        except Refused as refused:
            assert refused.refusal.sentence
