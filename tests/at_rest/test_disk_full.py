"""The disk is full, from any byte on: nothing is said to be done that is not, reading goes on, and room is enough to mend it.

The limit of a file's size stands in for a full disk: it can be set in the workers of the real program at any moment
and be taken away again. A real small file system is tried too, where one may be mounted.
"""

import random
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pysqlite3
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection

from safeconduct.access.desk import signing_in
from safeconduct.dossiers.desk import listing
from safeconduct.intake.desk import allowing, returning
from tests.at_rest import running, visiting
from tests.at_rest.running import Program
from tests.at_rest.test_kills import DELEGATION, HALVES, OWN_WORD, breaks
from tests.at_rest.visiting import Answer, Visitor
from tests.embedded import PROTECTION, Embedded
from tests.pages.page import heading, text_of

pytestmark = pytest.mark.slow
CLOSED = "Closed for a short time"
NOT_SENT = "Do not count on what you just sent"


# In one process: the database may not grow by a page


@pytest.fixture
def full(embedded: Embedded) -> Iterator[Embedded]:
    """An instance with a call for help in it, whose database cannot grow any more."""
    embedded.call()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        pages = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA max_page_count = %s" % pages)  # noqa: UP031
        yield embedded
        cursor.execute("PRAGMA max_page_count = 1000000")


def fills(embedded: Embedded, post: "object") -> "object":
    """Post until there is no room left; the answer then."""
    for _ in range(60):
        response = post()  # type: ignore[operator]
        if response.status_code not in (200, 302):  # type: ignore[attr-defined]
            return response
    raise AssertionError("the disk is not full")


def test_on_a_full_disk_a_member_is_told_and_reads_the_list_on(full: Embedded) -> None:
    client = full.staff(PROTECTION)
    (ref,) = (card.dossier for card in listing.cards(full.keyring(PROTECTION), on=full.now.date()))
    address, before = f"/desk/dossiers/{ref}/note/", full.dump()
    response = fills(full, lambda: client.post(address, {"note-text": "Ask the lawyer. " * 500}))
    assert response.status_code == 503 and heading(response) == CLOSED  # type: ignore[attr-defined, arg-type]
    assert NOT_SENT in text_of(response)  # type: ignore[arg-type]
    assert len(full.dump()["access_journalline"]) - len(before["access_journalline"]) == len(
        full.dump()["dossiers_entry"]
    ) - len(before["dossiers_entry"])
    assert client.get("/desk/").status_code == client.get("/desk/cases/").status_code == 200


def test_on_a_full_disk_a_defender_is_told_in_their_language_and_nothing_is_half_sent(full: Embedded) -> None:
    visitor = full.visitor()
    every = {"step": "all", "about": "me", "happened": "They came. " * 500, "organisations": ["harbour-desk"]}
    response = fills(full, lambda: visitor.post("/fr/", every))
    assert response.status_code == 503  # type: ignore[attr-defined]
    assert "Ne comptez pas sur ce que vous venez" in text_of(response)  # type: ignore[arg-type]
    assert breaks(full.folder / "safeconduct.sqlite3") == []


def test_on_a_full_disk_a_session_is_not_made_longer_and_ends_in_time(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object, **_named: object) -> None:
        raise OperationalError("database or disk is full")

    client = embedded.staff(PROTECTION)
    embedded.clock.pass_by(2 * signing_in.timedelta(minutes=1))
    monkeypatch.setattr(signing_in, "_change", fails)
    assert client.get("/desk/").status_code == 200
    monkeypatch.setattr(signing_in.Session.objects, "filter", fails_on_delete(signing_in.Session.objects.filter, fails))
    embedded.clock.pass_by(signing_in.timedelta(minutes=14))
    assert client.get("/desk/").status_code == 302


def fails_on_delete(real: "object", fails: "object") -> "object":
    def filtered(**wanted: object) -> object:
        rows = real(**wanted)  # type: ignore[operator]
        rows.delete = fails
        return rows

    return filtered


def test_on_a_full_disk_a_list_is_read_though_its_notes_cannot_be_folded(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: object, **_named: object) -> None:
        raise OperationalError("database or disk is full")

    call = embedded.call()
    monkeypatch.setattr(listing, "NOTES_BEFORE_FOLDING", 0)
    monkeypatch.setattr(listing, "write_segment", fails)
    assert [card.dossier for card in listing.cards(embedded.keyring(PROTECTION), on=embedded.now.date())] == [call.ref]


@pytest.mark.parametrize("where", ["new", "chunk", "end", "row"])
def test_a_file_for_which_there_is_no_room_is_refused_with_a_sentence_and_leaves_nothing(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    from safeconduct.dossiers import sealed_file
    from safeconduct.web import upload

    def fails(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device") if where != "row" else OperationalError("disk is full")

    target, name = {
        "new": (upload, "Incoming"),
        "chunk": (sealed_file.Incoming, "push"),
        "end": (sealed_file.Incoming, "finish"),
        "row": (upload.filing, "keep_file_until"),
    }[where]
    call = embedded.call()
    monkeypatch.setattr(target, name, fails)
    photo = SimpleUploadedFile("photo.jpg", b"seen at the mill" * 10_000)
    response = embedded.holder(call).post("/en/back/", {"go": "write", "message": "See.", "files": photo})
    assert response.status_code == 200 and "There is no room for files just now" in text_of(response)
    assert not [path for path in embedded.files.rglob("*") if path.is_file()]
    assert [entry.kind for entry in embedded.case(call.ref).entries].count("word") == 0


def test_an_end_of_reading_counts_though_the_log_cannot_be_cut(
    embedded: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    from safeconduct.dossiers.desk import ending

    call = embedded.call()
    monkeypatch.setattr(ending.connection, "lock_for_one_statement", lambda: 1 / 0)
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    assert returning.look(call.visit()).offices[0].dossier.written("reading_ended")  # type: ignore[union-attr]


# The real program


def limit(program: Program, size: int) -> None:
    """No worker can write beyond this size of any file; -1 takes the limit away."""
    most = resource.RLIM_INFINITY
    for worker in program.workers():
        resource.prlimit(worker, resource.RLIMIT_FSIZE, (most if size < 0 else size, most))


def filled(program: Program, points: int) -> None:
    """At each point the disk is full from some byte on; then there is room again, and nobody mends anything."""
    chance, told, refused, pids = random.Random(20261122), 0, 0, program.workers()
    visitor, desk = Visitor(program), visiting.sign_in(program, "mara")
    words, sent, _ = visiting.ask_for_help(
        visitor, {"happened": {"happened": "first-story"}, "readers": {"organisations": [DELEGATION]}}
    )
    assert sent.heading == "It has arrived"
    box = visiting.come_back(visitor, words, OWN_WORD)
    (ref,) = [
        ref
        for ref in visiting.dossiers_on(desk.get("/desk/"))
        if "first-story" in desk.get(f"/desk/dossiers/{ref}/").text
    ]
    page, in_there, not_there = desk.get(f"/desk/dossiers/{ref}/"), [], []
    for number in range(points):
        log = Path(f"{program.database}-wal")
        size = log.stat().st_size if log.exists() else 0
        limit(program, chance.choice([0, chance.randrange(size + 1), size + chance.randrange(400_000)]))
        texts = [f"{what}-{number}-of-nobody" for what in ("note", "word", "answer", "upload")]
        answers = [
            desk.post_form(page, f"/desk/dossiers/{ref}/note/", {"note-text": texts[0]}),
            visitor.post_form(box, "/en/back/", {"go": "write", "message": texts[1], "once": f"{number:064x}"}),
            desk.post_form(page, f"/desk/dossiers/{ref}/answer/", {"answer-text": texts[2]}),
            visitor.post_form(
                box, "/en/back/", {"go": "write", "message": texts[3]}, [("files", "a.jpg", bytes(90_000))]
            ),
        ]
        assert desk.get("/desk/").status == desk.get("/desk/cases/").status == 200, "reading stopped"
        assert visitor.get("/en/back/").heading == "Your messages", "reading stopped"
        limit(program, -1)
        for text, answer in zip(texts, answers, strict=True):
            (in_there if _says_done(answer) else not_there).append(text)
        told, refused = told + sum(map(_says_done, answers)), refused + sum(answer.status == 503 for answer in answers)
        _is_as_told(desk, ref, in_there, not_there)
    assert program.workers() == pids, "a worker died"
    assert (
        visiting.ask_for_help(
            Visitor(program), {"happened": {"happened": "last"}, "readers": {"organisations": [DELEGATION]}}
        )[1].heading
        == "It has arrived"
    )
    print(f"{points} points, {told} done, {refused} answered 503")
    assert refused >= points / 2 and breaks(program.database) == []
    with pysqlite3.connect(str(program.database)) as rows:
        assert {name: rows.execute(query).fetchall() for name, query in HALVES.items()} == {name: [] for name in HALVES}
    kept = {ref for (ref,) in rows.execute("SELECT ref FROM dossiers_storedfile WHERE dossier != ''")}
    assert {path.name for path in (program.var / "files").glob("??/*")} == kept, "sealed bytes that belong to nothing"


def _says_done(answer: Answer) -> bool:
    """Told that it is done. Everything else must be a sentence: no bare fault and no lost line."""
    if answer.status == 503:
        assert answer.heading == CLOSED and NOT_SENT in answer.text
        return False
    assert answer.status in (200, 302), answer.status
    return answer.status == 302 or "There is no room for files just now" not in answer.text


def _is_as_told(desk: Visitor, ref: str, in_there: list[str], not_there: list[str]) -> None:
    text = desk.get(f"/desk/dossiers/{ref}/").text
    assert [one for one in in_there if f"{one}<" not in text and f"{one}\n" not in text] == []
    assert [one for one in not_there if one in text] == []


def test_a_disk_that_is_full_at_six_points_confirms_nothing_and_mends_by_itself(own_program: Program) -> None:
    filled(own_program, 6)


@pytest.mark.long
def test_a_disk_that_is_full_at_thirty_points_confirms_nothing_and_mends_by_itself(own_program: Program) -> None:
    filled(own_program, 30)


def test_a_small_file_system_that_fills_up_answers_with_a_sentence_and_goes_on_when_there_is_room(
    tmp_path: Path,
) -> None:
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(tmp_path)], capture_output=True)
    if mounted.returncode:
        pytest.skip("No file system may be mounted here; the limits above stand in for it.")
    program = None
    try:
        program = running.start(tmp_path)
        desk, ballast = visiting.sign_in(program, "mara"), program.folder / "ballast"
        ref = visiting.dossiers_on(desk.get("/desk/"))[0]
        page = desk.get(f"/desk/dossiers/{ref}/")
        ballast.write_bytes(bytes(shutil.disk_usage(tmp_path).free // 4096 * 4096))
        answer = desk.post_form(page, f"/desk/dossiers/{ref}/note/", {"note-text": "kept-by-nobody " * 2_000})
        assert (answer.status, answer.heading) == (503, CLOSED)
        assert desk.get("/desk/").status == 200
        ballast.unlink()
        assert desk.post_form(page, f"/desk/dossiers/{ref}/note/", {"note-text": "kept-by-all"}).status == 302
        text = desk.get(f"/desk/dossiers/{ref}/").text
        assert "kept-by-all" in text and "kept-by-nobody" not in text and breaks(program.database) == []
    finally:
        if program:
            program.stop()
        subprocess.run(["umount", "-l", str(tmp_path)], capture_output=True)
