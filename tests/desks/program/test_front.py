"""The proxy in front, as docs/nginx/safeconduct.conf has it: slow lines hold no worker, and nothing that waits lies on a disk."""

import http.client
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

CONF = Path(__file__).parents[3] / "docs" / "nginx" / "safeconduct.conf"
IN_MEMORY = Path("/dev/shm")
WORKERS, SLOW_LINES = 2, 12
MARK = b"a word that waits " * 40_000
APP = f"""
import pathlib, time
def app(environ, start):
    size = len(environ["wsgi.input"].read())
    if environ["PATH_INFO"] == "/held":
        while pathlib.Path(environ["QUERY_STRING"]).exists():
            time.sleep(0.05)
    start("200 OK", [("Content-Type", "text/plain")])
    return [{MARK[:18]!r} * 1_500_000] if environ["PATH_INFO"] == "/long" else [str(size).encode()]
"""

pytestmark = [
    pytest.mark.about_sqlite("the proxy asks no database"),
    pytest.mark.skipif(not shutil.which("nginx", path="/usr/sbin:/usr/bin"), reason="nginx is not on this machine"),
]


def free_port():
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


def until_there(port):
    for _ in range(200):
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing answers at {port}")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The port of the workers, that of the proxy before them, the proxy's process, and its folder in memory."""
    folder = tmp_path_factory.mktemp("front")
    waiting = IN_MEMORY / f"front-{folder.name}-{free_port()}"
    (folder / "held_app.py").write_text(APP, encoding="utf-8")
    own, front = free_port(), free_port()
    conf = CONF.read_text(encoding="utf-8")
    for was, now in (
        ("127.0.0.1:8000", f"127.0.0.1:{own}"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{front};"),
        ("/run/safeconduct-bodies", str(waiting)),
    ):
        assert conf.count(was) == 1, was
        conf = conf.replace(was, now)
    others = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    written = folder / "nginx.conf"
    written.write_text(
        f"daemon off; pid {folder}/pid; error_log /dev/null;\nevents {{}}\n"
        f"http {{\n{others}{re.sub('ssl_certificate.*', '', conf)}\n}}\n",
        encoding="utf-8",
    )
    workers = [sys.executable, "-m", "gunicorn", "-w", str(WORKERS), "-b", f"127.0.0.1:{own}", "held_app:app"]
    nginx = [shutil.which("nginx", path="/usr/sbin:/usr/bin"), "-p", str(folder), "-c", str(written)]
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = [subprocess.Popen(workers, **quiet), subprocess.Popen(nginx, **quiet)]
    until_there(own)
    until_there(front)
    yield own, front, running[1].pid, waiting
    for one in running:
        one.terminate()
        one.wait(20)
    shutil.rmtree(waiting, ignore_errors=True)


def slow_lines(port):
    """Each has said a part of its form and says no more."""
    lines = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(SLOW_LINES)]
    for line in lines:
        line.sendall(b"POST /en/ HTTP/1.1\r\nHost: help.example\r\nContent-Length: 400\r\n\r\nwords=")
    time.sleep(0.5)
    return lines


def is_answered(port, *, within):
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=within)
    try:
        asked.request("GET", "/en/")
        return asked.getresponse().read() == b"0"
    except TimeoutError:
        return False
    finally:
        asked.close()


def test_lines_that_stop_half_way_keep_nobody_out(served):
    own, front, _proxy, _waiting = served
    assert is_answered(front, within=20)
    lines = slow_lines(front)
    assert is_answered(front, within=20)
    for line in lines:
        line.close()
    lines = slow_lines(own)
    assert not is_answered(own, within=3), "the control: without the proxy they hold every worker"
    for line in lines:
        line.close()


def open_files_with(mark, proxy):
    """Where the files lie that the proxy has open and that hold the mark; they have no name in their folder any more."""
    found = []
    for process in [str(proxy), *Path(f"/proc/{proxy}/task/{proxy}/children").read_text().split()]:
        for line in Path(f"/proc/{process}/fd").iterdir():
            place = str(line.readlink())
            if place.startswith("/") and not place.startswith("/dev/null") and mark in line.read_bytes():
                found.append(place)
    return found


def test_a_form_that_waits_lies_in_memory_alone(served, tmp_path):
    _own, front, proxy, waiting = served
    gate = tmp_path / "gate"
    gate.touch()
    asked = http.client.HTTPConnection("127.0.0.1", front, timeout=30)
    asked.request("POST", f"/held?{gate}", body=MARK)
    time.sleep(0.5)
    found = open_files_with(MARK[:36], proxy)
    gate.unlink()
    assert asked.getresponse().read() == str(len(MARK)).encode()
    assert found, "the control: what waits is found where it lies"
    assert all(place.startswith(f"{waiting}/") for place in found)
    assert open_files_with(MARK[:36], proxy) == []


def test_an_answer_that_is_read_slowly_lies_on_no_disk(served):
    _own, front, proxy, _waiting = served
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(20)
        line.connect(("127.0.0.1", front))
        line.sendall(b"GET /long HTTP/1.1\r\nHost: help.example\r\nConnection: close\r\n\r\n")
        assert line.recv(1000).startswith(b"HTTP/1.1 200")
        time.sleep(0.5)
        assert open_files_with(MARK[:36], proxy) == []


def test_the_shipped_file_keeps_what_waits_in_memory_and_names_no_visitor():
    conf = CONF.read_text(encoding="utf-8")
    assert "client_body_temp_path /run/" in conf and "proxy_max_temp_file_size 0;" in conf
    assert "access_log off;" in conf and "error_log /dev/null emerg;" in conf
