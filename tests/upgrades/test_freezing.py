"""The release at hand can be frozen: with rows of every table, small, and nothing in plain."""

import pysqlite3
import pytest
from django.conf import settings

from tests.embedded import thawed
from tests.releases import freezing
from tests.releases.as_read import as_read
from tests.releases.populating import CANARY

NOT_OURS = {"django_migrations", "sqlite_sequence"}


@pytest.mark.slow
def test_what_is_frozen_today_fills_every_table_and_reads_the_same_when_it_is_unpacked(
    tmp_path, monkeypatch, django_db_blocker
):
    monkeypatch.setattr(settings, "STATIC_ROOT", settings.STATIC_ROOT)
    monkeypatch.setattr(freezing, "HERE", tmp_path / "releases")
    for folder in ("making", "unpacked", "thawed"):
        (tmp_path / folder).mkdir()
    with django_db_blocker.unblock():
        freezing.freeze(tmp_path / "making", freezing.archive_of("9.9"))
    assert freezing.versions() == ["9.9"] and freezing.archive_of("9.9").stat().st_size < 1024**2
    release = freezing.unpacked("9.9", tmp_path / "unpacked")
    assert CANARY.encode() not in b"".join(path.read_bytes() for path in release.folder.rglob("*") if path.is_file())
    with pysqlite3.connect(release.frozen.database) as connection:
        named = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        counted = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in named}
    assert {name for name, count in counted.items() if not count} - NOT_OURS == set()
    with django_db_blocker.unblock(), thawed(release.frozen, tmp_path / "thawed", monkeypatch) as embedded:
        (release.folder / "files").rename(tmp_path / "thawed" / "files")
        embedded.clock.now = release.at
        assert as_read(embedded, release.boxes) == release.reading
        assert CANARY in str(release.reading)
