"""An instance that tests can hold in their hands: founded once, copied for each test, with a clock that stands still.

The database is a real one through our own backend, so locks, commits and the write-ahead log are tested too: a SQLite
file, or with TEST_DATABASE=postgresql a database of the server that tests/conftest.py started. There the test connects
with the role that serves pages, which is held to web/postgresql/rights.sql.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import wraps
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from zlib import crc32

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from safeconduct.access import lookup, pinned
from safeconduct.access.desk import founding, signing_in
from safeconduct.access.desk.seeing import seeing_only
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
from safeconduct.jobs import clock as clock_of_jobs
from safeconduct.jobs import mailing, sweeping
from safeconduct.program import migrate
from safeconduct.sealing.code import Code, new_code, written
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.padding import unpad
from safeconduct.sealing.passphrase import open_slots
from safeconduct.sealing.record import KEY_BYTES
from safeconduct.web import boot
from tests.builders import MORNING, a_telling
from tests.postgresql import cluster

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
FIRST_FILE_OF_OURS = 16_384
LONGEST_TRANSACTION = 180  # seconds
"""In PostgreSQL's folder of a database: lower numbers are its catalogues."""
WORK_OF_JOBS = (
    *((sweeping, "sweep"), (mailing, "tell")),
    *((clock_of_jobs, "last_trusted"), (clock_of_jobs, "trust")),
)
MOST_GROWN = 150
_READING = ("SELECT", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET", "SHOW")
AUDITORS = {HARBOUR: "vera", LIGHTHOUSE: "nadia"}


@dataclass(frozen=True)
class Frozen:
    """The database as it was founded, and what its people took away. `secrets` fills as they are first needed."""

    database: str
    sign_ins: dict[str, SignIn]
    root_secrets: dict[str, bytes] = field(repr=False)
    secrets: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class _Grown:
    made: Any
    database: str
    files: Path | None


_GROWN: dict[tuple[str, str], _Grown] = {}


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
    emptied: list[str] = field(default_factory=list, repr=False)
    writing: list[str] = field(default_factory=list, repr=False)
    """The first statement that changed something, if one did."""

    @property
    def now(self) -> datetime:
        return self.clock.now

    @property
    def environment(self) -> dict[str, str]:
        """What leads another process of the program to this instance."""
        leading = {"SAFECONDUCT_VAR": str(self.folder), "DJANGO_SETTINGS_MODULE": "safeconduct.web.settings"}
        if not on_postgresql():
            return leading
        at = connection.settings_dict
        return leading | {"SAFECONDUCT_DATABASE": cluster.of_this_run().address(at["NAME"], user=at["USER"])}

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
        if at is not None:
            return self._call(slugs, telling, own_word, at)
        asked = repr((slugs, telling and asdict(telling), own_word))
        return self.grown(asked, lambda: self._call(slugs, telling, own_word, self.now))

    def _call(self, slugs: tuple[str, ...], telling: Telling | None, own_word: str, at: datetime) -> Call:
        code, before = new_code(), set(Dossier.objects.values_list("ref", flat=True))
        offices = tuple(self.office(slug) for slug in slugs or (HARBOUR,))
        asking.send(telling or a_telling(), offices, Holder(code, own_word=own_word), at=at)
        new = {row.organisation: row.ref for row in Dossier.objects.exclude(ref__in=before)}
        return Call(tuple(new[office.ref] for office in offices), code, own_word)

    def grown(self, asked: str, grow: Callable[[], Any]) -> Any:
        """What `grow` makes. If nothing was written yet it is kept, and whoever asks for the same later gets a copy:
        the same references and codes, without the time that they took."""
        if self.writing or self.now != MORNING or self.files.exists():
            return grow()
        kept_as = self.frozen.database, asked
        if kept_as not in _GROWN:
            made = grow()
            if len(_GROWN) < MOST_GROWN:
                _GROWN[kept_as] = _Grown(made, *self._kept(len(_GROWN)))
            return made
        self._become(_GROWN[kept_as].database, _GROWN[kept_as].files)
        self.writing.append("what was kept")
        return _GROWN[kept_as].made

    def start_over(self) -> None:
        """The instance as it was founded."""
        self._become(self.frozen.database, None)
        self.clock.now = MORNING
        self.writing.clear()

    def _kept(self, number: int) -> tuple[str, Path | None]:
        files = self.folder.parent / f"grown-{number}-files"
        if self.files.exists():
            shutil.copytree(self.files, files)
        return frozen_again(self, files.with_suffix(".sqlite3")).database, files if files.exists() else None

    def _become(self, database: str, files: Path | None) -> None:
        connection.close()
        name = connection.settings_dict["NAME"]
        if on_postgresql():
            cluster.of_this_run().drop(name)
            cluster.of_this_run().copy(name, database)
        else:
            shutil.copyfile(database, name)
        shutil.rmtree(self.files, ignore_errors=True)
        if files:
            shutil.copytree(files, self.files)

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
        with monkeypatch.context() as patched, _database(_database_of(folder), as_owner=True):
            patched.setattr(settings, "VAR", folder)
            patched.setattr(settings, "SAFECONDUCT_FILES", folder / "files")
            yield replace(self, folder=folder)

    @contextmanager
    def before_restoring_into(self, folder: Path) -> Iterator[None]:
        """The connection leads to an empty database that belongs to this folder. On SQLite it is a file in it."""
        if not on_postgresql():
            yield
            return
        name = _database_of(folder)
        cluster.of_this_run().drop(name)
        cluster.of_this_run().copy(name, "template0")
        self.emptied.append(name)
        with _database(name, as_owner=True):
            yield

    # What is stored

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, so that "nothing was changed" can be said of all of it."""
        with _as_owner() as cursor:
            return {table: sorted(_rows(cursor, table), key=repr) for table in connection.introspection.table_names()}

    def journal(self, slug: str = HARBOUR) -> list[dict[str, Any]]:
        """The lines as the organisation's auditor reads them, after their chain was checked."""
        organisation = self.office(slug).ref
        with seeing_only(organisation):
            rows = list(JournalLine.objects.filter(organisation=organisation).order_by("seq"))
        lines = [SealedLine(row.seq, row.day.isoformat(), *_sealed(row)) for row in rows]
        assert first_break(organisation, tuple(lines)) is None
        identity = self.keyring(AUDITORS[slug]).epochs[0].identity
        return [json.loads(unpad(identity.unwrap(line.sealed, where(organisation, line.seq)))) for line in lines]

    def events(self, slug: str = HARBOUR) -> list[str]:
        return [line["event"] for line in self.journal(slug)]

    def bytes_on_disk(self) -> bytes:
        """Everything that the instance has on the disk, one file after the other."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file()) + _stored()

    def bytes_after_sweeping(self, forgotten: Iterable[bytes]) -> bytes:
        """The same after a sweep. A transaction in any database of a PostgreSQL server, here of another worker, puts the
        forgetting off: then the next sweep does it, for as long as a long test may hold one."""
        forgotten = tuple(forgotten)
        until = monotonic() + (LONGEST_TRANSACTION if on_postgresql() else 0)
        while True:
            sweeping.sweep(at=self.now)
            stored = self.bytes_on_disk()
            if monotonic() >= until or not any(one in stored for one in forgotten):
                return stored
            sleep(1)


def rows_changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, int]:
    """How many rows each table gained; a table with the same rows is left out."""
    return {table: len(rows) - len(before[table]) for table, rows in after.items() if rows != before[table]}


def frozen_in(folder: Path) -> Frozen:
    settings.STATIC_ROOT = folder / "static"
    call_command("collectstatic", interactive=False, verbosity=0)
    database = _new_database(folder)
    with _database(database, as_owner=True):
        migrate.migrate()
        founded = {HARBOUR: _found_harbour(), LIGHTHOUSE: _found_lighthouse()}
    return Frozen(
        database,
        {sign_in.name: sign_in for one in founded.values() for sign_in in one.sign_ins},
        {slug: one.root_secret for slug, one in founded.items()},
    )


def frozen_again(embedded: Embedded, file: Path) -> Frozen:
    """The instance as it now is, to be copied for each test. `file`: where it is kept on SQLite."""
    connection.close()
    now = connection.settings_dict["NAME"]
    if not on_postgresql():
        return replace(embedded.frozen, database=str(shutil.copyfile(now, file)))
    database = f"{embedded.frozen.database}-{file.stem}"
    cluster.of_this_run().copy(database, now)
    return replace(embedded.frozen, database=database)


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


def on_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _new_database(folder: Path) -> str:
    if not on_postgresql():
        return str(folder / "frozen.sqlite3")
    name = f"frozen-{folder.name}"
    cluster.of_this_run().copy(name, "template0")
    return name


def _database_of(folder: Path) -> str:
    return f"of-{crc32(str(folder).encode()):08x}" if on_postgresql() else str(folder / "safeconduct.sqlite3")


@contextmanager
def _copied(database: str, folder: Path) -> Iterator[str]:
    if not on_postgresql():
        yield shutil.copyfile(database, str(folder / "safeconduct.sqlite3"))
        return
    cluster.of_this_run().copy(f"{database}-copy", database)
    try:
        yield f"{database}-copy"
    finally:
        cluster.of_this_run().drop(f"{database}-copy")


@contextmanager
def _database(name: str, *, as_owner: bool) -> Iterator[None]:
    """The connection leads there; the last to close a file takes the write-ahead log into it."""
    connection.close()
    before = dict(connection.settings_dict)
    connection.settings_dict["NAME"] = name
    if on_postgresql():
        connection.settings_dict["USER"] = cluster.OWNER if as_owner else cluster.WEB
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict |= before


@contextmanager
def _as_owner() -> Iterator[Any]:
    """A cursor that sees every row."""
    if not on_postgresql():
        with connection.cursor() as cursor:
            yield cursor
        return
    with psycopg.connect(cluster.of_this_run().address(connection.settings_dict["NAME"])) as owner:
        yield owner.cursor()


def _as_jobs(work: Callable[..., Any]) -> Callable[..., Any]:
    """Jobs connect with a role of their own, as the timer of a real instance does."""

    @wraps(work)
    def working(*args: Any, **kwargs: Any) -> Any:
        if not on_postgresql():
            return work(*args, **kwargs)
        before = connection.settings_dict["USER"]
        connection.close()
        connection.settings_dict["USER"] = cluster.JOBS
        try:
            return work(*args, **kwargs)
        finally:
            connection.close()
            connection.settings_dict["USER"] = before

    return working


def _stored() -> bytes:
    """Every file of this database on PostgreSQL, after what is in memory was written into them; else nothing."""
    if not on_postgresql():
        return b""
    server = cluster.of_this_run()
    server.run("CHECKPOINT")
    with _as_owner() as cursor:
        (number,) = cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    files = sorted((server.rows / "base" / str(number)).glob("[0-9]*"))
    ours = [path for path in files if int(re.split(r"\D", path.name)[0]) >= FIRST_FILE_OF_OURS]
    return b"".join(path.read_bytes() for path in ours)


@contextmanager
def thawed(
    frozen: Frozen, folder: Path, monkeypatch: pytest.MonkeyPatch, *, as_owner: bool = False
) -> Iterator[Embedded]:
    clock = Clock()
    for slug, secret in frozen.root_secrets.items():
        pinned.pin(folder, slug, Identity(secret).public_sign)
    pins = Path(frozen.database).with_name(pinned.FILE)
    if pins.exists() and not frozen.root_secrets:
        shutil.copyfile(pins, folder / pinned.FILE)
    monkeypatch.setattr(settings, "VAR", folder)
    monkeypatch.setattr(settings, "SAFECONDUCT_FILES", folder / "files")
    monkeypatch.setattr(settings, "SAFECONDUCT_LINES", folder / "lines.toml")
    monkeypatch.setattr(settings, "SAFECONDUCT_CLOSED_WAYS", folder / "closed-ways.toml")
    monkeypatch.setattr(settings, "SAFECONDUCT_OFFICES", folder / "offices.toml")
    monkeypatch.setattr(settings, "SAFECONDUCT_COUNTRIES", folder / "countries.toml")
    monkeypatch.setattr(timezone, "now", clock)
    if not as_owner:
        for module, work in WORK_OF_JOBS:
            monkeypatch.setattr(module, work, _as_jobs(getattr(module, work)))
    with _copied(frozen.database, folder) as database, _database(database, as_owner=as_owner):
        embedded = Embedded(folder, clock, frozen)
        with connection.execute_wrapper(_noting_in(embedded.writing)):
            yield embedded
        for name in embedded.emptied:
            cluster.of_this_run().drop(name)


def _noting_in(writing: list[str]) -> Callable[..., Any]:
    def noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not writing and not str(sql).lstrip().upper().startswith(_READING):
            writing.append(str(sql))
        return execute(sql, params, many, context)

    return noting


def _member(name: str) -> Member:
    return Member.objects.get(name=name)


def _rows(cursor: Any, table: str) -> list[tuple[Any, ...]]:
    cursor.execute(f'SELECT * FROM "{table}"')
    return [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in cursor]


def _sealed(row: JournalLine) -> tuple[bytes, bytes, bytes]:
    return bytes(row.before), bytes(row.hash), bytes(row.sealed)
