"""Joining: an invitation, keys that only the member makes, two registrars who hear their words, a holder who lets in."""

from datetime import timedelta

import pytest

from safeconduct.access import lookup
from safeconduct.access.desk import certifying, enrolling, signing_in
from safeconduct.access.models import (
    Admission,
    Appointment,
    CompartmentWrap,
    Invitation,
    Member,
    MemberCertificate,
    Organisation,
)
from safeconduct.access.totp import code_at
from safeconduct.cases.desk import casework as cases
from safeconduct.sealing.code import new_code
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from safeconduct.vocabulary.refusal import NotFound, Refused
from safeconduct.web import boot
from tests.builders import a_telling
from tests.organising import (
    certify,
    compartment_ref,
    enrolled,
    invite,
    join,
    keyring_of,
    let_in,
    member_ref,
    presence_of,
)


def test_the_whole_way_ends_with_reading_a_request(embedded):
    call = embedded.call()
    keyring = keyring_of(embedded, enrolled(embedded))
    assert (keyring.role, keyring.post_name) == ("officer", "Duty officer")
    assert cases.open_case(call.ref, keyring, at=embedded.now)[0].story["happened"]
    cases.answer(call.ref, "We call today.", keyring, at=embedded.now)
    assert embedded.case(call.ref).unsigned == frozenset()
    joined = ["MemberInvited", "MemberJoined", "CertificateSigned", "MemberCertified", "MemberLetIn"]
    assert [event for event in embedded.events() if event.startswith(("Member", "Cert"))] == joined


def test_the_new_member_signs_in_with_what_only_they_were_shown(embedded):
    joining = enrolled(embedded)
    embedded.clock.pass_by(timedelta(minutes=1))
    digits = code_at(joining.totp_secret, at=embedded.now)
    assert signing_in.sign_in("noor", joining.passphrase, digits, boot_secret=boot.secret(), at=embedded.now)
    stored = embedded.bytes_on_disk()
    assert b"noor" in stored
    assert joining.passphrase.encode() not in stored and joining.totp_secret.encode() not in stored


def test_the_digits_that_were_typed_back_do_not_sign_in(embedded):
    joining = enrolled(embedded)
    digits = code_at(joining.totp_secret, at=embedded.now)
    assert not signing_in.sign_in("noor", joining.passphrase, digits, boot_secret=boot.secret(), at=embedded.now)


# The invitation


def test_an_invitation_is_good_once(embedded):
    code = invite(embedded)
    join(embedded, code)
    with pytest.raises(Refused, match="No invitation opens"):
        enrolling.begin_joining(code, on=embedded.now.date())
    assert Member.objects.filter(name="noor").count() == 1


@pytest.mark.parametrize(("days", "opens"), [(7, True), (8, False)], ids=["on the seventh day", "a day later"])
def test_an_invitation_is_good_for_a_week(embedded, days, opens):
    code = invite(embedded)
    embedded.clock.pass_by(timedelta(days=days))
    if opens:
        assert enrolling.begin_joining(code, on=embedded.now.date()).name == "noor"
    else:
        with pytest.raises(Refused):
            enrolling.begin_joining(code, on=embedded.now.date())


def test_a_withdrawn_invitation_and_any_other_code_open_nothing(embedded):
    code = invite(embedded)
    enrolling.withdraw_invitation(Invitation.objects.get().ref, embedded.keyring("jonas"), at=embedded.now)
    assert Admission.objects.filter(member=code.locator()).count() == 0
    for one in (code, new_code()):
        with pytest.raises(Refused, match="No invitation opens"):
            enrolling.begin_joining(one, on=embedded.now.date())


@pytest.mark.as_owner
def test_the_database_alone_does_not_open_an_invitation_and_one_row_is_not_another(embedded):
    code, other = invite(embedded), invite(embedded, "other")
    stored = embedded.bytes_on_disk()
    assert code.bits not in stored and code.bits.hex().encode() not in stored
    first, second = Invitation.objects.order_by("name")
    Invitation.objects.filter(ref=first.ref).update(body=second.body)
    Invitation.objects.filter(ref=second.ref).update(body=first.body)
    for one in (code, other):
        with pytest.raises(Refused):
            enrolling.begin_joining(one, on=embedded.now.date())


@pytest.mark.as_owner
def test_nobody_joins_under_a_root_key_that_was_swapped(embedded):
    code = invite(embedded)
    Organisation.objects.filter(slug="harbour-desk").update(root_sign=Identity(new_key()).public_sign)
    with pytest.raises(Refused, match="not those that you were invited with"):
        enrolling.begin_joining(code, on=embedded.now.date())


@pytest.mark.parametrize(
    ("passphrase", "digits"), [("wrong words here", None), (None, "000000")], ids=["passphrase", "digits"]
)
def test_what_is_not_typed_back_makes_no_account(embedded, passphrase, digits):
    code = invite(embedded)
    joining = enrolling.begin_joining(code, on=embedded.now.date())
    right = code_at(joining.totp_secret, at=embedded.now)
    before = embedded.dump()
    with pytest.raises(Refused):
        enrolling.join(code, joining, passphrase or joining.passphrase, digits or right, at=embedded.now)
    assert embedded.dump() == before


@pytest.mark.parametrize("name", ["mara", "MARA ", "amal", "noor"])
def test_a_name_is_given_once(embedded, name):
    invite(embedded)
    with pytest.raises(Refused, match="has this name already"):
        invite(embedded, name)


@pytest.mark.as_owner
def test_a_name_that_was_taken_after_the_invitation_is_not_given_twice(embedded):
    code = invite(embedded)
    Member.objects.filter(name="tomas").update(name="noor")
    before = embedded.dump()
    with pytest.raises(Refused, match="has this name by now"):
        join(embedded, code)
    assert embedded.dump() == before


@pytest.mark.parametrize("by", ["mara", "vera", "petra"])
def test_only_a_registrar_invites(embedded, by):
    before = embedded.dump()
    with pytest.raises(Refused, match="Only an administrator"):
        invite(embedded, by=by)
    assert embedded.dump() == before


# Two registrars


def test_one_registrar_alone_certifies_nobody(embedded):
    _, words = join(embedded, invite(embedded))
    assert not certify(embedded, "noor", words, by=("ines",))
    assert lookup.certified_member(embedded.office().ref, member_ref("noor")) is None
    with pytest.raises(Refused, match="certified this already"):
        certify(embedded, "noor", words, by=("ines",))
    with pytest.raises(Refused, match="No two administrators vouch"):
        let_in(embedded, "noor")
    assert certify(embedded, "noor", words, by=("jonas",))


def test_without_the_words_that_the_person_reads_nobody_certifies(embedded):
    _, words = join(embedded, invite(embedded))
    before = embedded.dump()
    for typed in ([], words[:-1], [*words[:-1], "zoo"], list(reversed(words))):
        with pytest.raises(Refused, match="not the words of the keys"):
            certify(embedded, "noor", typed, by=("ines",))
    assert embedded.dump() == before


@pytest.mark.as_owner
def test_a_key_that_was_substituted_before_the_call_does_not_have_the_words_that_are_read(embedded):
    joining, words = join(embedded, invite(embedded))
    stranger = Identity(new_key())
    Appointment.objects.update(public_seal=stranger.public_seal, public_sign=stranger.public_sign)
    with pytest.raises(Refused, match="not the words of the keys"):
        certify(embedded, "noor", words, by=("ines",))
    assert keyring_of(embedded, joining).fingerprint == words  # what the person reads out are their own keys


@pytest.mark.as_owner
def test_a_key_that_is_substituted_between_the_two_is_not_certified(embedded):
    _, words = join(embedded, invite(embedded))
    certify(embedded, "noor", words, by=("ines",))
    Appointment.objects.update(public_seal=Identity(new_key()).public_seal)
    with pytest.raises(Refused):
        certify(embedded, "noor", words, by=("jonas",))


@pytest.mark.as_owner
def test_a_certificate_whose_key_was_substituted_afterwards_counts_for_nothing(embedded):
    joining = enrolled(embedded)
    MemberCertificate.objects.filter(member=member_ref("noor")).update(public_seal=Identity(new_key()).public_seal)
    assert lookup.certified_member(embedded.office().ref, member_ref("noor")) is None
    assert keyring_of(embedded, joining).role == ""


def test_a_registrar_certifies_only_with_a_fresh_proof_and_not_another_office_s_member(embedded):
    _, words = join(embedded, invite(embedded))
    with pytest.raises(Refused, match="passphrase did not match"):
        certifying.certify(
            member_ref("noor"), " ".join(words), embedded.keyring("ines"), has_proved=False, at=embedded.now
        )
    with pytest.raises(NotFound):
        certifying.certify(
            member_ref("noor"), " ".join(words), embedded.keyring("luka"), has_proved=True, at=embedded.now
        )


def test_who_is_not_certified_holds_nothing_and_nothing_that_they_write_is_taken(embedded):
    joining, _ = join(embedded, invite(embedded))
    keyring = keyring_of(embedded, joining)
    assert (keyring.role, keyring.compartments) == ("", frozenset())
    before = embedded.dump()
    with pytest.raises(Refused, match="No certificate stands"):
        cases.take_down(a_telling(source="phone"), embedded.office(), keyring, own_word="", at=embedded.now)
    assert embedded.dump() == before


# Letting in


def test_only_a_holder_lets_in_and_a_registrar_is_none(embedded):
    _, words = join(embedded, invite(embedded))
    certify(embedded, "noor", words)
    for by in ("ines", "petra", "vera"):
        with pytest.raises(Refused, match="do not hold this compartment"):
            let_in(embedded, "noor", by=by)
    assert not CompartmentWrap.objects.filter(member=member_ref("noor")).exists()


@pytest.mark.as_owner
def test_without_a_registrar_s_signature_a_holder_lets_nobody_in(embedded):
    ref = compartment_ref(embedded)
    row = Admission.objects.filter(compartment=ref).first()
    row.pk, row.member = None, member_ref("petra")  # somebody writes it into the database
    row.save()
    with pytest.raises(Refused, match="No administrator has asked"):
        let_in(embedded, "petra")


def test_whoever_waits_sees_nothing_of_the_compartment(embedded):
    call = embedded.call()
    joining, words = join(embedded, invite(embedded))
    certify(embedded, "noor", words)
    with pytest.raises(NotFound):
        cases.open_case(call.ref, keyring_of(embedded, joining), at=embedded.now)
    assert cases.cards(keyring_of(embedded, joining), at=embedded.now)[0] == ()
    assert presence_of(embedded, joining)
