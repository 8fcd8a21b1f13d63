"""`safeconduct observatory show`, as it is called: a snapshot is put where the pages find it, whole or not at all."""

import shutil
import sys

import pytest

from safeconduct import program
from safeconduct.observatory.showing import stored_snapshot as stored
from safeconduct.observatory.showing.stored_snapshot import stored_snapshot
from safeconduct.program.observatory_showing import INVENTED


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["safeconduct", "observatory", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        program.main()
    return ended.value.code


@pytest.fixture
def folder(tmp_path, settings):
    settings.SAFECONDUCT_OBSERVATORY = tmp_path / "var" / "observatory"
    return settings.SAFECONDUCT_OBSERVATORY


def test_a_snapshot_is_shown_under_what_it_is_known_by(monkeypatch, folder, tmp_path, capsys):
    given = shutil.copy(INVENTED, tmp_path / "Downloaded (2).zip")
    assert run(monkeypatch, "show", given) == 0
    known_by = stored_snapshot(INVENTED).known_by
    assert [path.name for path in folder.iterdir()] == [f"{known_by}.zip"]
    assert (folder / f"{known_by}.zip").read_bytes() == INVENTED.read_bytes()
    assert known_by in capsys.readouterr().out
    assert run(monkeypatch, "show", given) == 0
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("content", [b"no ZIP", None], ids=["no snapshot", "no file"])
def test_what_is_no_snapshot_is_not_put_there(monkeypatch, folder, tmp_path, capsys, content):
    given = tmp_path / "given.zip"
    if content:
        given.write_bytes(content)
    assert run(monkeypatch, "show", given) == 1
    assert "no snapshot that pages can show" in (said := capsys.readouterr().err) or "There is no file" in said
    assert not folder.exists()


def test_one_that_is_too_large_for_the_pages_is_said_with_what_to_do(monkeypatch, folder, capsys):
    monkeypatch.setattr(stored, "LARGEST_TABLE", 100_000)
    monkeypatch.setattr(stored, "_MIB", 1_000)
    stored._read.cache_clear()
    assert run(monkeypatch, "show", INVENTED) == 1
    said = capsys.readouterr().err
    assert "too large for the pages: its table" in said and "hold up to 100" in said and "Measure fewer codings" in said
    assert not folder.exists()
    stored._read.cache_clear()
