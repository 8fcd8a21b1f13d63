"""These tests need PostgreSQL; a run on SQLite says so instead of passing them."""

import pytest

from tests.embedded import on_postgresql


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if not on_postgresql():
        pytest.skip("NOT RUN: this is about PostgreSQL. Run it with TEST_DATABASE=postgresql, as `make test` does.")
