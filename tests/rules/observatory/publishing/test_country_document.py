"""A document for a report holds the paragraph, the table, a chart of its own and the footnote, also from right to left."""

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree

import docx

from safeconduct.observatory.publishing.country_document import CountryReport, country_document

REPORT = CountryReport(
    title="Public statements: Velmora & Sons",
    paragraph="Three statements were counted.",
    heads=("Year", "Headquarters", "On the spot", "Together"),
    rows=(("2014", "1", "0", "1"), ("2015", "1", "1", "2"), ("Together", "2", "1", "3")),
    footnote="Public texts only.",
    author="An institute",
    language="en",
)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def opened(report):
    octets = country_document(report)
    with zipfile.ZipFile(io.BytesIO(octets)) as whole:
        charts = [
            ElementTree.fromstring(whole.read(name)) for name in whole.namelist() if name.startswith("word/charts/")
        ]
    return docx.Document(io.BytesIO(octets)), charts


def test_paragraph_table_and_footnote_stand_in_it():
    document, _charts = opened(REPORT)
    said = [paragraph.text for paragraph in document.paragraphs]
    assert said[0] == REPORT.title and REPORT.paragraph in said and said[-1] == REPORT.footnote
    table = [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows]
    assert table == [REPORT.heads, *REPORT.rows]
    assert document.core_properties.author == "An institute"


def test_its_chart_has_the_years_and_levels_without_the_totals():
    _document, charts = opened(REPORT)
    series = charts[0].findall(f".//{CHART}ser")
    assert [one.find(f"{CHART}tx/{CHART}v").text for one in series] == ["Headquarters", "On the spot"]
    assert [[point.text for point in one.iterfind(f"{CHART}val//{CHART}v")] for one in series] == [
        ["1", "1"],
        ["0", "1"],
    ]
    assert [point.text for point in series[0].iterfind(f"{CHART}cat//{CHART}v")] == ["2014", "2015"]


def test_without_any_text_it_has_no_chart():
    empty = replace(REPORT, heads=("Year", "Together"), rows=(("2014", "0"), ("Together", "0")))
    assert opened(empty)[1] == []


def test_arabic_runs_from_the_right():
    document, charts = opened(replace(REPORT, language="ar"))
    assert all("w:bidi" in paragraph._p.xml for paragraph in document.paragraphs)
    assert "w:bidiVisual" in document.tables[0]._tbl.xml
    assert charts[0].find(f".//{CHART}catAx//{CHART}orientation").get("val") == "maxMin"
