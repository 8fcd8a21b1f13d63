"""How much a page makes the program do, counted and never timed: signatures, key pairs, openings, questions to the
database. These numbers do not drift with the machine; the times are those of `safeconduct bench cases`."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from safeconduct.cases.desk import casework
from safeconduct.dossiers.models import Grant
from safeconduct.sealing import keys
from safeconduct.sealing.keys import Identity, signed_by
from tests.coordinating import a_group
from tests.embedded import PROTECTION

LIST, TODAY, QUEUE = "/desk/cases/", "/desk/", "/desk/triage/"
WORK = {
    "Ed25519PublicKey": ("from_public_bytes", "signatures"),
    "MLKEM768PrivateKey": ("from_seed_bytes", "key pairs"),
    "_SUITE": ("decrypt", "openings"),
}


class _Counted:
    def __init__(self, real, name, tell):
        self._real, self._name, self._tell = real, name, tell

    def __getattr__(self, name):
        if name == self._name:
            self._tell()
        return getattr(self._real, name)


@pytest.fixture
def work(monkeypatch):
    """What was done so far, in a process that remembers no signature yet."""
    done = Counter()
    for primitive, (name, as_what) in WORK.items():
        tell = lambda as_what=as_what: done.update([as_what])  # noqa: E731
        monkeypatch.setattr(keys, primitive, _Counted(getattr(keys, primitive), name, tell))
    monkeypatch.setattr(keys, "_right_signatures", {})
    return done


@pytest.fixture
def long_case(embedded):
    """A case that was read, with a dozen entries, and the browser of an officer."""
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    casework.open_case(call.ref, mara, at=embedded.now)
    casework.accept(call.ref, mara, at=embedded.now)
    for number in range(4):
        casework.note(call.ref, f"The mill was closed on day {number}.", mara, at=embedded.now)
    return call.ref, embedded.staff(PROTECTION)


def asked(browser, work, address):
    """What the second of two requests for a page did: the first may mark that somebody is here, and folds notes."""
    assert browser.get(address).status_code == 200
    first = Counter(work)
    work.clear()
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return first, work, sum(not query["sql"].startswith(("BEGIN", "COMMIT")) for query in caught.captured_queries)


# Signatures


def test_a_signature_is_checked_once_and_a_wrong_one_each_time(work):
    author = Identity(bytes(32))
    signature, key = author.sign(b"seen at the mill"), author.public_sign
    assert [signed_by(key, signature, b"seen at the mill") for _ in range(3)] == [True] * 3
    assert work["signatures"] == 1
    assert [signed_by(key, signature, b"seen at the hill") for _ in range(3)] == [False] * 3
    assert work["signatures"] == 4


@pytest.mark.parametrize("part", [0, 1, 2], ids=["key", "signature", "text"])
def test_whoever_changes_one_bit_of_what_was_right_is_not_believed(work, part):
    author = Identity(bytes(32))
    right = [author.public_sign, author.sign(b"seen at the mill"), b"seen at the mill"]
    assert signed_by(*right)
    for at in range(len(right[part]) * 8):
        changed = bytearray(right[part])
        changed[at // 8] ^= 1 << at % 8
        assert not signed_by(*right[:part], bytes(changed), *right[part + 1 :])


def test_the_same_bytes_cut_elsewhere_are_another_signature(work):
    author = Identity(bytes(32))
    signature, key = author.sign(b"seen at the mill"), author.public_sign
    assert signed_by(key, signature, b"seen at the mill")
    whole = key + signature + b"seen at the mill"
    assert not signed_by(whole[:33], whole[33:96], whole[96:])
    assert not signed_by(whole[:32], whole[32:97], whole[97:])


def test_no_more_signatures_are_remembered_than_said(work, monkeypatch):
    monkeypatch.setattr(keys, "RIGHT_SIGNATURES_KEPT", 3)
    author = Identity(bytes(32))
    for number in range(10):
        assert signed_by(author.public_sign, author.sign(b"%d" % number), b"%d" % number)
        assert len(keys._right_signatures) <= 3
    assert all(len(name) == 32 for name in keys._right_signatures)


def test_an_entry_and_a_certificate_are_checked_once_in_a_process(work, long_case):
    ref, browser = long_case
    first, again, _asked = asked(browser, work, f"/desk/dossiers/{ref}/")
    assert first["signatures"] >= 8
    assert again["signatures"] == 0


# Keys


@pytest.mark.parametrize("page", [LIST, TODAY, QUEUE, "/desk/dossiers/{}/"], ids=["list", "today", "queue", "case"])
def test_a_page_makes_each_key_pair_once(work, long_case, page):
    """The member's own, and that of the one compartment that they hold."""
    ref, browser = long_case
    _first, again, _asked = asked(browser, work, page.format(ref))
    assert again["key pairs"] == 2


def test_a_list_opens_one_wrap_and_a_case_one_for_each_scope_beside(work, long_case):
    ref, browser = long_case
    scopes = Grant.objects.filter(dossier=ref).exclude(compartment="").count()
    _first, again, _asked = asked(browser, work, f"/desk/dossiers/{ref}/")
    assert scopes >= 3 and again["openings"] == 1 + scopes


# Questions


@pytest.mark.parametrize(
    ("page", "statements"),
    [(LIST, 21), (TODAY, 52), (QUEUE, 19), ("/desk/dossiers/{}/", 19)],
    ids=["list", "today", "queue", "case"],
)
def test_a_page_asks_the_database_so_often(work, long_case, page, statements):
    """The door included, which asks nine times. A smaller number is good news: write it down here."""
    ref, browser = long_case
    _first, _again, asked_now = asked(browser, work, page.format(ref))
    assert asked_now == statements


@pytest.mark.parametrize("number", [1, 4])
def test_today_asks_three_times_for_each_group_and_checks_no_signature_again(embedded, work, number):
    """And six times for the keys of the members of both organisations, however many groups there are."""
    browser = embedded.staff(PROTECTION)
    _first, _again, without = asked(browser, work, TODAY)
    for _group in range(number):
        a_group(embedded)
    _first, again, asked_now = asked(browser, work, TODAY)
    assert (asked_now - without, again["signatures"]) == (3 * number + 6, 0)
