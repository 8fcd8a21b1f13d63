"""Nothing that was written is left in the clear: not on the disk, not in a log, not in a worker's memory.

The real program is driven through everything that people do. Each field and file holds a text of its own that begins
with one mark; afterwards the mark is looked for in eight encodings, wherever the program could have put it.
"""

import base64
import io
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pysqlite3
import pytest

from safeconduct.sealing.code import read
from safeconduct.sealing.paper import asked_back
from tests.at_rest import running, visiting
from tests.at_rest.forms_of import LETTERS, PART, Search, forms_of, needles_of, places_of
from tests.at_rest.running import Program
from tests.at_rest.visiting import Answer, Visitor

MARK = "q" + "".join(secrets.choice(sorted(LETTERS)) for _ in range(11))
MARKED = f"{MARK}é"
NEEDLES = needles_of((MARK, MARKED))
LARGE_BYTES = 3_300_000
IDLE_SECONDS = 1.0
DELEGATION, NETWORK = "delegation-velmora", "night-desk-network"
CLEAR = b"delegation-velmora"
"""A field that is clear on purpose: where it is not found, the search is blind."""
SHARED_FOLDERS = (Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"))


NEED = {"note-kind": "medical", "note-level": "life", "note-stage": "danger", "note-asked_by": "defender"}
OF_RISK = ("worries", "medical", "reasons")


def canary(name: str) -> str:
    return f"{MARKED}{name}"


def plain_canary(name: str) -> str:
    """For what is compared without accents."""
    return f"{MARK}{name}"


@dataclass
class Reading:
    """What one look into the memory of one process found, and after which step."""

    step: str
    pid: int
    found: list[bytes]


@dataclass
class Journey:
    program: Program
    began: float
    elsewhere: Path
    readings: list[Reading] = field(default_factory=list)
    errors: dict[str, Answer] = field(default_factory=dict)
    held_secrets: dict[str, bytes] = field(default_factory=dict)
    notes: dict[str, object] = field(default_factory=dict)
    reads_memory: bool = True
    search: Search = field(default_factory=lambda: Search(NEEDLES))

    def look(self, step: str) -> None:
        """A look into the master and every worker, after they have idled."""
        if not self.reads_memory:
            return
        time.sleep(IDLE_SECONDS)
        for pid in (self.program.process.pid, *self.program.workers()):
            found = [place for region in running.memory_of(pid) for place in self.search.places_in(region)]
            self.readings.append(Reading(step, pid, found))


# The journey


@pytest.fixture(scope="module")
def journey(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    journey = Journey(program, time.time(), tmp_path_factory.mktemp("elsewhere"))
    journey.reads_memory = running.may_read_memory(program.process.pid)
    return travelled(journey)


def travelled(journey: Journey) -> Journey:
    """The journey after everything that people do."""
    journey.look("nothing yet")
    words = _ask(journey)
    _ask_otherwise(journey)
    _come_back(journey, words)
    ref = _work_on_it(journey, words)
    _read_the_answer(journey, words)
    _import(journey)
    _break_down(journey, words, ref)
    _die_in_an_upload(journey)
    said = journey.program.run("tick").stdout
    assert "Swept away" in said, said
    journey.look("tick")
    return journey


def _ask(journey: Journey) -> list[str]:
    visitor, start = Visitor(journey.program), "/en/"
    answers: dict[str, visiting.Fields] = {
        "happened": {"happened": f"{canary('happened')}\n" * 40, "urgency": "now"},
        "where": {"country": canary("country"), "place": canary("place")},
        "need": {"needs": ["lawyer", "digital"], "need_words": canary("needwords")},
        "you": {"name": canary("name"), "work": canary("work")},
        "reach": {"channel": "phone", "address": canary("address"), "unsafe": canary("unsafe")},
        "readers": {"organisations": [DELEGATION, NETWORK], "consents": ["observe_trial"]},
    }
    page = visitor.post(start, {"step": "start", "about": "me"})
    token = page.value_of("draft")
    for step, fields in answers.items():
        page = visitor.post(start, {"draft": token, "step": step, "go": "next", **fields})
        journey.look(f"asked {step}")
    for name, content in files().items():
        file = ("files", f"{canary(name)}.txt", content)
        page = visitor.post(start, {"draft": token, "step": "files", "go": "next"}, [file])
        assert canary(name) in page.text
        journey.look(f"sent the file {name}")
    page = visitor.post(start, {"draft": token, "step": "files", "go": "next"})
    words = visiting.words_on(page)
    page = visiting.send(visitor, token, page, own_word=plain_canary("ownword"))
    assert page.heading == "It has arrived", page.heading
    journey.held_secrets |= {
        "draft": token.encode(),
        "words": " ".join(words).encode(),
        "typed": "+".join(words).encode(),
    }
    journey.look("sent")
    return words


def files() -> dict[str, bytes]:
    """A large file, one in two-byte letters, one already in base64, one in bytes that are no text."""
    line = f"{canary('large')} in the middle of a line\n".encode()
    return {
        "large": line * (LARGE_BYTES // len(line)),
        "wide": (canary("wide") * 500).encode("utf-16-le"),
        "based": base64.b64encode((canary("based") * 500).encode()),
        "mixed": secrets.token_bytes(100_000) + canary("mixed").encode() + secrets.token_bytes(100_000),
    }


def _ask_otherwise(journey: Journey) -> None:
    """For somebody else; by the saved file; by pasted text; and several wrong ways to fill the forms in."""
    relay = Visitor(journey.program)
    words, sent, _ = visiting.ask_for_help(
        relay,
        {
            "happened": {"happened": canary("relayhappened"), "urgency": "days"},
            "reach": {"channel": "here", "address": canary("relayaddress")},
            "readers": {"organisations": [DELEGATION]},
        },
        about="someone",
        own_word="",
    )
    assert sent.heading == "It has arrived"
    visiting.come_back(relay, words)
    saved = {
        "step": "all",
        "about": "me",
        "happened": canary("saved"),
        "place": canary("savedplace"),
        "organisations": [DELEGATION],
    }
    page = Visitor(journey.program).post(
        "/en/", saved, [("files", f"{canary('savedfile')}.jpg", canary("savedfile").encode())]
    )
    assert visiting.words_on(page)
    text = f"1.1: {canary('pasted')}\n2.2: {canary('pastedplace')}\n4.1: {canary('pastedname')}\n"
    page = Visitor(journey.program, "fr").post("/fr/paste/", {"text": text})
    assert page.status == 200 and canary("pasted") not in page.text.replace(canary("pastedplace"), "")
    wrong = Visitor(journey.program, "ar").post(
        "/ar/", {"step": "reach", "channel": "phone", "unsafe": canary("refused")}
    )
    assert canary("refused") in wrong.text
    Visitor(journey.program).post(
        "/en/", {"draft": canary("nodraft"), "step": canary("nostep"), canary("nofield"): "x"}
    )
    journey.look("asked otherwise")


def _come_back(journey: Journey, words: list[str]) -> None:
    visitor = Visitor(journey.program)
    wrong = visiting.come_back(visitor, [plain_canary("misread"), *words[1:]])
    assert plain_canary("misread") in wrong.text
    assert "Your messages" not in visiting.come_back(visitor, words, plain_canary("wrongword")).text
    journey.look("wrong words")
    box = visiting.come_back(visitor, words, plain_canary("ownword"))
    assert box.heading == "Your messages", box.heading
    file = ("files", f"{canary('later')}.png", canary("later").encode() * 100)
    box = visitor.post_form(box, "/en/back/", {"go": "write", "message": canary("message")}, [file])
    assert box.status == 200 and canary("message") in box.text
    journey.look("wrote")
    page = visitor.get("/en/back/who/")
    for go, fields in {
        "consents": {"consents-consents": ["publish_unnamed", "observe_trial"]},
        "contact": {
            "contact-rhythm": "week",
            "contact-channel": "trusted",
            "contact-address": canary("wishaddress"),
            "contact-safe_hours": canary("safehours"),
        },
        "advance": {
            "advance-detained": canary("detained"),
            "advance-office_closes": canary("officecloses"),
            "advance-speaks": canary("speaks"),
            "advance-never_speaks": canary("neverspeaks"),
        },
    }.items():
        kept = visitor.post_form(page, "/en/back/who/", {"go": go, **fields})
        assert kept.status == 200 and "It counts from now on." in kept.text, (go, kept.status)
    journey.look("wished")
    journey.held_secrets["visit"] = visitor.cookies["__Host-page"].encode()


def _work_on_it(journey: Journey, words: list[str]) -> str:
    program = journey.program
    stranger = Visitor(program)
    page = stranger.get("/desk/sign-in/")
    guess = {"name": plain_canary("nobody"), "passphrase": canary("passphrase"), "code": "123456"}
    assert canary("passphrase") not in stranger.post_form(page, "/desk/sign-in/", guess).text
    desk = visiting.sign_in(program, "mara")
    journey.look("signed in")
    ref = next(
        ref
        for ref in visiting.dossiers_on(desk.get("/desk/"))
        if canary("happened") in desk.get(f"/desk/dossiers/{ref}/").text
    )
    here = f"/desk/dossiers/{ref}/"
    page = desk.get(here)
    assert all(canary(name) in page.text for name in ("happened", "place", "address", "detained", "wide"))
    assert canary("name") not in page.text.replace(canary("needwords"), "")
    journey.look("opened")
    passphrase = program.signs_in("mara")["passphrase"]
    for verb, fields, sent in (
        ("answer", {"answer-text": canary("answer")}, ()),
        ("note", {"note-text": canary("note")}, ()),
        ("risk/view", {"view-worries": canary("worries"), "view-way": "call"}, ()),
        ("needs", {**NEED, "note-words": canary("medical")}, ()),
        ("relocation", {"plan-reasons": canary("reasons"), "plan-state": "planned", "go": "plan"}, ()),
        ("accept", {}, ()),
        ("files", {}, [("files-files", f"{canary('added')}.txt", canary("added").encode() * 1000)]),
    ):
        done = desk.post_form(page, f"{here}{verb}/", fields, sent)
        assert done.status == 302, (verb, done.heading)
    page = desk.get(here)
    journey.look("answered and noted")
    shown = desk.post_form(page, f"{here}identity/", {"reveal-passphrase": passphrase, "reveal-reason": "reach"})
    assert canary("name") in shown.text
    wrong = desk.post_form(page, f"{here}code/", {"code-own_word": canary("refusedword")})
    journey.notes["a code for one who has one"] = wrong.status
    journey.look("revealed the name")
    addresses = re.findall(rf"{here}files/\d+/(?:[a-z-]+/)?", page.text)
    bodies = [desk.get(address) for address in dict.fromkeys(addresses)]
    assert any(len(one.body) > 3_000_000 and MARKED.encode() in one.body for one in bodies)
    journey.notes["files opened"] = Counter(one.status for one in bodies)
    journey.look("opened the files")
    fields = {"reason": "copy", "with_identity": "on", "passphrase": passphrase}
    exported = desk.post_form(desk.get("/desk/export/"), "/desk/export/", fields)
    with zipfile.ZipFile(io.BytesIO(exported.body)) as archive:
        told = b"".join(archive.read(name) for name in archive.namelist())
    assert all(canary(name).encode() in told for name in ("happened", "name", "note", "answer", *OF_RISK))
    journey.look("exported")
    desk.post_form(page, "/desk/cases/", {"q": canary("search"), "stage": ""})
    taken = desk.post_form(
        desk.get("/desk/write-down/"),
        "/desk/write-down/",
        {
            "source": "phone",
            "about": "me",
            "urgency": "days",
            "language": "en",
            "text": f"{canary('takendown')}\n4.1: {canary('takendownname')}",
            "own_word": plain_canary("takendownword"),
        },
    )
    assert visiting.words_on(taken)
    journey.look("took down")
    _make_a_paper_code(journey, desk, passphrase)
    journey.held_secrets |= {"desk": desk.cookies["__Host-desk"].encode(), "passphrase": passphrase.encode()}
    journey.held_secrets["totp"] = program.signs_in("mara")["totp_secret"].encode()
    assert desk.post_form(page, "/desk/lock/", {}).status == 302
    return ref


def _make_a_paper_code(journey: Journey, desk: Visitor, passphrase: str) -> None:
    """It is shown once and then nowhere; and a new passphrase that is offered and not taken is nowhere either."""
    address = "/desk/account/paper/"
    shown = desk.get(address)
    words = visiting.words_on(shown)
    code = journey.program.signs_in("mara")["code"]
    typed = {"offer": shown.value_of("offer"), "passphrase": passphrase, "code": code}
    for name, place in zip(("first", "second"), asked_back(read(" ".join(words)).code), strict=True):
        typed[name] = words[place]
    assert "The paper code counts from now on" in desk.post_form(shown, address, typed).text
    offered = desk.get("/desk/account/passphrase/")
    seven = visiting.words_on(offered)
    fields = {"offer": offered.value_of("offer"), "again": " ".join(seven), "old": canary("oldpassphrase"), "code": "0"}
    assert "do not fit" in desk.post_form(offered, "/desk/account/passphrase/", fields).text
    journey.held_secrets |= {
        "paper": " ".join(words).encode(),
        "paper bits": read(" ".join(words)).code.bits.hex().encode(),
        "new passphrase": " ".join(seven).encode(),
    }
    journey.look("made a paper code")


def _read_the_answer(journey: Journey, words: list[str]) -> None:
    visitor = Visitor(journey.program)
    box = visiting.come_back(visitor, words, plain_canary("ownword"))
    assert canary("answer") in box.text
    assert visitor.post_form(box, "/en/back/", {"go": "empty"}).status == 302
    assert visitor.post_form(box, "/en/back/", {"go": "close"}).status == 302
    journey.look("read the answer")


def _import(journey: Journey) -> None:
    source = journey.elsewhere / "appeals.jsonl"
    lines = [
        {"id": f"{number}", "text": canary(f"appeal{number}"), "title": canary("title"), "language": "en"}
        for number in range(5)
    ]
    lines.append({"id": "", "text": canary("rejected")})
    source.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    done = journey.program.run("intake", "import", str(source), "--for", DELEGATION)
    assert done.stdout.startswith("5 new requests"), done.stdout + done.stderr
    assert MARK not in done.stdout + done.stderr
    desk = visiting.sign_in(journey.program, "tomas")
    refs = visiting.dossiers_on(desk.get("/desk/cases/"))
    assert any(canary("appeal") in desk.get(f"/desk/dossiers/{ref}/").text for ref in refs)
    journey.look("imported")


def _break_down(journey: Journey, words: list[str], ref: str) -> None:
    """Each tree of addresses raises an error with the texts in its hands; so does a file that went away half-way."""
    program = journey.program
    visitor, desk = Visitor(program), visiting.sign_in(program, "tomas")
    page = desk.get(f"/desk/dossiers/{ref}/")
    box = visiting.come_back(visitor, words, plain_canary("ownword"))
    with without_table(program, "intake_draft"):
        fields = {"draft": "ab" * 32, "step": "happened", "happened": canary("broken"), "go": "next"}
        journey.errors["defender"] = visitor.post("/en/", fields)
    with without_table(program, "dossiers_cardnote"):
        journey.errors["returning"] = visitor.post_form(
            box, "/en/back/", {"go": "write", "message": canary("brokenmessage")}
        )
    with without_table(program, "access_journalline"):
        journey.errors["staff"] = desk.post_form(
            page, f"/desk/dossiers/{ref}/answer/", {"answer-text": canary("brokenanswer")}
        )
    address = re.findall(rf"/desk/dossiers/{ref}/files/\d+/", page.text)[0]
    away = program.var / "files-away"
    (program.var / "files").rename(away)
    try:
        journey.errors["file"] = desk.get(address)
    finally:
        shutil.rmtree(program.var / "files", ignore_errors=True)
        away.rename(program.var / "files")
    journey.errors["open"] = Visitor(program).post(f"/robots.txt?{plain_canary('open')}", {"text": canary("open")})
    journey.look("broke down")
    assert desk.get(address).status == 200


@contextmanager
def without_table(program: Program, table: str) -> Iterator[None]:
    program.change(f"ALTER TABLE {table} RENAME TO {table}_away")
    try:
        yield
    finally:
        program.change(f"ALTER TABLE {table}_away RENAME TO {table}")


def _die_in_an_upload(journey: Journey) -> None:
    program, before = journey.program, set(journey.program.workers())
    content = f"{canary('killed')} and more\n".encode() * 200_000
    body, kind = visiting.multipart(
        [("draft", ""), ("step", "files")], [("files", f"{canary('killedname')}.jpg", content)]
    )
    head = f"POST /en/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", program.port), timeout=20) as line:
        line.sendall(head.encode() + body[: len(body) * 2 // 3])
        time.sleep(1)
        sealed = [
            path
            for path in (program.var / "files").rglob("*")
            if path.is_file() and path.stat().st_mtime > time.time() - 3
        ]
        journey.notes["bytes sealed when the worker died"] = sum(path.stat().st_size for path in sealed)
        for pid in before:
            running.kill(pid)
    running.wait_for_workers(program, besides=before)
    assert not before & set(program.workers())
    journey.look("died in an upload")


# The disk


def finds_in(
    folder: Path, needles: tuple[bytes, ...] = NEEDLES, *, but: tuple[Path, ...] = (), since: float = 0.0
) -> dict[str, list[bytes]]:
    """By path, what stands around each find in the contents and names of files."""
    found: dict[str, list[bytes]] = {}
    for path in folder.rglob("*"):
        if any(other == path or other in path.parents for other in but):
            continue
        try:
            if not path.is_file() or path.is_symlink() or path.stat().st_mtime < since:
                continue
            places = places_of(needles, path.read_bytes()) + places_of(needles, os.fsencode(path.name))
        except OSError:
            continue  # another program's file that went away or is closed to us
        if places:
            found[str(path)] = places
    return found


@pytest.mark.slow
def test_nothing_written_is_in_the_instances_folder(journey: Journey) -> None:
    assert finds_in(journey.program.var) == {}


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["", "-wal", "-shm", ".lock"])
def test_nothing_written_is_in_the_database(journey: Journey, ending: str) -> None:
    path = Path(f"{journey.program.database}{ending}")
    assert path.exists()
    assert places_of(NEEDLES, path.read_bytes()) == []


@pytest.mark.slow
def test_nothing_written_is_in_the_logs(journey: Journey) -> None:
    printed = journey.program.log.read_bytes()
    assert places_of(NEEDLES, printed) == []
    assert b"Traceback" not in printed
    assert b"127.0.0.1" not in printed
    assert re.search(rb"OperationalError at \S+", printed), "the breakdowns should have been logged"


@pytest.mark.slow
def test_nothing_written_is_in_temporary_files(journey: Journey) -> None:
    assert finds_in(journey.program.temporary) == {}
    assert [path for path in journey.program.temporary.rglob("*") if path.is_file()] == []
    for folder in SHARED_FOLDERS:
        assert finds_in(folder, but=(journey.elsewhere,), since=journey.began - 5) == {}


@pytest.mark.slow
def test_no_secret_of_a_person_is_on_the_disk(journey: Journey) -> None:
    by_design = (journey.program.var / "demo-sign-ins.json",)
    needles = tuple(journey.held_secrets.values())
    assert finds_in(journey.program.var, needles, but=by_design) == {}
    # The demo prints its invented passphrases and keys once, for those who try it.
    printed = journey.program.log.read_bytes().split(b"Ready after")[1]
    assert places_of(needles, printed) == []


@pytest.mark.slow
def test_the_upload_that_was_cut_off_left_only_sealed_bytes(journey: Journey) -> None:
    assert int(str(journey.notes["bytes sealed when the worker died"])) > 1_000_000


@pytest.mark.slow
@pytest.mark.parametrize("tree", ["defender", "returning", "staff", "file", "open"])
def test_an_error_shows_nothing_of_what_was_written(journey: Journey, tree: str) -> None:
    answer = journey.errors[tree]
    assert answer.status == {"open": 403, "file": 500}.get(tree, 503)
    assert places_of(NEEDLES, answer.body) == []
    assert b"Traceback" not in answer.body


# Memory


@pytest.fixture
def readings(journey: Journey) -> list[Reading]:
    if not journey.reads_memory:
        warnings.warn("THE MEMORY OF THE WORKERS WAS NOT SEARCHED: run the tests as root.", stacklevel=1)
        pytest.skip("The memory of the workers was NOT searched: only root may read it.")
    return journey.readings


@pytest.mark.slow
def test_nothing_written_stays_in_the_memory_of_an_idle_process(readings: list[Reading]) -> None:
    kept = [reading for reading in readings if reading.found]
    print(f"{len(readings)} looks into memory, {len(kept)} found something")
    assert len(readings) >= 60
    assert len(kept) / len(readings) <= 0.01, [(one.step, one.pid, one.found[:2]) for one in kept]


@pytest.mark.slow
def test_no_secret_of_a_person_stays_in_the_memory_of_an_idle_process(
    journey: Journey, readings: list[Reading]
) -> None:
    forms = {
        form: name
        for name, secret in journey.held_secrets.items()
        for form in (secret, secret.hex().encode(), secret.decode().encode("utf-16-le"))
    }
    search = Search(list(forms))
    held = [
        (pid, [name for form, name in forms.items() if form in place])
        for pid in (journey.program.process.pid, *journey.program.workers())
        for region in running.memory_of(pid)
        for place in search.places_in(region)
    ]
    assert held == []


# Controls: without these the search could be blind


@pytest.mark.slow
def test_what_is_clear_on_purpose_is_found(journey: Journey) -> None:
    found = finds_in(journey.program.var, (CLEAR,))
    assert any("safeconduct.sqlite3" in path for path in found)


@pytest.mark.slow
def test_what_lies_in_a_temporary_file_is_found(journey: Journey) -> None:
    for folder in (journey.program.temporary, *SHARED_FOLDERS):
        with tempfile.NamedTemporaryFile(dir=folder) as planted:
            planted.write(secrets.token_bytes(999) + canary("held").encode())
            planted.flush()
            assert list(finds_in(folder, but=(journey.elsewhere,), since=journey.began - 5)) == [planted.name]


@pytest.mark.slow
def test_what_lies_in_the_write_ahead_log_alone_is_found(journey: Journey, tmp_path: Path) -> None:
    path = tmp_path / "safeconduct.sqlite3"
    shutil.copy(journey.program.database, path)
    with closing(pysqlite3.connect(str(path))) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE notes (text)")
        database.execute("INSERT INTO notes VALUES (?)", [canary("held")])
        database.commit()
        assert list(finds_in(tmp_path)) == [f"{path}-wal"]


@pytest.mark.slow
def test_what_is_in_memory_is_found_there(journey: Journey, readings: list[Reading]) -> None:
    for pid in (journey.program.process.pid, *journey.program.workers()):
        assert any(b"safeconduct.web.settings" in region for region in running.memory_of(pid))
    holds = f"held = [{canary('held')!r}, {canary('held')!r}.encode('utf-16-be')]; print('ready', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", holds], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdin and holder.stdout.readline()
        search = Search(NEEDLES)
        places = [place for region in running.memory_of(holder.pid) for place in search.places_in(region)]
        holder.stdin.write(b"\n")
    assert any(MARKED.encode("utf-16-be") in place for place in places)
    assert any(MARKED.encode("latin-1") in place for place in places)


@pytest.mark.slow
@pytest.mark.parametrize(
    "column", ["dossiers_entry.body", "intake_draft.body", "dossiers_cardnote.body", "access_session.body"]
)
def test_one_unsealed_column_turns_the_search_red(journey: Journey, tmp_path: Path, column: str) -> None:
    for path in journey.program.var.glob("safeconduct.sqlite3*"):
        shutil.copy(path, tmp_path)
    assert finds_in(tmp_path) == {}
    table, _, name = column.partition(".")
    unsealed = json.dumps({"kind": "told", "data": {"happened": canary("happened")}})
    database = pysqlite3.connect(str(tmp_path / "safeconduct.sqlite3"))
    with database:
        changed = database.execute(
            f"UPDATE {table} SET {name} = ? WHERE rowid = (SELECT min(rowid) FROM {table})", [unsealed.encode()]
        )
    assert changed.rowcount == 1
    assert finds_in(tmp_path) != {}
    database.close()


WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": lambda text: text.encode(),
    "utf-16, little end first": lambda text: text.encode("utf-16-le"),
    "utf-16, big end first": lambda text: text.encode("utf-16-be"),
    "base64": lambda text: base64.b64encode(text.encode()),
    "url-safe base64": lambda text: base64.urlsafe_b64encode(text.encode()),
    "hex": lambda text: text.encode().hex().encode(),
    "capital hex": lambda text: base64.b16encode(text.encode()),
    "JSON-escaped": lambda text: json.dumps({"text": text}).encode(),
    "URL-encoded": lambda text: forms_of(text)["URL-encoded"],
    "every byte URL-encoded": lambda text: forms_of(text)["every byte URL-encoded"],
    "reversed": lambda text: text[::-1].encode(),
    "latin-1": lambda text: text.encode("latin-1"),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lead", range(4))
def test_a_text_is_found_in_every_encoding_wherever_it_stands(way: str, lead: int) -> None:
    written = WAYS[way]("xyz"[:lead] + ("w" if lead == 3 else "") + canary("anything") + " and what follows")
    assert places_of(NEEDLES, secrets.token_bytes(999) + written + secrets.token_bytes(999))


@pytest.mark.parametrize("start", [0, PART - len(MARK), PART - 5, PART - 1, PART, 3 * PART - 7])
def test_a_text_is_found_wherever_it_comes_into_memory_that_was_searched_before(start: int) -> None:
    search, memory = Search(NEEDLES), secrets.token_bytes(3 * PART + 99)
    assert search.places_in(memory) == search.places_in(memory) == []
    written = memory[:start] + MARK.encode() + memory[start + len(MARK) :]
    assert search.places_in(written)
    assert search.places_in(written), "What was found is searched again."
    assert search.places_in(memory) == []


def test_a_text_is_not_found_where_it_is_not() -> None:
    assert places_of(NEEDLES, secrets.token_bytes(1_000_000) + MARK[:-1].encode()) == []
