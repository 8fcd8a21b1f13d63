"""A file appears when all of it is written and on the disk, or not at all."""

import os

import pytest

from safeconduct.vocabulary.whole_file import appearing


def test_it_is_on_the_disk_before_it_appears(tmp_path, monkeypatch):
    path, seen = tmp_path / "codings.jsonl", []
    monkeypatch.setattr(os, "fsync", lambda _file: seen.append(path.exists()))
    with appearing(path) as unfinished:
        unfinished.write_text("a line\n", encoding="utf-8")
    assert seen == [False]
    assert path.read_text(encoding="utf-8") == "a line\n"


def test_after_a_fault_what_was_there_stays(tmp_path):
    path = tmp_path / "codings.jsonl"
    path.write_text("before\n", encoding="utf-8")
    with pytest.raises(RuntimeError), appearing(path) as unfinished:
        unfinished.write_text("half", encoding="utf-8")
        raise RuntimeError
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == ["before\n"]
