"""`safeconduct observatory code` and `bench code`, as they are called."""

import json
import sys
from functools import partial
from itertools import islice

import pytest

from safeconduct import program
from safeconduct.observatory import russian_name
from safeconduct.observatory.coding_batch import batch, code_missing
from safeconduct.observatory.one_run import alone
from safeconduct.program import observatory
from safeconduct.vocabulary import russian_word

STATEMENT = {
    "id": "a",
    "url": "https://www.eeas.europa.eu/eeas/chad_en",
    "title": "Chad: Statement by the Spokesperson on the NGO law",
    "text": "The EU regrets the law on NGOs.",
    "language": "en",
}


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["safeconduct", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        program.main()
    return ended.value.code


@pytest.fixture
def texts(tmp_path):
    lines = [
        json.dumps(STATEMENT).encode(),
        b"no json",
        b"",
        json.dumps({"id": "b", "text": "Brussels, 31 February 2020. The EU is concerned about the law."}).encode(),
        b"\xff\xfe",
        b"x" * 5_000_000,
        json.dumps(
            {"id": "c", "text": "L'Unione europea è preoccupata per la legge che non è stata ritirata."}
        ).encode(),
    ]
    file = tmp_path / "texts.jsonl"
    file.write_bytes(b"\n".join(lines) + b"\n")
    return file


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_texts_are_coded_and_what_cannot_be_is_left_to_people(monkeypatch, texts, tmp_path, capsys):
    out = tmp_path / "out.jsonl"
    assert run(monkeypatch, "observatory", "code", texts, out) == 0
    codings = {row["id"]: row for row in read(out)}
    assert codings["a"]["label"] == "S"
    assert codings["a"]["countries"] == ["TD"]
    assert codings["b"]["date"] is None
    assert (codings["c"]["language"], codings["c"]["label"]) == ("it", None)
    rejects = {row["line"]: row["reason"] for row in read(tmp_path / "texts.jsonl.rejects.jsonl")}
    assert sorted(rejects) == [2, 4, 5, 6]
    assert "31 February 2020" in rejects[4]
    assert "3 texts coded, 4 lines for people" in capsys.readouterr().out


def test_rejects_of_an_earlier_run_do_not_stay(monkeypatch, tmp_path):
    texts, out = tmp_path / "texts.jsonl", tmp_path / "out.jsonl"
    texts.write_text(json.dumps(STATEMENT), encoding="utf-8")
    (tmp_path / "texts.jsonl.rejects.jsonl").write_text("old", encoding="utf-8")
    assert run(monkeypatch, "observatory", "code", texts, out) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.jsonl", "texts.jsonl"]


def test_a_file_is_not_overwritten_by_its_own_codings(monkeypatch, texts, capsys):
    before = texts.read_bytes()
    assert run(monkeypatch, "observatory", "code", texts, texts) == 1
    assert run(monkeypatch, "observatory", "code", texts, texts.parent / "out", "--rejects", texts) == 1
    assert "would overwrite the texts" in capsys.readouterr().err
    assert texts.read_bytes() == before


def test_a_missing_file_is_said(monkeypatch, tmp_path, capsys):
    assert run(monkeypatch, "observatory", "code", tmp_path / "none", tmp_path / "out") == 1
    assert "There is no file" in capsys.readouterr().err


def test_codings_are_compared_with_those_by_hand(monkeypatch, tmp_path, capsys):
    texts, out, gold = (tmp_path / name for name in ("texts.jsonl", "out.jsonl", "gold.jsonl"))
    texts.write_text(json.dumps(STATEMENT), encoding="utf-8")
    gold.write_text(json.dumps({"id": "a", "is_hrd_statement_extended": True, "countries": ["TD"]}), encoding="utf-8")
    run(monkeypatch, "observatory", "code", texts, out)
    assert run(monkeypatch, "bench", "code", gold, out) == 0
    said = capsys.readouterr().out
    assert "is_hrd_statement_extended: 1.000" in said
    assert "countries: 1.000" in said


def test_a_run_that_is_stopped_keeps_its_parts_and_is_gone_on_with(monkeypatch, texts, tmp_path, capsys):
    whole, out, rejects = (tmp_path / name for name in ("whole.jsonl", "out.jsonl", "rejects.jsonl"))
    assert run(monkeypatch, "observatory", "code", texts, whole, "--rejects", rejects) == 0
    before = rejects.read_bytes()
    rejects.write_text("of an earlier run", encoding="utf-8")
    monkeypatch.setattr(observatory, "batch", partial(batch, part=200))

    def stopped(one, **given):
        yield from islice(code_missing(one, **given), 2)
        raise KeyboardInterrupt

    with monkeypatch.context() as for_now:
        for_now.setattr(observatory, "code_missing", stopped)
        assert run(for_now, "observatory", "code", texts, out, "--rejects", rejects) == 1
    assert "Give the same command again" in capsys.readouterr().err
    assert not out.exists() and rejects.read_text(encoding="utf-8") == "of an earlier run"
    with alone(tmp_path / "out.jsonl.parts"):
        assert run(monkeypatch, "observatory", "code", texts, out, "--rejects", rejects) == 1
    assert "Another run" in capsys.readouterr().err
    assert run(monkeypatch, "observatory", "code", texts, out, "--rejects", rejects, "--processes", 2) == 0
    assert (out.read_bytes(), rejects.read_bytes()) == (whole.read_bytes(), before)
    assert not (tmp_path / "out.jsonl.parts").exists()


def test_without_the_dictionary_of_russian_names_one_sentence_says_what_to_run(monkeypatch, tmp_path, capsys):
    """What was coded before stays; other languages need no dictionary."""
    told = "Мы призываем освободить правозащитника Ивана Зорина, который был арестован в этой стране."
    texts, out = tmp_path / "texts.jsonl", tmp_path / "out.jsonl"
    texts.write_text(
        f"{json.dumps(STATEMENT)}\n{json.dumps({'id': 'r', 'text': told, 'language': 'ru'})}\n", encoding="utf-8"
    )
    monkeypatch.setattr(observatory, "batch", partial(batch, part=100))
    with monkeypatch.context() as for_now:
        for known in (russian_word._morphology, russian_name._parses):
            known.cache_clear()
        for_now.setitem(sys.modules, "pymorphy3", None)
        assert run(for_now, "observatory", "code", texts, out) == 1
    assert capsys.readouterr().err.strip().endswith("pymorphy3 is not installed. Run make observatory.")
    assert not out.exists() and len(list((tmp_path / "out.jsonl.parts").glob("*.codings.jsonl"))) == 1
    assert run(monkeypatch, "observatory", "code", texts, out) == 0
    assert [row["individuals"] for row in read(out)] == [[], ["Иван Зорин"]]


def test_nobody_codes_with_no_process(monkeypatch, texts, tmp_path, capsys):
    assert run(monkeypatch, "observatory", "code", texts, tmp_path / "out", "--processes", 0) == 1
    assert "Give --processes 1 or more" in capsys.readouterr().err
