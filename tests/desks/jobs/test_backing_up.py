"""A backup is two artefacts of one moment: whole, unreadable, without what must die, and removed when its time is over."""

import base64
import gzip
import hashlib
import json
import tarfile
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from safeconduct.access.models import Session
from safeconduct.dossiers.desk import filing
from safeconduct.dossiers.models import Entry
from safeconduct.intake.desk import asking
from safeconduct.intake.draft import Draft
from safeconduct.intake.models import Draft as DraftRow
from safeconduct.jobs import artefact, backing_up, backup_age, last_run, packing, second_database
from safeconduct.jobs.alone import alone
from safeconduct.vocabulary.refusal import Refused
from tests.builders import a_telling
from tests.embedded import PROTECTION

OF_SQLITE = {"safeconduct.sqlite3-wal", "safeconduct.sqlite3-shm"}
CANARY = "quiet-kestrel-on-the-harbour-wall"

# The commands of the operator run as the owner of the tables.
pytestmark = pytest.mark.as_owner


def backed_up(embedded, folder, **options):
    embedded.clock.pass_by(timedelta(seconds=1))
    return backing_up.back_up(folder, at=embedded.now, **options)


def content(path):
    with tarfile.open(path) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def lines(path, table):
    parts = {name: body for name, body in content(path).items() if name.startswith(f"tables/{table}/")}
    return [json.loads(line) for name in sorted(parts) for line in gzip.decompress(parts[name]).splitlines()]


def test_every_model_goes_into_one_artefact_or_is_left_out_on_purpose():
    listed = [*artefact.TABLES["data"], *artefact.TABLES["wraps"], *artefact.LEFT_OUT]
    ours = [model._meta.label for model in apps.get_models() if model.__module__.startswith("safeconduct.")]
    assert sorted(listed) == sorted(ours)


def test_what_opens_something_goes_with_the_wraps_and_never_with_the_data():
    opening = {"EntryKey", "Grant", "CardNoteKey", "SegmentKey", "CompartmentWrap", "Member", "Box", "Progress"}
    assert opening <= {table.split(".")[1] for table in artefact.TABLES["wraps"]}
    sealed_keys = [
        f"{model._meta.label}.{column.name}"
        for model in map(apps.get_model, artefact.TABLES["data"])
        for column in model._meta.concrete_fields
        if "wrap" in column.name or "key" in str(column.help_text).split(":")[0]
    ]
    assert sealed_keys == []


def test_both_artefacts_hold_every_row_of_one_moment_and_the_files_that_rows_know(embedded, folder):
    call = embedded.call(telling=a_telling(files=(embedded.file(b"seen at the mill"),)))
    data, wraps = backed_up(embedded, folder).paths
    assert len(lines(data, "dossiers.Entry")) == Entry.objects.filter(dossier=call.ref).count() > 2
    manifests = [json.loads(content(path)["manifest.json"]) for path in (data, wraps)]
    for manifest in manifests:
        for table, count in manifest["rows"].items():
            assert count == apps.get_model(table).objects.count(), table
    assert manifests[0]["made_at"] == manifests[1]["made_at"] and manifests[0]["organisations"]
    files = [name for name in content(data) if name.startswith("files/")]
    assert len(files) == 1 and not [name for name in content(wraps) if name.startswith("files/")]


def test_the_manifest_is_last_and_a_plain_sha256sum_checks_it(embedded, folder):
    data, _ = backed_up(embedded, folder).paths
    assert list(content(data))[-2:] == ["manifest.json", "manifest.sha256"]
    said = content(data)
    assert said["manifest.sha256"].decode().split() == [
        hashlib.sha256(said["manifest.json"]).hexdigest(),
        "manifest.json",
    ]
    for name, part in json.loads(said["manifest.json"])["parts"].items():
        assert part == {"bytes": len(said[name]), "sha256": hashlib.sha256(said[name]).hexdigest()}


def test_sessions_drafts_and_files_that_were_not_sent_are_in_neither(embedded, folder):
    embedded.session(PROTECTION)
    unsent = embedded.file(b"not sent yet")
    asking.begin_draft(Draft(embedded.now, {"happened": CANARY}, files=(unsent.as_data(),)))
    filing.keep_file_until(unsent.ref, embedded.now + timedelta(hours=3))
    rows = [bytes(Session.objects.get().body), bytes(DraftRow.objects.get().body)]
    for path in backed_up(embedded, folder).paths:
        held = b"".join(gzip.decompress(body) if name.endswith(".gz") else body for name, body in content(path).items())
        assert unsent.ref.encode() not in held
        assert not [row for row in rows if row in held or base64.b64encode(row) in held]
        assert Session.objects.get().row.encode() not in held and DraftRow.objects.get().row.encode() not in held


def test_nothing_that_was_told_is_readable_in_a_backup(embedded, folder):
    telling = a_telling(happened=CANARY, name=f"name {CANARY}", place=f"place {CANARY}")
    embedded.call(telling=telling, own_word=CANARY)
    paths = backed_up(embedded, folder).paths
    whole = b"".join(path.read_bytes() for path in paths)
    unpacked = b"".join(
        gzip.decompress(body) for path in paths for name, body in content(path).items() if name.endswith(".gz")
    )
    assert b"Harbour Desk" in unpacked, "the search is blind"
    for text in (CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.encode().hex().encode()):
        assert text not in whole + unpacked
    for row in unpacked.splitlines():
        for value in json.loads(row):
            if isinstance(value, str) and len(value) > 100:
                assert CANARY.encode() not in base64.b64decode(value)


def test_a_file_that_was_dropped_meanwhile_is_passed_over(embedded, folder):
    embedded.call(telling=a_telling(files=(embedded.file(),)))
    next(path for path in embedded.files.rglob("*") if path.is_file()).unlink()
    done = backed_up(embedded, folder)
    assert (done.files, done.gone) == (0, 1)


@pytest.mark.about_sqlite("PostgreSQL's snapshot is no file")
def test_nothing_is_left_of_the_snapshot_and_the_moment_is_noted(embedded, folder):
    (embedded.folder / "snapshot.sqlite3").write_bytes(b"left by a lost power")
    before = {path.name for path in embedded.folder.iterdir()} - {"snapshot.sqlite3"}
    backed_up(embedded, folder)
    assert {path.name for path in embedded.folder.iterdir()} - before - OF_SQLITE == {"last-backup"}
    assert last_run.last(embedded.folder, "backup") == embedded.now.replace(microsecond=0)


def test_only_the_owner_may_read_what_a_backup_wrote(embedded, folder):
    paths = backed_up(embedded, folder).paths
    assert [path.stat().st_mode & 0o777 for path in (*paths, folder)] == [0o600, 0o600, 0o700]


def test_a_backup_that_breaks_off_leaves_nothing_with_the_name_of_an_artefact(embedded, folder, monkeypatch):
    embedded.call(telling=a_telling(files=(embedded.file(),)))

    def full(*_given):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing.Packing, "put_file", full)
    with pytest.raises(OSError, match="space"):
        backed_up(embedded, folder)
    assert list(folder.iterdir()) == [] and last_run.last(embedded.folder, "backup") is None
    assert not list(embedded.folder.glob("snapshot*"))


@pytest.mark.parametrize("where", ["the instance's folder", "a folder in it"])
def test_a_backup_beside_the_database_is_refused(embedded, where):
    inside = embedded.folder / "backups" if where == "a folder in it" else embedded.folder
    with pytest.raises(Refused, match="another disk"):
        backed_up(embedded, inside)


def test_a_backup_older_than_the_newest_one_is_refused(embedded, folder):
    backed_up(embedded, folder)
    with pytest.raises(Refused, match="clock"):
        backing_up.back_up(folder, at=embedded.now - timedelta(hours=1))


def test_two_at_a_time_are_refused(embedded, folder):
    with alone(embedded.folder, backing_up._BUSY), pytest.raises(Refused, match="Another backup"):
        backed_up(embedded, folder)


def test_the_snapshot_is_of_one_moment_while_others_write(embedded):
    embedded.call()
    with second_database.snapshot(embedded.folder) as alias:
        counted = Entry.objects.using(alias).count()
        embedded.call()
        assert Entry.objects.using(alias).count() == counted < Entry.objects.count()


# Removing

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def made(folder, kind, *days):
    folder.mkdir(exist_ok=True)
    for ago in days:
        artefact.path_for(folder, kind, NOON - timedelta(days=ago)).touch()


def ages(folder, kind):
    return sorted((NOON - one.made_at).days for one in artefact.artefacts(folder, kind))


def test_wraps_go_after_14_days_and_data_after_90(folder):
    made(folder, "wraps", 0, 7, 13, 14, 15, 16)
    made(folder, "data", 0, 15, 89, 90, 91)
    (folder / "notes.txt").touch()
    assert backup_age.remove_old(folder, at=NOON) == backup_age.Removed(3, 0)
    assert ages(folder, "wraps") == [0, 7, 13, 14] and ages(folder, "data") == [0, 15, 89, 90]
    assert (folder / "notes.txt").exists()


def test_the_newest_stays_however_old_it_is(folder):
    made(folder, "wraps", 400, 401)
    made(folder, "data", 400)
    backup_age.remove_old(folder, at=NOON)
    assert ages(folder, "wraps") == [400] == ages(folder, "data")


def test_a_clock_that_makes_most_of_them_old_removes_none(folder):
    made(folder, "wraps", *range(10))
    late = NOON + timedelta(days=3650)
    assert backup_age.remove_old(folder, at=late) == backup_age.Removed(0, 9)
    assert backup_age.remove_old(folder, at=late, clock_is_right=True) == backup_age.Removed(9, 0)


def test_a_strange_name_is_no_artefact(folder):
    folder.mkdir()
    for name in ("data-latest.tar", "wraps-20260101T000000Z.tar.gz", "data-99999999T999999Z.tax"):
        (folder / name).touch()
    assert not artefact.artefacts(folder, "data") and not artefact.artefacts(folder, "wraps")
