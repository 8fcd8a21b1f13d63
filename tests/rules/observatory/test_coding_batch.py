"""Coding in parts: however a file is cut, on however many processors, and wherever a run stops, the codings are the same."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import pytest

from safeconduct.observatory import coding_batch
from safeconduct.observatory.coding_batch import batch, code_missing, code_part, joined
from safeconduct.observatory.invented.statement import invented_statements
from safeconduct.observatory.published_text import LONGEST_LINE

ROOT = Path(__file__).parents[3]


def lines_of(count):
    return [json.dumps(asdict(text), ensure_ascii=False).encode() for text in invented_statements(count)]


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """Among the texts an empty line, lines that are no text, one that is too long, and none at the end of the last."""
    lines = lines_of(40)
    for at, line in ((3, b""), (8, b"no json"), (20, b"\n\n"), (25, b"x" * (LONGEST_LINE + 10)), (30, b"\xff")):
        lines.insert(at, line)
    lines.insert(
        12, json.dumps({"id": "b", "text": "Brussels, 31 February 2020. The EU is concerned about the law."}).encode()
    )
    former = "We are concerned about human rights defenders in the Soviet Union."
    lines.insert(14, json.dumps({"id": "c", "text": former, "language": "en"}).encode())
    path = tmp_path_factory.mktemp("texts") / "texts.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def coded_in(texts, folder, **given):
    folder.mkdir(exist_ok=True)
    one = batch(texts, folder, **given)
    list(code_missing(one))
    return both(one, folder)


def both(one, folder):
    out, rejects = folder.with_suffix(".out"), folder.with_suffix(".rejects")
    written, rejected = joined(one, out, rejects)
    assert not folder.exists()
    assert (out.read_bytes().count(b"\n"), rejects.read_bytes().count(b"\n")) == (written, rejected)
    return out.read_bytes(), rejects.read_bytes()


@pytest.fixture(scope="module")
def at_once(texts, tmp_path_factory):
    codings, rejects = coded_in(texts, tmp_path_factory.mktemp("whole") / "parts")
    assert len(codings.splitlines()) == 42
    told = [json.loads(line) for line in rejects.splitlines()]
    assert [row["line"] for row in told] == [9, 13, 15, 30, 35]
    assert "31 February 2020" in told[1]["reason"]
    assert "“Soviet Union” is no more" in told[2]["reason"]
    return codings, rejects


@pytest.mark.parametrize("size", [1, 700, 5_000, 1_000_000])
def test_however_a_file_is_cut_the_codings_are_the_same(texts, at_once, tmp_path, size):
    assert coded_in(texts, tmp_path / "parts", part=size) == at_once


def test_an_empty_file_has_no_codings(tmp_path):
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    folder = tmp_path / "parts"
    folder.mkdir()
    one = batch(empty, folder)
    assert (list(code_missing(one)), joined(one, tmp_path / "out", tmp_path / "rejects")) == ([], (0, 0))


@pytest.mark.parametrize("stops_after", [0, 1, 5])
def test_a_run_that_stopped_codes_only_what_is_missing(texts, at_once, tmp_path, stops_after):
    folder = tmp_path / "parts"
    folder.mkdir()
    one = batch(texts, folder, part=2_000)
    done = list(islice(code_missing(one), stops_after))
    (folder / "000011.codings.jsonl.elsewhere-1.unfinished").write_text("half")
    again = batch(texts, folder, part=2_000)
    assert again.missing() == list(range(stops_after, len(again.parts)))
    assert done + list(code_missing(again)) == list(range(len(again.parts)))
    assert both(again, folder) == at_once


@pytest.mark.parametrize("changed", ["texts", "rules", "parts"])
def test_parts_of_other_texts_or_other_rules_are_thrown_away(monkeypatch, texts, tmp_path, changed):
    own, folder = tmp_path / "texts.jsonl", tmp_path / "parts"
    folder.mkdir()
    own.write_bytes(texts.read_bytes())
    list(code_missing(batch(own, folder, part=2_000)))
    assert batch(own, folder, part=2_000).missing() == []
    if changed == "texts":
        own.write_bytes(texts.read_bytes().replace(b"three years", b"seven years"))
    if changed == "rules":
        monkeypatch.setattr(coding_batch, "coding_rules", lambda: "another")
    one = batch(own, folder, part=3_000 if changed == "parts" else 2_000)
    assert one.missing() == list(range(len(one.parts)))


def test_a_part_that_was_coded_twice_counts_once(texts, at_once, tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    one = batch(texts, folder, part=2_000)
    assert [code_part(one, number) for number in (3, 1, 3)] == [3, 1, 3]
    list(code_missing(one))
    assert both(one, folder) == at_once


@pytest.mark.slow
def test_a_run_on_two_processors_that_is_killed_again_and_again_ends_with_the_same_codings(texts, at_once, tmp_path):
    folder = tmp_path / "parts"
    folder.mkdir()
    run = (
        "import sys; from pathlib import Path; from safeconduct.observatory.coding_batch import *\n"
        f"one = batch(Path({str(texts)!r}), Path({str(folder)!r}), part=1_000)\n"
        "for number in code_missing(one, processes=2): print(number, flush=True)\n"
    )
    seen: list[int] = []
    for kills in range(4):
        command = [sys.executable, "-c", run]
        running = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
        )
        for line in running.stdout:
            seen.append(int(line))
            if kills < 3 and len(seen) % 3 == 0:
                os.kill(running.pid, signal.SIGKILL)
                break
        running.wait()
    assert running.returncode == 0
    assert len(seen) == len(set(seen)), "a part that was told of as done is not done again"
    one = batch(texts, folder, part=1_000)
    assert one.missing() == []
    time.sleep(1)  # what helped a run that was killed ends within half a second
    assert both(one, folder) == at_once
