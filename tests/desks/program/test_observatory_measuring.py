"""`safeconduct observatory measure`, `rebuild`, `differences` and `demo`, as they are called."""

import json
import sys
import zipfile
from datetime import date

import pytest

from safeconduct import program
from safeconduct.observatory.measuring.measure_rule import WRITTEN
from safeconduct.observatory.measuring.period import Period
from safeconduct.observatory.measuring.statement_parts import hash_of
from safeconduct.observatory.publishing import chart
from safeconduct.observatory.publishing.snapshot import INPUTS, SnapshotInputs
from safeconduct.observatory.showing import snapshot_index
from safeconduct.program import observatory_measuring
from tests.rules.observatory.measuring.coded_rows import a_row, published_rows

DAYS = ("--from", "2014-01-01", "--to", "2019-04-30", "--as-of", "2019-05-22")


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["safeconduct", "observatory", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        program.main()
    return ended.value.code


@pytest.fixture(autouse=True)
def in_one_language(monkeypatch):
    """Charts take most of the time; that they come in five languages is asked elsewhere."""
    monkeypatch.setattr(chart, "languages", lambda: ("en",))


@pytest.fixture
def codings(tmp_path):
    file = tmp_path / "codings.jsonl"
    lines = [json.dumps(row) for row in published_rows()]
    lines += ["no json", json.dumps(a_row("RU-1", countries=["RU"])), json.dumps(a_row("late", date="2018-02-31"))]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_figures_are_written_and_the_snapshot_can_be_made_again(monkeypatch, codings, tmp_path, capsys):
    folder = tmp_path / "figures"
    monkeypatch.setattr(snapshot_index, "LARGEST_TABLE", 1_000)
    assert run(monkeypatch, "measure", codings, folder, *DAYS) == 0
    said = capsys.readouterr().out
    assert "3 lines for people" in said
    assert "The open pages cannot show this snapshot. Its table" in said and "Measure fewer codings" in said
    rejects = [json.loads(line) for line in (tmp_path / "figures.rejects.jsonl").read_text().splitlines()]
    assert ["not one JSON object" in rejects[0]["reason"], "earlier line" in rejects[1]["reason"]] == [True, True]
    figures = json.loads((folder / "data" / "figures.json").read_text(encoding="utf-8"))
    russia = [row for row in figures if row["country"] == "RU" and not row["level"] and row["year"] is None]
    assert [row["count"] for row in russia if row["rule"].startswith("statements")][:2] == [40, 94]
    assert run(monkeypatch, "rebuild", folder / "snapshot.zip", codings) == 0
    assert "every octet is the same" in capsys.readouterr().out


def test_a_snapshot_that_was_changed_is_told_file_by_file(monkeypatch, codings, tmp_path, capsys):
    folder, changed = tmp_path / "figures", tmp_path / "changed.zip"
    run(monkeypatch, "measure", codings, folder, *DAYS)
    with zipfile.ZipFile(folder / "snapshot.zip") as whole, zipfile.ZipFile(changed, "w") as other:
        for name in whole.namelist():
            octets = whole.read(name)
            other.writestr(name, octets.replace(b"46", b"47") if name == "data/figures.csv" else octets)
    assert run(monkeypatch, "rebuild", changed, codings) == 1
    assert "came out otherwise: data/figures.csv." in capsys.readouterr().err
    codings.write_text(json.dumps(a_row("one")), encoding="utf-8")
    assert run(monkeypatch, "rebuild", folder / "snapshot.zip", codings) == 1
    assert "is not the file" in capsys.readouterr().err
    assert run(monkeypatch, "rebuild", codings, codings) == 1
    assert "is no snapshot" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("--from", "2019-01-01", "--to", "2014-01-01", "--as-of", "2019-05-22"), "ends before it begins"),
        (("--from", "2014-01-01", "--to", "2019-12-31", "--as-of", "2019-05-22"), "goes on after"),
        (("--from", "January", "--to", "2019-12-31", "--as-of", "2019-05-22"), "A day is written as"),
        (("--from", "2014-01-01", "--to", "2019-12-31", "--as-of", ""), "A day is written as"),
    ],
)
def test_a_figure_without_its_days_is_refused(monkeypatch, codings, tmp_path, capsys, days, said):
    assert run(monkeypatch, "measure", codings, tmp_path / "figures", *days) == 1
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["codings.jsonl"]


def test_a_folder_that_holds_something_is_left_alone(monkeypatch, codings, tmp_path, capsys):
    assert run(monkeypatch, "measure", codings, tmp_path, *DAYS) == 1
    assert "holds something already" in capsys.readouterr().err
    assert run(monkeypatch, "measure", tmp_path / "none", tmp_path / "figures", *DAYS) == 1
    assert "There is no file" in capsys.readouterr().err


def test_a_disk_that_gives_up_leaves_no_half_folder(monkeypatch, codings, tmp_path):
    def give_up(files):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(observatory_measuring, "packed", give_up)
    with pytest.raises(OSError, match="No space"):
        monkeypatch.setattr(
            sys, "argv", ["safeconduct", "observatory", "measure", str(codings), str(tmp_path / "f"), *DAYS]
        )
        program.main()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["codings.jsonl"]


def test_what_is_not_installed_is_said(monkeypatch, codings, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "polars", None)
    assert run(monkeypatch, "measure", codings, tmp_path / "figures", *DAYS) == 1
    assert "make observatory" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["rebuild", "demo", "trend"])
def test_what_is_not_installed_is_one_sentence_and_leaves_nothing(monkeypatch, codings, tmp_path, capsys, command):
    rounds = [tmp_path / "2018-05-22.jsonl", tmp_path / "2019-05-22.jsonl"]
    for file in rounds:
        row = {"id": "a", "series": "four_items", "as_of": file.stem, "answers": {"item": "yes"}}
        file.write_text(json.dumps(row), encoding="utf-8")
    snapshot, last = tmp_path / "snapshot.zip", date(2019, 4, 30)
    with zipfile.ZipFile(snapshot, "w") as whole:
        whole.writestr(INPUTS, SnapshotInputs(hash_of(codings), "We", Period(last, last, last)).as_json())
    given = {"rebuild": (snapshot, codings), "demo": (tmp_path / "demo",), "trend": rounds}[command]
    before = sorted(tmp_path.iterdir())
    for library in ("polars", "statsmodels.stats.proportion"):
        monkeypatch.setitem(sys.modules, library, None)
    assert run(monkeypatch, command, *given) == 1
    said = capsys.readouterr()
    assert said.err.strip().splitlines()[-1].endswith("is not installed. Run make observatory.") and said.out == ""
    assert sorted(tmp_path.iterdir()) == before


def test_two_codings_beside_each_other(monkeypatch, tmp_path, capsys):
    file = tmp_path / "codings.jsonl"
    rows = [
        a_row("one", release_call="immediate"),
        a_row("two", countries=["SA"]),
        a_row("three", release_call="immediate"),
    ]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert run(monkeypatch, "differences", file, "one", "two") == 0
    assert capsys.readouterr().out.splitlines() == ["countries: ZM | SA", "release_call: immediate | none"]
    assert run(monkeypatch, "differences", file, "one", "three") == 0
    assert "coded alike" in capsys.readouterr().out
    assert run(monkeypatch, "differences", file, "one", "four") == 1
    assert "no coding with the id four" in capsys.readouterr().err


def test_what_was_coded_opens_at_its_address(monkeypatch, tmp_path):
    texts, codings, folder = (tmp_path / name for name in ("texts.jsonl", "codings.jsonl", "figures"))
    text = {"id": "a", "text": "Brussels, 4 May 2018. The EU regrets the law on NGOs in Chad.", "language": "en"}
    text |= {
        "url": "https://www.eeas.europa.eu/eeas/chad_en",
        "title": "Chad: Statement by the Spokesperson on the law",
    }
    texts.write_text(json.dumps(text), encoding="utf-8")
    assert run(monkeypatch, "code", texts, codings) == 0
    assert run(monkeypatch, "measure", codings, folder, *DAYS) == 0
    assert 'href="https://www.eeas.europa.eu/eeas/chad_en"' in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_demo_ends_with_tables_charts_and_a_snapshot(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(observatory_measuring, "_INVENTED", 200)
    folder = tmp_path / "demo"
    assert run(monkeypatch, "demo", folder) == 0
    said = capsys.readouterr().out
    assert "200 codings measured, 0 lines for people" in said
    assert "2017-05-22" in said and "2019-05-22" in said and "focal_point_name: 1 of 4" in said
    assert {"index.html", "snapshot.zip", "tables.docx", "data", "charts"} <= {path.name for path in folder.iterdir()}
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert len((tmp_path / "demo.texts.jsonl").read_text(encoding="utf-8").splitlines()) == 200
    assert 'href="http' not in page
    assert "Invented texts: no figure here is about a real country" in page
    figures = json.loads((folder / "data" / "figures.json").read_text(encoding="utf-8"))
    whole = [row for row in figures if row["rule"] == "statements/1" and row["country"] == "" and row["year"] is None]
    assert whole[0]["count"] > 150
    snapshot, codings, rounds = folder / "snapshot.zip", tmp_path / "demo.jsonl", sorted(tmp_path.glob("demo.audit-*"))
    audits = json.loads((folder / "data" / "audits.json").read_text(encoding="utf-8"))
    assert {row["as_of"] for row in audits} == {"2017-05-22", "2019-05-22"} and "evidence" not in audits[0]
    assert run(monkeypatch, "rebuild", snapshot, codings, "--audits", *rounds) == 0
    assert run(monkeypatch, "rebuild", snapshot, codings, "--audits", *rounds[::-1]) == 1
    assert run(monkeypatch, "rebuild", snapshot, codings) == 1
    assert "not the rounds that this snapshot was made from" in capsys.readouterr().err
    assert run(monkeypatch, "demo", folder) == 1


def test_a_snapshot_is_made_again_by_the_rules_that_it_carries(monkeypatch, codings, tmp_path, capsys):
    folder, rules, other = tmp_path / "figures", tmp_path / "old.toml", tmp_path / "other.zip"
    monkeypatch.setattr(chart, "languages", lambda: ())
    old = WRITTEN.read_text(encoding="utf-8").replace("version = 1", "version = 7", 1)
    rules.write_text(old.replace('label = ["S"]', 'label = ["S", "X"]', 1), encoding="utf-8")
    assert run(monkeypatch, "measure", codings, folder, *DAYS, "--rules", rules) == 0
    figures = json.loads((folder / "data" / "figures.json").read_text(encoding="utf-8"))
    whole = {row["rule"]: row for row in figures if row["country"] == "" and row["year"] is None and not row["level"]}
    assert "statements/7" in whole and "statements/1" not in whole
    assert (folder / "measures.toml").read_bytes() == rules.read_bytes()
    capsys.readouterr()
    assert run(monkeypatch, "rebuild", folder / "snapshot.zip", codings) == 0
    assert "every octet is the same" in capsys.readouterr().out
    with zipfile.ZipFile(folder / "snapshot.zip") as own, zipfile.ZipFile(other, "w") as changed:
        changed.writestr("inputs.json", own.read("inputs.json"))
        changed.writestr("measures.toml", WRITTEN.read_bytes())
    assert run(monkeypatch, "rebuild", other, codings) == 1
    assert "other rules than it carries" in capsys.readouterr().err


def test_rules_that_give_one_version_two_meanings_are_refused(monkeypatch, codings, tmp_path, capsys):
    rules = tmp_path / "other.toml"
    rules.write_text(WRITTEN.read_text(encoding="utf-8").replace('label = ["S"]', 'label = ["X"]', 1), encoding="utf-8")
    assert run(monkeypatch, "measure", codings, tmp_path / "figures", *DAYS, "--rules", rules) == 1
    assert "give it another version" in capsys.readouterr().err and not (tmp_path / "figures").exists()


def test_a_round_that_is_none_is_told_and_nothing_is_written(monkeypatch, codings, tmp_path, capsys):
    folder, no_round = tmp_path / "figures", tmp_path / "round.jsonl"
    no_round.write_text('{"id": "a"}\n', encoding="utf-8")
    assert run(monkeypatch, "measure", codings, folder, *DAYS, "--audits", no_round) == 1
    assert "has no day" in capsys.readouterr().err and not folder.exists()
    assert run(monkeypatch, "measure", codings, folder, *DAYS, "--audits", tmp_path / "nowhere.jsonl") == 1
    assert "There is no file" in capsys.readouterr().err


def test_who_is_named_in_a_statement_and_in_which_others(monkeypatch, tmp_path, capsys):
    file, link = tmp_path / "codings.jsonl", "https://www.eeas.europa.eu"
    rows = [
        a_row("one", individuals=["Orlo Brandvik", "Qadira Zulmat"]),
        a_row("two", individuals=["Mr Orlo BRANDVIK"], date="2016-05"),
        a_row("nobody"),
        a_row("two", individuals=["Qadira Zulmat"]),
    ]
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows) + "no json\n", encoding="utf-8")
    assert run(monkeypatch, "also-named", file, "one") == 0
    said = capsys.readouterr().out.splitlines()
    found = f"  2016-05  two  eu_spokesperson  ZM  {link}/two_en  as “Mr Orlo BRANDVIK”"
    assert said[:4] == ["Orlo Brandvik", found, "Qadira Zulmat", "  in no other statement of this file"]
    assert "need not be the same person" in said[4]
    assert run(monkeypatch, "also-named", file, "nobody") == 0
    assert "names nobody" in capsys.readouterr().out
    assert run(monkeypatch, "also-named", file, "Orlo Brandvik") == 1
    assert "There is no coding with the id" in capsys.readouterr().err
