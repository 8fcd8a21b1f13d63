"""A sheet comes back as it was written, and a file that is meant to harm is refused before it is read."""

import zipfile
from io import BytesIO

import pytest

from safeconduct.observatory.by_hand.workbook import TOO_LARGE, UnreadSheet, read_sheet, write_sheet


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "sheet.xlsx"
    rows = [{"id": "t1", "text": "=They\x07came."}]
    write_sheet(path, kind="codes", by="Mara", codebook=1, rows=rows, choices={}, explained=[("id", "nothing")])
    return path.read_bytes()


def test_a_sheet_comes_back_as_text(sheet):
    read = read_sheet(sheet)
    assert (read.kind, read.by, read.codebook) == ("codes", "Mara", 1)
    ((number, cells),) = read.rows
    assert (number, cells["id"], cells["text"]) == (2, "t1", "=They came.")


def test_cells_that_grow_are_refused(sheet):
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(sheet)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr("xl/more.xml", b"<a>" + b"<c/>" * 6_000_000 + b"</a>")
    with pytest.raises(UnreadSheet, match=TOO_LARGE):
        read_sheet(packed.getvalue())
