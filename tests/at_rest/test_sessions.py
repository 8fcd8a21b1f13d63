"""A session belongs to the host, not to a worker; it ends with the host, and a stolen copy of the disk opens none."""

import threading
from pathlib import Path

import pysqlite3
import pytest

from safeconduct.access.presence import presence_from
from safeconduct.sealing.place import place
from safeconduct.sealing.record import seal, unseal
from safeconduct.sealing.session_key import new_boot_secret, row_of, session_key
from safeconduct.sealing.unopened import Unopened
from tests.at_rest import running, visiting
from tests.at_rest.running import Program
from tests.at_rest.visiting import Visitor

pytestmark = pytest.mark.slow
STAFF, DEFENDER = "__Host-desk", "__Host-page"


def is_in(desk: Visitor) -> bool:
    return desk.get("/desk/").status == 200


def a_visit(program: Program) -> Visitor:
    visitor = Visitor(program)
    words, sent, _ = visiting.ask_for_help(
        visitor,
        {"happened": {"happened": "They asked for me at work."}, "readers": {"organisations": ["delegation-velmora"]}},
    )
    assert sent.heading == "It has arrived"
    assert visiting.come_back(visitor, words, "kingfisher").heading == "Your messages"
    return visitor


def work_of(pid: int) -> int:
    """Ticks of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def test_a_second_browser_of_the_same_member_works_beside_the_first(program: Program) -> None:
    first, second = visiting.sign_in(program, "mara"), visiting.sign_in(program, "mara")
    assert first.cookies[STAFF] != second.cookies[STAFF]
    assert is_in(first) and is_in(second) and is_in(first)


def test_any_worker_serves_any_session(program: Program) -> None:
    people = [visiting.sign_in(program, "tomas"), visiting.sign_in(program, "amal")]
    visitor = a_visit(program)
    before = {pid: work_of(pid) for pid in program.workers()}
    answers: list[bool] = []

    def hammer(person: Visitor, path: str, times: int) -> None:
        for _ in range(times):
            answer = person.get(path)
            answers.append(answer.status == 200 and "Your words" not in answer.text)

    threads = [threading.Thread(target=hammer, args=(person, "/desk/", 60)) for person in people]
    threads.append(threading.Thread(target=hammer, args=(visitor, "/en/back/", 80)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(answers) == 200
    assert answers.count(False) == 0
    after = {pid: work_of(pid) for pid in program.workers()}
    assert all(after[pid] > before[pid] for pid in before), "both workers should have served"


def test_a_worker_that_dies_logs_nobody_out(own_program: Program) -> None:
    desk, visitor = visiting.sign_in(own_program, "mara"), a_visit(own_program)
    for _ in range(3):
        before = own_program.workers()
        running.kill(before[0])
        running.wait_for_workers(own_program, 1, besides=before)
        assert is_in(desk)
        assert visitor.get("/en/back/").heading == "Your messages"


def test_a_restart_of_the_service_logs_everybody_out(own_program: Program) -> None:
    desk, visitor = visiting.sign_in(own_program, "mara"), a_visit(own_program)
    assert is_in(desk)
    own_program.stop()
    again = running.start(own_program.folder)
    try:
        for person in (desk, visitor):
            person._program = again
        assert desk.get("/desk/").status == 302
        assert visitor.get("/en/back/").heading != "Your messages"
        again.totp_used = own_program.totp_used
        assert is_in(visiting.sign_in(again, "mara"))
    finally:
        again.stop()


def test_locking_ends_every_session_of_the_member_and_nobody_elses(program: Program) -> None:
    first, second = visiting.sign_in(program, "mara"), visiting.sign_in(program, "mara")
    other = visiting.sign_in(program, "tomas")
    assert first.get("/desk/lock/").status == 405
    assert is_in(first)
    assert first.post_form(first.get("/desk/cases/"), "/desk/lock/", {}).status == 302
    assert not is_in(first) and not is_in(second)
    assert is_in(other)


def session_body(database: Path, cookie: str) -> bytes:
    with pysqlite3.connect(f"file:{database}?mode=ro", uri=True) as rows:
        (body,) = rows.execute("SELECT body FROM access_session WHERE row = ?", [row_of(cookie)]).fetchone()
    return bytes(body)


def test_the_disk_and_the_cookie_open_nothing_without_the_boot_secret(program: Program) -> None:
    visitor = a_visit(program)
    for cookie in (visiting.sign_in(program, "ines").cookies[STAFF], visitor.cookies[DEFENDER]):
        body, where = session_body(program.database, cookie), place("session", row_of(cookie))
        for boot_secret in (
            b"",
            bytes(32),
            cookie.encode(),
            bytes.fromhex(cookie),
            *(new_boot_secret() for _ in range(20)),
        ):
            with pytest.raises(Unopened):
                unseal(session_key(cookie, boot_secret), body, where)


def test_with_the_boot_secret_the_same_row_would_open(program: Program) -> None:
    """The control: what is refused above is refused for want of the boot secret and of nothing else."""
    cookie = visiting.sign_in(program, "jonas").cookies[STAFF]
    where = place("session", row_of(cookie))
    size = len(session_body(program.database, cookie))
    found = (
        [
            secret
            for region in running.memory_of(program.process.pid)
            for secret in _possible_secrets(region)
            if _opens(cookie, secret, session_body(program.database, cookie), where)
        ]
        if running.may_read_memory(program.process.pid)
        else []
    )
    own = new_boot_secret()
    body = seal(session_key(cookie, own), b"{}" + bytes(300), where)
    assert len(body) == size
    assert unseal(session_key(cookie, own), body, where)
    if not found:
        pytest.skip("Only root may look for the boot secret in the server's memory.")


def _possible_secrets(region: bytes) -> list[bytes]:
    """32-byte strings as Python keeps them: their length stands 16 bytes before them."""
    length, found, start = (32).to_bytes(8, "little"), [], 0
    while (start := region.find(length, start)) >= 0:
        found.append(region[start + 16 : start + 48])
        start += 8
    return [secret for secret in dict.fromkeys(found) if len(set(secret)) > 16]


def _opens(cookie: str, boot_secret: bytes, body: bytes, where: bytes) -> bool:
    try:
        return presence_from(unseal(session_key(cookie, boot_secret), body, where)).kind == "staff"
    except Unopened:
        return False
