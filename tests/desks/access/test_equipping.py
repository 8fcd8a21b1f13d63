"""A passkey stands for the digits beside the passphrase: added, used, copied, moved, taken away."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.access.desk import changing, equipping, signing_in
from safeconduct.access.factors import Factors, seal_factors
from safeconduct.access.models import Member
from safeconduct.access.noise import PASSKEYS_BYTES, no_passkeys
from safeconduct.access.passkey import (
    ANSWERED_WITHIN,
    LONGEST_CREDENTIAL,
    LONGEST_NAME,
    MOST,
    Answer,
    Passkey,
    Passkeys,
    after_answer,
    as_asked,
    made,
    new_challenge,
    opened_passkeys,
    seal_passkeys,
    site_of,
)
from safeconduct.access.totp import STEP, code_at, new_totp_secret
from safeconduct.sealing.code import new_code
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web import boot
from tests import organising
from tests.builders import MORNING
from tests.device import PRESENT, Device
from tests.embedded import COLLEAGUE, PROTECTION, rows_changed

HERE = site_of("localhost")


def answer(device, challenge=None, *, site=HERE, verb="answer", **said):
    challenge = challenge or new_challenge()
    return Answer(site, challenge, getattr(device, verb)(as_asked(challenge), **said))


def add(embedded, device, name=PROTECTION, *, called="phone", **said):
    presence = embedded.presence(name)
    made = answer(device, verb="make", **said)
    equipping.add_passkey(presence, called, made, next_digits(embedded, name), has_proved=True, at=embedded.now)


def next_digits(embedded, name=PROTECTION):
    embedded.clock.pass_by(STEP)
    return embedded.digits(name)


def signs_in(embedded, given, name=PROTECTION, words=None, digits=""):
    words = embedded.sign_in_of(name).passphrase if words is None else words
    return signing_in.sign_in(name, words, digits, answer=given, boot_secret=boot.secret(), at=embedded.now)


def names(embedded, name=PROTECTION):
    return [one.name for one in equipping.passkeys_of(embedded.presence(name))]


def test_a_passkey_signs_in_beside_the_passphrase_and_the_digits_still_do(embedded):
    device = Device()
    add(embedded, device)
    cookie = signs_in(embedded, answer(device))
    presence = signing_in.come_back(cookie, boot_secret=boot.secret(), at=embedded.now)
    assert signing_in.keyring_of(presence).compartments
    assert signs_in(embedded, None, digits=next_digits(embedded))
    assert signs_in(embedded, answer(device))
    assert embedded.events() == ["PasskeyAdded", "SignedInWithPasskey", "SignedIn", "SignedInWithPasskey"]


def test_a_device_that_counts_nothing_signs_in_again_and_again(embedded):
    device = Device(counts=False)
    add(embedded, device)
    assert all(signs_in(embedded, answer(device)) for _ in range(3))


WRONG = {
    "without the passphrase": lambda embedded, device: (answer(device), {"words": ""}),
    "a wrong passphrase": lambda embedded, device: (answer(device), {"words": "other words"}),
    "another name": lambda embedded, device: (answer(device), {"name": COLLEAGUE}),
    "another device": lambda embedded, device: (answer(Device()), {}),
    "another's key under this name": lambda embedded, device: (answer(Device(credential=device.credential)), {}),
    "another challenge": lambda embedded, device: (replace(answer(device), challenge=new_challenge()), {}),
    "another origin": lambda embedded, device: (answer(device, origin="https://localhost.elsewhere.example"), {}),
    "another port": lambda embedded, device: (answer(device, origin="http://localhost:81"), {}),
    "another site": lambda embedded, device: (answer(replace(device, site="elsewhere.example")), {}),
    "nobody before the device": lambda embedded, device: (answer(replace(device, flags=0)), {}),
    "nobody whom the device knows": lambda embedded, device: (answer(replace(device, flags=PRESENT)), {}),
    "what was made and not answered": lambda embedded, device: (answer(device, verb="make"), {}),
    "a count that stands still": lambda embedded, device: (answer(replace(device, count=6)), {}),
    "a count that goes back": lambda embedded, device: (answer(replace(device, count=2)), {}),
    "a count that is gone": lambda embedded, device: (answer(replace(device, count=0, counts=False)), {}),
    "nothing": lambda embedded, device: (Answer(HERE, new_challenge(), "{}"), {}),
    "digits beside a wrong answer": lambda embedded, device: (
        answer(Device()),
        {"digits": embedded.digits(PROTECTION)},
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_what_does_not_fit_signs_nobody_in_and_writes_nothing(embedded, wrong):
    device = Device(count=6)
    add(embedded, device)
    assert signs_in(embedded, answer(device))
    before = embedded.dump()
    given, how = wrong(embedded, device)
    assert signs_in(embedded, given, **how) is None
    assert embedded.dump() == before


@pytest.mark.parametrize("counts", [True, False], ids=["a device that counts", "one that does not"])
def test_an_answer_is_good_once(embedded, counts):
    device = Device(counts=counts)
    add(embedded, device)
    given = answer(device)
    assert signs_in(embedded, given)
    before = embedded.dump()
    assert signs_in(embedded, given) is None
    assert embedded.dump() == before


def test_a_challenge_that_was_answered_is_known_for_as_long_as_it_could_be_answered(embedded):
    device, challenge = Device(counts=False), new_challenge()
    add(embedded, device)
    assert signs_in(embedded, answer(device, challenge))
    embedded.clock.pass_by(ANSWERED_WITHIN - timedelta(seconds=1))
    assert signs_in(embedded, answer(device))
    assert signs_in(embedded, answer(device, challenge)) is None


def test_one_s_passkey_does_not_sign_in_somebody_else_even_when_its_row_is_moved(embedded):
    device = Device()
    add(embedded, device)
    row = Member.objects.get(name=PROTECTION)
    Member.objects.filter(name=COLLEAGUE).update(first_passkeys=row.first_passkeys)
    assert signs_in(embedded, answer(device), COLLEAGUE) is None


# Adding and removing


def test_adding_changes_one_column_and_the_journal(embedded):
    before = embedded.dump()
    add(embedded, Device())
    assert rows_changed(before, embedded.dump()).keys() == {"access_member", "access_journalline"}
    assert names(embedded) == ["phone"]


NOT_ADDED = {
    "another challenge": lambda device: replace(answer(device, verb="make"), challenge=new_challenge()),
    "another origin": lambda device: answer(device, verb="make", origin="https://elsewhere.example"),
    "another site": lambda device: answer(replace(device, site="elsewhere.example"), verb="make"),
    "nobody whom the device knows": lambda device: answer(replace(device, flags=PRESENT), verb="make"),
    "what was answered and not made": lambda device: answer(device),
    "nothing": lambda device: Answer(HERE, new_challenge(), "null"),
}


@pytest.mark.parametrize("wrong", NOT_ADDED.values(), ids=list(NOT_ADDED))
def test_what_does_not_fit_is_not_added(embedded, wrong):
    before, digits = embedded.dump(), next_digits(embedded)
    presence = embedded.presence(PROTECTION)
    with pytest.raises(Refused, match="does not fit"):
        equipping.add_passkey(presence, "x", wrong(Device()), digits, has_proved=True, at=embedded.now)
    assert embedded.dump() == before


def test_there_are_a_few_at_most_each_once_with_a_name_and_after_the_passphrase(embedded):
    device, presence = Device(), embedded.presence(PROTECTION)
    add(embedded, device)
    for said, called, made_by, proved in (
        ("did not match", "phone", Device(), False),
        ("there already", "phone", device, True),
        ("no name yet", "  ", Device(), True),
        ("too long", "x" * (LONGEST_NAME + 1), Device(), True),
        ("longer than can be kept", "x", Device(credential=bytes(LONGEST_CREDENTIAL + 1)), True),
    ):
        before, digits, new = embedded.dump(), next_digits(embedded), answer(made_by, verb="make")
        with pytest.raises(Refused, match=said):
            equipping.add_passkey(presence, called, new, digits, has_proved=proved, at=embedded.now)
        assert embedded.dump() == before
    for number in range(MOST - 1):
        add(embedded, Device(), called=f"key {number}")
    with pytest.raises(Refused, match=f"{MOST} passkeys already"):
        add(embedded, Device())


@pytest.mark.parametrize("typed", ["", "------", "used"])
def test_none_is_added_without_fresh_digits(embedded, typed):
    """An unattended session and an overheard passphrase do not get a way in of their own."""
    digits, presence = next_digits(embedded), embedded.presence(PROTECTION)
    if typed == "used":
        assert signs_in(embedded, None, digits=digits)
    before, new = embedded.dump(), answer(Device(), verb="make")
    with pytest.raises(Refused, match="digits do not fit"):
        given = digits if typed == "used" else typed
        equipping.add_passkey(presence, "x", new, given, has_proved=True, at=embedded.now)
    assert rows_changed(before, embedded.dump()) == {"access_journalline": 1}
    assert embedded.events()[-1] == "ProofFailed"


def test_a_removed_passkey_signs_in_no_more_and_the_other_sessions_end(embedded):
    device, left = Device(), Device()
    add(embedded, device)
    add(embedded, left, called="key")
    here, there = embedded.session(PROTECTION), embedded.session(PROTECTION)
    ref = equipping.passkeys_of(embedded.presence(PROTECTION))[0].ref
    presence = signing_in.come_back(here, boot_secret=boot.secret(), at=embedded.now)
    with pytest.raises(Refused, match="did not match"):
        equipping.remove_passkey(here, presence, ref, has_proved=False, at=embedded.now)
    equipping.remove_passkey(here, presence, ref, has_proved=True, at=embedded.now)
    assert names(embedded) == ["key"]
    assert signs_in(embedded, answer(device)) is None
    assert signs_in(embedded, answer(left))
    sessions = [signing_in.come_back(one, boot_secret=boot.secret(), at=embedded.now) for one in (here, there)]
    assert [bool(one) for one in sessions] == [True, False]
    with pytest.raises(NotFound):
        equipping.remove_passkey(here, presence, ref, has_proved=True, at=embedded.now)
    assert "PasskeyRemoved" in embedded.events()


def test_leaving_ends_it(embedded):
    device, presence = Device(), embedded.presence(PROTECTION)
    add(embedded, device)
    secret = embedded.keyring(PROTECTION).identity.secret
    organising.leave(embedded, PROTECTION)
    row = Member.objects.get(name=PROTECTION)
    assert signs_in(embedded, answer(device)) is None
    assert opened_passkeys(secret, row.ref, bytes(row.first_passkeys)) is None
    assert equipping.passkeys_of(presence) == ()
    with pytest.raises(NotFound):
        equipping.add_passkey(presence, "x", answer(Device(), verb="make"), "1", has_proved=True, at=embedded.now)


def test_a_new_passphrase_keeps_passkeys_and_a_lost_authenticator_takes_them_along(embedded):
    """They may be on the phone that is gone."""
    device, code, secret = Device(), new_code(), new_totp_secret()
    add(embedded, device)
    words = embedded.sign_in_of(PROTECTION).passphrase
    cookie = embedded.session(PROTECTION)
    presence = signing_in.come_back(cookie, boot_secret=boot.secret(), at=embedded.now)
    changing.change_passphrase(cookie, presence, words, next_digits(embedded), "new words", at=embedded.now)
    assert signs_in(embedded, answer(device), words="new words")
    changing.make_paper_code(presence, code, next_digits(embedded), has_proved=True, at=embedded.now)
    fresh = code_at(secret, at=embedded.now)
    assert changing.recover_authenticator(PROTECTION, "new words", code, secret, fresh, at=embedded.now)
    assert signs_in(embedded, answer(device), words="new words") is None
    assert names(embedded) == []


# What the database tells


def test_the_database_does_not_tell_who_has_passkeys_nor_who_used_one(embedded):
    device = Device()
    before = Member.objects.get(name=PROTECTION)
    add(embedded, device, called="ж" * LONGEST_NAME)
    for _ in range(MOST - 1):
        add(embedded, Device(credential=bytes([_]) * LONGEST_CREDENTIAL), called="ж" * LONGEST_NAME)
    for _ in range(20):
        assert signs_in(embedded, answer(device))
    with_keys = Member.objects.get(name=PROTECTION)
    assert signs_in(embedded, None, digits=next_digits(embedded))
    by_digits = Member.objects.get(name=PROTECTION)
    for row in (*Member.objects.all(), before, with_keys, by_digits):
        assert {len(row.first_passkeys), len(row.second_passkeys)} == {PASSKEYS_BYTES}
    changed = [
        {name for name in vars(one) if not name.startswith("_") and getattr(one, name) != getattr(other, name)}
        for one, other in ((Member.objects.get(name=PROTECTION), with_keys), (with_keys, before))
    ]
    assert changed[0] == changed[1] == {"first_totp", "factors", "first_passkeys"}


@pytest.mark.as_owner
def test_a_member_of_before_can_add_passkeys_after_the_next_sign_in(embedded):
    Member.objects.filter(name=PROTECTION).update(first_passkeys=no_passkeys())
    with pytest.raises(Refused, match="sign in once more"):
        add(embedded, Device())
    assert signs_in(embedded, None, digits=next_digits(embedded))
    add(embedded, Device())


@pytest.mark.as_owner
def test_a_second_slot_has_passkeys_of_its_own(embedded):
    """Whoever signs in by the second slot sees none of the first one's, and what they add stays there."""
    own, member = bytes(32), Member.objects.get(name=PROTECTION)
    add(embedded, Device(), called="of the first")
    totp_secret = embedded.sign_in_of(PROTECTION).totp_secret
    Member.objects.filter(name=PROTECTION).update(
        second_passkeys=seal_passkeys(own, member.ref, Passkeys()),
        factors=seal_factors(own, member.ref, Factors(totp_secret)),
    )
    presence = replace(embedded.presence(PROTECTION), secrets={"member": own.hex(), "root": bytes(32).hex()})
    assert equipping.passkeys_of(presence) == ()
    made = answer(Device(), verb="make")
    equipping.add_passkey(presence, "of the second", made, next_digits(embedded), has_proved=True, at=embedded.now)
    assert [one.name for one in equipping.passkeys_of(presence)] == ["of the second"]
    assert names(embedded) == ["of the first"]


# What a browser may send


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.binary(max_size=40).map(lambda one: one.hex()),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rawId", "type", "response", "clientDataJSON", "authenticatorData", "signature"])
            | st.text(max_size=4),
            inside,
            max_size=7,
        )
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_sent_is_an_answer_that_does_not_count(sent):
    given_answer = Answer(HERE, bytes(32), json.dumps(sent))
    known = Passkeys((Passkey(b"", b"\xa0", 0, "x", "localhost", "2026-03-04"),))
    for passkeys in (Passkeys(), known):
        assert after_answer(passkeys, given_answer, at=MORNING) is None
    with pytest.raises(Refused):
        made(given_answer, "x", Passkeys(), at=MORNING)


@pytest.mark.parametrize("place", ["id", "rawId", "response"])
def test_a_number_is_not_made_into_as_many_bytes(place):
    """A sign-in of anybody could else take all memory of the machine."""
    sent = json.loads(answer(Device(), verb="make").response)
    many = 10**18  # more than any machine has, so that trying fails at once
    sent = {**sent, place: many} if place != "response" else {**sent, place: dict.fromkeys(sent[place], many)}
    given_answer = Answer(HERE, bytes(32), json.dumps(sent))
    assert after_answer(Passkeys(), given_answer, at=MORNING) is None
    with pytest.raises(Refused):
        made(given_answer, "x", Passkeys(), at=MORNING)


@pytest.mark.parametrize(
    ("host", "name", "origins"),
    [
        ("desk.example", "desk.example", {"https://desk.example"}),
        ("desk.example:8443", "desk.example", {"https://desk.example:8443"}),
        ("localhost:8123", "localhost", {"https://localhost:8123", "http://localhost:8123"}),
    ],
)
def test_a_site_is_a_name_and_its_origin(host, name, origins):
    assert (site_of(host).name, site_of(host).origins) == (name, origins)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "10.0.0.7"])
def test_an_address_of_numbers_has_no_passkeys(host):
    assert site_of(host) is None
