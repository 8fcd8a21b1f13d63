"""Where backups are written, and where they are restored into."""

import pytest


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def into(tmp_path):
    return tmp_path / "new"
