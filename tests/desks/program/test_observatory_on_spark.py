"""Spark, on two processors of this machine, codes and counts as one process and DuckDB do. Left out where Java or PySpark is not."""

import json
import shutil
import sys
from dataclasses import asdict
from importlib.util import find_spec

import pytest

from safeconduct.observatory.coding_batch import batch, code_missing, code_part
from safeconduct.observatory.invented.statement import invented_statements
from safeconduct.observatory.measuring import counting
from safeconduct.observatory.measuring.engine import read
from safeconduct.observatory.measuring.figure import figures
from safeconduct.observatory.measuring.statement_parts import take_in
from safeconduct.observatory.publishing import chart
from safeconduct.observatory.spark import FaultySpark, spark_session
from tests.desks.program.test_observatory_measuring import DAYS, run
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, RULES, a_row, published_rows

pytestmark = pytest.mark.about_sqlite("no database is asked: once is enough")
HERE = "local[2]"
needs_spark = pytest.mark.skipif(
    not (shutil.which("java") and find_spec("pyspark")),
    reason="Spark is not here: it needs Java 17 or newer and `make spark`",
)

ODD = (
    {"countries": ["SA", "CN", "ZM"]},
    {"countries": []},
    {"date": "2016"},
    {"date": "2019"},
    {"date": None},
    {"issuer_level": ""},
    {"uses_hrd_term": True, "individuals": ["Ana Paz", "Ana  Paz", "Жанна Ё"]},
    {"uses_hrd_term": None, "release_call": ""},
    {"versions": [{"language": "en", "published": "2018-05-04"}, {"language": "und"}]},
    {
        "countries": ["AZ"],
        "versions": [{"language": "az", "published": "2018-05-05"}, {"language": "en", "published": "2018-05-04"}],
    },
    {"label": "X", "issuer_kind": "eu_osce"},
    {"individuals": [f"Ana Paz {number}" for number in range(7)], "release_call": "immediate"},
)


@pytest.fixture(scope="module")
def codings(tmp_path_factory):
    """The published table and rows that an engine may take in its own way, with ids in several scripts."""
    path = tmp_path_factory.mktemp("codings") / "codings.jsonl"
    odd = (a_row(f"{name}-{at}", **row) for at, row in enumerate(ODD) for name in ("id", "ID", "ид", "é", "𝔸"))
    path.write_text("".join(json.dumps(row) + "\n" for row in (*published_rows(), *odd)), encoding="utf-8")
    return path


@needs_spark
@pytest.mark.slow
def test_an_address_at_which_no_spark_is_is_said(monkeypatch):
    with pytest.raises(FaultySpark, match="does not start at nowhere"), spark_session("nowhere"):
        pytest.fail("it started")


@pytest.fixture(scope="module")
def one_session():
    """It takes its time to start, so the tests share one."""
    with spark_session(HERE):
        yield


@needs_spark
@pytest.mark.slow
@pytest.mark.usefixtures("one_session")
def test_spark_counts_as_duckdb_does(codings, tmp_path):
    parts = tmp_path / "an [odd] {name}, * of a folder"
    parts.mkdir()
    assert take_in(codings, parts, reject=pytest.fail).statements > 250
    names = ("statements", "defender_term", "people_named")
    rules = [RULES.named(name) for name in names]
    with read(parts) as on_duckdb, read(parts, spark=HERE) as on_spark:
        for rule in rules:
            one, other = (
                figures(counting.parted(table, rule, PUBLISHED_PERIOD), rule, PUBLISHED_PERIOD)
                for table in (on_duckdb, on_spark)
            )
            assert one.equals(other) and one.schema == other.schema, rule.name
            assert one.height > 1
        one, other = (
            counting.left_out(counting.judged(table, rules[0], PUBLISHED_PERIOD), rules[0])
            for table in (on_duckdb, on_spark)
        )
        assert one.equals(other) and one.height > 20


@needs_spark
@pytest.mark.slow
@pytest.mark.usefixtures("one_session")
def test_spark_codes_what_a_run_on_one_machine_left_and_nothing_twice(tmp_path):
    texts, here, there = tmp_path / "texts.jsonl", tmp_path / "here", tmp_path / "there"
    rows = [json.dumps(asdict(text), ensure_ascii=False) for text in invented_statements(60)]
    texts.write_text("\n".join([*rows, "no json"]), encoding="utf-8")
    for folder in (here, there):
        folder.mkdir()
    one, other = batch(texts, here, part=5_000), batch(texts, there, part=5_000)
    list(code_missing(one))
    first = code_part(other, 0)
    before = other.file(first, "codings.jsonl").stat().st_mtime_ns
    assert sorted(code_missing(other, spark=HERE)) == list(range(1, len(other.parts)))
    assert other.file(first, "codings.jsonl").stat().st_mtime_ns == before
    assert not list(there.glob("*.unfinished"))
    for path in here.iterdir():
        assert (there / path.name).read_bytes() == path.read_bytes(), path.name


@needs_spark
@pytest.mark.long
@pytest.mark.usefixtures("one_session")
def test_a_snapshot_that_spark_counted_is_the_same_in_every_octet(monkeypatch, codings, tmp_path):
    monkeypatch.setattr(chart, "languages", lambda: ("en",))
    assert run(monkeypatch, "measure", codings, tmp_path / "duckdb", *DAYS) == 0
    assert run(monkeypatch, "measure", codings, tmp_path / "spark", *DAYS, "--spark", HERE) == 0
    one, other = ((tmp_path / name / "snapshot.zip").read_bytes() for name in ("duckdb", "spark"))
    assert one == other


def test_where_spark_is_not_that_is_said(monkeypatch, codings, tmp_path, capsys):
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    assert run(monkeypatch, "measure", codings, tmp_path / "figures", *DAYS, "--spark", HERE) == 1
    assert "Run `make spark`" in capsys.readouterr().err
    assert run(monkeypatch, "code", codings, tmp_path / "out", "--spark", HERE) == 1
    assert "Run `make spark`" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["out.parts"]
