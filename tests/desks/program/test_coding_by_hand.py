"""`safeconduct observatory sheet`, `take-in`, `agreement`, `disagreements`, `pairs` and `table`: two coders and one who settles."""

import json
import sys

import openpyxl
import pytest

from safeconduct import program
from safeconduct.observatory.coding_rules import coding_rules
from tests.rules.observatory.source_files import STATEMENT, TITLE, URL

OTHER = (
    "The EU Delegation to Chad regrets the new law on non-governmental organisations and asks the Government of Chad to open "
    "a dialogue with civil society before it enters into force. Freedom of association is a right of all people in Chad."
)


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["safeconduct", "observatory", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        program.main()
    return ended.value.code


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def corpus(monkeypatch, tmp_path):
    texts = [
        {"text": STATEMENT, "title": TITLE, "url": URL, "published": "2023-03-14"},
        {
            "text": f"=HYPERLINK(1) {OTHER}",
            "title": "Chad: law on NGOs",
            "url": "https://www.eeas.europa.eu/delegations/chad/1_en",
        },
        {
            "text": OTHER.replace("Chad", "Tchad"),
            "title": "Tchad",
            "url": "https://www.eeas.europa.eu/delegations/chad/1_fr",
        },
    ]
    (tmp_path / "texts.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    assert run(monkeypatch, "collect", tmp_path / "texts.jsonl", "--into", tmp_path / "corpus") == 0
    return tmp_path / "corpus"


def filled(path, **codes):
    """The sheet with these codes by the beginning of a text's title: title → {heading: cell}."""
    book = openpyxl.load_workbook(path)
    sheet = book["To fill in"]
    headings = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        told = {heading: cell.value for heading, cell in zip(headings, row, strict=True)}
        title = (told.get("title") or told.get("first title") or "").partition(":")[0]
        for heading, value in codes.get(title, {}).items():
            row[headings.index(heading)].value = value
    book.save(path)
    return path


def sheet_for(monkeypatch, corpus, person, **codes):
    path = corpus.parent / f"{person}.xlsx"
    assert run(monkeypatch, "sheet", corpus, path, "--for", person) == 0
    return filled(path, **codes)


def cells(path):
    return [[cell.value for cell in row] for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows()]


def in_table(monkeypatch, corpus, *more):
    out = corpus.parent / "table.jsonl"
    assert run(monkeypatch, "table", corpus, out, *more) == 0
    return {row["title"].partition(":")[0]: row for row in lines(out)}


def test_a_sheet_shows_nobody_s_codes_and_no_formula(monkeypatch, corpus):
    zoe = sheet_for(monkeypatch, corpus, "Zoe", Tajikistan={"label": "X", "individuals": "Zzz Qqq", "countries": "TM"})
    assert run(monkeypatch, "take-in", corpus, zoe) == 0
    path = sheet_for(monkeypatch, corpus, "Ben")
    rows = list(openpyxl.load_workbook(path)["To fill in"].iter_rows(min_row=2))
    headings = [cell.value for cell in openpyxl.load_workbook(path)["To fill in"][1]]
    coded = [
        cell.value
        for row in rows
        for heading, cell in zip(headings, row, strict=True)
        if heading not in ("id", "title", "address", "text")
    ]
    assert len(rows) == 3 and set(coded) == {None}
    assert "Zzz Qqq" not in str(cells(path)) and "Zoe" not in str(cells(path))
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}


def test_two_coders_agree_disagree_and_a_third_settles_with_a_reason(monkeypatch, corpus, capsys):
    ana = sheet_for(
        monkeypatch,
        corpus,
        "Ana",
        Tajikistan={"label": "S", "release_call": "immediate"},
        Chad={"label": "S", "release_call": "none"},
    )
    ben = sheet_for(
        monkeypatch,
        corpus,
        "Ben",
        Tajikistan={"label": "X", "release_call": "immediate"},
        Chad={"label": "S", "release_call": "none"},
    )
    assert run(monkeypatch, "take-in", corpus, ana, ben) == 0
    assert run(monkeypatch, "agreement", corpus) == 0
    said = capsys.readouterr().out
    assert "first codes" in said and "latest codes" in said and "release_call: 2 texts by 2 people: alpha 1.00" in said
    assert in_table(monkeypatch, corpus)["Tajikistan"]["disputed"] == ["label"]
    out = corpus.parent / "settle.xlsx"
    assert run(monkeypatch, "disagreements", corpus, out, "--for", "Vera") == 0
    assert run(monkeypatch, "take-in", corpus, filled(out, Tajikistan={"settled as": "S"})) == 1
    assert "Write both" in capsys.readouterr().err
    assert (
        run(
            monkeypatch,
            "take-in",
            corpus,
            filled(out, Tajikistan={"settled as": "S", "because": "The spokesperson speaks."}),
        )
        == 0
    )
    row = in_table(monkeypatch, corpus)["Tajikistan"]
    assert (row["label"], row["disputed"], row["coded_by"]) == ("S", [], "both")
    assert run(monkeypatch, "disagreements", corpus, corpus.parent / "more.xlsx", "--for", "Vera") == 0
    assert "all is settled" in capsys.readouterr().out


def test_a_machine_s_codes_never_stand_over_a_person_s(monkeypatch, corpus):
    before = in_table(monkeypatch, corpus)["Tajikistan"]
    assert (before["label"], before["coded_by"], before["calls_immediate_release"]) == ("S", "machine", True)
    ana = sheet_for(
        monkeypatch, corpus, "Ana", Tajikistan={"label": "N", "release_call": "other", "countries": "CN; HK"}
    )
    assert run(monkeypatch, "take-in", corpus, ana) == 0
    after = in_table(monkeypatch, corpus)["Tajikistan"]
    assert (after["label"], after["is_hrd_statement"], after["calls_immediate_release"], after["countries"]) == (
        "N",
        False,
        False,
        ["CN", "HK"],
    )
    assert {"label", "release_call", "countries"} == set(after["by_people"])
    assert "label" not in after["evidence"]


def test_a_sheet_that_is_taken_in_twice_counts_once(monkeypatch, corpus, capsys):
    ana = sheet_for(monkeypatch, corpus, "Ana", Tajikistan={"label": "S"})
    assert run(monkeypatch, "take-in", corpus, ana) == 0
    words = (corpus / "people.jsonl").read_bytes()
    assert run(monkeypatch, "take-in", corpus, ana) == 0
    assert "taken in before" in capsys.readouterr().out
    assert (corpus / "people.jsonl").read_bytes() == words


def test_a_bad_cell_is_said_with_its_row_and_the_rest_is_taken_in(monkeypatch, corpus, capsys):
    ana = sheet_for(
        monkeypatch,
        corpus,
        "Ana",
        Tajikistan={"label": "S", "date": "31 February 2020"},
        Chad={"countries": "SU", "label": "S"},
    )
    assert run(monkeypatch, "take-in", corpus, ana) == 1
    said = capsys.readouterr().err
    assert "31 February 2020" in said and "SU is no code of a state of today" in said and "row " in said
    assert [row["values"] for row in lines(corpus / "people.jsonl") if row["kind"] == "codes"] == [{"label": "S"}] * 2


def test_pairs_that_a_person_confirms_become_one_statement(monkeypatch, corpus, capsys):
    assert len(lines(corpus / "statements.jsonl")) == 3
    out = corpus.parent / "pairs.xlsx"
    assert run(monkeypatch, "pairs", corpus, out, "--for", "Vera") == 0
    assert (
        run(
            monkeypatch, "take-in", corpus, filled(out, Chad={"one statement": "same"}, Tchad={"one statement": "same"})
        )
        == 0
    )
    assert sorted(len(row["versions"]) for row in lines(corpus / "statements.jsonl")) == [1, 2]
    assert run(monkeypatch, "pairs", corpus, corpus.parent / "more.xlsx", "--for", "Vera") == 0
    assert "No pair is in doubt" in capsys.readouterr().out


def test_a_table_says_where_each_statement_stands_and_under_which_codebook(monkeypatch, corpus):
    row = in_table(monkeypatch, corpus, "--codebook", "1")["Tajikistan"]
    assert (row["codebook"], row["forum"], row["published"], row["url"]) == ("1", "bilateral", "2023-03-14", URL)
    assert (row["coded_by"], row["rules"]) == ("machine", coding_rules())
    assert [version["relation"] for version in row["versions"]] == ["first"]
    assert run(monkeypatch, "table", corpus, corpus.parent / "t.jsonl", "--codebook", "9") == 1


def test_a_table_never_stands_in_the_place_of_the_corpus_s_own(monkeypatch, corpus, capsys):
    before = (corpus / "texts.jsonl").read_bytes()
    assert run(monkeypatch, "table", corpus, corpus / "texts.jsonl") == 1
    assert "own tables" in capsys.readouterr().err
    assert (corpus / "texts.jsonl").read_bytes() == before


@pytest.mark.parametrize("words", [("agreement",), ("sheet", "a.xlsx", "--for", "Ana"), ("table", "t.jsonl")])
def test_words_of_people_that_somebody_changed_are_not_built_on(monkeypatch, corpus, capsys, words):
    monkeypatch.chdir(corpus.parent)
    (corpus / "people.jsonl").write_text("broken\n{}\n")
    assert run(monkeypatch, words[0], corpus, *words[1:]) == 1
    assert "Put the folder back from a copy" in capsys.readouterr().err


def test_files_that_are_no_sheets_are_refused(monkeypatch, corpus, capsys):
    for name, octets in (("a.xlsx", b"PK"), ("b.xlsx", b""), ("c.xlsx", b"\xd0\xcf\x11\xe0")):
        (corpus.parent / name).write_bytes(octets)
        assert run(monkeypatch, "take-in", corpus, corpus.parent / name) == 1
        assert "no sheet that was made here" in capsys.readouterr().err
    other = openpyxl.Workbook()
    other.save(corpus.parent / "d.xlsx")
    assert run(monkeypatch, "take-in", corpus, corpus.parent / "d.xlsx") == 1


def test_a_sheet_is_never_written_over_one_that_is_there(monkeypatch, corpus, capsys):
    ana = sheet_for(monkeypatch, corpus, "Ana")
    assert run(monkeypatch, "sheet", corpus, ana, "--for", "Ana") == 1
    assert "somebody may have filled it in" in capsys.readouterr().err
