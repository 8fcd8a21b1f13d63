"""`rota propose` and `bench rota`: from a file to a rota, what they refuse, and the figures."""

import io
import json
import sys
from argparse import Namespace

import pytest

from safeconduct.coordination import rota as solving
from safeconduct.program import bench_rota, rota
from tests.rules.coordination.test_rota_file import EXAMPLE


@pytest.fixture
def asked(tmp_path):
    path = tmp_path / "asked.json"
    path.write_text(json.dumps(EXAMPLE), encoding="utf-8")
    return path


def propose(file, out, seconds=5.0):
    return rota.run(Namespace(file=str(file), out=str(out), seconds=seconds))


def test_a_file_becomes_a_rota_and_nothing_else_is_left(asked, tmp_path, capsys):
    out = tmp_path / "rota.json"
    assert propose(asked, out) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["solved"]
    assert "6 of 7 places are filled. Proven" in capsys.readouterr().err
    assert {path.name for path in tmp_path.iterdir()} == {"asked.json", "rota.json"}


def test_a_rota_may_be_piped_through_without_a_file(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(EXAMPLE).encode())))
    assert propose("-", "-") == 0
    assert json.loads(capsys.readouterr().out)["rota"]


def test_without_the_solver_the_command_serves_and_says_so(asked, tmp_path, monkeypatch, capsys):
    (tmp_path / "highspy.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert propose(asked, tmp_path / "rota.json") == 0
    assert "The solver is not installed. This rota was made by simple steps" in capsys.readouterr().err
    assert json.loads((tmp_path / "rota.json").read_text(encoding="utf-8"))["solved"] is False


@pytest.mark.parametrize(
    ("file", "out", "seconds", "says"),
    [
        ("none.json", "rota.json", 5.0, "There is no file"),
        ("asked.json", "no/rota.json", 5.0, "cannot be written"),
        ("asked.json", "asked.json", 5.0, "would overwrite"),
        ("asked.json", "rota.json", 0.0, "from 1 to 600 seconds"),
        ("latin.json", "rota.json", 5.0, "not written in UTF-8"),
        ("broken.json", "rota.json", 5.0, "The file is not JSON."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(asked, tmp_path, capsys, file, out, seconds, says):
    (tmp_path / "latin.json").write_bytes(b'{"at": "\xe9"}')
    (tmp_path / "broken.json").write_text("{", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert propose(tmp_path / file, tmp_path / out, seconds) == 1
    assert says in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.slow
def test_the_bench_measures_the_rota_beside_the_greedy_one(capsys):
    assert bench_rota.run(Namespace(json=True, hearings=[10], seeds=2, seconds=5.0)) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [set(row) for row in rows] == [
        {"missions", "hearings", "seconds", "gap", "coverage", "coverage_greedy", "spread", "spread_greedy"}
    ] * 2
    assert all(row["gap"] <= 0.01 and row["coverage"] >= row["coverage_greedy"] for row in rows)
    assert bench_rota.run(Namespace(json=False, hearings=[10], seeds=1, seconds=5.0)) == 0
    assert "by simple steps" in " ".join(capsys.readouterr().out.split())


def test_the_bench_says_when_the_solver_is_missing(tmp_path, monkeypatch, capsys):
    (tmp_path / "highspy.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(solving, "GRACE", 10.0)
    assert bench_rota.run(Namespace(json=True, hearings=[10], seeds=1, seconds=1.0)) == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out)[0]["gap"] == 1.0 and "The solver is not installed." in shown.err
