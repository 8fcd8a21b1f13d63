"""Certificates: a key that nobody vouches for is nobody's key, and one registrar alone is not enough."""

from dataclasses import replace

import pytest

from safeconduct.access.certificate import (
    EpochStatement,
    MemberStatement,
    Signature,
    certifies_epoch,
    certifies_member,
    certifies_registrar,
)
from safeconduct.sealing.keys import Identity

ROOT, FIRST, SECOND, OFFICER, STRANGER = (Identity(bytes(31) + bytes([number])) for number in range(5))


def a_statement(member, identity, role="officer"):
    return MemberStatement("o0", member, role, identity.public_seal, identity.public_sign, "2026-01-01", "2027-12-31")


REGISTRARS = {"r1": a_statement("r1", FIRST, "registrar"), "r2": a_statement("r2", SECOND, "registrar")}
MEMBER = a_statement("m0", OFFICER)
EPOCH = EpochStatement("o0", "c0", "requests", 1, OFFICER.public_seal)


def signed(by, identity, statement):
    return Signature(by, identity.sign(statement.text()))


def test_the_root_certifies_registrars_and_nobody_else_does():
    statement = REGISTRARS["r1"]
    assert certifies_registrar(ROOT.public_sign, statement, signed("", ROOT, statement))
    assert not certifies_registrar(ROOT.public_sign, statement, signed("", STRANGER, statement))
    assert not certifies_registrar(STRANGER.public_sign, statement, signed("", ROOT, statement))


@pytest.mark.parametrize("role", ["officer", "auditor", "administrator", "", "Registrar"])
def test_a_root_signature_makes_a_registrar_of_nobody_with_another_role(role):
    statement = a_statement("m0", OFFICER, role)
    assert not certifies_registrar(ROOT.public_sign, statement, signed("", ROOT, statement))


SIGNED_BY = {
    "two registrars": ([signed("r1", FIRST, MEMBER), signed("r2", SECOND, MEMBER)], True),
    "two registrars and a stranger": ([signed("r1", FIRST, MEMBER), signed("x", STRANGER, MEMBER), signed("r2", SECOND, MEMBER)], True),
    "nobody": ([], False),
    "one registrar": ([signed("r1", FIRST, MEMBER)], False),
    "one registrar twice": ([signed("r1", FIRST, MEMBER), signed("r1", FIRST, MEMBER)], False),
    "one registrar under two names": ([signed("r1", FIRST, MEMBER), signed("r2", FIRST, MEMBER)], False),
    "a registrar and a stranger": ([signed("r1", FIRST, MEMBER), signed("x", STRANGER, MEMBER)], False),
    "a registrar and a stranger in a registrar's name": ([signed("r1", FIRST, MEMBER), signed("r2", STRANGER, MEMBER)], False),
    "a registrar and the root": ([signed("r1", FIRST, MEMBER), signed("", ROOT, MEMBER)], False),
    "a registrar and the member": ([signed("r1", FIRST, MEMBER), signed("m0", OFFICER, MEMBER)], False),
    "signatures without bytes": ([Signature("r1", b""), Signature("r2", b"")], False),
}  # fmt: skip


@pytest.mark.parametrize(("signatures", "stands"), SIGNED_BY.values(), ids=SIGNED_BY)
def test_a_member_needs_two_different_registrars(signatures, stands):
    assert certifies_member(REGISTRARS, MEMBER, tuple(signatures)) is stands


MEMBER_CHANGES = {
    "organisation": "o1",
    "member": "m1",
    "role": "auditor",
    "public_seal": STRANGER.public_seal,
    "public_sign": STRANGER.public_sign,
    "from_day": "2025-01-01",
    "until_day": "2099-12-31",
}


@pytest.mark.parametrize(("column", "value"), MEMBER_CHANGES.items(), ids=list(MEMBER_CHANGES))
def test_every_word_of_a_member_s_certificate_is_signed(column, value):
    signatures = (signed("r1", FIRST, MEMBER), signed("r2", SECOND, MEMBER))
    assert not certifies_member(REGISTRARS, replace(MEMBER, **{column: value}), signatures)


def test_one_registrar_certifies_an_epoch_and_a_stranger_does_not():
    assert certifies_epoch(REGISTRARS, EPOCH, signed("r1", FIRST, EPOCH))
    assert not certifies_epoch(REGISTRARS, EPOCH, signed("r1", STRANGER, EPOCH))
    assert not certifies_epoch(REGISTRARS, EPOCH, signed("x", FIRST, EPOCH))
    assert not certifies_epoch({}, EPOCH, signed("r1", FIRST, EPOCH))


EPOCH_CHANGES = {
    "organisation": "o1",
    "compartment": "c1",
    "duty": "auditors",
    "epoch": 2,
    "public_seal": STRANGER.public_seal,
}


@pytest.mark.parametrize(("column", "value"), EPOCH_CHANGES.items(), ids=list(EPOCH_CHANGES))
def test_every_word_of_an_epoch_s_certificate_is_signed(column, value):
    assert not certifies_epoch(REGISTRARS, replace(EPOCH, **{column: value}), signed("r1", FIRST, EPOCH))


def test_a_signature_for_a_member_is_none_for_an_epoch():
    assert not certifies_epoch(REGISTRARS, EPOCH, signed("r1", FIRST, MEMBER))


@pytest.mark.parametrize(
    ("day", "stands"),
    [("2025-12-31", False), ("2026-01-01", True), ("2027-12-31", True), ("2028-01-01", False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_certificate_stands_from_its_first_to_its_last_day(day, stands):
    assert MEMBER.stands_on(day) is stands
