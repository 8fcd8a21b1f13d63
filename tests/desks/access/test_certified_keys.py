"""Keys that nobody vouches for: nothing is sealed to them, and nothing is half-written on the way."""

from contextlib import suppress

import pytest
from django.db import DatabaseError

from safeconduct.access import lookup
from safeconduct.access.lookup import Uncertified
from safeconduct.access.models import Compartment, CompartmentEpoch, MemberCertificate, Organisation
from safeconduct.cases.desk import casework as cases
from safeconduct.intake.desk import returning
from safeconduct.intake.desk.returning import Word
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from tests.embedded import HARBOUR, LIGHTHOUSE, PROTECTION

pytestmark = pytest.mark.as_owner

STRANGER = Identity(new_key())


def epochs(duty):
    compartment = Compartment.objects.get(duty=duty, organisation=lookup.office(HARBOUR).ref)
    return CompartmentEpoch.objects.filter(compartment=compartment.ref)


def swap_the_root():
    Organisation.objects.filter(slug=HARBOUR).update(root_sign=STRANGER.public_sign)


def substitute_the_key():
    epochs("requests").update(public_seal=STRANGER.public_seal)


def add_a_newer_epoch():
    row = epochs("requests").get()
    row.pk, row.epoch, row.public_seal = None, row.epoch + 1, STRANGER.public_seal
    row.save()


def sign_it_with_a_stranger():
    row = epochs("requests").get()
    statement = lookup.EpochStatement(
        lookup.office(HARBOUR).ref, row.compartment, "requests", row.epoch, STRANGER.public_seal
    )
    epochs("requests").update(public_seal=STRANGER.public_seal, signature=STRANGER.sign(statement.text()))


def take_another_organisation_s_key():
    other = Compartment.objects.get(duty="requests", organisation=lookup.office(LIGHTHOUSE).ref)
    row = CompartmentEpoch.objects.get(compartment=other.ref)
    epochs("requests").update(public_seal=row.public_seal, signature=row.signature, certified_by=row.certified_by)


def forget_the_registrars():
    MemberCertificate.objects.filter(role="registrar").delete()


def delete_the_epochs():
    epochs("requests").delete()


TAMPERINGS = (
    swap_the_root,
    substitute_the_key,
    add_a_newer_epoch,
    sign_it_with_a_stranger,
    take_another_organisation_s_key,
    forget_the_registrars,
    delete_the_epochs,
)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__.replace("_", " "))
def test_a_call_for_help_is_not_sealed_to_a_key_that_nobody_vouches_for(embedded, tamper):
    tamper()
    before = embedded.dump()
    with pytest.raises(Uncertified):
        embedded.call(HARBOUR)
    assert embedded.dump() == before


def test_with_two_offices_and_one_bad_key_neither_gets_anything(embedded):
    substitute_the_key()
    before = embedded.dump()
    with pytest.raises(Uncertified):
        embedded.call(LIGHTHOUSE, HARBOUR)
    assert embedded.dump() == before


@pytest.mark.parametrize("tamper", [substitute_the_key, add_a_newer_epoch], ids=["substituted", "newer"])
def test_neither_the_defender_nor_an_officer_adds_anything_under_such_a_key(embedded, tamper):
    call, keyring = embedded.call(), embedded.keyring(PROTECTION)
    tamper()
    before = embedded.dump()
    for attempt in (
        lambda: returning.write(call.visit(), Word("They came back."), at=embedded.now),
        lambda: returning.freeze(call.visit(), at=embedded.now),
        lambda: cases.answer(call.ref, "We call today.", keyring, at=embedded.now),
        lambda: cases.open_case(call.ref, keyring, at=embedded.now),
        lambda: cases.note(call.ref, "A note.", keyring, at=embedded.now),
    ):
        with pytest.raises(Uncertified):
            attempt()
        assert embedded.dump() == before


def test_without_a_certified_auditors_key_nothing_is_opened_at_all(embedded):
    call, keyring = embedded.call(), embedded.keyring(PROTECTION)
    epochs("auditors").update(public_seal=STRANGER.public_seal)
    before = embedded.dump()
    with pytest.raises(Uncertified):
        cases.open_case(call.ref, keyring, at=embedded.now)
    assert embedded.dump() == before


def test_an_untouched_key_is_certified(embedded):
    assert lookup.recipient_for(embedded.office().ref, "requests").epoch == 1


def test_one_compartment_has_one_key_per_epoch(embedded):
    row = epochs("requests").get()
    row.pk = None
    with suppress(DatabaseError):
        row.save()
    assert epochs("requests").count() == 1


def test_a_newer_epoch_of_one_compartment_is_none_of_another(embedded):
    ours = lookup.recipient_for(embedded.office(HARBOUR).ref, "requests")
    other = CompartmentEpoch.objects.exclude(compartment=ours.compartment).first()
    other.pk, other.epoch = None, ours.epoch + 1
    other.save()
    assert lookup.recipient(ours.compartment) == ours


def test_an_epoch_of_a_compartment_that_is_not_there_is_not_certified(embedded):
    row = epochs("requests").get()
    row.pk, row.compartment = None, "0" * 32
    row.save()
    assert lookup.certified_epoch("0" * 32, row.epoch) is None
    with pytest.raises(Uncertified):
        lookup.recipient("0" * 32)
