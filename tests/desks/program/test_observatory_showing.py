"""`safeconduct observatory show`, as it is called: a snapshot is put where the pages find it, whole or not at all."""

import os
import shutil
import sys
import zipfile

import pytest

from safeconduct import program
from safeconduct.observatory.showing import snapshot_index, table_rows
from safeconduct.observatory.showing.snapshot_index import NO_SNAPSHOT
from safeconduct.observatory.showing.stored_snapshot import snapshots_in
from safeconduct.program import observatory_showing
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
    known_by = next(iter(snapshots_in(folder)))
    assert sorted(path.name for path in folder.iterdir()) == [f"{known_by}.index", f"{known_by}.zip"]
    assert (folder / f"{known_by}.zip").read_bytes() == INVENTED.read_bytes()
    assert known_by in capsys.readouterr().out
    assert run(monkeypatch, "show", given) == 0
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("content", [b"no ZIP", None], ids=["no snapshot", "no file"])
def test_what_is_no_snapshot_is_not_put_there(monkeypatch, folder, tmp_path, capsys, content):
    given = tmp_path / "given.zip"
    if content:
        given.write_bytes(content)
    assert run(monkeypatch, "show", given) == 1
    assert "no snapshot that pages can show" in (said := capsys.readouterr().err) or "There is no file" in said
    assert not folder.exists() or not list(folder.iterdir())


def test_a_snapshot_whose_rules_lack_something_is_not_put_there(monkeypatch, folder, tmp_path, capsys):
    with zipfile.ZipFile(INVENTED) as whole, zipfile.ZipFile(tmp_path / "bad.zip", "w") as bad:
        for name in whole.namelist():
            octets = whole.read(name)
            bad.writestr(name, octets.replace(b'"method"', b'"other"') if name == "data/rules.json" else octets)
    assert run(monkeypatch, "show", tmp_path / "bad.zip") == 1
    assert "no snapshot that pages can show" in capsys.readouterr().err and not list(folder.iterdir())


def test_one_that_is_too_large_for_the_pages_is_said_with_what_to_do(monkeypatch, folder, capsys):
    for where in (table_rows, snapshot_index):
        monkeypatch.setattr(where, "LARGEST_TABLE", 100_000)
        monkeypatch.setattr(where, "MIB", 1_000)
    assert run(monkeypatch, "show", INVENTED) == 1
    said = capsys.readouterr().err
    assert "is not shown. Its table statements unpacks to" in said
    assert "pages read up to 100." in said and "Measure fewer codings" in said
    assert not list(folder.iterdir())


def test_snapshots_without_an_index_get_one_before_anything_is_served(folder):
    folder.mkdir(parents=True)
    shutil.copy(INVENTED, folder / "old.zip")
    (folder / "notes.zip").write_bytes(b"no ZIP")
    assert snapshots_in(folder) == {}
    said = observatory_showing.index_what_has_none()
    known_by = next(iter(snapshots_in(folder)))
    assert said[0].endswith("notes.zip is not shown. " + NO_SNAPSHOT) and known_by in said[1]
    assert len(observatory_showing.index_what_has_none()) == 1


def test_two_that_show_the_same_snapshot_at_once_both_end_well(folder):
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            try:
                os._exit(0 if observatory_showing.put(INVENTED) else 1)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    known_by = next(iter(snapshots_in(folder)))
    assert sorted(path.name for path in folder.iterdir()) == [f"{known_by}.index", f"{known_by}.zip"]
