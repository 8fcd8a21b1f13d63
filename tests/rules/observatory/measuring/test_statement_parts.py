"""Codings come part by part into the table that is counted: none is lost, and none counts twice."""

import hashlib
import json

from safeconduct.observatory.measuring import statement_parts
from safeconduct.observatory.measuring.engine import read
from safeconduct.observatory.measuring.figure import measured
from safeconduct.observatory.measuring.statement_parts import take_in
from tests.rules.observatory.measuring.coded_rows import PUBLISHED_PERIOD, RULES, a_row, figures_by_country


def test_an_id_counts_once_in_whichever_part_it_stands_again(monkeypatch, tmp_path):
    monkeypatch.setattr(statement_parts, "_ROWS", 4)
    source, rejected = tmp_path / "codings.jsonl", []
    rows = [json.dumps(a_row(f"id-{number % 9}")) for number in range(12)]
    source.write_text("\n".join([*rows[:5], "no json", "", *rows[5:]]), encoding="utf-8")
    taken = take_in(source, tmp_path, reject=rejected.append)
    assert (taken.statements, taken.unread) == (9, 4)
    assert taken.file == hashlib.sha256(source.read_bytes()).hexdigest()
    assert [one.line for one in rejected] == [6, 12, 13, 14]
    assert len(list(tmp_path.glob("*.parquet"))) == 3
    with read(tmp_path) as statements:
        figures = measured(statements, RULES.named("statements"), PUBLISHED_PERIOD)
    assert figures_by_country(figures) == {"ZM": 9, "": 9}


def test_of_no_codings_every_figure_is_a_nought(tmp_path):
    source = tmp_path / "codings.jsonl"
    source.write_text("{}", encoding="utf-8")
    assert take_in(source, tmp_path, reject=lambda _: None).statements == 0
    with read(tmp_path) as statements:
        figures = measured(statements, RULES.named("statements"), PUBLISHED_PERIOD)
    assert figures_by_country(figures) == {"": 0}
