"""Every frozen release comes up to this one whole: killed anywhere, run again, everything reads as it did."""

import os
import random
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pysqlite3
import pytest
from django.apps import apps

from safeconduct.program import release as releases
from tests.embedded import thawed
from tests.releases import freezing
from tests.releases.as_read import as_read
from tests.releases.populating import CANARY

VERSIONS = freezing.versions()
IN_CI, IN_LONG_RUNS = 3, 20
# Tables whose rows a migration is meant to change, with the release that changed them. Empty: all stay as they are.
REWRITTEN: dict[str, str] = {}
OUR_BOOKKEEPING = {"django_migrations", "sqlite_sequence"}


# The newest frozen release has no migration to wait for until the next one is written: then it is taken a step back.
A_STEP_BACK = (("access", "0010_journal_checkpoint"), ("dossiers", "0002_shares"))


@pytest.fixture(params=VERSIONS)
def old(request, tmp_path):
    """A frozen release, unpacked into a folder of its own, which lacks at least one migration."""
    return unpacked(request.param, tmp_path)


def unpacked(version, folder):
    old = freezing.unpacked(version, folder)
    if version == VERSIONS[-1]:
        Path(old.frozen.database).write_bytes(taken_a_step_back(version))
    return old


@cache
def taken_a_step_back(version):
    with TemporaryDirectory() as folder:
        old = freezing.unpacked(version, Path(folder))
        for app, migration in A_STEP_BACK:
            said = run(old, "migrate", app, migration, "--settings=safeconduct.web.settings", module="django")
            assert said.returncode == 0, said.stderr
        return whole_database(old)


@cache
def come_up(version):
    with TemporaryDirectory() as folder:
        return whole_database(migrated(unpacked(version, Path(folder))))


@pytest.fixture
def new(old):
    """The same after it came up to this release."""
    Path(old.frozen.database).write_bytes(come_up(old.version))
    return old


def whole_database(old):
    """In one file, with nothing left in the log beside it."""
    with closing(database(old)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(old.frozen.database).read_bytes()


def run(old, *arguments, module="safeconduct.program"):
    own = {name: value for name, value in os.environ.items() if not name.startswith(("SAFECONDUCT_", "PYTEST_"))}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env={**own, "SAFECONDUCT_VAR": str(old.folder)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def migrated(old):
    said = run(old, "migrate")
    assert said.returncode == 0, said.stderr
    return old


def database(old):
    return pysqlite3.connect(old.frozen.database)


def tables(connection):
    named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return {name for (name,) in named} - OUR_BOOKKEEPING


def rows(connection, table, columns=None):
    columns = columns or [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    listed = ", ".join(f'"{column}"' for column in columns)
    return columns, sorted(connection.execute(f'SELECT {listed} FROM "{table}"').fetchall(), key=repr)


def dump(old):
    with database(old) as connection:
        return {table: rows(connection, table) for table in tables(connection)}


def insist_that_rows_are_the_same(old, before):
    with database(old) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        for table, (columns, wanted) in before.items():
            if table not in REWRITTEN:
                assert rows(connection, table, columns)[1] == wanted, table


def insist_that_all_reads_the_same(old, folder, monkeypatch):
    (folder / "thawed").mkdir()
    shutil.copytree(old.folder / "files", folder / "thawed" / "files")
    with thawed(old.frozen, folder / "thawed", monkeypatch) as embedded:
        embedded.clock.now = old.at
        assert as_read(embedded, old.boxes) == old.reading


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def insist_that_nothing_is_in_plain(old):
    on_disk = bytes_of(old.folder)
    assert b"harbour-desk" in on_disk, "A clear column must be found, or the search is blind."
    assert CANARY.encode() not in on_disk and CANARY.encode("utf-16-le") not in on_disk


def test_there_is_a_frozen_release_and_each_is_small():
    assert "0.1" in VERSIONS
    assert all(freezing.archive_of(version).stat().st_size < 1024**2 for version in VERSIONS)


def test_a_frozen_release_holds_rows_of_every_table_that_it_had(old):
    empty = {table for table, (_, found) in dump(old).items() if not found}
    assert empty == set()


def test_a_frozen_release_holds_what_people_do(old):
    told = old.reading
    kinds = {
        entry["kind"] for refs in told["dossiers"].values() for one in refs.values() for entry in one if "kind" in entry
    }
    assert {"told", "answer", "accepted", "note", "file", "word", "consent", "contact_wish", "code_at_risk"} <= kinds
    languages = {facts.get("language") for cards in told["cards"].values() for facts in cards.values()}
    assert {"en", "fr", "es", "ar", "ru"} <= languages
    assert told["boxes"]["frozen"] == [] and told["boxes"]["hidden"][0]["is_hidden"]
    assert {line["event"] for line in told["journal"]["harbour-desk"]} >= {"DossierOpened", "IdentityRevealed"}


@pytest.mark.slow
def test_it_comes_up_and_cases_boxes_and_the_journal_read_the_same(
    old, tmp_path_factory, monkeypatch, django_db_blocker
):
    before = dump(old)
    migrated(old)
    insist_that_rows_are_the_same(old, before)
    insist_that_nothing_is_in_plain(old)
    with django_db_blocker.unblock():
        insist_that_all_reads_the_same(old, tmp_path_factory.mktemp("reading"), monkeypatch)


def test_after_it_every_table_and_column_is_that_of_the_models(old):
    migrated(old)
    wanted = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for app in ("access", "dossiers", "intake")
        for model in apps.get_app_config(app).get_models()
    }
    with database(old) as connection:
        assert {table: set(rows(connection, table)[0]) for table in tables(connection)} == wanted


def places_to_die(old, number):
    """Among the statements that write: the first, the last, and others drawn in between, evenly."""
    spare = unpacked(old.version, old.folder / "spare")
    counted = run(spare, "0", module="tests.upgrades.migrating")
    assert counted.returncode == 0, counted.stderr
    last = int(counted.stdout)
    shutil.rmtree(old.folder / "spare")
    assert last >= 1, "Nothing would be migrated, so nothing is proved. Freeze the release that came before."
    drawn = random.Random(old.version)
    return [1, last, *(drawn.randint(1, last) for _ in range(number - 2))]


def kill_and_come_up(old, monkeypatch, tmp_path_factory, number, blocker):
    before = dump(old)
    for place in places_to_die(old, number):
        folder = tmp_path_factory.mktemp("killed")
        copy = unpacked(old.version, folder)
        died = run(copy, str(place), module="tests.upgrades.migrating")
        assert died.returncode == -signal.SIGKILL, died.stderr
        insist_that_nothing_is_in_plain(copy)
        migrated(copy)
        insist_that_rows_are_the_same(copy, before)
        insist_that_nothing_is_in_plain(copy)
        with blocker.unblock():
            insist_that_all_reads_the_same(copy, tmp_path_factory.mktemp("reading"), monkeypatch)


@pytest.mark.slow
def test_killed_in_the_middle_and_run_again_it_comes_up_whole(old, monkeypatch, tmp_path_factory, django_db_blocker):
    kill_and_come_up(old, monkeypatch, tmp_path_factory, IN_CI, django_db_blocker)


@pytest.mark.long
def test_killed_at_twenty_places_it_comes_up_whole_each_time(old, monkeypatch, tmp_path_factory, django_db_blocker):
    kill_and_come_up(old, monkeypatch, tmp_path_factory, IN_LONG_RUNS, django_db_blocker)


# Other releases are not served


OTHERS = [("serve", "--port", "0"), ("tick",), ("intake", "import", "none.jsonl", "--for", "harbour-desk")]


@pytest.mark.parametrize("command", OTHERS, ids=lambda command: command[0])
def test_an_older_database_is_not_touched_and_the_way_up_is_said(old, command):
    before = dump(old)
    said = run(old, *command)
    assert said.returncode == 1
    assert releases.OLDER in said.stderr and "safeconduct migrate" in said.stderr
    assert "Traceback" not in said.stderr
    assert dump(old) == before


@pytest.mark.parametrize("command", [*OTHERS, ("migrate",)], ids=lambda command: command[0])
def test_a_newer_database_is_not_touched_even_by_migrate(new, command):
    with database(new) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('access', '9999_later', '2030-01-01')"
        )
    before = dump(new)
    said = run(new, *command)
    assert said.returncode == 1
    assert releases.NEWER in said.stderr and "Traceback" not in said.stderr
    assert dump(new) == before


def test_a_new_folder_is_made_and_what_others_keep_in_the_database_is_no_newer_release(new):
    with database(new) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('others', '0007_own', '2030-01-01')"
        )
    assert "of a newer release" not in run(new, "migrate").stderr
    assert run(new, "tick").returncode == 0
