"""The gate in front of sign-ins: strangers have one place and one to wait in; a known browser is never behind them."""

import threading

import pytest

from safeconduct.sealing.session_key import is_device_mark, new_boot_secret, new_device_mark
from safeconduct.web import boot
from safeconduct.web.staff import sign_in_gate
from safeconduct.web.staff.door import KNOWN
from safeconduct.web.staff.sign_in_gate import Full, place
from tests.embedded import PROTECTION
from tests.pages.page import heading


def test_a_stranger_waits_and_the_next_is_told_at_once(tmp_path, monkeypatch):
    wait_for_one, begun, served = sign_in_gate._wait_for_one, [], []
    one_waits = threading.Event()

    def begin_to_wait(places):
        begun.append(places)
        one_waits.set()
        wait_for_one(places)

    def wait():
        with place(tmp_path, is_known=False):
            served.append(True)

    monkeypatch.setattr(sign_in_gate, "LONGEST_WAIT_SECONDS", 60.0)
    monkeypatch.setattr(sign_in_gate, "_wait_for_one", begin_to_wait)
    with place(tmp_path, is_known=False):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert one_waits.wait(60)
        with pytest.raises(Full), place(tmp_path, is_known=False):
            pass
        assert (len(begun), served) == (1, [])
    waiting.join()
    assert served == [True]


def test_strangers_never_hold_the_place_of_known_browsers(tmp_path, monkeypatch):
    monkeypatch.setattr(sign_in_gate, "LONGEST_WAIT_SECONDS", 0.1)
    with place(tmp_path, is_known=False):
        with pytest.raises(Full), place(tmp_path, is_known=False):
            pass
        with place(tmp_path, is_known=True):
            pass


def test_no_more_than_two_are_let_in_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(sign_in_gate, "LONGEST_WAIT_SECONDS", 0.1)
    with place(tmp_path, is_known=True), place(tmp_path, is_known=True), pytest.raises(Full):  # noqa: SIM117
        with place(tmp_path, is_known=True):
            pass


def test_a_mark_is_good_on_the_host_that_gave_it_until_it_starts_anew():
    secret = new_boot_secret()
    mark = new_device_mark(secret)
    assert is_device_mark(mark, secret)
    assert not is_device_mark(mark, new_boot_secret())
    for wrong in ("", ".", mark[:-1], mark + "0", "x" + mark, mark.replace(".", ""), "é.é"):
        assert not is_device_mark(wrong, secret)


def sign_in(embedded, client):
    typed = {"name": PROTECTION, "passphrase": embedded.sign_in_of(PROTECTION).passphrase}
    return client.post("/desk/sign-in/", {**typed, "code": embedded.digits(PROTECTION)})


@pytest.mark.slow
def test_a_browser_is_known_from_its_sign_in_until_it_locks_and_then_nothing_is_left(embedded, monkeypatch):
    monkeypatch.setattr(sign_in_gate, "LONGEST_WAIT_SECONDS", 0.1)
    client = embedded.visitor()
    before = embedded.dump()
    assert sign_in(embedded, client).status_code == 302
    assert is_device_mark(client.cookies[KNOWN].value, boot.secret())
    assert {table for table, rows in embedded.dump().items() if rows != before[table]} == {
        "access_session",
        "access_member",
        "access_journalline",
    }
    wrong = {"name": "nobody", "passphrase": "x", "code": "1"}
    with place(embedded.folder, is_known=False):
        assert client.post("/desk/sign-in/", wrong).status_code == 200
        stranger = embedded.visitor().post("/desk/sign-in/", wrong)
        assert (stranger.status_code, heading(stranger)) == (503, "Closed for a short time")
    client.post("/desk/lock/")
    assert client.cookies[KNOWN].value == ""
