"""These tests need PostgreSQL; a run on SQLite says so instead of passing them."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.at_rest import running
from tests.at_rest.running import Program
from tests.embedded import on_postgresql
from tests.postgresql.cluster import JOBS, OWNER, WEB, Cluster, new_cluster


@pytest.fixture(autouse=True, scope="session")
def _on_postgresql() -> None:
    if not on_postgresql():
        pytest.skip("NOT RUN: this is about PostgreSQL. Run it with TEST_DATABASE=postgresql, as `make test` does.")


@pytest.fixture(scope="module")
def server(_on_postgresql: None) -> Iterator[Cluster]:
    """A server of this module's own, which may be killed and searched."""
    started = new_cluster()
    yield started
    started.remove()


@pytest.fixture(scope="module")
def program(server: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The real program, served by a role that owns no table, on a database that its owner made."""
    server.copy("safeconduct", "template0")
    folder = tmp_path_factory.mktemp("program")
    owner, web, jobs = (server.address("safeconduct", user=user) for user in (OWNER, WEB, JOBS))
    _migrate(folder, owner)
    started = running.start(folder, address=web, owner=owner, jobs=jobs)
    yield started
    started.stop()


def _migrate(folder: Path, owner: str) -> None:
    (folder / "temporary").mkdir()
    command = [sys.executable, "-m", "safeconduct.program", "migrate"]
    subprocess.run(command, env=running.environment(folder, owner), check=True, timeout=120)
