"""A member changes what they sign in with; two of passphrase, authenticator and paper code replace the third."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.access.desk import changing, signing_in
from safeconduct.access.factors import TRIES_AT_MOST, opened_factors
from safeconduct.access.models import Member
from safeconduct.access.totp import code_at, new_totp_secret
from safeconduct.sealing.code import new_code, written
from safeconduct.sealing.paper import open_with_paper
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, seal
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import boot
from tests import organising
from tests.embedded import COLLEAGUE, PROTECTION, rows_changed

NEW = "river lamp orchard seven plain kettle north"
HALF_MINUTE = timedelta(seconds=30)


def passphrase(embedded, name=PROTECTION):
    return embedded.sign_in_of(name).passphrase


def come_back(embedded, cookie):
    return signing_in.come_back(cookie, boot_secret=boot.secret(), at=embedded.now)


def here(embedded, name=PROTECTION):
    cookie = embedded.session(name)
    return cookie, come_back(embedded, cookie)


def signs_in(embedded, words, digits, name=PROTECTION):
    return signing_in.sign_in(name, words, digits, boot_secret=boot.secret(), at=embedded.now)


def next_digits(embedded, name=PROTECTION):
    embedded.clock.pass_by(HALF_MINUTE)
    return embedded.digits(name)


def with_paper(embedded, name=PROTECTION):
    code = new_code()
    changing.make_paper_code(
        embedded.presence(name), code, next_digits(embedded, name), has_proved=True, at=embedded.now
    )
    return code


def other_digits(digits):
    return "000000" if digits != "000000" else "111111"


# The passphrase


def test_a_new_passphrase_opens_the_same_secret_and_the_old_one_nothing(embedded):
    call, before = embedded.call(), embedded.keyring(PROTECTION).identity
    cookie, presence = here(embedded)
    changing.change_passphrase(
        cookie, presence, passphrase(embedded), embedded.digits(PROTECTION), NEW, at=embedded.now
    )
    digits = next_digits(embedded)
    assert signs_in(embedded, passphrase(embedded), digits) is None
    cookie = signs_in(embedded, NEW, digits)
    keyring = signing_in.keyring_of(come_back(embedded, cookie))
    assert keyring.identity == before
    assert embedded.case(call.ref).story["happened"]


def test_both_slots_and_the_salt_are_new_and_no_data_is_sealed_again(embedded):
    embedded.call()
    cookie, presence = here(embedded)
    before, row = embedded.dump(), Member.objects.get(name=PROTECTION)
    changing.change_passphrase(
        cookie, presence, passphrase(embedded), embedded.digits(PROTECTION), NEW, at=embedded.now
    )
    now = Member.objects.get(name=PROTECTION)
    for column in (
        "salt",
        *(f"{slot}_{part}" for slot in ("first", "second") for part in ("verifier", "secret", "totp")),
    ):
        assert bytes(getattr(now, column)) != bytes(getattr(row, column)), column
    assert set(rows_changed(before, embedded.dump())) == {"access_member", "access_journalline"}
    assert embedded.events() == ["PassphraseChanged"]


def test_all_other_sessions_of_the_member_end_and_nobody_elses(embedded):
    other_device, colleague = embedded.session(PROTECTION), embedded.session(COLLEAGUE)
    cookie, presence = here(embedded)
    changing.change_passphrase(
        cookie, presence, passphrase(embedded), embedded.digits(PROTECTION), NEW, at=embedded.now
    )
    assert [bool(come_back(embedded, one)) for one in (cookie, other_device, colleague)] == [True, False, True]


@pytest.mark.parametrize("wrong", ["passphrase", "digits", "used digits", "a colleague's"])
def test_without_the_old_passphrase_and_fresh_digits_nothing_changes(embedded, wrong):
    cookie, presence = here(embedded)
    old, digits = passphrase(embedded), embedded.digits(PROTECTION)
    if wrong == "used digits":
        assert signs_in(embedded, old, digits)
    old = {"passphrase": f"{old} more", "a colleague's": passphrase(embedded, COLLEAGUE)}.get(wrong, old)
    digits = other_digits(digits) if wrong == "digits" else digits
    before, lines = embedded.dump(), embedded.events()
    with pytest.raises(Refused, match="do not fit"):
        changing.change_passphrase(cookie, presence, old, digits, NEW, at=embedded.now)
    assert rows_changed(before, embedded.dump()) == {"access_journalline": 1}
    assert embedded.events() == [*lines, "ProofFailed"]


@pytest.mark.parametrize("wrong", ["slot", "secret"])
def test_a_second_passphrase_never_overwrites_the_first_ones_secret(embedded, monkeypatch, wrong):
    cookie, presence = here(embedded)
    opened = changing.open_slots(signing_in.slots_of(Member.objects.get(name=PROTECTION)), passphrase(embedded))
    other = {"slot": {"slot": "second"}, "secret": {"secret": bytes(64)}}[wrong]
    monkeypatch.setattr(changing, "open_slots", lambda *_: replace(opened, **other))
    before = embedded.dump()
    with pytest.raises(Refused):
        changing.change_passphrase(cookie, presence, "x", embedded.digits(PROTECTION), NEW, at=embedded.now)
    assert rows_changed(before, embedded.dump()) == {"access_journalline": 1}
    with pytest.raises(Refused):  # before any digits are looked at
        changing._opened_first(presence, "x")


# The authenticator


def test_a_new_authenticator_counts_at_once_and_the_old_one_no_more(embedded):
    cookie, presence = here(embedded)
    secret = new_totp_secret()
    changing.change_authenticator(
        cookie,
        presence,
        passphrase(embedded),
        embedded.digits(PROTECTION),
        secret,
        code_at(secret, at=embedded.now),
        at=embedded.now,
    )
    assert embedded.events() == ["AuthenticatorChanged"]
    assert signs_in(embedded, passphrase(embedded), next_digits(embedded)) is None
    assert signs_in(embedded, passphrase(embedded), code_at(secret, at=embedded.now))


def test_a_new_authenticator_ends_all_other_sessions(embedded):
    other_device = embedded.session(PROTECTION)
    cookie, presence = here(embedded)
    secret, words, digits = new_totp_secret(), passphrase(embedded), embedded.digits(PROTECTION)
    fresh = code_at(secret, at=embedded.now)
    changing.change_authenticator(cookie, presence, words, digits, secret, fresh, at=embedded.now)
    assert [bool(come_back(embedded, one)) for one in (cookie, other_device)] == [True, False]


@pytest.mark.parametrize("wrong", ["passphrase", "old digits", "new digits"])
def test_a_new_authenticator_needs_all_three(embedded, wrong):
    cookie, presence = here(embedded)
    secret, old, digits = new_totp_secret(), passphrase(embedded), embedded.digits(PROTECTION)
    fresh = code_at(secret, at=embedded.now)
    before = embedded.dump()
    with pytest.raises(Refused):
        changing.change_authenticator(
            cookie,
            presence,
            f"{old} more" if wrong == "passphrase" else old,
            other_digits(digits) if wrong == "old digits" else digits,
            secret,
            other_digits(fresh) if wrong == "new digits" else fresh,
            at=embedded.now,
        )
    lines = {} if wrong == "new digits" else {"access_journalline": 1}
    assert rows_changed(before, embedded.dump()) == lines


# The paper code


def test_paper_code_and_digits_set_a_new_passphrase_once(embedded):
    call, code = embedded.call(), with_paper(embedded)
    device = embedded.session(PROTECTION)
    assert changing.recover_passphrase(PROTECTION, code, next_digits(embedded), NEW, at=embedded.now)
    assert come_back(embedded, device) is None
    assert embedded.events() == ["PaperCodeMade", "PassphraseRecovered"]
    cookie = signs_in(embedded, NEW, next_digits(embedded))
    assert signing_in.keyring_of(come_back(embedded, cookie)).compartments
    assert embedded.case(call.ref).story["happened"]
    assert changing.paper_day(come_back(embedded, cookie)) == ""
    before = embedded.dump()
    assert not changing.recover_passphrase(PROTECTION, code, next_digits(embedded), "other words", at=embedded.now)
    assert embedded.dump() == before


def test_passphrase_and_paper_code_set_a_new_authenticator_once(embedded):
    code, secret = with_paper(embedded), new_totp_secret()
    recover = [PROTECTION, passphrase(embedded), code, secret, code_at(secret, at=embedded.now)]
    assert changing.recover_authenticator(*recover, at=embedded.now)
    assert embedded.events() == ["PaperCodeMade", "AuthenticatorRecovered"]
    embedded.clock.pass_by(HALF_MINUTE)
    assert signs_in(embedded, passphrase(embedded), embedded.digits(PROTECTION)) is None
    assert signs_in(embedded, passphrase(embedded), code_at(secret, at=embedded.now))
    recover[-1] = code_at(secret, at=embedded.now)
    assert not changing.recover_authenticator(*recover, at=embedded.now)


def test_a_new_paper_code_closes_the_old_one_and_revoking_closes_both(embedded):
    old = with_paper(embedded)
    new = with_paper(embedded)
    assert changing.paper_day(embedded.presence(PROTECTION)) == "2026-03-04"
    assert not changing.recover_passphrase(PROTECTION, old, next_digits(embedded), NEW, at=embedded.now)
    changing.revoke_paper_code(embedded.presence(PROTECTION), has_proved=True, at=embedded.now)
    assert changing.paper_day(embedded.presence(PROTECTION)) == ""
    assert not changing.recover_passphrase(PROTECTION, new, next_digits(embedded), NEW, at=embedded.now)
    assert embedded.events() == ["PaperCodeMade", "PaperCodeMade", "PaperCodeRevoked"]


def test_digits_that_signed_somebody_in_do_not_count_with_the_paper_code_and_the_other_way_round(embedded):
    code = with_paper(embedded)
    digits = next_digits(embedded)
    assert signs_in(embedded, passphrase(embedded), digits)
    assert not changing.recover_passphrase(PROTECTION, code, digits, NEW, at=embedded.now)
    digits = next_digits(embedded)
    assert changing.recover_passphrase(PROTECTION, code, digits, NEW, at=embedded.now)
    assert signs_in(embedded, NEW, digits) is None


@pytest.mark.as_owner
@pytest.mark.parametrize("wrong", ["another code", "name", "another's row", "left"])
def test_one_of_the_three_alone_changes_nothing(embedded, wrong):
    code, digits = with_paper(embedded), next_digits(embedded)
    name = {"name": "nobody-here", "another's row": COLLEAGUE}.get(wrong, PROTECTION)
    if wrong == "another's row":
        stolen = Member.objects.get(name=PROTECTION)
        Member.objects.filter(name=COLLEAGUE).update(paper_secret=stolen.paper_secret, factors=stolen.factors)
    if wrong == "left":
        Member.objects.filter(name=PROTECTION).update(ended_on=embedded.now.date())
    code = new_code() if wrong == "another code" else code
    before = embedded.dump()
    assert not changing.recover_passphrase(name, code, digits, NEW, at=embedded.now)
    assert embedded.dump() == before


@pytest.mark.parametrize("wrong", ["another code", "passphrase", "name", "new digits"])
def test_nor_does_the_other_pair_when_one_is_wrong(embedded, wrong):
    code, secret = with_paper(embedded), new_totp_secret()
    digits, words = code_at(secret, at=embedded.now), passphrase(embedded)
    before = embedded.dump()
    assert not changing.recover_authenticator(
        "nobody-here" if wrong == "name" else PROTECTION,
        f"{words} more" if wrong == "passphrase" else words,
        new_code() if wrong == "another code" else code,
        secret,
        other_digits(digits) if wrong == "new digits" else digits,
        at=embedded.now,
    )
    assert embedded.dump() == before


@pytest.mark.parametrize("typed", ["000000", "", "------"])
def test_wrong_digits_with_a_found_paper_code_are_counted_and_written_down_by_the_next_who_gets_in(embedded, typed):
    code, words = with_paper(embedded), passphrase(embedded)
    tried_at = embedded.now
    for _ in range(2):
        before = embedded.dump()
        assert not changing.recover_passphrase(PROTECTION, code, typed, NEW, at=embedded.now)
        assert rows_changed(before, embedded.dump()) == {"access_member": 0}
    digits = next_digits(embedded)
    assert signs_in(embedded, words, digits)
    assert embedded.events() == ["PaperCodeMade", "PaperCodeTried", "PaperCodeTried", "SignedIn"]
    assert embedded.journal()[1]["note"] == tried_at.isoformat(timespec="minutes")
    assert signs_in(embedded, words, next_digits(embedded))
    assert embedded.events().count("PaperCodeTried") == 2, "each is told once"
    assert not changing.recover_passphrase(PROTECTION, code, typed, NEW, at=embedded.now)
    assert changing.recover_passphrase(PROTECTION, code, next_digits(embedded), NEW, at=embedded.now)
    assert embedded.events()[-2:] == ["PaperCodeTried", "PassphraseRecovered"]


def test_the_fifth_wrong_digits_use_the_paper_code_up(embedded):
    code, secret = with_paper(embedded), new_totp_secret()
    own_secret = embedded.keyring(PROTECTION).identity.secret
    for left in range(TRIES_AT_MOST - 1, -1, -1):
        assert bool(changing.paper_day(embedded.presence(PROTECTION))), left
        assert not changing.recover_passphrase(PROTECTION, code, "------", NEW, at=embedded.now)
    assert changing.paper_day(embedded.presence(PROTECTION)) == ""
    before = Member.objects.get(name=PROTECTION)
    with pytest.raises(Unopened):
        open_with_paper(code, before.ref, bytes(before.paper_secret))
    assert not changing.recover_passphrase(PROTECTION, code, next_digits(embedded), NEW, at=embedded.now)
    fresh = code_at(secret, at=embedded.now)
    words = passphrase(embedded)
    assert not changing.recover_authenticator(PROTECTION, words, code, secret, fresh, at=embedded.now)
    assert len(opened_factors(own_secret, before.ref, bytes(before.factors)).untold()) == TRIES_AT_MOST
    with_paper(embedded)
    assert embedded.events() == ["PaperCodeMade", *["PaperCodeTried"] * TRIES_AT_MOST, "PaperCodeMade"]


@pytest.mark.parametrize("end", ["revoked", "replaced", "used"])
def test_an_older_paper_code_does_not_come_back_with_its_column(embedded, end):
    code, secret, words = with_paper(embedded), new_totp_secret(), passphrase(embedded)
    old = Member.objects.get(name=PROTECTION).paper_secret
    if end == "revoked":
        changing.revoke_paper_code(embedded.presence(PROTECTION), has_proved=True, at=embedded.now)
    elif end == "replaced":
        with_paper(embedded)
    else:
        words = "other words"
        assert changing.recover_passphrase(PROTECTION, code, next_digits(embedded), words, at=embedded.now)
    Member.objects.filter(name=PROTECTION).update(paper_secret=old)
    before = embedded.dump()
    assert not changing.recover_passphrase(PROTECTION, code, next_digits(embedded), NEW, at=embedded.now)
    fresh = code_at(secret, at=embedded.now)
    assert not changing.recover_authenticator(PROTECTION, words, code, secret, fresh, at=embedded.now)
    assert embedded.dump() == before


def test_a_paper_code_made_while_somebody_else_comes_back_does_not_empty_the_account(embedded, monkeypatch):
    """The slots are made outside of the lock, of the secret that the code opened then: none."""
    code, real = new_code(), changing.new_slots

    def meanwhile(*given):
        monkeypatch.setattr(changing, "new_slots", real)
        digits = next_digits(embedded)
        changing.make_paper_code(embedded.presence(PROTECTION), code, digits, has_proved=True, at=embedded.now)
        return real(*given)

    monkeypatch.setattr(changing, "new_slots", meanwhile)
    at = embedded.now + 2 * HALF_MINUTE
    digits = code_at(embedded.sign_in_of(PROTECTION).totp_secret, at=at)
    assert not changing.recover_passphrase(PROTECTION, code, digits, NEW, at=at)
    assert signs_in(embedded, passphrase(embedded), next_digits(embedded))


def test_a_passphrase_changed_while_the_authenticator_comes_back_keeps_its_own(embedded, monkeypatch):
    """The new authenticator would be sealed under the passphrase of before, and open with none."""
    code, secret, real = with_paper(embedded), new_totp_secret(), changing.open_slots
    cookie, presence = here(embedded)
    words, digits = passphrase(embedded), next_digits(embedded)

    def meanwhile(*given):
        monkeypatch.setattr(changing, "open_slots", real)
        opened = real(*given)
        changing.change_passphrase(cookie, presence, words, digits, NEW, at=embedded.now)
        return opened

    monkeypatch.setattr(changing, "open_slots", meanwhile)
    fresh = code_at(secret, at=embedded.now)
    assert not changing.recover_authenticator(PROTECTION, words, code, secret, fresh, at=embedded.now)
    assert signs_in(embedded, NEW, next_digits(embedded))


@pytest.mark.as_owner
def test_a_paper_code_from_before_there_were_marks_still_counts(embedded):
    code, presence = with_paper(embedded), embedded.presence(PROTECTION)
    own_secret = bytes.fromhex(presence.secrets["member"])
    known = opened_factors(own_secret, presence.who, bytes(Member.objects.get(name=PROTECTION).factors))
    older = {"v": 1, "totp": known.totp_secret, "step": known.totp_step, "paper": known.paper_on}
    sealed = seal(derived_key(own_secret, "factors"), json.dumps(older).encode(), place("factors", presence.who))
    Member.objects.filter(name=PROTECTION).update(factors=sealed)
    assert changing.recover_passphrase(PROTECTION, code, next_digits(embedded), NEW, at=embedded.now)


def test_the_database_does_not_tell_who_has_a_paper_code(embedded):
    shapes = [(len(row.paper_secret), len(row.factors)) for row in Member.objects.all()]
    code = with_paper(embedded)
    member = Member.objects.get(name=PROTECTION)
    assert set(shapes) == {(len(member.paper_secret), len(member.factors))}
    for typed in ("1", "2", "3", "4"):
        assert not changing.recover_passphrase(PROTECTION, code, typed, NEW, at=embedded.now)
        member.refresh_from_db()
        assert set(shapes) == {(len(member.paper_secret), len(member.factors))}
    changing.revoke_paper_code(embedded.presence(PROTECTION), has_proved=True, at=embedded.now)
    member.refresh_from_db()
    assert set(shapes) == {(len(member.paper_secret), len(member.factors))}


def test_a_paper_code_is_kept_in_no_form(embedded):
    code = with_paper(embedded)
    stored = embedded.bytes_on_disk()
    assert b"Human rights officer" in stored  # a clear column: the search is not blind
    for form in (
        code.bits,
        code.bits.hex().encode(),
        *(" ".join(written(code, one)).encode() for one in ("en", "digits")),
    ):
        assert form not in stored


def test_ending_the_other_sessions_leaves_this_one_and_is_in_the_journal(embedded):
    other = embedded.session(PROTECTION)
    cookie, presence = here(embedded)
    changing.end_other_sessions(cookie, presence, at=embedded.now)
    assert [bool(come_back(embedded, one)) for one in (cookie, other)] == [True, False]
    assert embedded.events() == ["SessionsEnded"]


@pytest.mark.as_owner
def test_a_member_of_before_gets_factors_with_the_next_sign_in(embedded):
    Member.objects.filter(name=PROTECTION).update(factors=changing.no_paper())
    with pytest.raises(Refused, match="sign in once more"):
        with_paper(embedded)
    assert signs_in(embedded, passphrase(embedded), next_digits(embedded))
    code = with_paper(embedded)
    assert changing.recover_passphrase(PROTECTION, code, next_digits(embedded), NEW, at=embedded.now)


# People come and go


def test_somebody_who_joined_can_make_a_paper_code_at_once(embedded):
    joining = organising.enrolled(embedded)
    presence = organising.presence_of(embedded, joining)
    embedded.clock.pass_by(HALF_MINUTE)
    digits = code_at(joining.totp_secret, at=embedded.now)
    changing.make_paper_code(presence, new_code(), digits, has_proved=True, at=embedded.now)
    assert changing.paper_day(presence) == "2026-03-04"


@pytest.mark.parametrize("wrong", ["no digits", "other digits", "digits that signed in", "digits used here"])
def test_a_paper_code_is_not_made_without_fresh_digits(embedded, wrong):
    """An unattended session and an overheard passphrase do not take an account over."""
    with_paper(embedded) if wrong == "digits used here" else embedded.clock.pass_by(HALF_MINUTE)
    digits = embedded.digits(PROTECTION)
    if wrong == "digits that signed in":
        assert signs_in(embedded, passphrase(embedded), digits)
    digits = {"no digits": "", "other digits": other_digits(digits)}.get(wrong, digits)
    before, presence, lines = embedded.dump(), embedded.presence(PROTECTION), embedded.events()
    with pytest.raises(Refused, match="digits do not fit"):
        changing.make_paper_code(presence, new_code(), digits, has_proved=True, at=embedded.now)
    assert rows_changed(before, embedded.dump()) == {"access_journalline": 1}
    assert embedded.events() == [*lines, "ProofFailed"]


def test_digits_that_made_a_paper_code_sign_nobody_in(embedded):
    with_paper(embedded)
    assert signs_in(embedded, passphrase(embedded), embedded.digits(PROTECTION)) is None
    assert signs_in(embedded, passphrase(embedded), next_digits(embedded))


@pytest.mark.parametrize("verb", ["make", "revoke"])
def test_a_paper_code_is_neither_made_nor_revoked_without_the_passphrase_again(embedded, verb):
    with_paper(embedded)
    before, presence = embedded.dump(), embedded.presence(PROTECTION)
    digits = next_digits(embedded)
    with pytest.raises(Refused, match="did not match"):
        if verb == "make":
            changing.make_paper_code(presence, new_code(), digits, has_proved=False, at=embedded.now)
        else:
            changing.revoke_paper_code(presence, has_proved=False, at=embedded.now)
    assert embedded.dump() == before


def test_nothing_that_a_leaver_has_opens_their_secret_any_more(embedded):
    """Passphrase and paper code in hand, and a copy of the database from after they left."""
    code, words = with_paper(embedded), passphrase(embedded)
    before = Member.objects.get(name=PROTECTION)
    own_secret = embedded.keyring(PROTECTION).identity.secret
    assert open_with_paper(code, before.ref, bytes(before.paper_secret))
    organising.leave(embedded, PROTECTION)
    row = Member.objects.get(name=PROTECTION)
    assert signing_in.open_slots(signing_in.slots_of(row), words) is None
    assert opened_factors(own_secret, row.ref, bytes(row.factors)) is None
    with pytest.raises(Unopened):
        open_with_paper(code, row.ref, bytes(row.paper_secret))
    for column in ("first_secret", "first_totp", "second_secret", "second_totp", "paper_secret", "factors"):
        assert len(getattr(row, column)) == len(getattr(before, column)), column
        assert bytes(getattr(row, column)) != bytes(getattr(before, column)), column
