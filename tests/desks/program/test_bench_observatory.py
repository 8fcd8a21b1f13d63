"""`safeconduct bench observatory` measures all steps on all that it makes, and says when one did not come to its end."""

import json
import re
import sys
from pathlib import Path

import pytest

from safeconduct import program
from safeconduct.observatory.coding import coded
from safeconduct.observatory.invented.statement import LETTERS, invented_statements, long_statements
from safeconduct.program import bench_observatory

pytestmark = pytest.mark.about_sqlite("no database is asked: once is enough")
PAGE = Path(__file__).parents[3] / "docs" / "measures.md"


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["safeconduct", "bench", "observatory", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        program.main()
    return ended.value.code


@pytest.mark.slow
def test_every_step_is_measured_on_all_statements_and_every_key_is_explained(monkeypatch, capsys):
    assert run(monkeypatch, "--statements", 200, 100, "--json") == 0
    figures = json.loads(capsys.readouterr().out)
    steps = [(one["step"], one["statements"], one["came_out"]) for one in figures["steps"]]
    assert steps == [(name, size, size) for size in (100, 200) for name in ("ingest", "code", "measure")]
    assert all(one["cpu_seconds"] > 0 and one["peak_mib"] > 20 for one in figures["steps"])
    assert set(figures["growth"]) == {"ingest", "code", "measure"}
    explained = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {*figures, *figures["steps"][0]} <= explained


def test_a_step_that_does_not_come_to_its_end_is_said(monkeypatch, capsys):
    monkeypatch.setattr(bench_observatory, "_STEPS", {"ingest": lambda folder: 0})
    monkeypatch.setattr(bench_observatory.multiprocessing, "get_context", lambda _: _in_this_process())
    assert run(monkeypatch, "--statements", 100) == 1
    assert "ingest did not come to its end" in capsys.readouterr().err


def _in_this_process():
    return bench_observatory.multiprocessing.context.ForkContext()


def test_too_few_statements_are_refused(monkeypatch, capsys):
    assert run(monkeypatch, "--statements", 99) == 1
    assert "Give more" in capsys.readouterr().err


def test_long_statements_are_as_long_as_real_ones_and_are_coded_alike():
    for short, long in zip(invented_statements(40), long_statements(40), strict=True):
        assert LETTERS <= len(long.text) < LETTERS + 200
        one, other = coded(short), coded(long)
        told = ("label", "countries", "issuer_level", "date", "individuals", "release_call")
        assert [one.values[name] for name in told] == [other.values[name] for name in told]
        assert one.language == other.language == short.language
