"""Signing in, proving, coming back and locking beside each other: what was ended is never revived."""

from datetime import timedelta

import pytest

from safeconduct.access.desk import equipping, signing_in
from safeconduct.access.models import Session
from safeconduct.access.passkey import Answer, Site, as_asked, new_challenge
from safeconduct.cases.desk import casework as cases
from safeconduct.sealing.session_key import row_of
from safeconduct.web import boot
from tests.device import ORIGIN, SITE, Device
from tests.embedded import PROTECTION

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def quick_slots(embedded, monkeypatch):
    """The slots open as always, without the quarter of a second."""
    opened = signing_in.open_slots(
        signing_in.slots_of(signing_in.Member.objects.get(name=PROTECTION)), embedded.sign_in_of(PROTECTION).passphrase
    )
    monkeypatch.setattr(signing_in, "open_slots", lambda _slots, _typed: opened)


def signing(race, digits, answer=None):
    at = race.embedded.now
    return lambda: signing_in.sign_in(PROTECTION, "", digits, answer=answer, boot_secret=boot.secret(), at=at)


def come_back(race, cookie):
    return signing_in.come_back(cookie, boot_secret=boot.secret(), at=race.embedded.now)


def locking(race, cookie):
    presence = come_back(race, cookie)
    return lambda: signing_in.lock_all(presence)


def test_one_code_of_digits_used_twice_at_once_signs_in_once(race):
    for way in race.ways():
        race.embedded.clock.pass_by(timedelta(minutes=1))
        before, digits = len(race.embedded.events()), race.embedded.digits(PROTECTION)
        cookies = [result.value for result in way(signing(race, digits), signing(race, digits))]
        assert cookies.count(None) == 1
        assert race.embedded.events()[before:] == ["SignedIn"]


@pytest.mark.parametrize("counts", [True, False], ids=["a device that counts", "one that does not"])
def test_one_answer_of_a_passkey_used_twice_at_once_signs_in_once(race, counts):
    site, device = Site(SITE, frozenset({ORIGIN})), Device(counts=counts)
    made = Answer(site, bytes(32), device.make(as_asked(bytes(32))))
    presence = race.embedded.presence(PROTECTION)
    digits = race.embedded.digits(PROTECTION)
    equipping.add_passkey(presence, "phone", made, digits, has_proved=True, at=race.embedded.now)
    for way in race.ways():
        challenge = new_challenge()
        answer = Answer(site, challenge, device.answer(as_asked(challenge)))
        before = len(race.embedded.events())
        twice = [signing(race, "", answer) for _ in range(2)]
        assert [result.value for result in way(*twice)].count(None) == 1
        assert race.embedded.events()[before:] == ["SignedInWithPasskey"]


def test_a_sign_in_beside_a_lock_leaves_no_session_from_before(race):
    for way in race.ways():
        race.embedded.clock.pass_by(timedelta(minutes=1))
        old = race.embedded.session(PROTECTION)
        signed_in, _ = way(signing(race, race.embedded.digits(PROTECTION)), locking(race, old))
        assert come_back(race, old) is None
        rows = set(Session.objects.values_list("row", flat=True))
        assert rows <= {row_of(signed_in.value)}
        assert (come_back(race, signed_in.value) is not None) == bool(rows)
        Session.objects.all().delete()


def test_a_lock_beside_the_marking_of_a_visit_revives_nothing(race):
    for way in race.ways():
        cookie = race.embedded.session(PROTECTION)
        lock = locking(race, cookie)
        race.embedded.clock.pass_by(timedelta(minutes=2))
        way(lambda: come_back(race, cookie), lock)  # noqa: B023
        assert come_back(race, cookie) is None and not Session.objects.exists()


def test_a_lock_beside_a_proof_of_the_passphrase_revives_nothing(race):
    for way in race.ways():
        cookie = race.embedded.session(PROTECTION)
        presence = come_back(race, cookie)
        way(
            lambda: signing_in.prove_again(cookie, presence, "", boot_secret=boot.secret(), at=race.embedded.now),  # noqa: B023
            locking(race, cookie),
        )
        assert come_back(race, cookie) is None and not Session.objects.exists()


def test_a_sign_out_beside_the_marking_of_a_visit_revives_nothing(race):
    for way in race.ways():
        cookie = race.embedded.session(PROTECTION)
        race.embedded.clock.pass_by(timedelta(minutes=2))
        way(lambda: come_back(race, cookie), lambda: signing_in.sign_out(cookie))  # noqa: B023
        assert come_back(race, cookie) is None and not Session.objects.exists()


def test_a_lock_while_an_answer_is_posted_takes_it_in_whole_or_asks_to_sign_in(race):
    for way in race.ways():
        call, client = race.embedded.call(), race.embedded.staff(PROTECTION)
        before = len(race.embedded.events())
        address = f"/desk/dossiers/{call.ref}/answer/"
        posted, _ = way(
            lambda: client.post(address, {"answer-text": "One."}),  # noqa: B023
            locking(race, client.cookies["__Host-desk"].value),
        )
        is_in = "sign-in" not in posted.value.headers["Location"]
        assert race.embedded.events()[before:] == ["AnswerSent"] * is_in
        answers = [entry for entry in race.embedded.case(call.ref).entries if entry.kind == "answer"]
        assert len(answers) == is_in
        assert client.get("/desk/").status_code == 302 and not Session.objects.exists()


def test_two_locks_at_once_end_everything_and_neither_fails(race):
    for way in race.ways():
        one, other = race.embedded.session(PROTECTION), race.embedded.session(PROTECTION)
        way(locking(race, one), locking(race, other))
        assert not Session.objects.exists()


def test_a_lock_while_a_dossier_is_opened_leaves_the_opening_in_the_journal(race):
    keyring = race.embedded.keyring(PROTECTION)
    for way in race.ways():
        call, cookie = race.embedded.call(), race.embedded.session(PROTECTION)
        before = len(race.embedded.events())
        way(
            lambda: cases.open_case(call.ref, keyring, at=race.embedded.now),  # noqa: B023
            locking(race, cookie),
        )
        assert race.embedded.events()[before:] == ["DossierOpened"]
        assert not Session.objects.exists()
