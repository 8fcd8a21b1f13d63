"""One running program for a module of tests, on a folder that is gone afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.at_rest import running
from tests.at_rest.running import Program


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    started = running.start(tmp_path_factory.mktemp("program"))
    yield started
    started.stop()


@pytest.fixture
def own_program(tmp_path: Path) -> Iterator[Program]:
    """A program of a single test, which may do it harm."""
    started = running.start(tmp_path)
    yield started
    started.stop()
