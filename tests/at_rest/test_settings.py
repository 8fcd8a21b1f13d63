"""What holds at rest is in force and not just written down: pragmas, the writers' queue, uploads, logs and memory."""

import ctypes
import fcntl
import json
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction

from safeconduct.access.models import JournalLine
from safeconduct.dossiers.models import Entry
from safeconduct.program.serve import MEMORY, _forget, _Log, _Server
from safeconduct.web.logs import WithoutContents, configure
from safeconduct.web.sqlite.base import OLDEST_SQLITE, Database
from tests.at_rest.running import Program
from tests.embedded import Embedded

CANARY = "quiet-kestrel-on-the-harbour-wall"
WRITERS, SECONDS = 4, 10


# The database


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL: NORMAL loses acknowledged commits at a power cut
        ("secure_delete", 1),
        ("trusted_schema", 0),
        ("temp_store", 2),
        ("foreign_keys", 1),
        ("wal_autocheckpoint", 1000),
    ],
)
def test_a_live_connection_has_the_pragma(name: str, value: object) -> None:
    assert pragma(name) == value


@pytest.mark.django_db
def test_sqlite_is_new_enough_and_waits_twenty_seconds() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        version = tuple(int(part) for part in cursor.fetchone()[0].split("."))
    assert version >= OLDEST_SQLITE == (3, 51, 3)
    assert pragma("busy_timeout") == 20_000
    assert connection.transaction_mode == "IMMEDIATE"


def test_an_older_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core.exceptions import ImproperlyConfigured

    monkeypatch.setattr(Database, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(ImproperlyConfigured, match="newer one"):
        connections["default"].copy().connect()


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Path]:
    """A database of one counter, through our own backend, in a folder of its own."""
    path = tmp_path / "safeconduct.sqlite3"
    with Database.connect(str(path)) as writer:
        writer.execute("CREATE TABLE counter (count INTEGER NOT NULL)")
        writer.execute("INSERT INTO counter VALUES (0)")
    yield path


def writers_of(folder: Path, *more: str) -> list[dict[str, object]]:
    """Several processes that write at once as fast as they can: their turns, faults and longest waits."""
    command = [sys.executable, "-m", "tests.at_rest.writing", str(folder), str(SECONDS), *more]
    started = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        for _ in range(WRITERS)
    ]
    for writer in started:
        assert writer.stdout and writer.stdout.readline() == "ready\n"
    for writer in started:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    return [json.loads(writer.communicate(timeout=SECONDS + 60)[0]) for writer in started]


@pytest.mark.slow
@pytest.mark.parametrize("more", [(), ("alone",)], ids=["in transactions", "statement by statement"])
def test_writers_wait_in_a_fair_queue_and_nobody_finds_the_database_locked(
    counter: Path, more: tuple[str, ...]
) -> None:
    results = writers_of(counter.parent, *more)
    turns = [int(one["turns"]) for one in results]  # type: ignore[call-overload]

    assert [one["faults"] for one in results] == [[]] * WRITERS
    with Database.connect(str(counter)) as reader:
        assert reader.execute("SELECT count FROM counter").fetchone() == (sum(turns),)
    assert min(turns) >= sum(turns) / WRITERS / 2, turns
    assert max(float(one["longest"]) for one in results) < 2.0, results  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["statement", "transaction"])
def test_a_write_waits_for_whoever_holds_the_lock(how: str) -> None:
    lock = os.open(f"{settings.DATABASES['default']['NAME']}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    written = threading.Event()

    def write() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM intake_draft")  # reading waits for nobody
                if how == "transaction":
                    with transaction.atomic():
                        cursor.execute("DELETE FROM intake_draft")
                else:
                    cursor.execute("DELETE FROM intake_draft")
            written.set()
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    assert not written.wait(0.5)
    os.close(lock)
    assert written.wait(10)
    writer.join()


@pytest.mark.django_db(transaction=True)
def test_the_lock_is_free_after_a_commit_a_fault_and_a_lost_connection() -> None:
    def is_free() -> bool:
        lock = os.open(f"{settings.DATABASES['default']['NAME']}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(lock)
        return True

    with transaction.atomic():
        assert not is_free()
        with transaction.atomic():
            assert not is_free()
        assert not is_free()
    assert is_free()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        _ = 1 / 0
    assert is_free()
    transaction.set_autocommit(False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM intake_draft")
    connection.close()
    assert is_free()


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_page_keeps_the_line_to_the_database_and_a_form_renews_it(embedded: Embedded) -> None:
    """A new line has the pragmas, the functions and the schema to read again; after a form it may hold typed text."""
    assert connection.settings_dict["CONN_MAX_AGE"] is None
    embedded.office()
    line = connection.connection
    assert line is not None
    for method in ("GET", "HEAD"):
        _forget(method)
        assert connection.connection is line
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    file = log.stat().st_ino
    _forget("POST")
    assert connection.connection is not None and connection.connection is not line
    assert log.stat().st_ino == file, "without a line the log's files go away"
    with pytest.raises(Database.ProgrammingError):
        line.execute("SELECT 1")


def test_what_was_read_of_the_database_does_not_stay_in_memory(embedded: Embedded) -> None:
    """SQLite counts its own memory, but for the line itself and the schema; a page of a wrap that was destroyed
    meanwhile by another process must not be among it."""
    embedded.call()
    _forget("POST")
    embedded.office()
    before = _bytes_of_sqlite()
    list(Entry.objects.all())
    list(JournalLine.objects.all())
    assert _bytes_of_sqlite() > before
    _forget("GET")
    assert _bytes_of_sqlite() < before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_was_written_over_leaves_the_log_though_another_worker_keeps_its_line(
    embedded: Embedded, method: str
) -> None:
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    with Database.connect(str(connection.settings_dict["NAME"])) as other:
        other.execute("SELECT count(*) FROM dossiers_dossier").fetchall()
        embedded.call(at=embedded.now)
        assert log.stat().st_size > 0
        _forget(method)
        assert log.stat().st_size == 0
    other.close()


def test_a_log_that_somebody_reads_is_folded_later_and_nobody_waits(embedded: Embedded) -> None:
    log = Path(f"{connection.settings_dict['NAME']}-wal")
    with Database.connect(str(connection.settings_dict["NAME"]), isolation_level=None) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM dossiers_dossier").fetchall()
        embedded.call(at=embedded.now)
        began = time.monotonic()
        _forget("GET")
        assert log.stat().st_size > 0 and time.monotonic() - began < 5
        other.execute("COMMIT")
    assert pragma("busy_timeout") == 20_000
    embedded.call(own_word="anchor", at=embedded.now)
    _forget("GET")
    assert log.stat().st_size == 0
    other.close()


def _bytes_of_sqlite() -> int:
    library = ctypes.CDLL(sys.modules["pysqlite3._sqlite3"].__file__)
    library.sqlite3_memory_used.restype = ctypes.c_longlong
    return int(library.sqlite3_memory_used())


@pytest.mark.slow
def test_no_line_to_the_database_is_inherited_by_a_worker(program: Program) -> None:
    opened = [
        os.readlink(f"/proc/{program.process.pid}/fd/{one}") for one in os.listdir(f"/proc/{program.process.pid}/fd")
    ]
    assert opened and not [name for name in opened if "safeconduct.sqlite3" in name]
    for pid in program.workers():
        names = [os.readlink(f"/proc/{pid}/fd/{one}") for one in os.listdir(f"/proc/{pid}/fd")]
        assert [name for name in names if name.endswith("safeconduct.sqlite3-wal")], "each has opened its own"


# Uploads, caches, sessions


def test_only_our_own_handler_takes_uploads() -> None:
    assert settings.FILE_UPLOAD_HANDLERS == ["safeconduct.web.upload.SealingUploadHandler"]
    source = Path(sys.modules["safeconduct"].__file__ or "").parent
    spoilers = re.compile(r"TemporaryFileUploadHandler|MemoryFileUploadHandler|NamedTemporaryFile|lru_cache")
    found = [path.name for path in source.rglob("*.py") if spoilers.search(path.read_text(encoding="utf-8"))]
    assert sorted(found) == [
        "russian_name.py",
        "stored_snapshot.py",
    ]  # which remember what is public: words of names, tables


def test_nothing_keeps_sessions_messages_or_caches_for_us() -> None:
    assert not [app for app in settings.INSTALLED_APPS if "session" in app or "message" in app or "auth" in app]
    assert settings.CACHES == {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    assert not [name for name in settings.MIDDLEWARE if "cache" in name.lower() or "session" in name.lower()]
    assert settings.DEBUG is False
    assert settings.ADMINS == settings.MANAGERS == []


# Logs


class Unlucky(Exception):
    pass


def records() -> list[logging.LogRecord]:
    def record(message: object, *args: object, problem: BaseException | None = None) -> logging.LogRecord:
        info = (type(problem), problem, problem.__traceback__) if problem else None
        return logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, info)

    try:
        try:
            raise KeyError(CANARY)
        except KeyError as first:
            raise Unlucky(f"the story of {CANARY}") from first
    except Unlucky as problem:
        raised = problem
    return [
        record("Not Found: %s", f"/{CANARY}"),
        record(f"Invalid request from {CANARY}"),
        record(raised),
        record(f"Error handling {CANARY}", problem=raised),
        record("Error handling %s", CANARY, problem=raised),
    ]


@pytest.mark.parametrize(
    "record", records(), ids=["argument", "filled in", "an error as message", "error", "error with argument"]
)
def test_the_log_never_prints_messages_arguments_or_errors(record: logging.LogRecord) -> None:
    line = WithoutContents().format(record)
    assert CANARY not in line
    assert "\n" not in line
    assert "test_settings.py" in line or "%s" in line


def test_an_error_in_the_log_is_its_kind_and_way() -> None:
    line = WithoutContents().format(records()[-1])
    assert "Unlucky at test_settings.py:" in line


def test_whatever_logs_goes_through_our_form(capfd: pytest.CaptureFixture[str]) -> None:
    kept = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        configure()
        for name in ("django.request", "django.security.csrf", "django.db.backends", "py.warnings", "anything"):
            logging.getLogger(name).error(f"said {CANARY}")
            logging.getLogger(name).error("said %s", CANARY)
            logging.getLogger(name).error("said", extra={"request": CANARY, "status_code": 500})
    finally:
        logging.getLogger().handlers[:], logging.getLogger().level = kept
    printed = capfd.readouterr()
    assert CANARY not in printed.out + printed.err
    assert "ERROR" in printed.err


def test_the_server_logs_through_our_form_too() -> None:
    server = _Server(0, 1)
    assert server.cfg.accesslog is None
    log = _Log(server.cfg)
    assert log.error_log.handlers
    assert all(isinstance(handler.formatter, WithoutContents) for handler in log.error_log.handlers)
    assert log.access_log.handlers == []
    assert log.error_log.level == logging.ERROR
    for handler in list(log.error_log.handlers):
        log.error_log.removeHandler(handler)


@pytest.mark.slow
def test_a_broken_request_leaves_no_address_in_the_servers_log(program: Program) -> None:
    for wrong in (
        f"GET /{CANARY} HTTP/1.1\r\nHost: localhost\r\n{CANARY} : x\r\n\r\n",
        f"{CANARY} / HTTP/1.1\r\n\r\n",
        f"GET / HTTP/{CANARY}\r\n\r\n",
        f"POST /en/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {CANARY}\r\n\r\n",
        f"GET /desk/dossiers/{CANARY}/ HTTP/1.1\r\nHost: {CANARY}.example\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", program.port), timeout=10) as line:
            line.sendall(wrong.encode())
            line.recv(4096)
    printed = program.log.read_text(encoding="utf-8")
    assert CANARY not in printed
    assert "127.0.0.1" not in printed


# Memory


@pytest.mark.slow
def test_every_process_runs_with_the_memory_settings_and_leaves_no_core(program: Program) -> None:
    for pid in (program.process.pid, *program.workers()):
        # glibc cuts the tunables apart where they stand, so they are put together again.
        variables = Path(f"/proc/{pid}/environ").read_bytes().replace(b"\0", b":")
        assert [name for name, value in MEMORY.items() if f":{name}={value}:".encode() not in b":" + variables] == []
        limits = Path(f"/proc/{pid}/limits").read_text(encoding="ascii")
        assert re.search(r"Max core file size\s+0\s+0\s", limits)


@pytest.mark.slow
def test_no_other_program_of_the_same_user_may_look_in(program: Program) -> None:
    if os.geteuid() == 0:
        pytest.skip("Root may look into everything; another user's /proc tells whether a process is closed.")
    for pid in (program.process.pid, *program.workers()):
        assert Path(f"/proc/{pid}").stat().st_uid == 0


def test_a_worker_closes_itself_when_it_starts() -> None:
    closing = "from safeconduct.program.serve import _Server; import ctypes, resource\n"
    closing += "before = ctypes.CDLL(None).prctl(3, 0, 0, 0, 0); _Server(0, 1).cfg.post_worker_init(None)\n"
    closing += "print(before, ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE))"
    done = subprocess.run([sys.executable, "-c", closing], capture_output=True, text=True, check=True)
    assert done.stdout.split(maxsplit=2)[1:] == ["0", "(0, 0)\n"]


def test_freed_memory_is_overwritten_under_these_settings() -> None:
    # The control of the memory settings: with them a freed text is gone, without them it may stay.
    look = (
        "import ctypes; text = 'kestrel' * 1000; at, size = id(text), text.__sizeof__(); del text\n"
        "print(ctypes.string_at(at, size).count(b'kestrel') < 10)"
    )
    assert (
        subprocess.run(
            [sys.executable, "-c", look], env={**os.environ, **MEMORY}, capture_output=True, text=True
        ).stdout
        == "True\n"
    )
