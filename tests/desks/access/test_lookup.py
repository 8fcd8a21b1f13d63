"""Clear rows can be moved, copied and added by whoever writes into the database: they count where they were signed for."""

import pytest

from safeconduct.access import lookup
from safeconduct.access.certificate import Admission as AdmissionStatement
from safeconduct.access.certificate import CertificateEnd as EndStatement
from safeconduct.access.certificate import EpochStatement, MemberStatement
from safeconduct.access.desk import enrolling, standings
from safeconduct.access.models import (
    Admission,
    Appointment,
    CertificateEnd,
    Compartment,
    CompartmentEpoch,
    MemberCertificate,
    Post,
)
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from tests.embedded import HARBOUR, LIGHTHOUSE
from tests.organising import REGISTRARS, certify, compartment_ref, invite, join, leave, member_ref

pytestmark = pytest.mark.as_owner

STRANGER = Identity(new_key())


def houses(embedded):
    return embedded.office(HARBOUR).ref, embedded.office(LIGHTHOUSE).ref


def of_lighthouse(embedded, name="Protection"):
    return Compartment.objects.get(name=name, organisation=embedded.office(LIGHTHOUSE).ref)


# What is signed for another house


def test_certified_epochs_of_another_house_s_compartment_are_signed_there(embedded):
    """A registrar of ours vouches for a key of theirs in our name: it is nobody's key. _epochs_of is of one house."""
    here, _ = houses(embedded)
    theirs, ines = of_lighthouse(embedded), embedded.keyring("ines")
    statement = EpochStatement(here, theirs.ref, theirs.duty, 2, STRANGER.public_seal)
    CompartmentEpoch.objects.create(
        compartment=theirs.ref,
        epoch=2,
        public_seal=STRANGER.public_seal,
        certified_by=ines.member,
        signature=ines.identity.sign(statement.text()),
        made_on=embedded.now.date(),
    )
    assert lookup.certified_epochs(here, {theirs.ref}) == {}
    assert set(lookup.certified_epochs(here, {theirs.ref, compartment_ref(embedded)})) == {
        (compartment_ref(embedded), 1)
    }


def test_compartments_in_a_house_are_its_own_also_where_another_s_were_read_before(embedded):
    """_owner_of keeps what it reads of the owner alone."""
    here, there = houses(embedded)
    theirs = of_lighthouse(embedded).ref
    with lookup.reading_once():
        lookup.recipient(theirs)
        assert lookup.compartments_in(here, {theirs}) == ()
        assert [row.ref for row in lookup.compartments_in(there, {theirs, compartment_ref(embedded)})] == [theirs]


def test_certified_are_epochs_that_a_registrar_signed(embedded):
    """_certified asks for a signature; recipient seals to nothing else."""
    protection = CompartmentEpoch.objects.filter(compartment=compartment_ref(embedded))
    protection.update(public_seal=STRANGER.public_seal)
    assert lookup.certified_epochs(houses(embedded)[0], {compartment_ref(embedded)}) == {}
    assert lookup.certified_epoch(compartment_ref(embedded), 1) is None
    with pytest.raises(lookup.Uncertified):
        lookup.recipient(compartment_ref(embedded))


def test_a_compartment_without_a_key_is_no_recipient(embedded):
    CompartmentEpoch.objects.filter(compartment=compartment_ref(embedded)).delete()
    for compartment in (compartment_ref(embedded), "0" * 32):
        with pytest.raises(lookup.Uncertified):
            lookup.recipient(compartment)


def test_what_registrars_certify_for_another_house_is_in_neither_register(embedded):
    """_signed_rows are those of one house."""
    here, there = houses(embedded)
    amal, today = member_ref("amal"), embedded.now.date()
    theirs = lookup.certified_member(there, amal)
    statement = MemberStatement(
        there, amal, "officer", STRANGER.public_seal, STRANGER.public_sign, today.isoformat(), today.isoformat()
    )
    for name in REGISTRARS:
        keyring = embedded.keyring(name)
        MemberCertificate.objects.create(
            organisation=there,
            member=amal,
            role="officer",
            public_seal=STRANGER.public_seal,
            public_sign=STRANGER.public_sign,
            from_day=today,
            until_day=today,
            signed_by=keyring.member,
            signature=keyring.identity.sign(statement.text()),
        )
    assert lookup.register(here).newest(amal) is None
    assert lookup.certified_member(there, amal) == theirs


def test_the_end_that_a_registrar_signs_in_another_house_is_in_neither_register(embedded):
    """Ends too are of one house in _signed_rows."""
    here, there = houses(embedded)
    tomas, today, ines = member_ref("tomas"), embedded.now.date(), embedded.keyring("ines")
    end = EndStatement(there, tomas, "", today.isoformat())
    CertificateEnd.objects.create(
        organisation=there,
        member=tomas,
        role="",
        last_day=today,
        signed_by=ines.member,
        signature=ines.identity.sign(end.text()),
    )
    assert not lookup.register(here).has_left(tomas)


def test_a_register_of_some_is_of_no_others_whether_it_is_read_once_or_each_time(embedded):
    """_signed_rows narrows both kinds of rows to the members that were asked for, and to registrars."""
    here, mara, tomas = embedded.office().ref, member_ref("mara"), member_ref("tomas")
    leave(embedded, "tomas")
    read_each_time = lookup.register(here, (mara,))
    with lookup.reading_once():
        assert lookup.register(here, (mara,)) == read_each_time
        assert lookup.register(here).has_left(tomas)
    assert read_each_time.newest(mara) and read_each_time.newest(tomas) is None
    assert tomas not in {end.member for end in read_each_time.member_ends}


# Who is admitted


def test_admitted_are_those_for_whom_a_registrar_signed(embedded):
    here, visas = embedded.office().ref, compartment_ref(embedded, "Visas")
    assert member_ref("tomas") in lookup.admitted(here, compartment_ref(embedded))
    mara, tomas = embedded.keyring("mara"), member_ref("tomas")
    signature = mara.identity.sign(AdmissionStatement(here, visas, tomas).text())
    Admission.objects.create(
        organisation=here,
        compartment=visas,
        member=tomas,
        signed_by=mara.member,
        signature=signature,
        asked_on=embedded.now.date(),
    )
    assert lookup.admitted(here, visas) == {member_ref("petra")}


@pytest.mark.parametrize("column", ["organisation", "compartment"])
def test_nobody_is_admitted_by_a_row_that_was_moved(embedded, column):
    here, there = houses(embedded)
    protection, tomas = compartment_ref(embedded), member_ref("tomas")
    elsewhere = {"organisation": there, "compartment": compartment_ref(embedded, "Visas")}[column]
    Admission.objects.filter(compartment=protection, member=tomas).update(**{column: elsewhere})
    for house, compartment in ((here, protection), (there, protection), (here, compartment_ref(embedded, "Visas"))):
        assert tomas not in lookup.admitted(house, compartment)


def test_compartments_of_a_member_are_those_of_the_house_that_admitted_them(embedded):
    here, _ = houses(embedded)
    tomas, ines, theirs = member_ref("tomas"), embedded.keyring("ines"), of_lighthouse(embedded).ref
    Admission.objects.create(
        organisation=here,
        compartment=theirs,
        member=tomas,
        signed_by=ines.member,
        signature=ines.identity.sign(AdmissionStatement(here, theirs, tomas).text()),
        asked_on=embedded.now.date(),
    )
    assert [one.ref for one in standings.compartments_of(here, tomas)] == [compartment_ref(embedded)]


# What waits


def test_in_member_standings_nothing_waits_that_another_house_wrote(embedded):
    here, there = houses(embedded)
    tomas = Appointment(
        organisation=there,
        member=member_ref("tomas"),
        post=Post.objects.filter(organisation=there).first().ref,
        role="officer",
        public_seal=STRANGER.public_seal,
        public_sign=STRANGER.public_sign,
        from_day=embedded.now.date(),
        until_day=embedded.now.date(),
    )
    tomas.save()
    known = {one.name: one for one in standings.member_standings(here, on=embedded.now.date())}
    assert (known["tomas"].waits_for, known["tomas"].keys_are_new) == (0, False)


@pytest.mark.parametrize("column", ["organisation", "member", "role"])
def test_signers_of_another_certificate_are_none_of_this_one(embedded, column):
    """The same keys and days, signed by a second registrar: for another house, member or role."""
    _, words = join(embedded, invite(embedded))
    certify(embedded, "noor", words, by=("ines",))
    row = MemberCertificate.objects.get(member=member_ref("noor"))
    other = {"organisation": houses(embedded)[1], "member": member_ref("tomas"), "role": "auditor"}[column]
    row.pk, row.signed_by = None, member_ref("jonas")
    setattr(row, column, other)
    row.save()
    assert standings.signers(Appointment.objects.get(member=member_ref("noor"))) == {member_ref("ines")}


# Epochs


def test_a_compartment_standing_and_its_holders_of_today_are_of_its_own_newest_epoch(embedded):
    CompartmentEpoch.objects.filter(compartment=compartment_ref(embedded, "Visas")).update(epoch=5)
    protection = Compartment.objects.get(ref=compartment_ref(embedded))
    assert standings.compartment_standing(protection).epoch == 1
    assert standings.holders_of(protection.ref) == {member_ref("mara"), member_ref("tomas")}


def test_what_is_asked_of_one_compartment_is_asked_of_no_other(embedded):
    petra, ines = member_ref("petra"), embedded.keyring("ines")
    enrolling.admit(compartment_ref(embedded), petra, ines, has_proved=True, at=embedded.now)
    waiting = {one.name: one.waiting for one in standings.compartment_standings(embedded.office().ref)}
    assert waiting == {"Protection": (petra,), "Visas": (), "Auditors": ()}
