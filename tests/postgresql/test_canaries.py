"""Nothing that was written is in PostgreSQL's files or log in the clear. The search is that of tests/at_rest."""

import time

import pytest

from tests.at_rest.running import Program
from tests.at_rest.test_canaries import CLEAR, NEEDLES, Journey, finds_in, places_of, travelled
from tests.postgresql.cluster import Cluster

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def journey(server: Cluster, program: Program, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    journey = Journey(program, time.time(), tmp_path_factory.mktemp("elsewhere"))
    journey.reads_memory = False  # the memory of the program is searched on SQLite
    travelled(journey)
    server.run("CHECKPOINT")
    return journey


def test_a_field_that_is_clear_on_purpose_is_found(server: Cluster, journey: Journey) -> None:
    assert finds_in(server.rows / "base", (CLEAR,))
    assert finds_in(server.rows / "pg_wal", (CLEAR,))


def test_nothing_written_is_in_the_files_of_the_database_or_its_write_ahead_log(
    server: Cluster, journey: Journey
) -> None:
    assert finds_in(server.rows) == {}


def test_no_secret_of_a_person_is_in_them(server: Cluster, journey: Journey) -> None:
    assert finds_in(server.rows, tuple(journey.held_secrets.values())) == {}


def test_the_log_tells_of_the_breakdowns_and_of_nothing_that_was_written(server: Cluster, journey: Journey) -> None:
    printed = server.log.read_bytes()
    assert b"intake_draft" in printed, "the breakdowns should have been logged"
    assert places_of(NEEDLES, printed) == []
    assert places_of(tuple(journey.held_secrets.values()), printed) == []


def test_nothing_written_is_in_the_program_s_folder_and_log(journey: Journey) -> None:
    assert finds_in(journey.program.var) == {}
    assert places_of(NEEDLES, journey.program.log.read_bytes()) == []
