"""Every run of the tests has an instance folder of its own, named before Django loads; the repository's is never touched.

TEST_DATABASE=postgresql runs them on a PostgreSQL server that is started for the run; without it they run on SQLite.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path

import hypothesis
import pytest

from tests.longest_first import LONGEST_FIRST
from tests.memory import folder_in_memory


def _own_folder() -> Path:
    """A new folder, set in the environment that Django reads. A worker of pytest-xdist inherits that environment
    with Django loaded from it already, and takes a folder of its own inside."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        folder = Path(os.environ["SAFECONDUCT_VAR"]) / worker
        folder.mkdir(exist_ok=True)
        return folder
    folder = Path(tempfile.mkdtemp(prefix="safeconduct-tests-", dir=folder_in_memory()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in [name for name in os.environ if name.startswith("SAFECONDUCT_")]:
        del os.environ[name]
    os.environ["SAFECONDUCT_VAR"] = str(folder)
    os.environ["SAFECONDUCT_GALLERY"] = "1"
    os.environ["SAFECONDUCT_SHORTEST_FILLING"] = "0"
    os.environ["DJANGO_SETTINGS_MODULE"] = "safeconduct.web.settings"
    if os.environ.get("TEST_DATABASE") == "postgresql":
        _start_postgresql()
    return folder


def _start_postgresql() -> None:
    """Without it there is nothing to test, so a run that cannot start it stops with its sentence."""
    from tests.postgresql import cluster

    try:
        started = cluster.new_cluster()
    except cluster.NotStarted as problem:
        pytest.exit(str(problem), returncode=3)
    atexit.register(started.remove)
    os.environ["TEST_CLUSTER"] = str(started.folder)
    os.environ["SAFECONDUCT_DATABASE"] = started.address("safeconduct")


FOLDER = _own_folder()

import django  # noqa: E402
from django.conf import settings  # noqa: E402

django.setup()
assert settings.VAR in (FOLDER, FOLDER.parent), "Django was loaded before the tests named their folder."

from tests.embedded import Embedded, Frozen, frozen_again, frozen_in, on_postgresql, thawed  # noqa: E402
from tests.postgresql import cluster  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    """`make test-long` looks for counter-examples twenty times as long."""
    # A machine on which much runs at once is no fault of an example: how long one takes is measured elsewhere.
    # The short run asks the same examples each time; the long one draws new ones.
    hypothesis.settings.register_profile("short", deadline=None, derandomize=True)
    hypothesis.settings.load_profile("short")
    hypothesis.settings.register_profile("long", max_examples=2_000, deadline=None)
    if config.getoption("markexpr") == "":
        hypothesis.settings.load_profile("long")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {Path(__file__).parent / name: number for number, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: place.get(item.path, len(place)))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Why a test failed that was tried once more: the second try may pass, or fail of something else."""
    for report in terminalreporter.stats.get("rerun", []):
        terminalreporter.section(f"first try of {report.nodeid}")
        terminalreporter.write_line(report.longreprtext)


def pytest_report_header() -> str:
    from django.db import connection

    return f"database: {connection.display_name}"


@pytest.fixture(autouse=True)
def _leaves_the_umask() -> Iterator[None]:
    """The program sets one for its whole process, which here is that of the next tests too."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture(autouse=True)
def _on_its_database(request: pytest.FixtureRequest) -> None:
    marker = request.node.get_closest_marker("about_sqlite")
    if marker and on_postgresql():
        pytest.skip(f"Left out on PostgreSQL: {marker.args[0]}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With a failure on PostgreSQL stands what its server last said: a lock that was not got, a table that was left out."""
    report = yield
    if report.failed and on_postgresql():
        said = cluster.of_this_run().log.read_text(encoding="utf-8", errors="replace")
        report.sections.append(("last words of the PostgreSQL server", said[-3_000:]))
    return report


@pytest.fixture(scope="session")
def frozen(django_test_environment: None, django_db_blocker: pytest.FixtureRequest) -> Frozen:
    """Two organisations founded once: Argon2 takes a quarter of a second for each of their people."""
    with django_db_blocker.unblock():
        return frozen_in(FOLDER)


@pytest.fixture(scope="session")
def frozen_with_key(frozen: Frozen, django_db_blocker: pytest.FixtureRequest) -> Frozen:
    """The same with a recovery key to which every compartment is wrapped: making one takes a second."""
    from tests.recovering import a_key

    folder = Path(tempfile.mkdtemp(dir=FOLDER))
    with (
        pytest.MonkeyPatch.context() as monkeypatch,
        django_db_blocker.unblock(),
        thawed(frozen, folder, monkeypatch) as embedded,
    ):
        a_key(embedded)
        return frozen_again(embedded, FOLDER / "with-key.sqlite3")


@pytest.fixture
def embedded(
    request: pytest.FixtureRequest,
    frozen: Frozen,
    django_db_blocker: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Embedded]:
    """An instance of its own for each test: a copy of the frozen database in a folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(dir=FOLDER))
    as_owner = request.node.get_closest_marker("as_owner") is not None
    if request.node.get_closest_marker("recovery_key"):
        frozen = request.getfixturevalue("frozen_with_key")
    with django_db_blocker.unblock(), thawed(frozen, folder, monkeypatch, as_owner=as_owner) as embedded:
        yield embedded
    shutil.rmtree(folder, ignore_errors=True)
