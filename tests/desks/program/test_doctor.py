"""Each check of the doctor says ok of what is well, and something else of the one thing that it is there to find."""

import argparse
import json
import os
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from safeconduct.access import pinned
from safeconduct.access.models import CompartmentWrap, JournalLine, Member, MemberCertificate, Organisation
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import Entry
from safeconduct.jobs import last_run
from safeconduct.program import backup, doctor
from safeconduct.program.doctor import machine, people, stored, upkeep
from safeconduct.program.doctor.finding import STATES, Finding
from safeconduct.sealing.backup_key import public_half
from safeconduct.vocabulary.language import Language
from tests.builders import a_telling
from tests.embedded import HARBOUR, PROTECTION, on_postgresql

# The commands of the operator run as the owner of the tables.
pytestmark = pytest.mark.as_owner
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IN_FORCE = dict(stored.WANTED)
GIB = 1024**3
SWAPS = "Filename Type Size Used Priority\n"

PLAIN = {
    "sqlite": (lambda: stored.sqlite((3, 53, 0), IN_FORCE), "ok"),
    "sqlite, too old": (lambda: stored.sqlite((3, 40, 1), IN_FORCE), "broken"),
    "sqlite, power cuts lose commits": (lambda: stored.sqlite((3, 53, 0), IN_FORCE | {"synchronous": 1}), "broken"),
    "disk": (lambda: machine.disk(40 * GIB, reserve=2 * GIB), "ok"),
    "disk, soon full": (lambda: machine.disk(3 * GIB, reserve=2 * GIB), "warning"),
    "disk, below the reserve": (lambda: machine.disk(GIB, reserve=2 * GIB), "broken"),
    "swap": (lambda: machine.swap(SWAPS), "ok"),
    "swap in memory": (lambda: machine.swap(SWAPS + "/dev/zram0 partition 9 0 -2\n"), "ok"),
    "swap on a disk": (lambda: machine.swap(SWAPS + "/dev/sda3 partition 9 0 -2\n"), "warning"),
    "core dumps": (lambda: machine.core_dumps("core\n"), "ok"),
    "core dumps collected": (lambda: machine.core_dumps("|/usr/lib/systemd/systemd-coredump %P\n"), "warning"),
    "cleaning": (lambda: machine.cleaning(()), "ok"),
    "cleaning without a sandbox": (lambda: machine.cleaning(("bubblewrap",)), "warning"),
    "hosts": (lambda: machine.hosts(["help.example"]), "ok"),
    "hosts, this machine only": (lambda: machine.hosts(["localhost"]), "warning"),
    "hosts, any": (lambda: machine.hosts(["help.example", "*"]), "broken"),
    "hosts, any below": (lambda: machine.hosts([".example"]), "broken"),
    "front with TLS": (lambda: machine.front(["help.example"], behind_tls=True), "ok"),
    "front, an onion": (lambda: machine.front(["localhost", "abc.onion"], behind_tls=False), "ok"),
    "front, bare": (lambda: machine.front(["abc.onion", "help.example"], behind_tls=False), "broken"),
    "gallery": (lambda: machine.gallery(False), "ok"),
    "gallery shown": (lambda: machine.gallery(True), "warning"),
    "clock": (lambda: upkeep.clock(NOW, noted=(NOW - HOUR, None), newest_day=NOW.date()), "ok"),
    "clock behind a job": (lambda: upkeep.clock(NOW, noted=(NOW + HOUR,), newest_day=None), "broken"),
    "clock behind the journal": (lambda: upkeep.clock(NOW, noted=(), newest_day=NOW.date() + DAY), "broken"),
    "tick": (lambda: upkeep.tick(NOW - HOUR / 4, now=NOW), "ok"),
    "tick, never": (lambda: upkeep.tick(None, now=NOW), "broken"),
    "tick, no longer": (lambda: upkeep.tick(NOW - 2 * HOUR, now=NOW), "broken"),
    "backup": (lambda: upkeep.backup(NOW - DAY, now=NOW), "ok"),
    "backup, never": (lambda: upkeep.backup(None, now=NOW), "broken"),
    "backup, late": (lambda: upkeep.backup(NOW - 3 * DAY, now=NOW), "warning"),
    "backup, stale": (lambda: upkeep.backup(NOW - 8 * DAY, now=NOW), "broken"),
    "backup key": (lambda: upkeep.own_key("3f2a 91c0 77de 1b04"), "ok"),
    "backup key, none": (lambda: upkeep.own_key(""), "warning"),
    "backup key, unreadable": (lambda: upkeep.unreadable_key("Put a copy back."), "broken"),
    "languages": (lambda: upkeep.languages((Language("en", "English", True),)), "ok"),
    "languages, unread": (lambda: upkeep.languages((Language("fr", "Français", False),)), "warning"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_check_of_plain_values(name):
    check, state = PLAIN[name]
    found = check()
    assert found.state == state
    assert found.sentence.endswith((".", "!")) and bool(found.remedy) == (state != "ok")


LINE = '[[line]]\nname = "Night Desk"\nwhat = "Listens"\nnumber = "+999 1"\nhours = "always"\nlanguages = "English"\n'
WHOLE = LINE + 'source = "called"\nchecked_on = 2026-05-30\n'
LINES = {
    "called last week": (WHOLE, "ok"),
    "called last year": (WHOLE.replace("2026", "2025"), "warning"),
    "one without its source": (WHOLE + LINE, "warning"),
    "no TOML": ("[[line", "warning"),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_must_be_there_whole_and_called(tmp_path, name):
    text, state = LINES[name]
    assert upkeep.lines(tmp_path / "lines.toml", today=NOW.date()).state == "warning"
    (tmp_path / "lines.toml").write_text(text)
    assert upkeep.lines(tmp_path / "lines.toml", today=NOW.date()).state == state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", "ok"),
        ("[[closed]]", "warning"),
        ("[[closed", "warning"),
        ("closed = 5", "warning"),
    ],
    ids=["none", "without its facts", "no TOML", "no rows"],
)
def test_closed_ways_must_be_whole(tmp_path, text, state):
    assert upkeep.closed(tmp_path / "closed-ways.toml").state == "ok"
    (tmp_path / "closed-ways.toml").write_text(text)
    assert upkeep.closed(tmp_path / "closed-ways.toml").state == state


@pytest.mark.parametrize(
    ("text", "state"), [("", "ok"), ("[[office]]", "warning"), ("[[event", "warning")], ids=["none", "bare", "no TOML"]
)
def test_what_binds_an_office_must_be_whole(tmp_path, text, state):
    (tmp_path / "offices.toml").write_text(text)
    assert upkeep.offices(tmp_path / "offices.toml").state == state


@pytest.mark.parametrize(
    ("text", "state"), [("", "ok"), ("[[fact]]", "warning"), ("[[fact", "warning")], ids=["none", "bare", "no TOML"]
)
def test_facts_on_countries_must_be_whole(tmp_path, text, state):
    (tmp_path / "countries.toml").write_text(text)
    assert upkeep.countries(tmp_path / "countries.toml").state == state


@pytest.mark.parametrize(
    ("text", "state"),
    [("", "ok"), ("[[window]]", "warning"), ("[[window", "warning"), ("window = 5", "warning")],
    ids=["none", "without its facts", "no TOML", "no rows"],
)
def test_windows_of_attention_must_be_whole(tmp_path, text, state):
    assert upkeep.windows(tmp_path / "attention.toml").state == "ok"
    (tmp_path / "attention.toml").write_text(text)
    assert upkeep.windows(tmp_path / "attention.toml").state == state


def test_the_folder_must_be_its_owner_s_alone(tmp_path):
    tmp_path.chmod(0o700)
    (tmp_path / "roots").touch(mode=0o400)
    me = os.geteuid()

    def found(user):
        return machine.permissions(tmp_path, ("roots", "not there"), user=user).state

    assert found(me) == "ok" and found(me + 1) == "warning"
    (tmp_path / "roots").chmod(0o440)
    assert found(me) == "broken"
    (tmp_path / "roots").chmod(0o400)
    tmp_path.chmod(0o750)
    assert found(me) == "broken"


# What is stored


@pytest.mark.about_sqlite("tests/postgresql/test_programs.py has it for a server")
def test_the_database_of_the_program_runs_as_it_should(embedded):
    assert stored.sqlite(*stored.sqlite_in_force()).state == "ok"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    assert stored.sqlite(*stored.sqlite_in_force()).state == "broken"


@pytest.mark.about_sqlite("tests/postgresql/test_programs.py has it for a server")
def test_a_damaged_database_is_found_and_nothing_else_is_asked_of_it(embedded):
    assert stored.integrity().state == "ok"
    connection.close()
    database = embedded.folder / "safeconduct.sqlite3"
    whole = database.read_bytes()
    database.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    assert stored.integrity().state == "broken"
    found = {finding.check: finding.state for finding in doctor.findings()}
    assert found["integrity"] == "broken" and "journal" not in found and "disk" in found
    connection.close()
    database.write_bytes(b"no database")
    assert stored.integrity().state == "broken"


def test_a_database_of_an_earlier_release_is_found(embedded):
    assert stored.release().state == "ok"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'intake'")
    assert stored.release().state == "broken"
    assert {finding.check for finding in doctor.findings()} & {"release", "roots"} == {"release"}


@pytest.mark.parametrize("change", ["a day", "a gap", "another order"])
def test_a_changed_journal_is_found_without_a_key(embedded, change):
    call = embedded.call()
    for _ in range(3):
        embedded.case(call.ref)
    assert stored.journal().state == "ok" and JournalLine.objects.count() >= 3
    second = JournalLine.objects.filter(seq=2)
    if change == "a day":
        second.update(day=date(2020, 1, 1))
    elif change == "a gap":
        second.delete()
    else:
        second.update(sealed=bytes(JournalLine.objects.get(seq=1).sealed))
    found = stored.journal()
    assert found.state == "broken" and HARBOUR in found.sentence


def test_a_changed_dossier_is_found_without_a_key(embedded):
    call = embedded.call()
    embedded.call()
    assert stored.dossiers().state == "ok"
    Entry.objects.filter(dossier=call.ref, seq=2).update(body=b"something else")
    assert "1 dossiers" in stored.dossiers().sentence and stored.dossiers().state == "broken"


def test_files_and_rows_must_fit(embedded):
    embedded.call(telling=a_telling(files=(embedded.file(),)))
    now = datetime.now(UTC).timestamp()

    def found():
        return stored.files(embedded.files, now=now).state

    assert found() == "ok"
    left = embedded.file(b"an upload whose row never came")
    assert found() == "ok", "an upload on its way"
    path = embedded.files / left.ref[:2] / left.ref
    os.utime(path, (0, 0))
    assert found() == "warning"
    path.unlink()
    next(one for one in embedded.files.rglob("*") if one.is_file()).unlink()
    assert found() == "broken"


# People


def test_roots_that_are_not_pinned_or_gone_are_found(embedded):
    def state():
        return people.roots(embedded.folder).state

    assert state() == "ok"
    pinned.pin(embedded.folder, "elsewhere", b"a key")
    assert state() == "broken"
    (embedded.folder / pinned.FILE).unlink()
    assert state() == "broken"
    Organisation.objects.all().delete()
    assert "safeconduct start" in people.roots(embedded.folder).remedy


def test_certificates_that_end_are_found_in_time(embedded):
    until = MemberCertificate.objects.order_by("until_day").first().until_day
    states = [people.certificates(today=until - days).state for days in (61 * DAY, 60 * DAY, 0 * DAY, -DAY)]
    assert states == ["ok", "warning", "warning", "broken"]
    Member.objects.all().update(ended_on=until)
    assert people.certificates(today=until + DAY).state == "ok", "members who left need none"


def test_a_lone_registrar_is_found(embedded):
    assert people.registrars().state == "ok"
    Member.objects.filter(name="ines").update(ended_on=embedded.now.date())
    assert people.registrars().state == "broken" and HARBOUR in people.registrars().sentence


def test_compartments_that_hang_on_one_person_or_nobody_are_found(embedded):
    assert people.compartments().state == "warning"
    second = {wrap.compartment: wrap for wrap in CompartmentWrap.objects.all()}
    for wrap in second.values():
        other = Member.objects.filter(ended_on=None).exclude(ref=wrap.member).exclude(name="tomas").first()
        CompartmentWrap.objects.update_or_create(
            compartment=wrap.compartment, epoch=wrap.epoch, member=other.ref, defaults={"wrapped": b"-"}
        )
    assert people.compartments().state == "ok"
    CompartmentWrap.objects.filter(compartment=next(iter(second))).delete()
    assert people.compartments().state == "broken"


# The whole


def run(capsys, **options):
    state = doctor.run(argparse.Namespace(**{"json": True, **options}))
    return state, capsys.readouterr().out


def well(embedded, monkeypatch):
    last_run.note(embedded.folder, "tick", at=embedded.now)
    last_run.note(embedded.folder, "backup", at=embedded.now)
    for database in embedded.folder.glob("safeconduct.sqlite3"):
        database.chmod(0o600)
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["abc.onion"])


def test_without_anything_broken_the_answer_is_0_and_json_has_stable_keys(embedded, monkeypatch, capsys):
    well(embedded, monkeypatch)
    state, out = run(capsys)
    said = json.loads(out)
    assert state == 0 and said["state"] == "warning"
    assert {frozenset(finding) for finding in said["findings"]} == {frozenset({"check", "state", "sentence", "remedy"})}
    assert [finding["check"] for finding in said["findings"]] == [
        *(("postgresql", "integrity", "roles") if on_postgresql() else ("sqlite", "integrity")),
        *("release", "journal", "dossiers", "files", "roots", "certificates", "registrars"),
        *(
            "compartments",
            "clock",
            "tick",
            "backup",
            "backup-key",
            "lines",
            "closed ways",
            "windows of attention",
            "rows on offices",
            "facts on countries",
            "languages",
            "permissions",
            "disk",
            "swap",
            "core-dumps",
        ),
        *("cleaning", "hosts", "front", "gallery"),
    ]


def test_with_something_broken_the_answer_is_1_and_each_finding_is_one_line(embedded, monkeypatch, capsys):
    well(embedded, monkeypatch)
    (embedded.folder / "last-tick").unlink()
    state, out = run(capsys, json=False)
    assert state == 1 and len(out.splitlines()) == (29 if on_postgresql() else 28)
    assert all(line.split()[0] in STATES for line in out.splitlines())


def test_the_backup_key_is_looked_for_in_the_folder_and_its_absence_is_advice(embedded, monkeypatch, capsys):
    well(embedded, monkeypatch)
    file = embedded.folder / backup.KEY_FILE
    found = []
    for written in (None, public_half(b"\x07" * 32).written(), "no key"):
        if written:
            file.write_text(written)
            file.chmod(0o600)
        state, out = run(capsys)
        one = next(one for one in json.loads(out)["findings"] if one["check"] == "backup-key")
        found.append((state, one["state"]))
    assert found == [(0, "warning"), (0, "ok"), (1, "broken")]


@pytest.mark.about_sqlite("tests/postgresql/test_programs.py has it for a server")
def test_without_an_instance_it_says_how_to_make_one(embedded, capsys):
    connection.close()
    (embedded.folder / "safeconduct.sqlite3").unlink()
    state, out = run(capsys)
    assert state == 1 and "safeconduct start" in json.loads(out)["findings"][0]["remedy"]


def test_nothing_about_a_case_or_a_person_is_in_a_finding(embedded, monkeypatch, capsys):
    call = embedded.call(telling=a_telling(name="Teresa of Karsa"))
    embedded.case(call.ref, PROTECTION)
    cases.accept(call.ref, embedded.keyring(PROTECTION), at=embedded.now)
    Entry.objects.filter(dossier=call.ref, seq=2).update(body=b"changed")
    Member.objects.filter(name="ines").update(ended_on=embedded.now.date())
    _, out = run(capsys)
    assert "Karsa" not in out and call.ref not in out and not re.search(r"\b(mara|ines|jonas)\b", out)


def test_looking_changes_nothing(embedded):
    before = embedded.dump(), sorted(path.name for path in embedded.folder.rglob("*"))
    doctor.findings()
    assert (embedded.dump(), sorted(path.name for path in embedded.folder.rglob("*"))) == before
    assert isinstance(doctor.findings()[0], Finding)
