"""A snapshot is made again octet for octet, tells how each figure came about, and names nobody."""

import csv
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace

import docx
import polars as pl
import pytest

from safeconduct.observatory.measuring.figure import UNDER_EVERY_COUNT
from safeconduct.observatory.measuring.measurement import measurement
from safeconduct.observatory.publishing import chart
from safeconduct.observatory.publishing.data_table import as_csv
from safeconduct.observatory.publishing.snapshot import (
    INPUTS,
    SUMS,
    SnapshotInputs,
    inputs_of,
    packed,
    snapshot_files,
)
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, RULES, a_row, a_table, published_rows

INPUTS_GIVEN = SnapshotInputs("0" * 64, "An institute", PUBLISHED_PERIOD)


def rows():
    """The published table, in which some texts name people and say the term."""
    for at, row in enumerate(published_rows()):
        named = [f"Qadira Zulmat{at % 7}", "Orlo Brandvik"] if at % 3 == 0 else []
        yield row | {"individuals": named, "uses_hrd_term": at % 4 > 0, "release_call": "other" if at % 2 else "none"}


def files_of(listed, inputs=INPUTS_GIVEN):
    return snapshot_files(measurement(a_table(listed), RULES, PUBLISHED_PERIOD), inputs)


@pytest.fixture(scope="module")
def files():
    return files_of(list(rows()))


def text_of(files, name):
    return files[name].decode("utf-8")


@pytest.fixture
def in_english(monkeypatch):
    """Charts in one language only, where all that counts is whether the octets are the same."""
    monkeypatch.setattr(chart, "languages", lambda: ("en",))


def test_the_same_statements_give_the_same_octets_in_any_order(in_english, files):
    again = files_of(list(rows())[::-1])
    assert packed(again) == packed(files_of(list(rows())))
    assert set(again) < set(files)
    assert [name for name in again if name != SUMS and again[name] != files[name]] == []


def test_other_statements_give_another_snapshot(in_english, files):
    again = files_of([*rows(), a_row("one-more", countries=["BI"])])
    assert again["data/figures.csv"] != files["data/figures.csv"]


def test_every_table_is_there_in_three_formats_with_the_same_rows(files):
    for name in ("statements", "figures", "left_out", "profiles", "funnels", "compared", "disparities"):
        told = json.loads(files[f"data/{name}.json"])
        assert pl.read_parquet(io.BytesIO(files[f"data/{name}.parquet"])).height == len(told)
        assert len(list(csv.reader(io.StringIO(text_of(files, f"data/{name}.csv"))))) == len(told) + 1


def test_every_column_is_in_the_codebook(files):
    book = text_of(files, "codebook.md")
    for name in ("statements", "figures", "compared", "disparities", "left_out"):
        assert f"## {name}" in book
        for column in pl.read_parquet(io.BytesIO(files[f"data/{name}.parquet"])).columns:
            assert column in book, column


def test_the_hashes_are_those_of_the_files(files):
    listed = dict(reversed(line.split("  ")) for line in text_of(files, SUMS).splitlines())
    assert set(listed) == set(files) - {SUMS}
    assert all(hashlib.sha256(files[name]).hexdigest() == told for name, told in listed.items())


def test_nobody_is_named_anywhere(files):
    found = packed(files)
    with zipfile.ZipFile(io.BytesIO(found)) as whole:
        everything = b"".join(whole.read(name) for name in whole.namelist())
    with zipfile.ZipFile(io.BytesIO(files["tables.docx"])) as document:
        everything += b"".join(document.read(name) for name in document.namelist())
    assert b"An institute" in everything
    assert b"Zulmat" not in everything and b"Brandvik" not in everything


def test_few_people_are_hidden_in_every_format(in_english):
    few = [a_row(f"text-{at}", individuals=["Ana Paz", "Ben Ortu"], countries=["BI"]) for at in range(30)]
    files = files_of(few)
    figures = json.loads(files["data/figures.json"])
    hidden = [row for row in figures if row["rule"].startswith("people_named")]
    assert hidden and all(row["hidden"] and row["count"] is None and row["value"] is None for row in hidden)
    assert "fewer than 5" in text_of(files, "index.html")
    document = docx.Document(io.BytesIO(files["tables.docx"]))
    assert any("fewer than 5" in cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_the_inputs_can_be_read_back(files):
    assert inputs_of(json.loads(files[INPUTS])) == INPUTS_GIVEN
    assert json.loads(files[INPUTS])["made_with"]["statsmodels"]


def test_a_citation_has_its_day_its_snapshot_and_a_footnote_for_each_rule(files):
    cited = text_of(files, "citation.txt")
    assert (
        "An institute, Public statements on human rights defenders, 2014-01-01 to 2019-04-30, as of 2019-05-22" in cited
    )
    assert INPUTS_GIVEN.known_by[:12] in cited
    for rule in RULES.rules:
        assert rule.method in cited and rule.code in cited
    assert "Lower bounds" in cited
    assert replace(INPUTS_GIVEN, statements="1" * 64).known_by != INPUTS_GIVEN.known_by


def test_what_must_stand_under_every_count_stands_everywhere(files):
    document = "\n".join(part.text for part in docx.Document(io.BytesIO(files["tables.docx"])).paragraphs)
    for sentence in UNDER_EVERY_COUNT:
        for said in (text_of(files, "index.html").replace("&#39;", "'"), text_of(files, "method.md"), document):
            assert said.count(sentence) >= len(RULES.rules)


def test_the_method_says_numerator_and_denominator(files):
    said = text_of(files, "method.md")
    assert "Numerator: release_call = immediate. Denominator: texts with label = S; names_somebody = true." in said


def test_the_document_has_the_classic_tables(files):
    tables = docx.Document(io.BytesIO(files["tables.docx"])).tables
    first = [[cell.text for cell in row.cells] for row in tables[0].rows]
    assert first == [
        ["Country", "Statements"],
        *(["Burundi", "21"], ["China", "46"], ["Honduras", "12"], ["Russia", "40"], ["Saudi Arabia", "8"]),
        ["All countries", "127"],
    ]
    texts = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "at least 94" in texts


def test_a_level_at_which_nothing_was_said_is_a_nought(in_english):
    """Statements on one country come from headquarters alone; the matrix shows that its delegation said nothing."""
    local = {"issuer_level": "local", "issuer_kind": "eu_delegation"}
    listed = [a_row(f"one-{at}", countries=["SA"]) for at in range(3)] + [a_row("two", countries=["BI"], **local)]
    matrix = docx.Document(io.BytesIO(files_of(listed)["tables.docx"])).tables[1]
    found = [[cell.text for cell in row.cells] for row in matrix.rows]
    assert found == [["Country", "Local", "Headquarters"], ["Burundi", "1", "0"], ["Saudi Arabia", "0", "3"]]


def test_profiles_show_each_share_with_its_whole(in_english):
    rows = [a_row(f"one-{at}", countries=["SA"], uses_hrd_term=at == 0) for at in range(4)]
    files = files_of(rows)
    table = docx.Document(io.BytesIO(files["tables.docx"])).tables[-1]
    heads, saudi_arabia = ([cell.text for cell in row.cells] for row in table.rows[:2])
    found = dict(zip(heads, saudi_arabia, strict=True))
    assert found["Says “human rights defender”"] == "25% of 4"
    assert found["Calls for release, of statements that name somebody"] == "–"
    assert "<td>25% of 4</td>" in text_of(files, "index.html")


# Charts


def test_charts_have_no_script_and_no_style_and_a_name(files):
    charts = {name: octets.decode() for name, octets in files.items() if name.endswith(".svg")}
    assert {name.split("/")[1] for name in charts} == {"ar", "en", "es", "fr", "ru"}
    assert {name.split("/")[2] for name in charts} >= {
        "statements.svg",
        "statements_a_year.svg",
        "defender_term_funnel.svg",
    }
    for name, svg in charts.items():
        assert 'role="img"' in svg and "<title>" in svg, name
        assert "<script" not in svg and "<style" not in svg and " style=" not in svg and "href" not in svg, name


def test_each_chart_is_in_its_own_words_and_runs_its_own_way(files):
    english, arabic = (text_of(files, f"charts/{language}/statements.svg") for language in ("en", "ar"))
    assert ">Burundi<" in english and "Public statements by country" in english
    assert "بوروندي" in arabic and "البيانات العلنية" in arabic and "Burundi" not in arabic


def test_charts_are_told_in_grey(files):
    """Nothing is told by a colour: what is outside has another shape and is full."""
    for name, octets in files.items():
        if name.endswith(".svg"):
            for colour in re.findall(r"#([0-9a-f]{6})\b", octets.decode()):
                assert colour[:2] == colour[2:4] == colour[4:], name


# The page


def test_every_number_of_the_page_opens_its_texts(files):
    page = text_of(files, "index.html")
    assert 'href="https://www.eeas.europa.eu/SA-1_en"' in page
    assert "<summary>46</summary>" in page
    assert "<script" not in page and "style=" not in page
    for picture in [part.split('"')[0] for part in page.split('src="')[1:]]:
        assert picture in files


def test_an_address_that_is_none_is_no_link(in_english):
    page = text_of(files_of([a_row("one", url="javascript:alert(1)"), a_row("<b>two</b>")]), "index.html")
    assert "javascript:" not in page
    assert "<b>" not in page and "&lt;b&gt;two&lt;/b&gt;" in page


def test_a_cell_that_a_spreadsheet_would_take_for_a_formula_is_text():
    table = pl.DataFrame({"id": ["=1+1", "-2"], "texts": [["@a", "b"], []], "value": [-2.5, None]})
    assert as_csv(table) == b"id,texts,value\n'=1+1,'@a | b,-2.5\n'-2,,\n"
