"""An export of the real program: cut by a killed worker it leaves nothing, and a whole one takes little memory."""

import http.client
import io
import zipfile
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.at_rest import running, visiting
from tests.at_rest.running import Program
from tests.at_rest.visiting import Visitor

pytestmark = pytest.mark.slow
CANARY = b"seen-at-the-mill-by-nobody "
FILES, MEGABYTES = 4, 20
CONTENT = CANARY * (MEGABYTES * 1024**2 // len(CANARY))
MORE_MEMORY_KIB = 40 * 1024


@pytest.fixture
def desk(own_program: Program) -> Visitor:
    """Mara, signed in, with large files in one of her dossiers."""
    desk = visiting.sign_in(own_program, "mara")
    ref = visiting.dossiers_on(desk.get("/desk/"))[0]
    for _ in range(FILES):
        page = desk.get(f"/desk/dossiers/{ref}/")
        added = desk.post_form(page, f"/desk/dossiers/{ref}/files/", {}, [("files-files", "photo.jpg", CONTENT)])
        assert added.status == 302, added.heading
    return desk


def asked(desk: Visitor, program: Program) -> http.client.HTTPResponse:
    """The answer to an export, not yet read."""
    page = desk.get("/desk/export/")
    fields = {
        "csrfmiddlewaretoken": page.value_of("csrfmiddlewaretoken"),
        "reason": "copy",
        "with_identity": "on",
        "passphrase": program.signs_in("mara")["passphrase"],
    }
    line = http.client.HTTPConnection("127.0.0.1", program.port, timeout=visiting.SECONDS)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/desk/export/", urlencode(fields).encode(), desk.headers() | kind)
    return line.getresponse()


def on_disk(program: Program) -> dict[Path, int]:
    """Every file under the instance, but the database's own two beside it, which readers and writers move, and empty locks."""
    files = [path for folder in (program.var, program.temporary) for path in folder.rglob("*") if path.is_file()]
    return {path: path.stat().st_size for path in files if not path.name.endswith(("-wal", "-shm", ".lock"))}


def most_memory(program: Program) -> int:
    """The most that any worker has had in memory so far, in KiB."""
    said = [Path(f"/proc/{pid}/status").read_text(encoding="ascii") for pid in program.workers()]
    return max(int(one.split("VmHWM:")[1].split()[0]) for one in said)


def test_a_worker_that_is_killed_in_the_middle_leaves_nothing_of_it(desk: Visitor, own_program: Program) -> None:
    before = on_disk(own_program)
    response = asked(desk, own_program)
    assert response.status == 200 and CANARY in response.read(30 * 1024**2)
    workers = own_program.workers()
    for pid in workers:
        running.kill(pid)
    rest = b""
    with pytest.raises((http.client.HTTPException, OSError, zipfile.BadZipFile)):
        rest = response.read()
        zipfile.ZipFile(io.BytesIO(rest))
    running.wait_for_workers(own_program, besides=workers)
    after = on_disk(own_program)
    assert set(after) - set(before) == set()
    for path in after:
        assert CANARY not in path.read_bytes(), path.name
    assert asked(desk, own_program).status == 200


def test_a_whole_one_opens_and_the_worker_holds_only_the_piece_at_hand(desk: Visitor, own_program: Program) -> None:
    small = most_memory(own_program)
    response = asked(desk, own_program)
    archive = zipfile.ZipFile(io.BytesIO(response.read()))
    assert archive.testzip() is None
    files = [name for name in archive.namelist() if name.endswith(".bin")]
    assert len(files) == FILES and all(archive.read(name) == CONTENT for name in files)
    grown = most_memory(own_program) - small
    assert grown < MORE_MEMORY_KIB, grown
