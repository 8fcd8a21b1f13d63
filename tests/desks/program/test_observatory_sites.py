"""`safeconduct observatory audit` and `trend`, as they are called."""

import json
import sys
from datetime import UTC, datetime

import pytest

from safeconduct import program


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["safeconduct", "observatory", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        program.main()
    return ended.value.code


def page(name, text, **given):
    return json.dumps({"id": name, "text": text, "host_country": "TH", "site_kind": "eu_delegation"} | given)


@pytest.fixture
def pages(tmp_path):
    file = tmp_path / "pages.jsonl"
    lines = [page("a", "Contact for defenders: hrd@mission.example"), "no json", page("b", "Roads.", seen="2019-05-32")]
    file.write_text("\n".join([*lines, page("c", "Roads.", seen="2019-05-21")]), encoding="utf-8")
    return file


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_pages_are_audited_and_what_cannot_be_is_left_to_people(monkeypatch, pages, tmp_path, capsys):
    out = tmp_path / "out.jsonl"
    assert run(monkeypatch, "audit", pages, out, "--as-of", "2019-05-22") == 0
    rows = {row["id"]: row for row in read(out)}
    assert rows["a"]["answers"]["contact_details"] == "yes"
    assert (rows["a"]["as_of"], rows["c"]["as_of"]) == ("2019-05-22", "2019-05-21")
    assert [row["line"] for row in read(tmp_path / "pages.jsonl.rejects.jsonl")] == [2, 3]
    assert "2 pages audited, 2 lines for people" in capsys.readouterr().out


def test_every_audit_has_a_day(monkeypatch, pages, tmp_path, capsys):
    out = tmp_path / "out.jsonl"
    assert run(monkeypatch, "audit", pages, out) == 0
    assert read(out)[0]["as_of"] == datetime.now(UTC).date().isoformat()
    assert run(monkeypatch, "audit", pages, out, "--as-of", "yesterday") == 1
    assert "A day is written as" in capsys.readouterr().err


def test_pages_are_not_overwritten(monkeypatch, pages, tmp_path, capsys):
    before = pages.read_bytes()
    assert run(monkeypatch, "audit", pages, pages) == 1
    assert run(monkeypatch, "audit", pages, tmp_path / "out", "--rejects", tmp_path / "out") == 1
    assert run(monkeypatch, "audit", tmp_path / "none", tmp_path / "out") == 1
    assert pages.read_bytes() == before
    assert "would overwrite the pages" in capsys.readouterr().err


def test_rounds_stand_in_a_row_by_their_days(monkeypatch, tmp_path, capsys):
    rounds = []
    for day, text in (("2021-05-22", "Contact: hrd@mission.example"), ("2019-05-22", "Roads.")):
        source, out = tmp_path / f"{day}.pages", tmp_path / f"{day}.jsonl"
        source.write_text(page("a", text), encoding="utf-8")
        run(monkeypatch, "audit", source, out, "--as-of", day)
        rounds.append(out)
    capsys.readouterr()
    assert run(monkeypatch, "trend", *rounds) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.startswith("20")] == ["2019-05-22", "2021-05-22"]
    assert "  contact_details: 0 of 1, 0% (0% to 98%)" in lines
    assert [line for line in lines if line.startswith("  contact_details: 1 of 1, 100% (") and line.endswith("): a")]


def test_rounds_that_ask_for_different_things_are_refused(monkeypatch, tmp_path, capsys):
    files = []
    for series in ("four_items", "another"):
        files.append(tmp_path / f"{series}.jsonl")
        row = {"id": "a", "series": series, "as_of": f"2019-05-2{len(files)}", "answers": {"item": "yes"}}
        files[-1].write_text(json.dumps(row), encoding="utf-8")
    assert run(monkeypatch, "trend", *files) == 1
    assert "different series" in capsys.readouterr().err
    files[0].write_text("no json", encoding="utf-8")
    assert run(monkeypatch, "trend", files[0]) == 1
    assert "its lines are not JSON" in capsys.readouterr().err
    files[0].write_text("[]\n3", encoding="utf-8")
    assert run(monkeypatch, "trend", files[0]) == 1
