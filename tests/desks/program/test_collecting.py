"""`safeconduct observatory collect` and `fetch`, as they are called."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import pytest

from safeconduct import program
from safeconduct.observatory.collecting import source_file
from safeconduct.observatory.collecting.corpus import Corpus
from safeconduct.observatory.one_run import alone
from safeconduct.program import collecting
from tests.rules.observatory.source_files import (
    STATEMENT,
    TITLE,
    URL,
    feed,
    html,
    mail,
    mailbox,
    pdf,
    sitemap,
    warc,
    zipped,
)


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["safeconduct", "observatory", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        program.main()
    return ended.value.code


def started(*words):
    command = [sys.executable, "-m", "safeconduct.program", "observatory", *map(str, words)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "a.html").write_bytes(html(head=f'<link rel="canonical" href="{URL}">'))
    (folder / "b.pdf").write_bytes(pdf())
    (folder / "c.eml").write_bytes(mail())
    (folder / "d.xml").write_bytes(feed((URL, TITLE, "Tue, 14 Mar 2023 09:00:00 GMT", f"<p>{STATEMENT}</p>")))
    (folder / "e.xml").write_bytes(sitemap(URL, "https://www.example.org/not-read"))
    (folder / "f.warc.gz").write_bytes(warc((URL, "200 OK", "text/html", html())))
    (folder / "g.jsonl").write_text(
        json.dumps({"text": STATEMENT, "published": "31 February 2020"}) + "\n{", encoding="utf-8"
    )
    (folder / "h.csv").write_text(f'text\n"{STATEMENT}"\n', encoding="utf-8")
    (folder / "i.zip").write_bytes(zipped(inside__html=html()))
    (folder / "k.mbox").write_bytes(mailbox(mail(), mail()))
    (folder / "j.bin").write_bytes(b"\0\1")
    return folder


def test_every_kind_of_source_becomes_one_statement_that_was_seen_often(monkeypatch, sources, tmp_path, capsys):
    corpus = tmp_path / "corpus"
    assert run(monkeypatch, "collect", sources, "--into", corpus) == 0
    (statement,) = lines(corpus / "statements.jsonl")
    assert sum(len(version["seen"]) for version in statement["versions"]) == 10
    assert {row["file"]: row["item"] for row in lines(corpus / "rejects.jsonl")} == {"g.jsonl": 2, "j.bin": 1}
    assert len([row for row in lines(corpus / "rejects.jsonl") if "31 February 2020" in row["reason"]]) == 1
    assert (corpus / "addresses.txt").read_text() == "https://www.example.org/not-read\n"
    assert len(list((corpus / "archive").iterdir())) == 11
    assert "of 1 statements" in capsys.readouterr().out
    assert run(monkeypatch, "table", corpus, tmp_path / "table.jsonl") == 0
    assert [(row["label"], row["countries"]) for row in lines(tmp_path / "table.jsonl")] == [("S", ["TJ"])]
    assert run(monkeypatch, "code", corpus / "texts.jsonl", tmp_path / "codings.jsonl") == 0
    assert len(lines(tmp_path / "codings.jsonl")) == 6


def test_two_runs_do_not_write_into_one_corpus(monkeypatch, sources, tmp_path, capsys):
    corpus = Corpus(tmp_path / "corpus")
    with alone(corpus.folder):
        assert run(monkeypatch, "collect", sources, "--into", corpus.folder) == 1
    assert "Another run is writing" in capsys.readouterr().err


def test_a_disk_that_is_full_is_said_and_the_next_run_goes_on(monkeypatch, sources, tmp_path, capsys):
    def full(*_given, **_named):
        raise OSError(28, "No space left on device", "corpus")

    with monkeypatch.context() as for_now:
        for_now.setattr(collecting, "archived", full)
        assert run(for_now, "collect", sources, "--into", tmp_path / "corpus") == 1
    assert "No space left on device. Mend that and start again" in capsys.readouterr().err
    assert run(monkeypatch, "collect", sources, "--into", tmp_path / "corpus") == 0


@pytest.mark.parametrize("reader", ["page_text", "xml_items"])
def test_a_library_that_is_missing_spoils_nothing(monkeypatch, sources, tmp_path, capsys, reader):
    """It is no fault of the pages: none of them is rejected, and all are read once it is there."""

    def missing(*_given, **_named):
        raise ModuleNotFoundError("No module named 'trafilatura'", name="trafilatura")

    with monkeypatch.context() as for_now:
        for_now.setattr(source_file, reader, missing)
        assert run(for_now, "collect", sources, "--into", tmp_path / "corpus") == 1
    assert "trafilatura is not installed. Run make observatory." in capsys.readouterr().err
    assert run(monkeypatch, "collect", sources, "--into", tmp_path / "corpus") == 0
    assert {row["file"] for row in lines(tmp_path / "corpus" / "rejects.jsonl")} == {"g.jsonl", "j.bin"}


@pytest.mark.slow
def test_a_run_that_is_killed_again_and_again_ends_with_the_same_corpus(tmp_path):
    """SIGKILL after longer and longer times, until a run comes to its end by itself; the moments of collecting differ, no more."""
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(120):
        (folder / f"{number:03}.html").write_bytes(html(f"{STATEMENT} It is statement number {number} of this year."))
    rows = [json.dumps({"text": f"{STATEMENT} Row {number}.", "url": f"{URL}/{number}"}) for number in range(80)]
    (folder / "rows.jsonl").write_text("\n".join([*rows, "{"]), encoding="utf-8")
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert started("collect", folder, "--into", whole).wait() == 0
    kills, patience = 0, 0.0
    while True:
        running = started("collect", folder, "--into", killed)
        before = (killed / "ledger.jsonl").stat().st_size if (killed / "ledger.jsonl").exists() else 0
        while running.poll() is None and patience is not None:
            grown = (killed / "ledger.jsonl").stat().st_size if (killed / "ledger.jsonl").exists() else 0
            if grown > before + 20_000 * (1 + kills % 3) and kills < 6:
                time.sleep(0.013 * kills)
                os.kill(running.pid, signal.SIGKILL)
                kills += 1
                break
            time.sleep(0.005)
        if running.wait() == 0:
            break
        assert running.returncode == -signal.SIGKILL
    assert kills >= 3
    assert told(killed) == told(whole)
    assert not list(killed.glob("*.unfinished"))


def told(corpus):
    """Everything but the moments at which it was collected."""
    texts = [{**row, "seen": ""} for row in lines(corpus / "texts.jsonl")]
    statements = [[version["text"] for version in row["versions"]] for row in lines(corpus / "statements.jsonl")]
    counted = [len(version["seen"]) for row in lines(corpus / "statements.jsonl") for version in row["versions"]]
    return (
        texts,
        statements,
        counted,
        (corpus / "suggestions.jsonl").read_text(),
        (corpus / "rejects.jsonl").read_text(),
    )


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("collect", "none", "--into", "corpus"), "There is no file or folder none"),
        (("collect", ".", "--into", "corpus"), "would stand inside"),
        (("collect", "file", "--into", "file"), "is in the corpus itself"),
        (("collect", "file", "--into", "other"), "holds other files"),
        (("fetch", "none", "--into", "f", "--host", "a.example", "--contact", "a@b.example"), "There is no file none"),
        (
            ("fetch", "file", "--into", "f", "--host", "a.example", "--contact", "a@b.example", "--pause", "0"),
            "too hard on a site",
        ),
    ],
)
def test_what_cannot_be_done_is_said(monkeypatch, tmp_path, capsys, words, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("https://a.example/\n")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("mine")
    assert run(monkeypatch, *words) == 1
    assert says in capsys.readouterr().err


class Site(BaseHTTPRequestHandler):
    asked: list

    def do_GET(self):
        self.server.asked.append((self.path, time.monotonic(), self.headers["User-Agent"]))
        pages = {
            "/robots.txt": self.server.rules,
            "/a_en": (200, "text/html; charset=utf-8", html()),
            "/b_en": (200, "text/html; charset=utf-8", html(f"{STATEMENT} He was released on 2 April.")),
            "/private/c": (200, "text/html; charset=utf-8", html()),
        }
        away = {"/away": "http://localhost:1/secret", "/moved": "/private/c"}
        if self.path in away:
            self.send_response(302)
            self.send_header("Location", away[self.path])
            self.end_headers()
            return
        status, kind, octets = pages.get(self.path, (404, "text/html", b"gone"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []
    server.rules = (200, "text/plain", b"User-agent: *\nDisallow: /private/\n")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.slow
def test_listed_pages_are_fetched_slowly_as_the_site_allows_and_none_twice(monkeypatch, site, tmp_path):
    start = f"http://127.0.0.1:{site.server_port}"
    listed, folder = tmp_path / "listed.txt", tmp_path / "fetched"
    paths = ("/a_en", "/b_en", "/private/c", "/gone", "/away", "/moved")
    listed.write_text("".join(f"{start}{path}\n" for path in paths) + "https://elsewhere.example/x\n")
    words = ("fetch", listed, "--into", folder, "--host", "127.0.0.1", "--contact", "press@example.org", "--pause", "1")
    asking_first = started(*words)
    assert "Nothing was asked for yet" in asking_first.communicate()[0]
    assert site.asked == []
    fetching = started(*words, "--yes")
    said = fetching.communicate()[0]
    assert fetching.returncode == 0
    assert "elsewhere.example: 1 addresses are left out" in said and "6 of 6 pages" in said
    asked = [path for path, _, _ in site.asked]
    assert asked[0] == "/robots.txt" and sorted(asked[1:]) == ["/a_en", "/away", "/b_en", "/gone", "/moved"]
    noted = {row["source"].removeprefix(start): row["what"] for row in lines(folder / "fetched.jsonl")}
    assert "forbids" in noted["/private/c"] and "forbids" in noted["/moved"] and "not named" in noted["/away"]
    assert (noted["/a_en"], noted["/gone"]) == ("200", "404")
    moments = [moment for path, moment, _ in site.asked]
    assert all(later - earlier > 0.8 for earlier, later in pairwise(moments[1:]))
    assert all("press@example.org" in agent for _, _, agent in site.asked)
    assert started(*words, "--yes").wait() == 0
    assert [path for path, _, _ in site.asked if path != "/robots.txt"] == asked[1:]
    assert run(monkeypatch, "collect", folder, "--into", tmp_path / "corpus") == 0
    rows = lines(tmp_path / "corpus" / "texts.jsonl")
    assert sorted(row["url"] for row in rows) == [f"{start}/a_en", f"{start}/b_en"]


@pytest.mark.slow
def test_where_the_rules_of_a_host_cannot_be_read_nothing_else_is_asked_for(site, tmp_path):
    site.rules = (503, "text/plain", b"busy")
    listed, folder = tmp_path / "listed.txt", tmp_path / "fetched"
    listed.write_text(f"http://127.0.0.1:{site.server_port}/a_en\n")
    words = (
        "fetch",
        listed,
        "--into",
        folder,
        "--host",
        "127.0.0.1",
        "--contact",
        "a@b.example",
        "--pause",
        "1",
        "--yes",
    )
    assert started(*words).wait() == 0
    assert {path for path, _, _ in site.asked} == {"/robots.txt"}
    assert "cannot be read now" in lines(folder / "fetched.jsonl")[0]["what"]


@pytest.mark.slow
def test_fetching_that_was_stopped_goes_on_with_what_is_left(site, tmp_path):
    start = f"http://127.0.0.1:{site.server_port}"
    listed, folder = tmp_path / "listed.txt", tmp_path / "fetched"
    listed.write_text("".join(f"{start}/page/{number}\n" for number in range(4)))
    words = (
        "fetch",
        listed,
        "--into",
        folder,
        "--host",
        "127.0.0.1",
        "--contact",
        "a@b.example",
        "--pause",
        "1",
        "--yes",
    )
    running = started(*words)
    while len([1 for path, _, _ in site.asked if path != "/robots.txt"]) < 2 and running.poll() is None:
        time.sleep(0.02)
    time.sleep(0.3)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    assert started(*words).wait() == 0
    pages = [path for path, _, _ in site.asked if path != "/robots.txt"]
    assert set(pages) == {f"/page/{number}" for number in range(4)}
    assert len(pages) == 4
