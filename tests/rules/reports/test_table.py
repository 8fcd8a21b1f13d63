"""CSV: what a spreadsheet would run stays a text."""

import csv
import io

import pytest

from safeconduct.reports.table import cell, csv_lines

DANGEROUS = ['=HYPERLINK("http://x")', "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_cell_that_would_be_a_formula_begins_with_an_apostrophe(text):
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [["=1", "2"], ("-1",)], ids=["a list", "a tuple"])
def test_so_does_a_list_that_begins_with_one(value):
    assert cell(value).startswith("'")


PLAIN = {"": "", "quiet heron": "quiet heron", None: "", True: "yes", False: "no", 7: "7", "a=b": "a=b", "'=1": "'=1"}


@pytest.mark.parametrize(("value", "written"), PLAIN.items())
def test_everything_else_stays_as_it_is(value, written):
    assert cell(value) == written


def test_what_was_written_is_read_again_by_the_standard_library():
    odd = 'two\nlines, "quoted"; ünï — كلمة'
    lines = b"".join(csv_lines(("a", "b"), [{"a": odd, "b": None}, {"b": "=1", "other": "left out"}]))
    assert list(csv.reader(io.StringIO(lines.decode(), newline=""))) == [["a", "b"], [odd, ""], ["", "'=1"]]
