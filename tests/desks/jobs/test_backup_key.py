"""With a backup key the folder of backups holds nothing in plain, and opens with the words on the paper alone."""

import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import Dossier, Entry
from safeconduct.jobs import artefact, backing_up, backup_age, packing, restoring, unpacking
from safeconduct.program import backup
from safeconduct.program.restore import _asking
from safeconduct.sealing import backup_key
from safeconduct.sealing.keys import WRAP_OVERHEAD_BYTES
from safeconduct.sealing.padding import padded_size
from safeconduct.sealing.spoken import key_in_words
from safeconduct.sealing.stream import CHUNK_BYTES, FRAME_BYTES, HEADER_BYTES
from safeconduct.vocabulary.refusal import Refused
from tests.builders import a_telling
from tests.desks.jobs.test_restoring import left_in, living_in
from tests.embedded import PROTECTION

pytestmark = pytest.mark.as_owner
ABOUT_NO_DATABASE = pytest.mark.about_sqlite("what an artefact holds is read before any database is asked")

OURS, OTHERS = b"\x07" * 32, b"\x09" * 32
LARGE = bytes(range(256)) * 1024  # more than one chunk of what is sealed


def back_up(embedded, folder, secret=OURS):
    sealing = partial(backup_key.SealedArtefact, backup_key.public_half(secret)) if secret else None
    embedded.clock.pass_by(timedelta(minutes=1))
    done = backing_up.back_up(folder, at=embedded.now, sealing=sealing)
    embedded.clock.pass_by(timedelta(minutes=1))
    return done.paths


@contextmanager
def typing(monkeypatch, *lines):
    """What the command asks for comes from standard input."""
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        yield _asking({})


def restore(embedded, folder, into, monkeypatch, *secrets, data_name=""):
    with embedded.before_restoring_into(into), typing(monkeypatch, *map(key_in_words, secrets)) as opening:
        return restoring.restore(folder, into, data_name=data_name, at=embedded.now, opening=opening)


def try_out(folder, monkeypatch, *lines):
    with typing(monkeypatch, *lines) as opening:
        return restoring.try_out(folder, opening=opening)


def test_what_was_sealed_to_the_key_reads_as_before(embedded, folder, into, monkeypatch):
    call = embedded.call(telling=a_telling(files=(embedded.file(LARGE),)))
    entries = Entry.objects.count()
    paths = back_up(embedded, folder)
    assert [path.name.partition("-")[0] + path.suffix for path in paths] == ["data.sealed", "wraps.sealed"]
    assert restore(embedded, folder, into, monkeypatch, OURS).files == 1
    with living_in(embedded, into, monkeypatch) as moved:
        assert Entry.objects.count() == entries and Dossier.objects.get().ref == call.ref
        case = moved.case(call.ref)
        _, chunks = cases.open_file(call.ref, case.files[0][0], moved.keyring(PROTECTION), at=moved.now)
        assert case.broken_at is None and b"".join(chunks) == LARGE


def test_old_backups_in_plain_restore_beside_sealed_ones(embedded, folder, into, monkeypatch):
    embedded.call()
    old, _ = back_up(embedded, folder, secret=None)
    back_up(embedded, folder)
    restored = restore(embedded, folder, into, monkeypatch, OURS, data_name=old.name)
    assert restored.dossiers == 1 and restored.chosen.data.path.suffix == ".tar"


def test_after_a_change_of_keys_old_data_needs_both_papers(embedded, folder, into, monkeypatch):
    embedded.call()
    old, _ = back_up(embedded, folder)
    back_up(embedded, folder, secret=OTHERS)
    with pytest.raises(Refused, match="missing"):
        restore(embedded, folder, into, monkeypatch, OURS, data_name=old.name)
    assert restore(embedded, folder, into, monkeypatch, OURS, OTHERS, data_name=old.name).dossiers == 1
    shutil.rmtree(into)
    assert restore(embedded, folder, into, monkeypatch, OTHERS).dossiers == 1


WORDS = key_in_words(OURS)
TYPED = {
    "nothing": ((), "are missing"),
    "an empty line": (("",), "are missing"),
    "the words of another key": ((key_in_words(OTHERS),), "not those of the backup key"),
    "a word less": ((WORDS.rpartition(" ")[0],), "not the 24 words"),
    "a wrong word": ((WORDS.replace(WORDS.split()[3], "zoo", 1),), "not the 24 words"),
}


@pytest.mark.parametrize("name", TYPED)
def test_without_the_right_words_nothing_is_restored(embedded, folder, into, monkeypatch, name):
    lines, sentence = TYPED[name]
    back_up(embedded, folder)
    with (
        embedded.before_restoring_into(into),
        typing(monkeypatch, *lines) as opening,
        pytest.raises(Refused, match=sentence) as no,
    ):
        restoring.restore(folder, into, at=embedded.now, opening=opening)
    assert not into.exists()
    assert not [line for line in lines if line and line in str(no.value)]


@ABOUT_NO_DATABASE
def test_a_sealed_backup_is_not_read_when_nobody_asks_for_the_key(embedded, folder, into):
    back_up(embedded, folder)
    with pytest.raises(Refused, match="not given"):
        restoring.restore(folder, into, at=embedded.now)
    assert not into.exists()


MARK = len(b"safeconduct-sealed-backup-1\n")
HEAD = MARK + 32 + 32 + WRAP_OVERHEAD_BYTES
PLACES = {
    "the mark": 0,
    "the fingerprint": MARK,
    "the wrapped key": MARK + 32,
    "the header of the frames": HEAD,
    "the first frame": HEAD + HEADER_BYTES,
    "the second frame": HEAD + HEADER_BYTES + FRAME_BYTES,
    "the last byte": -1,
}


@ABOUT_NO_DATABASE
def test_a_changed_byte_anywhere_is_noticed(embedded, folder, into, monkeypatch):
    embedded.call(telling=a_telling(files=(embedded.file(LARGE),)))
    for path in back_up(embedded, folder):
        whole = path.read_bytes()
        for name, place in PLACES.items():
            changed = bytearray(whole)
            changed[place] ^= 1
            path.write_bytes(changed)
            with pytest.raises(Refused) as no:
                try_out(folder, monkeypatch, WORDS, WORDS)
            # Another fingerprint is what the head of another key's backup has.
            assert ("not those of" if name == "the fingerprint" else "damaged") in str(no.value), name
        path.write_bytes(whole)
    assert try_out(folder, monkeypatch, WORDS)


@ABOUT_NO_DATABASE
def test_an_end_that_was_cut_off_or_added_is_noticed(embedded, folder, into, monkeypatch):
    embedded.call(telling=a_telling(files=(embedded.file(LARGE),)))
    for path in back_up(embedded, folder):
        whole = path.read_bytes()
        last_frame = (len(whole) - HEAD - HEADER_BYTES - 1) // FRAME_BYTES
        ends = [0, 10, HEAD, HEAD + HEADER_BYTES, HEAD + HEADER_BYTES + FRAME_BYTES * last_frame, len(whole) - 1]
        assert last_frame > 0
        for bad in (*(whole[:end] for end in ends), whole + b"\0", whole + whole[-FRAME_BYTES:]):
            path.write_bytes(bad)
            with pytest.raises(Refused, match="damaged"):
                try_out(folder, monkeypatch, WORDS)
        path.write_bytes(whole)


def packed(path, file_bytes, sealing=None):
    """An artefact with one file of so many bytes."""
    content = path.with_name("content")
    content.write_bytes(os.urandom(file_bytes))
    with packing.packing(path, sealing) as written, content.open("rb") as file:
        written.put_file("a" * 32, file)
        return written.finish(artefact.Manifest("wraps", datetime(2026, 6, 1, tzinfo=UTC), (), {}, {}, {}))


@ABOUT_NO_DATABASE
def test_the_end_must_be_there_also_where_the_tar_has_ended_before(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "_CHUNK", 512)
    plain = packed(tmp_path / "wraps-20260601T000000Z.tar", 300_032)
    with tarfile.open(plain) as tar:
        ended = tar.getmembers()[-1].offset_data + 512
    boundary = (ended // CHUNK_BYTES + 1) * CHUNK_BYTES
    sealing = partial(backup_key.SealedArtefact, backup_key.public_half(OURS))
    path = packed(plain.with_suffix(".sealed"), 300_032 + boundary - 512 - ended, sealing)
    one = artefact.Artefact("wraps", datetime(2026, 6, 1, tzinfo=UTC), path, partial(backup_key.OpenedArtefact, OURS))
    assert unpacking.checked_manifest(one).kind == "wraps"
    whole, cut = path.read_bytes(), HEAD + HEADER_BYTES + boundary // CHUNK_BYTES * FRAME_BYTES
    assert len(whole) > cut
    path.write_bytes(whole[:cut])
    with pytest.raises(Refused, match="damaged"):
        unpacking.checked_manifest(one)


@ABOUT_NO_DATABASE
def test_a_size_that_leads_nowhere_is_noticed_at_once(tmp_path):
    """Who has the public half can seal anything: a reader that only goes forward would go for ever."""
    path = tmp_path / "wraps-20260601T000000Z.sealed"
    entry = tarfile.TarInfo(f"files/{'a' * 32}")
    entry.size = 2**60
    with path.open("wb") as file:
        sealing = backup_key.SealedArtefact(backup_key.public_half(OURS), file, path.stem)
        sealing.write(entry.tobuf(tarfile.GNU_FORMAT))
        sealing.finish()
    (one,) = artefact.artefacts(tmp_path, "wraps")
    with pytest.raises(Refused, match="damaged"):
        unpacking.checked_manifest(replace(one, opening=partial(backup_key.OpenedArtefact, OURS)))


@ABOUT_NO_DATABASE
@pytest.mark.parametrize("change", ["data for wraps", "older wraps for newer"])
def test_an_artefact_under_the_name_of_another_does_not_open(embedded, folder, into, monkeypatch, change):
    old_data, old_wraps = back_up(embedded, folder)
    data, wraps = back_up(embedded, folder)
    (old_wraps if change == "older wraps for newer" else data).replace(wraps)
    if change == "data for wraps":
        old_data.replace(data)
    with pytest.raises(Refused, match="damaged"):
        restore(embedded, folder, into, monkeypatch, OURS)
    assert not into.exists()


def pieces_put_in(folder, temporary, monkeypatch):
    """What goes into an artefact in plain, while it does; what lies in these folders meanwhile must not hold it."""
    pieces, seen, put = [], [], packing.Packing._put

    def noting(packing, name, content, size):
        start = content.read(200)
        content.seek(0)
        pieces.extend(one for one in (name.encode(), start) if len(one) > 12)
        put(packing, name, content, size)
        seen.append(b"".join(path.read_bytes() for path in (*folder.rglob("*.part"), *temporary.rglob("*"))))

    monkeypatch.setattr(packing.Packing, "_put", noting)
    return pieces, seen


@pytest.mark.parametrize("sealed", [True, False], ids=["with the key", "control: without it"])
def test_nothing_is_in_plain_in_the_folder_nor_in_a_temporary_one(embedded, folder, tmp_path, monkeypatch, sealed):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    embedded.call(telling=a_telling(files=(embedded.file(LARGE),)))
    with monkeypatch.context() as patched:
        pieces, seen = pieces_put_in(folder, temporary, patched)
        paths = back_up(embedded, folder, secret=OURS if sealed else None)
    written = b"".join([*seen, *(path.read_bytes() for path in paths)])
    found = {piece for piece in pieces if piece in written}
    assert len(set(pieces)) > 40 and found == (set() if sealed else set(pieces))
    assert left_in(temporary) == [] and OURS not in written


def test_the_size_tells_no_more_than_a_step(embedded, folder):
    for path in back_up(embedded, folder):
        frames = -(-(path.stat().st_size - HEAD - HEADER_BYTES) // FRAME_BYTES)
        held = path.stat().st_size - HEAD - HEADER_BYTES - frames * (FRAME_BYTES - CHUNK_BYTES)
        assert held == padded_size(held)


def test_sealed_ones_go_on_their_days_as_well(tmp_path):
    at = datetime(2026, 6, 1, tzinfo=UTC)
    for ago in (0, 13, 15):
        artefact.path_for(tmp_path, "wraps", at - timedelta(days=ago), sealed=True).touch()
    assert backup_age.remove_old(tmp_path, at=at) == backup_age.Removed(1, 0)


# The file with the public half


def test_only_a_whole_public_half_is_taken_for_one(tmp_path):
    key = backup_key.public_half(OURS)
    assert backup.kept_key(tmp_path) is None
    backup.keep_key(tmp_path, key)
    file = tmp_path / backup.KEY_FILE
    assert backup.kept_key(tmp_path) == key and file.stat().st_mode & 0o777 == 0o400
    written = file.read_text()
    assert OURS.hex() not in written
    for bad in ("", "\n", written[:-20], written.replace(written[100], "g" if written[100] != "g" else "h"), "é"):
        file.chmod(0o600)
        file.write_text(bad)
        with pytest.raises(Refused, match="not the public half"):
            backup.kept_key(tmp_path)
    digits = list(written)
    digits[500] = "0" if digits[500] != "0" else "1"
    file.write_text("".join(digits))
    with pytest.raises(Refused, match="not the public half"):
        backup.kept_key(tmp_path)


# The commands


def command(var, *arguments, typed=(), **options):
    return subprocess.run(
        [sys.executable, "-m", "safeconduct.program", *arguments],
        input="".join(f"{line}\n" for line in typed),
        env={**os.environ, "SAFECONDUCT_VAR": str(var)},
        text=True,
        check=False,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
    )


@pytest.mark.slow
@pytest.mark.about_sqlite("the commands are the same on both; tests/postgresql/test_programs.py backs up there")
def test_the_words_are_shown_once_and_a_backup_comes_back_with_them_alone(embedded, folder, into, tmp_path):
    embedded.call()
    with (tmp_path / "written").open("w") as file:
        assert command(embedded.folder, "backup-key", stdout=file).returncode == 1
    assert not (tmp_path / "written").read_text() and backup.kept_key(embedded.folder) is None
    made = command(embedded.folder, "backup-key").stdout
    rows = [line.split() for line in made.splitlines() if line[:2].strip().isdigit()]
    words = [word for row in rows for word in row[1::2]]
    assert len(words) == 24
    kept = backup.kept_key(embedded.folder)
    assert command(embedded.folder, "backup-key", typed=["no"]).returncode == 1
    assert backup.kept_key(embedded.folder) == kept
    assert f"Sealed to the backup key {kept.name}." in command(embedded.folder, "backup", str(folder)).stdout
    tried = command(embedded.folder, "restore", str(folder), "--try", typed=[" ".join(words)])
    assert tried.returncode == 0 and "are whole and open" in tried.stdout and left_in(into) == []
    refused = command(into, "restore", str(folder), typed=["abandon " * 24])
    assert refused.returncode == 1 and "not the 24 words" in refused.stderr and left_in(into) == []
    restored = command(into, "restore", str(folder), typed=[" ".join(words)])
    assert restored.returncode == 0 and backup.kept_key(into) == kept
    said = tried.stdout + restored.stdout + restored.stderr
    assert " ".join(words[:3]) not in said + "".join(path.read_text("latin-1") for path in into.glob("*key*"))
