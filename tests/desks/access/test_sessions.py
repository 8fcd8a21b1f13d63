"""Sessions: half of the key is in the cookie, half in this host's memory; they end by themselves, and all at once."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from safeconduct.access.desk import signing_in
from safeconduct.access.models import Member, Organisation, Session
from safeconduct.access.presence import DEFENDER_ABSOLUTE, DEFENDER_IDLE, STAFF_ABSOLUTE, STAFF_IDLE
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.passphrase import new_slots
from safeconduct.sealing.record import new_key
from safeconduct.sealing.session_key import new_boot_secret, row_of
from safeconduct.web import boot
from tests.embedded import COLLEAGUE, HARBOUR, PROTECTION

MINUTE = timedelta(minutes=1)


def come_back(embedded, cookie, *, boot_secret=None):
    return signing_in.come_back(cookie, boot_secret=boot_secret or boot.secret(), at=embedded.now)


def begin(embedded, kind):
    if kind == "staff":
        return embedded.session(PROTECTION)
    return signing_in.begin_visit({"code": "00" * 16}, boot_secret=boot.secret(), at=embedded.now)


def test_nothing_of_a_session_s_keys_is_on_the_disk(embedded):
    cookie = begin(embedded, "defender")
    stored = embedded.bytes_on_disk()
    assert row_of(cookie).encode() in stored
    assert cookie.encode() not in stored
    assert (b"00" * 16) not in stored


def test_a_session_does_not_open_under_another_boot_secret(embedded):
    cookie, before = embedded.session(PROTECTION), embedded.dump()
    assert come_back(embedded, cookie, boot_secret=new_boot_secret()) is None
    assert embedded.dump() == before
    assert come_back(embedded, cookie) is not None


@pytest.mark.slow
def test_another_process_of_the_program_cannot_open_it_and_leaves_it_alone(embedded):
    cookie = embedded.session(PROTECTION)
    asked = (
        "import django; django.setup()\n"
        "from datetime import datetime\n"
        "from safeconduct.access.desk import signing_in\n"
        "from safeconduct.web import boot\n"
        f"print(signing_in.come_back({cookie!r}, boot_secret=boot.secret(), at=datetime.fromisoformat('{embedded.now}')))"
    )
    command = [sys.executable, "-c", asked]
    other = subprocess.run(command, env=embedded.environment, capture_output=True, text=True, check=True)
    assert other.stdout.strip() == "None"
    assert come_back(embedded, cookie) is not None


def test_an_unknown_cookie_is_nobody(embedded):
    assert come_back(embedded, "0" * 64) is None


LIMITS = {"staff": (STAFF_IDLE, STAFF_ABSOLUTE), "defender": (DEFENDER_IDLE, DEFENDER_ABSOLUTE)}


@pytest.mark.parametrize(("kind", "limits"), LIMITS.items(), ids=list(LIMITS))
def test_a_session_ends_when_nothing_is_asked_for_a_while_and_its_row_is_gone(embedded, kind, limits):
    cookie = begin(embedded, kind)
    embedded.clock.pass_by(limits[0] - MINUTE)
    assert come_back(embedded, cookie)
    embedded.clock.pass_by(limits[0])
    assert come_back(embedded, cookie) is None
    assert not Session.objects.exists()


@pytest.mark.parametrize(("kind", "limits"), LIMITS.items(), ids=list(LIMITS))
def test_a_session_ends_in_the_end_however_busy_it_is(embedded, kind, limits):
    cookie, started = begin(embedded, kind), embedded.now
    while embedded.now + 10 * MINUTE < started + limits[1]:
        embedded.clock.pass_by(10 * MINUTE)
        assert come_back(embedded, cookie)
    embedded.clock.pass_by(10 * MINUTE)
    assert come_back(embedded, cookie) is None


def test_a_clock_that_went_back_revives_nothing(embedded):
    cookie = embedded.session(PROTECTION)
    embedded.clock.pass_by(timedelta(minutes=-1))
    assert come_back(embedded, cookie) is None


def test_locking_ends_every_session_of_one_member_and_nobody_else_s(embedded):
    mine, other_device, colleague = (embedded.session(name) for name in (PROTECTION, PROTECTION, COLLEAGUE))
    signing_in.lock_all(come_back(embedded, mine))
    assert come_back(embedded, mine) is None
    assert come_back(embedded, other_device) is None
    assert come_back(embedded, colleague) is not None


def test_a_session_that_is_not_there_or_does_not_open_is_not_changed(embedded):
    """end_proof and prove_again go through _change."""
    cookie = embedded.session(PROTECTION)
    before = embedded.dump()
    signing_in.end_proof("0" * 64, boot_secret=boot.secret())
    signing_in.end_proof(cookie, boot_secret=new_boot_secret())
    assert embedded.dump() == before


def test_signing_out_ends_one_session(embedded):
    mine, other_device = embedded.session(PROTECTION), embedded.session(PROTECTION)
    signing_in.sign_out(mine)
    assert come_back(embedded, mine) is None
    assert come_back(embedded, other_device) is not None


def test_the_body_of_a_session_opens_in_no_other_row(embedded):
    mara, tomas = embedded.session(PROTECTION), embedded.session(COLLEAGUE)
    stolen = Session.objects.get(row=row_of(mara)).body
    Session.objects.filter(row=row_of(tomas)).update(body=stolen)
    assert come_back(embedded, tomas) is None


@pytest.mark.as_owner
def test_a_session_under_another_tag_is_none_so_that_it_cannot_outlive_the_others(embedded):
    cookie, other = embedded.session(PROTECTION), embedded.session(COLLEAGUE)
    for tag in ("0" * 64, Session.objects.get(row=row_of(other)).owner):
        Session.objects.filter(row=row_of(cookie)).update(owner=tag)
        assert come_back(embedded, cookie) is None
    assert come_back(embedded, other) is not None


@pytest.mark.as_owner
def test_a_swapped_root_key_opens_no_keyring(embedded):
    presence = embedded.presence(PROTECTION)
    Organisation.objects.filter(slug=HARBOUR).update(root_sign=Identity(new_key()).public_sign)
    assert signing_in.keyring_of(presence) is None


def test_a_proof_of_the_passphrase_stands_for_five_minutes(embedded):
    cookie = embedded.session(PROTECTION)
    typed = embedded.sign_in_of(PROTECTION).passphrase
    given = {"boot_secret": boot.secret(), "at": embedded.now}
    assert not signing_in.prove_again(cookie, come_back(embedded, cookie), "not these words", **given)
    assert not come_back(embedded, cookie).has_proved_at(embedded.now)
    assert signing_in.prove_again(cookie, come_back(embedded, cookie), typed, **given)
    assert come_back(embedded, cookie).has_proved_at(embedded.now)
    embedded.clock.pass_by(timedelta(minutes=5))
    assert not come_back(embedded, cookie).has_proved_at(embedded.now)


def test_typing_the_passphrase_again_is_in_the_journal_whether_it_was_right_or_wrong(embedded):
    cookie, mara = embedded.session(PROTECTION), embedded.keyring(PROTECTION)
    for typed in ("not these words", embedded.sign_in_of(PROTECTION).passphrase):
        presence = come_back(embedded, cookie)
        signing_in.prove_again(cookie, presence, typed, boot_secret=boot.secret(), at=embedded.now)
    said = [(line["event"], line["object"], line["member"], line["post"]) for line in embedded.journal()]
    assert said == [(event, mara.member, mara.member, mara.post) for event in ("ProofFailed", "ProvedAgain")]


def test_a_proof_that_cannot_be_journalled_does_not_stand(embedded, monkeypatch):
    cookie = embedded.session(PROTECTION)
    monkeypatch.setattr(signing_in, "journal", fails)
    with pytest.raises(OSError):
        typed = embedded.sign_in_of(PROTECTION).passphrase
        signing_in.prove_again(cookie, come_back(embedded, cookie), typed, boot_secret=boot.secret(), at=embedded.now)
    assert not come_back(embedded, cookie).has_proved_at(embedded.now)


def fails(*_given, **_named):
    raise OSError("the disk is full")


@pytest.mark.as_owner
def test_the_passphrase_of_a_member_who_left_proves_nothing(embedded):
    cookie = embedded.session(PROTECTION)
    typed, presence = embedded.sign_in_of(PROTECTION).passphrase, come_back(embedded, cookie)
    Member.objects.filter(name=PROTECTION).update(ended_on=date(2026, 3, 3))
    assert not signing_in.prove_again(cookie, presence, typed, boot_secret=boot.secret(), at=embedded.now)


@pytest.mark.as_owner
def test_words_that_somebody_put_into_the_row_prove_nothing(embedded):
    """They open a secret of somebody's own choice, not that of the session."""
    cookie, presence = embedded.session(PROTECTION), embedded.presence(PROTECTION)
    slots, _ = new_slots(presence.who, "my own words", bytes(64))
    row = Member.objects.get(name=PROTECTION)
    row.salt, row.first_verifier, row.first_secret = slots.salt, slots.first.verifier, slots.first.sealed_secret
    row.save()
    assert not signing_in.prove_again(cookie, presence, "my own words", boot_secret=boot.secret(), at=embedded.now)
    assert embedded.events() == ["ProofFailed"]


def test_a_colleague_s_passphrase_proves_nothing(embedded):
    cookie = embedded.session(PROTECTION)
    typed = embedded.sign_in_of(COLLEAGUE).passphrase
    presence = come_back(embedded, cookie)
    assert not signing_in.prove_again(cookie, presence, typed, boot_secret=boot.secret(), at=embedded.now)
