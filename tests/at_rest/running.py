"""The real program on a folder of its own, with its workers: started, looked into, killed and stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pysqlite3

from safeconduct.access.totp import code_at


@dataclass
class Program:
    """A served instance under `folder`. What it prints goes to `log`, its temporary files to `temporary`.

    On PostgreSQL `address` is that of the role that serves, `owner` that of the owner of its tables,
    `jobs` that of the role that sweeps; else all are empty.
    """

    folder: Path
    port: int
    log: Path
    temporary: Path
    process: subprocess.Popen[bytes]
    address: str = ""
    owner: str = ""
    jobs: str = ""
    totp_used: dict[str, int] = field(default_factory=dict)

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def database(self) -> Path:
        return self.var / "safeconduct.sqlite3"

    def workers(self) -> list[int]:
        return children_of(self.process.pid)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What is stored, seen from outside the program. Values stand as question marks."""
        with self._stored() as database:
            return list(database.execute(query.replace("?", "%s") if self.owner else query, values))

    def change(self, statement: str) -> None:
        with self._stored() as database:
            database.execute(statement)

    @contextmanager
    def _stored(self) -> Iterator[Any]:
        opened = psycopg.connect(self.owner) if self.owner else pysqlite3.connect(str(self.database), timeout=20)
        with closing(opened), opened:
            yield opened

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command of the program, on the same instance."""
        return subprocess.run(
            [sys.executable, "-m", "safeconduct.program", *arguments],
            env=environment(self.folder, self.jobs if arguments[0] == "tick" else self.address),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def signs_in(self, name: str) -> dict[str, str]:
        """What this member types: one-time digits that were not used yet (three are good at any moment)."""
        known = json.loads((self.var / "demo-sign-ins.json").read_text(encoding="utf-8"))
        one = next(one for one in known if one["name"] == name)
        while True:
            now = int(time.time() // 30)
            step = max(now - 1, self.totp_used.get(name, 0) + 1)
            if step <= now + 1:
                break
            time.sleep(0.5)
        self.totp_used[name] = step
        code = code_at(one["totp_secret"], at=datetime.fromtimestamp(0, UTC) + timedelta(seconds=30 * step))
        return {"name": name, "passphrase": one["passphrase"], "code": code, "totp_secret": one["totp_secret"]}

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(timeout=20)


def environment(folder: Path, address: str = "") -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith(("SAFECONDUCT_", "PYTEST_"))}
    return {
        **own,
        "SAFECONDUCT_VAR": str(folder / "var"),
        "SAFECONDUCT_DATABASE": address,
        "SAFECONDUCT_SHORTEST_FILLING": "0",
        "TMPDIR": str(folder / "temporary"),
    }


def start(folder: Path, *, workers: int = 2, address: str = "", owner: str = "", jobs: str = "") -> Program:
    """Serve the demo's invented organisations; ready when both doors answer."""
    (folder / "temporary").mkdir(exist_ok=True)
    port, log = _free_port(), folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "safeconduct.program",
                "demo",
                "--few",
                "--port",
                str(port),
                "--workers",
                str(workers),
            ],
            env=environment(folder, address),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    program = Program(folder, port, log, folder / "temporary", process, address, owner, jobs)
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        if len(program.workers()) == workers and _answers(port):
            return program
        time.sleep(0.1)
    program.stop()
    raise RuntimeError(log.read_text(encoding="utf-8"))


def children_of(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    return [int(child) for child in listed.split() if _lives(int(child))]


def wait_for_workers(program: Program, count: int = 2, *, besides: Iterable[int] = (), seconds: float = 20) -> None:
    """Until so many workers are there that are none of those `besides`, and they answer."""
    until, old = time.monotonic() + seconds, set(besides)
    while time.monotonic() < until:
        if len(set(program.workers()) - old) >= count and _answers(program.port):
            return
        time.sleep(0.05)
    raise RuntimeError("The workers did not come back.")


def kill(pid: int) -> None:
    """At once and without a last word, as a lost battery does."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def memory_of(pid: int) -> Iterator[bytes]:
    """What a process can write to or has in memory of its own, region by region. Needs root or the same user."""
    with (
        open(f"/proc/{pid}/maps", encoding="ascii", errors="replace") as maps,
        open(f"/proc/{pid}/mem", "rb", 0) as memory,
    ):
        for line in maps:
            (
                span,
                rights,
                *_,
            ) = line.split()[:2]
            name = line.split(maxsplit=5)[5].strip() if len(line.split(maxsplit=5)) > 5 else ""
            if "w" not in rights or "r" not in rights or name in ("[vvar]", "[vsyscall]"):
                continue
            first, last = (int(end, 16) for end in span.split("-"))
            try:
                memory.seek(first)
                yield memory.read(last - first)
            except (OSError, OverflowError):
                continue  # the region went away between the two readings


def may_read_memory(pid: int) -> bool:
    try:
        return any(True for _ in memory_of(pid))
    except PermissionError:
        return False


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(b"GET /en/now/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return line.recv(12).endswith(b"200")
    except OSError:
        return False
