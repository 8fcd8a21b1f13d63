"""The drill: a backup of a program that people write to, restored elsewhere, where they find what they were told is kept."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import threading
import time

import pytest

from safeconduct.dossiers.models import StoredFile
from safeconduct.dossiers.sealed_file import path_of
from safeconduct.jobs import backing_up, restoring
from tests.at_rest import running, visiting
from tests.at_rest.test_kills import OWN_WORD, Told, defender
from tests.at_rest.visiting import Visitor

pytestmark = pytest.mark.slow

DEFENDERS, FILES, FILE_BYTES = 3, 200, 5_000_000
SLOWEST_SECONDS_A_GIGABYTE = 90
"""Ten gigabytes in a quarter of an hour."""


def command(folder, *arguments, typed=""):
    done = subprocess.run(
        [sys.executable, "-m", "safeconduct.program", *arguments],
        env=running.environment(folder),
        input=typed,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode in (0, 1), done.stderr
    return done


def wait_for(told, count):
    until = time.monotonic() + 120
    while len(told.requests) < count and time.monotonic() < until:
        time.sleep(0.1)
    assert len(told.requests) >= count


def test_a_backup_under_load_is_restored_with_everything_that_was_acknowledged(tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    old.mkdir()
    program = running.start(old)
    try:
        told, stop = Told(), threading.Event()
        writers = [threading.Thread(target=defender, args=(program, told, stop, nth)) for nth in range(DEFENDERS)]
        for writer in writers:
            writer.start()
        wait_for(told, DEFENDERS)
        acknowledged, words = dict(told.requests), list(told.words)
        done = program.run("backup", str(tmp_path / "backups"))
        assert done.returncode == 0, done.stderr
        wait_for(told, len(acknowledged) + 1)
        stop.set()
        for writer in writers:
            writer.join()
        assert not told.faults
        assert not list(program.var.glob("snapshot*"))
    finally:
        program.stop()
    (new / "temporary").mkdir(parents=True)
    restored = command(new, "restore", str(tmp_path / "backups"))
    assert restored.returncode == 0, restored.stderr
    assert "Lost" not in restored.stdout
    assert command(new, "start", "--pin", typed="yes\nyes\n").returncode == 0
    found = {one["check"]: one["state"] for one in json.loads(command(new, "doctor", "--json").stdout)["findings"]}
    wanted = ("sqlite", "integrity", "release", "journal", "dossiers", "files", "roots", "certificates", "registrars")
    assert {found[check] for check in wanted} == {"ok"}
    shutil.copyfile(old / "var" / "demo-sign-ins.json", new / "var" / "demo-sign-ins.json")
    again = running.start(new)
    try:
        for text, code in acknowledged.items():
            page = visiting.come_back(Visitor(again), code, OWN_WORD)
            assert page.status == 200
            for wanted_word in (word for about, word in words if about == text):
                assert wanted_word in page.text
    finally:
        again.stop()


@pytest.mark.long
def test_a_gigabyte_is_backed_up_and_restored_in_time(embedded, tmp_path, record_property):
    call = embedded.call()
    for _ in range(FILES):
        ref = secrets.token_hex(16)
        path = path_of(embedded.files, ref)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(FILE_BYTES))
        StoredFile.objects.create(ref=ref, dossier=call.ref)
    began = time.monotonic()
    backing_up.back_up(tmp_path / "backups", at=embedded.now)
    backed_up = time.monotonic()
    restored = restoring.restore(tmp_path / "backups", tmp_path / "new", at=embedded.now)
    ended = time.monotonic()
    assert restored.files == FILES
    gigabytes = FILES * FILE_BYTES / 1e9
    record_property("seconds a gigabyte, backup", round((backed_up - began) / gigabytes, 1))
    record_property("seconds a gigabyte, restore", round((ended - backed_up) / gigabytes, 1))
    print(f"\nbackup {(backed_up - began) / gigabytes:.1f} s/GB, restore {(ended - backed_up) / gigabytes:.1f} s/GB")
    assert (ended - backed_up) / gigabytes < SLOWEST_SECONDS_A_GIGABYTE
