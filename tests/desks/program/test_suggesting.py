"""`cases suggest` and `bench suggest`: from a file of texts to figures, and what they refuse."""

import json
from argparse import Namespace

import pytest

from safeconduct.program import bench_suggesting, suggesting

TEXT = {"id": "a", "language": "en", "text": "Police arrested the lawyer in Lima, Peru, on 3 May 2020."}
GOLD = {
    "id": "a",
    "language": "en",
    "country": ["PE"],
    "violation_types": ["arbitrary_detention"],
    "defender_types": ["lawyer"],
    "perpetrator_kind": ["police"],
    "asks": [],
    "date_of_event": "2020-05-03",
}


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "texts.jsonl"
    path.write_text(json.dumps(TEXT) + "\n\nnonsense\n", encoding="utf-8")
    return path


def suggest(texts, out):
    return suggesting.run(Namespace(file=str(texts), out=str(out), rejects=None))


def measure(gold, out):
    return bench_suggesting.run(Namespace(gold=str(gold), out=str(out)))


def test_texts_become_suggestions_and_bad_lines_are_kept_with_the_reason(texts, tmp_path, capsys):
    assert suggest(texts, tmp_path / "out.jsonl") == 0
    (found,) = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    assert (found["id"], found["country"], found["place"]) == ("a", ["PE"], "Lima")
    (reject,) = map(json.loads, (tmp_path / "texts.jsonl.rejects.jsonl").read_text(encoding="utf-8").splitlines())
    assert (reject["line"], reject["raw"]) == (3, "nonsense")
    assert "1 texts, 1 rejected" in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"texts.jsonl", "out.jsonl", "texts.jsonl.rejects.jsonl"}


def test_texts_are_not_overwritten(texts, capsys):
    before = texts.read_bytes()
    assert suggest(texts, texts) == 1
    assert texts.read_bytes() == before and "overwrite" in capsys.readouterr().err


def test_a_missing_file_or_folder_is_said(texts, tmp_path, capsys):
    assert suggest(tmp_path / "none", tmp_path / "out") == 1 and suggest(texts, tmp_path / "no" / "out") == 1
    assert "There is no file" in capsys.readouterr().err


def test_suggestions_are_measured_against_codings_by_hand(texts, tmp_path, capsys):
    gold, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    gold.write_text(json.dumps(GOLD), encoding="utf-8")
    suggest(texts, out)
    assert measure(gold, out) == 0
    assert capsys.readouterr().out.count(" 1.00") == 14  # seven figures, for English and for all


def test_a_coding_without_suggestions_is_not_left_out_of_the_figures(texts, tmp_path, capsys):
    gold, out = tmp_path / "gold.jsonl", tmp_path / "out.jsonl"
    gold.write_text(json.dumps(GOLD) + "\n" + json.dumps({**GOLD, "id": "b"}), encoding="utf-8")
    suggest(texts, out)
    assert measure(gold, out) == 1
    assert "1 coded texts have no suggestions" in capsys.readouterr().err
