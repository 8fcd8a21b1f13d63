"""The operator's commands on PostgreSQL: each by the role that may, and refused in one sentence to the one that may not."""

import json
import subprocess
import sys

import pytest

from tests.at_rest.running import environment
from tests.postgresql.cluster import JOBS, OWNER, WEB, of_this_run

pytestmark = pytest.mark.slow
OFFICE = (
    *("--name", "Lantern House", "--short-name", "lantern", "--kind", "network", "--reads-within", "24"),
    *("--urgent-within", "2", "--staffed", "none", "--time-zone", "UTC"),
    *("--compartments", "Protection=requests,Auditors=auditors", "--registrars", "rita, pavel"),
    *("--members", "Protection=oskar, amira", "--members", "Auditors=vito"),
    *("--hosts", "abc.onion", "--front", "onion", "--yes"),
)


@pytest.fixture
def database():
    """Makes empty databases for this test; their names."""
    made = []

    def new(name):
        of_this_run().copy(name, "template0")
        made.append(name)
        return name

    yield new
    for name in made:
        of_this_run().drop(name)


@pytest.fixture
def home(tmp_path):
    for name in ("one", "another"):
        (tmp_path / name / "temporary").mkdir(parents=True)
    return tmp_path


def run(folder, name, *arguments, role=OWNER):
    """`name` is that of the database; "" is SQLite in the folder."""
    done = subprocess.run(
        [sys.executable, "-m", "safeconduct.program", *arguments],
        env=environment(folder, of_this_run().address(name, user=role) if name else ""),
        input="",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def checks(folder, name):
    said = json.loads(run(folder, name, "doctor", "--json").stdout)
    return {finding["check"]: finding["state"] for finding in said["findings"]}


def numbers(folder, name):
    """What doctor says of the chains, the files and the people, which needs all of the rows."""
    told = json.loads(run(folder, name, "doctor", "--json").stdout)["findings"]
    wanted = ("journal", "dossiers", "files", "compartments")
    return {finding["check"]: finding["sentence"] for finding in told if finding["check"] in wanted}


def test_an_office_is_founded_looked_after_backed_up_and_restored_elsewhere(home, database):
    one, another = database("programs-one"), database("programs-another")
    founded = run(home / "one", one, "start", *OFFICE)
    assert founded.returncode == 0, founded.stderr
    found = checks(home / "one", one)
    assert [found[check] for check in ("postgresql", "integrity", "roles", "release", "roots")] == ["ok"] * 5
    assert run(home / "one", one, "tick", role=JOBS).returncode == 0
    assert run(home / "one", one, "journal", "verify").returncode == 0
    done = run(home / "one", one, "backup", str(home / "backups"))
    assert done.returncode == 0, done.stderr
    restored = run(home / "another", another, "restore", str(home / "backups"))
    assert restored.returncode == 0, restored.stderr
    assert checks(home / "another", another)["roles"] == "ok", "the roles have their rights there"
    assert numbers(home / "another", another) == numbers(home / "one", one)
    again = run(home / "another", another, "restore", str(home / "backups"))
    assert again.returncode == 1 and "not empty" in again.stderr


def test_rows_move_from_sqlite_to_postgresql_and_back(home, database):
    there = database("programs-there")
    assert run(home / "one", "", "start", *OFFICE).returncode == 0
    assert run(home / "one", "", "backup", str(home / "first")).returncode == 0
    assert run(home / "another", there, "restore", str(home / "first")).returncode == 0
    assert numbers(home / "another", there) == numbers(home / "one", "")
    assert run(home / "another", there, "backup", str(home / "second")).returncode == 0
    (home / "back" / "temporary").mkdir(parents=True)
    assert run(home / "back", "", "restore", str(home / "second")).returncode == 0
    assert numbers(home / "back", "") == numbers(home / "one", "")


def test_a_database_that_holds_something_is_not_restored_over(home, database):
    full = database("programs-full")
    run(home / "one", full, "start", *OFFICE)
    run(home / "one", full, "backup", str(home / "backups"))
    before = numbers(home / "one", full)
    refused = run(home / "another", full, "restore", str(home / "backups"))
    assert refused.returncode == 1 and "make a new database" in refused.stderr
    assert numbers(home / "one", full) == before and not (home / "another" / "var").exists()


@pytest.mark.parametrize("role", [WEB, JOBS])
def test_who_sees_a_part_of_the_rows_is_told_to_use_the_owner_s_address(home, database, role):
    one = database("programs-part")
    run(home / "one", one, "migrate")
    for command in (["migrate"], ["backup", str(home / "backups")], ["restore", str(home / "backups")], ["start"]):
        refused = run(home / "one", one, *command, role=role)
        assert refused.returncode == 1 and "owner's address" in refused.stderr, command
    refused = run(home / "one", one, "doctor", role=role)
    assert refused.returncode == 1 and "owner's address" in refused.stdout
    assert not (home / "backups").exists()


def test_serving_an_empty_database_by_a_role_that_may_not_make_tables_is_refused(home, database):
    refused = run(home / "one", database("programs-empty"), "serve", "--port", "0", role=WEB)
    assert refused.returncode == 1 and "owner's address" in refused.stderr


def test_all_migrations_of_a_new_instance_run_and_the_roles_get_their_rights(home, database):
    new = database("programs-new")
    assert run(home / "one", new, "migrate").returncode == 0
    found = checks(home / "one", new)
    assert (found["release"], found["roles"]) == ("ok", "ok")
    assert run(home / "one", new, "migrate").returncode == 0, "again is the same"
    assert run(home / "one", new, "tick", role=JOBS).returncode == 0
