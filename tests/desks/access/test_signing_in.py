"""Signing in: one answer for every wrong try, and a code that is good once."""

from datetime import date, timedelta

import pytest

from safeconduct.access.desk import signing_in
from safeconduct.access.models import Member
from safeconduct.web import boot
from tests.embedded import COLLEAGUE, PROTECTION, rows_changed

NOBODY = "nobody-here"


def sign_in(embedded, name=PROTECTION, *, passphrase=None, digits=None, boot_secret=None):
    return signing_in.sign_in(
        name,
        embedded.sign_in_of(PROTECTION).passphrase if passphrase is None else passphrase,
        embedded.digits(PROTECTION) if digits is None else digits,
        boot_secret=boot_secret or boot.secret(),
        at=embedded.now,
    )


WRONG = {
    "unknown name": {"name": NOBODY},
    "empty name": {"name": ""},
    "a colleague's name": {"name": COLLEAGUE},
    "wrong passphrase": {"passphrase": "seven words that nobody has ever been given"},
    "empty passphrase": {"passphrase": ""},
    "wrong digits": {"digits": "000000"},
    "empty digits": {"digits": ""},
    "digits of last quarter of an hour": {"digits": "old"},
}


def test_a_cookie_that_nobody_was_given_brings_nobody_back(embedded):
    assert signing_in.come_back("0" * 64, boot_secret=boot.secret(), at=embedded.now) is None


def test_the_right_name_passphrase_and_digits_open_a_session(embedded):
    before = embedded.dump()
    cookie = sign_in(embedded)
    presence = signing_in.come_back(cookie, boot_secret=boot.secret(), at=embedded.now)
    assert (presence.kind, presence.who) == ("staff", Member.objects.get(name=PROTECTION).ref)
    assert signing_in.keyring_of(presence).member_name == PROTECTION
    assert rows_changed(before, embedded.dump()) == {
        "access_session": 1,
        "access_journalline": 1,
        "access_member": 0,  # the step of the digits, sealed
    }
    assert embedded.events() == ["SignedIn"]


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_anything_wrong_is_the_same_no_and_changes_nothing(embedded, wrong):
    before = embedded.dump()
    if wrong.get("digits") == "old":
        wrong = {"digits": embedded.digits(PROTECTION)}
        embedded.clock.pass_by(timedelta(minutes=15))
    assert sign_in(embedded, **wrong) is None
    assert embedded.dump() == before


@pytest.mark.parametrize("typed", ["MARA", "  mara ", "Mara"])
def test_a_name_is_typed_as_people_type_it(embedded, typed):
    assert sign_in(embedded, typed)


def test_capitals_and_more_blanks_in_a_passphrase_do_not_matter(embedded):
    typed = embedded.sign_in_of(PROTECTION).passphrase.title().replace(" ", "   ")
    assert sign_in(embedded, passphrase=typed)


def test_the_same_digits_are_refused_the_second_time(embedded):
    digits = embedded.digits(PROTECTION)
    assert sign_in(embedded, digits=digits)
    before = embedded.dump()
    assert sign_in(embedded, digits=digits) is None
    assert embedded.dump() == before
    embedded.clock.pass_by(timedelta(seconds=30))
    assert sign_in(embedded)


def test_digits_before_those_that_were_used_are_refused_too(embedded):
    early = embedded.digits(PROTECTION)
    embedded.clock.pass_by(timedelta(seconds=30))
    assert sign_in(embedded)
    assert sign_in(embedded, digits=early) is None


@pytest.mark.as_owner
def test_a_member_who_left_cannot_sign_in_and_their_open_session_holds_no_keys(embedded):
    presence = embedded.presence(PROTECTION)
    Member.objects.filter(name=PROTECTION).update(ended_on=date(2026, 3, 3))
    assert sign_in(embedded) is None
    assert signing_in.keyring_of(presence) is None


@pytest.mark.as_owner
def test_the_slots_of_one_member_do_not_open_in_the_row_of_another(embedded):
    mara, tomas = Member.objects.get(name=PROTECTION), Member.objects.get(name=COLLEAGUE)
    columns = ["salt"] + [f"{slot}_{part}" for slot in ("first", "second") for part in ("verifier", "secret", "totp")]
    Member.objects.filter(ref=tomas.ref).update(**{column: getattr(mara, column) for column in columns})
    assert sign_in(embedded, COLLEAGUE) is None
