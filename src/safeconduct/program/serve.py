"""Serves the application: sync workers that keep opened keys apart, and memory that is wiped when it is freed."""

import argparse
import gc
import os
import resource
import socket
import sys
import urllib.parse
from contextlib import suppress
from ctypes import CDLL
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.sync import SyncWorker

from safeconduct.web.logs import WithoutContents

_LARGE = 32 * 1024 * 1024  # the most that glibc takes
MEMORY = {
    "PYTHONMALLOC": "malloc",
    "GLIBC_TUNABLES": "glibc.malloc.perturb=85:glibc.malloc.tcache_count=0:glibc.malloc.arena_max=1:"
    f"glibc.malloc.mmap_threshold={_LARGE}:glibc.malloc.trim_threshold={2 * _LARGE}",
    "PYTHONDONTWRITEBYTECODE": "1",
}
"""With these, freed memory is overwritten at once (glibc only): no text of a request stays in an idle worker.
What is large by glibc's measure is given back to the system when it is freed and fetched anew, page by page, in the next
request: a search among many cards took a fifth longer for that. Workers keep up to 64 MiB of what was overwritten instead."""

_PR_SET_DUMPABLE = 4
_REQUESTS_PER_WORKER = 500
_OBJECTS_BEFORE_COLLECTING = 50_000
"""Within one request: each is followed by a collection of its own, and one that opens every card makes many objects."""
_SILENCE_SECONDS = 15
_SECONDS_PER_REQUEST = 30 * 60  # a phone on a thin line may take that long for one photo


def run(arguments: argparse.Namespace) -> None:
    insist_on_port(arguments.port)
    with_wiped_memory()
    from django.db import connection

    from safeconduct.program import demo_sign_ins, migrate, notices, observatory_showing, prepare
    from safeconduct.web.postgresql import rights

    prepare.run(arguments)
    if demo_sign_ins.are_here():
        raise SystemExit(
            "This folder holds the demo, whose passphrases are known. Set SAFECONDUCT_VAR to a folder of your own."
        )
    migrate.make_or_insist()
    insist_on_pins()
    said = [*notices.sentences(), *rights.sentences(connection), *observatory_showing.index_what_has_none()]
    print("\n".join(said))
    print(f"Serving on http://localhost:{arguments.port} until stopped.", flush=True)
    serve(arguments.port, arguments.workers)


def insist_on_pins() -> None:
    """Stop when there are organisations but nobody has vouched for a root key; name those that are left out."""
    from django.conf import settings

    from safeconduct.access import lookup, pinned

    left_out = [slug for slug, _name, _root in lookup.unpinned()]
    if left_out and not (settings.VAR / pinned.FILE).exists():
        raise SystemExit(
            f"There is no file {pinned.FILE} in {settings.VAR}, so no organisation can be trusted. Compare the "
            "fingerprints with those on paper: safeconduct start --pin"
        )
    if left_out:
        print(f"Not offered, since their root key is not pinned: {', '.join(left_out)}. See: safeconduct start --pin")


def insist_on_port(port: int) -> None:
    """Stop with a sentence when something else is served there already."""
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            asked.bind(("127.0.0.1", port))
        except OSError:
            raise SystemExit(f"Port {port} is taken by another program. Choose another with --port.") from None


def with_wiped_memory() -> None:
    """Start this program again with the memory settings, which count only from the first moment of a process."""
    if any(os.environ.get(name) != value for name, value in MEMORY.items()):
        os.execve(sys.executable, [sys.executable, "-m", "safeconduct.program", *sys.argv[1:]], os.environ | MEMORY)  # noqa: S606


def serve(port: int, workers: int) -> None:
    _Server(port, workers).run()


class _Server(BaseApplication):
    def __init__(self, port: int, workers: int) -> None:
        self._port, self._workers = port, workers
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": [f"127.0.0.1:{self._port}"],
            "workers": self._workers,
            "worker_class": _Worker,
            "max_requests": _REQUESTS_PER_WORKER,
            "max_requests_jitter": _REQUESTS_PER_WORKER // 5,
            "timeout": _SECONDS_PER_REQUEST,
            "preload_app": True,  # the boot secret is made once, here, and inherited by the workers
            "worker_tmp_dir": "/dev/shm",  # noqa: S108
            "accesslog": None,
            "errorlog": "-",
            "logger_class": _Log,
            "loglevel": "error",  # its warnings quote the visitor's address
            "post_worker_init": lambda _worker: _close_to_others(),
            "post_request": lambda _worker, request, _environ, _response: _forget(request.method),
            "post_fork": lambda _server, _worker: _open_the_line(),
            "worker_exit": lambda _server, _worker: _close_the_lines(),
            "control_socket_disable": True,
            "forwarder_headers": "",
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        from safeconduct.program.reading_ahead import read_ahead
        from safeconduct.web import boot
        from safeconduct.web.wsgi import application

        # Before the workers fork: the one boot secret of this host, and all that is read once, so that they share it.
        boot.secret()
        read_ahead()
        _close_the_lines()  # one that two processes share breaks
        _close_to_others()
        gc.collect()
        gc.freeze()  # what is loaded by now is never garbage: collecting after each request then takes a moment
        gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
        return application


class _Worker(SyncWorker):
    """A line that says nothing for a while is cut: it would hold a worker, and words must still get through."""

    def handle(self, listener: Any, client: socket.socket, address: Any) -> None:
        client.settimeout(_SILENCE_SECONDS)
        super().handle(listener, client, address)


class _Log(Logger):
    """What the server itself has to say would hold addresses and messages of errors."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(WithoutContents())


def _forget(method: str) -> None:
    # Python keeps the last addresses that were split. Forms and uploads refer to themselves, so what was typed stays
    # until these circles are collected.
    urllib.parse.clear_cache()
    gc.collect()
    # SQLite keeps pages that it has read, and in its statements what was asked for: after a form that may be typed text.
    for line in _lines():
        if line.vendor == "sqlite":
            line.fold_the_log()
            line.drop_pages() if method in ("GET", "HEAD") else line.renew()


def _open_the_line() -> None:
    """So that SQLite's log has its files while anybody serves: on a full disk they could not be made."""
    from django.db import OperationalError, connection

    if connection.vendor == "sqlite":
        with suppress(OperationalError):
            connection.ensure_connection()


def _close_the_lines() -> None:
    for line in _lines():
        line.close()


def _lines() -> list[Any]:
    """To the database, as far as they are open."""
    from django.db import connections

    return list(connections.all(initialized_only=True))


def _close_to_others() -> None:
    """No core file, and no other process of this user may look into this one's memory."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
