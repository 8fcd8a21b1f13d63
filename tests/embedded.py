"""An instance that tests can hold in their hands: founded once, copied for each test, with a clock that stands still.

The database is a real SQLite file through our own backend, so locks, commits and the write-ahead log are tested too.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from safeconduct.access import lookup, pinned
from safeconduct.access.desk import founding, signing_in
from safeconduct.access.founding import Founded, Person, Promise, SignIn
from safeconduct.access.journal import SealedLine, first_break, where
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import JournalLine, Member, Organisation
from safeconduct.access.office import Office
from safeconduct.access.presence import Presence
from safeconduct.access.totp import code_at
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import Dossier
from safeconduct.dossiers.sealed_file import Incoming, SealedFile
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking
from safeconduct.intake.telling import Telling
from safeconduct.intake.visit import Visit
from safeconduct.sealing.code import Code, new_code, written
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.padding import unpad
from safeconduct.sealing.passphrase import open_slots
from safeconduct.sealing.record import KEY_BYTES
from safeconduct.web import boot
from tests.builders import MORNING, a_telling

HARBOUR, LIGHTHOUSE = "harbour-desk", "lighthouse-network"
COMPARTMENTS = {"Protection": "requests", "Auditors": "auditors"}
HARBOUR_PEOPLE = (
    Person("mara", "Human rights officer", compartments=("Protection",)),
    Person("tomas", "Duty officer", compartments=("Protection",)),
    Person("petra", "Visa officer", compartments=("Visas",)),
    Person("ines", "Administrator", role="registrar"),
    Person("jonas", "Administrator", role="registrar"),
    Person("vera", "Auditor", role="auditor", compartments=("Auditors",)),
)
LIGHTHOUSE_PEOPLE = (
    Person("amal", "Protection officer", compartments=("Protection",)),
    Person("luka", "Coordinator", role="registrar"),
    Person("nadia", "Board member", role="registrar", compartments=("Auditors",)),
)
PROTECTION, COLLEAGUE, OTHER_COMPARTMENT, ADMINISTRATOR, OTHER_OFFICE = "mara", "tomas", "petra", "ines", "amal"
AUDITORS = {HARBOUR: "vera", LIGHTHOUSE: "nadia"}


@dataclass(frozen=True)
class Frozen:
    """The database as it was founded, and what its people took away. `secrets` fills as they are first needed."""

    database: Path
    sign_ins: dict[str, SignIn]
    root_secrets: dict[str, bytes] = field(repr=False)
    secrets: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)


@dataclass
class Clock:
    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, length: timedelta) -> datetime:
        self.now += length
        return self.now


@dataclass(frozen=True)
class Call:
    """A call for help that was sent: its dossiers by office, and what the defender went away with."""

    refs: tuple[str, ...]
    code: Code
    own_word: str

    @property
    def ref(self) -> str:
        return self.refs[0]

    @property
    def words(self) -> str:
        return " ".join(written(self.code, "en"))

    def visit(self, *, own_word: str | None = None) -> Visit:
        return Visit(self.code, "en", self.own_word if own_word is None else own_word)


@dataclass(frozen=True)
class Embedded:
    folder: Path
    clock: Clock
    frozen: Frozen = field(repr=False)

    @property
    def now(self) -> datetime:
        return self.clock.now

    @property
    def files(self) -> Path:
        return self.folder / "files"

    # People

    def sign_in_of(self, name: str) -> SignIn:
        return self.frozen.sign_ins[name]

    def digits(self, name: str) -> str:
        return code_at(self.sign_in_of(name).totp_secret, at=self.now)

    def presence(self, name: str) -> Presence:
        return Presence("staff", _member(name).ref, self._secrets(name), started_at=self.now, seen_at=self.now)

    def keyring(self, name: str) -> Keyring:
        keyring = signing_in.keyring_of(self.presence(name))
        assert keyring is not None
        return keyring

    def session(self, name: str) -> str:
        """The cookie of somebody who signed in just now, without the quarter second of signing in."""
        return signing_in._begin(
            "staff", _member(name).ref, self._secrets(name), boot_secret=boot.secret(), at=self.now
        )

    def staff(self, name: str, **options: Any) -> Client:
        """A browser in which this member is signed in."""
        client = self.visitor(**options)
        client.cookies["__Host-desk"] = self.session(name)
        return client

    def visitor(self, **options: Any) -> Client:
        return Client(**{"SERVER_NAME": "localhost", **options})

    def holder(self, call: Call, *, own_word: str | None = None, **options: Any) -> Client:
        """A browser into which a code was typed."""
        client = self.visitor(**options)
        visit = call.visit(own_word=own_word)
        client.cookies["__Host-page"] = signing_in.begin_visit(
            visit.as_secrets(), boot_secret=boot.secret(), at=self.now
        )
        return client

    def _secrets(self, name: str) -> dict[str, str]:
        if name not in self.frozen.secrets:
            opened = open_slots(signing_in.slots_of(_member(name)), self.sign_in_of(name).passphrase)
            assert opened is not None
            self.frozen.secrets[name] = {
                "member": opened.secret[:KEY_BYTES].hex(),
                "root": opened.secret[KEY_BYTES:].hex(),
            }
        return self.frozen.secrets[name]

    # Calls for help

    def office(self, slug: str = HARBOUR) -> Office:
        """As the database has it, whether or not the directory offers it."""
        return lookup.office_by_ref(Organisation.objects.get(slug=slug).ref)

    def call(
        self, *slugs: str, telling: Telling | None = None, own_word: str = "lantern", at: datetime | None = None
    ) -> Call:
        """A call for help that has arrived; each new dossier is one of its `refs`, in the order of the offices."""
        code, before = new_code(), set(Dossier.objects.values_list("ref", flat=True))
        offices = tuple(self.office(slug) for slug in slugs or (HARBOUR,))
        asking.send(telling or a_telling(), offices, Holder(code, own_word=own_word), at=at or self.now)
        new = {row.organisation: row.ref for row in Dossier.objects.exclude(ref__in=before)}
        return Call(tuple(new[office.ref] for office in offices), code, own_word)

    def file(
        self, content: bytes = b"seen at the mill", name: str = "photo.jpg", kind: str = "image/jpeg"
    ) -> SealedFile:
        incoming = Incoming(self.files, name, kind)
        incoming.push(content)
        return incoming.finish()

    def case(self, ref: str, name: str = PROTECTION) -> CaseFile:
        """The case as this member opens it now."""
        return cases.open_case(ref, self.keyring(name), at=self.now)[0]

    @contextmanager
    def moved_to(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator["Embedded"]:
        """The same people on another folder, as after a restore there."""
        with monkeypatch.context() as patched, _database(folder / "safeconduct.sqlite3"):
            patched.setattr(settings, "VAR", folder)
            patched.setattr(settings, "SAFECONDUCT_FILES", folder / "files")
            yield replace(self, folder=folder)

    # What is stored

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, so that "nothing was changed" can be said of all of it."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            tables = [name for (name,) in cursor.fetchall()]
            return {table: sorted(_rows(cursor, table), key=repr) for table in tables}

    def journal(self, slug: str = HARBOUR) -> list[dict[str, Any]]:
        """The lines as the organisation's auditor reads them, after their chain was checked."""
        organisation = self.office(slug).ref
        rows = list(JournalLine.objects.filter(organisation=organisation).order_by("seq"))
        lines = [SealedLine(row.seq, row.day.isoformat(), *_sealed(row)) for row in rows]
        assert first_break(organisation, tuple(lines)) is None
        identity = self.keyring(AUDITORS[slug]).epochs[0].identity
        return [json.loads(unpad(identity.unwrap(line.sealed, where(organisation, line.seq)))) for line in lines]

    def events(self, slug: str = HARBOUR) -> list[str]:
        return [line["event"] for line in self.journal(slug)]

    def bytes_on_disk(self) -> bytes:
        """Everything that the instance has on the disk, one file after the other."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())


def rows_changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, int]:
    """How many rows each table gained; a table with the same rows is left out."""
    return {table: len(rows) - len(before[table]) for table, rows in after.items() if rows != before[table]}


def frozen_in(folder: Path) -> Frozen:
    settings.STATIC_ROOT = folder / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    with _database(folder / "frozen.sqlite3"):
        call_command("migrate", interactive=False, verbosity=0)
        founded = {HARBOUR: _found_harbour(), LIGHTHOUSE: _found_lighthouse()}
    return Frozen(
        folder / "frozen.sqlite3",
        {sign_in.name: sign_in for one in founded.values() for sign_in in one.sign_ins},
        {slug: one.root_secret for slug, one in founded.items()},
    )


def _found_harbour() -> Founded:
    return founding.found_organisation(
        slug=HARBOUR,
        name="Harbour Desk",
        promise=Promise(24, 2, time(7), time(22), "Europe/Brussels"),
        compartments=COMPARTMENTS | {"Visas": "other"},
        people=HARBOUR_PEOPLE,
        at=MORNING,
    )


def _found_lighthouse() -> Founded:
    return founding.found_organisation(
        slug=LIGHTHOUSE,
        name="Lighthouse Network",
        promise=Promise(48),
        compartments=COMPARTMENTS,
        people=LIGHTHOUSE_PEOPLE,
        at=MORNING,
    )


@contextmanager
def _database(path: Path) -> Iterator[None]:
    """The connection leads to this file; the last to close it takes the write-ahead log into the file."""
    connection.close()
    before = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(path)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def thawed(frozen: Frozen, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Embedded]:
    clock = Clock()
    shutil.copyfile(frozen.database, folder / "safeconduct.sqlite3")
    for slug, secret in frozen.root_secrets.items():
        pinned.pin(folder, slug, Identity(secret).public_sign)
    pins = frozen.database.with_name(pinned.FILE)
    if pins.exists() and not frozen.root_secrets:
        shutil.copyfile(pins, folder / pinned.FILE)
    monkeypatch.setattr(settings, "VAR", folder)
    monkeypatch.setattr(settings, "SAFECONDUCT_FILES", folder / "files")
    monkeypatch.setattr(settings, "SAFECONDUCT_LINES", folder / "lines.toml")
    monkeypatch.setattr(timezone, "now", clock)
    with _database(folder / "safeconduct.sqlite3"):
        yield Embedded(folder, clock, frozen)


def _member(name: str) -> Member:
    return Member.objects.get(name=name)


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f'SELECT * FROM "{table}"')
    return [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in cursor]


def _sealed(row: JournalLine) -> tuple[bytes, bytes, bytes]:
    return bytes(row.before), bytes(row.hash), bytes(row.sealed)
