"""What signers vouch for, day by day: what was right once stays right, and what nobody signed is not there."""

import pytest

from safeconduct.access.certificate import AHEAD, Admission, CertificateEnd, EpochStatement, MemberStatement, Signature
from safeconduct.access.register import register
from safeconduct.sealing.keys import Identity

ROOT, FIRST, SECOND, OFFICER, STRANGER = (Identity(bytes(31) + bytes([number])) for number in range(5))
KEYS = {"r1": FIRST, "r2": SECOND}


def statement(member, identity, role="officer", days=("2026-01-01", "2027-12-31")):
    return MemberStatement("o0", member, role, identity.public_seal, identity.public_sign, *days)


def by_root(one):
    return one, Signature("", ROOT.sign(one.text()))


def by(registrar, one, key=None):
    return one, Signature(registrar, (key or KEYS[registrar]).sign(one.text()))


TERMS = (by_root(statement("r1", FIRST, "registrar")), by_root(statement("r2", SECOND, "registrar")))
MEMBER = statement("m0", OFFICER)
CERTIFIED = (*TERMS, by("r1", MEMBER), by("r2", MEMBER))
LEFT = CertificateEnd("o0", "m0", "", "2026-06-15")
ENDED = CertificateEnd("o0", "r1", "registrar", "2026-06-15")


def read(certificates=CERTIFIED, ends=()):
    return register(ROOT.public_sign, certificates, ends)


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2025-12-31", False), ("2026-01-01", True), ("2027-12-31", True), ("2028-01-01", False)],
    ids=["before", "first", "last", "after"],
)
def test_a_certificate_counts_on_its_days(day, counts):
    assert (read().on("m0", day) is not None) is counts
    assert bool(read().signing_keys("m0", day)) is counts


def test_what_was_signed_until_the_last_day_stays_and_what_comes_later_does_not_count():
    known = read(ends=[by("r1", LEFT)])
    assert known.signing_keys("m0", "2026-06-15") == (OFFICER.public_sign,)
    assert known.signing_keys("m0", "2026-06-16") == ()
    assert known.has_left("m0") and not known.has_left("r1")


UNSIGNED = {
    "by a stranger": (LEFT, Signature("r1", STRANGER.sign(LEFT.text()))),
    "by the member": (LEFT, Signature("m0", OFFICER.sign(LEFT.text()))),
    "another day": (CertificateEnd("o0", "m0", "", "2026-01-02"), Signature("r1", FIRST.sign(LEFT.text()))),
    "another member": (CertificateEnd("o0", "r2", "", "2026-06-15"), Signature("r1", FIRST.sign(LEFT.text()))),
}


@pytest.mark.parametrize("end", UNSIGNED.values(), ids=list(UNSIGNED))
def test_an_end_that_no_registrar_signed_ends_nobody(end):
    known = read(ends=[end])
    assert known.signing_keys("m0", "2026-12-01") and known.signing_keys("r2", "2026-12-01")


AHEAD_OF_IT = CertificateEnd("o0", "m0", AHEAD, "2026-06-15")


def test_an_end_that_is_signed_ahead_leaves_the_last_day_to_the_member():
    known = read(ends=[by("r1", AHEAD_OF_IT)])
    assert known.last_day("m0") == "2026-06-15" and not known.has_left("m0", "2026-06-15")
    assert known.signing_keys("m0", "2026-06-15") == (OFFICER.public_sign,)
    assert known.has_left("m0", "2026-06-16") and known.on("m0", "2026-06-16") is None


def test_the_day_that_is_signed_last_counts():
    later = CertificateEnd("o0", "m0", AHEAD, "2026-09-30")
    for ends, day in (((AHEAD_OF_IT, later), "2026-09-30"), ((later, AHEAD_OF_IT), "2026-06-15")):
        known = read(ends=[by("r1", one) for one in ends])
        assert known.last_day("m0") == day
        assert known.has_left("m0", "2026-07-01") is (day == "2026-06-15")
        assert bool(known.on("m0", "2026-07-01")) is (day == "2026-09-30")


def test_an_end_at_once_stands_beside_one_that_was_signed_ahead():
    at_once = CertificateEnd("o0", "m0", "", "2026-03-01")
    assert read(ends=[by("r1", AHEAD_OF_IT), by("r2", at_once)]).has_left("m0", "2026-03-01")


def test_an_end_ahead_counts_after_the_days_of_who_signed_it_and_not_when_the_root_ended_them():
    late = CertificateEnd("o0", "m0", AHEAD, "2028-03-01")
    renewed = statement("m0", OFFICER, days=("2027-02-01", "2029-01-31"))
    certificates = (*CERTIFIED, by("r1", renewed), by("r2", renewed))
    assert read(certificates, [by("r1", late)]).has_left("m0", "2028-03-02")
    assert not read(certificates, [by("r1", late), by_root(ENDED)]).has_left("m0", "2028-03-02")
    assert not read(ends=[(AHEAD_OF_IT, Signature("m0", OFFICER.sign(AHEAD_OF_IT.text())))]).last_day("m0")


def test_only_the_root_ends_a_registrar():
    assert set(read(ends=[by("r2", ENDED)]).registrars_on("2026-12-01")) == {"r1", "r2"}
    known = read(ends=[by_root(ENDED)])
    assert set(known.registrars_on("2026-06-15")) == {"r1", "r2"}
    assert set(known.registrars_on("2026-06-16")) == {"r2"}


def test_a_member_whom_an_ended_registrar_certified_in_time_stays_certified():
    assert read(ends=[by_root(ENDED)]).on("m0", "2026-12-01") == MEMBER


def test_an_ended_registrar_certifies_nobody_any_more():
    late = statement("m1", STRANGER, days=("2026-07-01", "2027-12-31"))
    known = read((*CERTIFIED, by("r1", late), by("r2", late)), [by_root(ENDED)])
    assert known.newest("m1") is None


def test_an_epoch_and_an_admission_rest_on_registrars_that_the_root_has_not_ended():
    epoch = EpochStatement("o0", "c0", "requests", 2, STRANGER.public_seal)
    admission = Admission("o0", "c0", "m0")
    for registrar, key, counts in (("r1", FIRST, False), ("r2", SECOND, True), ("r2", STRANGER, False)):
        known = read(ends=[by_root(ENDED)])
        assert known.certifies_epoch(epoch, Signature(registrar, key.sign(epoch.text()))) is counts
        assert known.admits(admission, Signature(registrar, key.sign(admission.text()))) is counts
    assert not read().admits(Admission("o0", "c0", "m1"), Signature("r2", SECOND.sign(admission.text())))


def test_a_new_certificate_from_a_later_day_counts_again():
    again = statement("m0", OFFICER, days=("2026-08-01", "2028-07-31"))
    known = read((*CERTIFIED, by("r1", again), by("r2", again)), [by("r1", LEFT)])
    assert known.on("m0", "2026-07-01") is None
    assert known.on("m0", "2026-08-01") == again and not known.has_left("m0")


def test_a_registrar_s_term_is_what_they_are_while_it_counts():
    later = statement("r1", FIRST, days=("2026-02-01", "2028-01-31"))
    certificates = (*CERTIFIED, by_root(statement("r3", STRANGER, "registrar")))
    certificates = (*certificates, by("r2", later), by("r3", later, STRANGER))
    assert read(certificates).on("r1", "2026-03-01").role == "registrar"
    assert read(certificates, [by_root(ENDED)]).on("r1", "2026-07-01") == later
