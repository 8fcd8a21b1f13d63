"""Founding: everybody gets keys of their own, every key is certified, and the secrets are kept nowhere."""

import pytest

from safeconduct.access import lookup
from safeconduct.access.models import Compartment, CompartmentWrap, Member
from safeconduct.vocabulary.refusal import NotFound
from tests.embedded import HARBOUR, HARBOUR_PEOPLE, LIGHTHOUSE


def test_everybody_is_certified_in_their_role(embedded):
    office = embedded.office()
    roles = {
        member.name: lookup.certified_member(office.ref, member.ref).role
        for member in Member.objects.filter(organisation=office.ref)
    }
    assert roles == {person.name: person.role for person in HARBOUR_PEOPLE}


@pytest.mark.as_owner
def test_a_compartment_is_opened_by_its_own_people_and_nobody_else(embedded):
    wraps = CompartmentWrap.objects.values_list("compartment", "member")
    names = {(Compartment.objects.get(ref=one).name, Member.objects.get(ref=who).name) for one, who in wraps}
    assert names == {
        ("Protection", "mara"),
        ("Protection", "tomas"),
        ("Protection", "amal"),
        ("Visas", "petra"),
        ("Auditors", "vera"),
        ("Auditors", "nadia"),
    }


def test_a_registrar_holds_no_compartment_key(embedded):
    assert embedded.keyring("ines").compartments == frozenset()


@pytest.mark.parametrize("slug", [HARBOUR, LIGHTHOUSE])
def test_neither_the_root_secret_nor_a_passphrase_is_on_the_disk(embedded, slug):
    stored = embedded.bytes_on_disk()
    assert b"Human rights officer" in stored  # a clear column: the search is not blind
    assert embedded.frozen.root_secrets[slug] not in stored
    assert embedded.frozen.root_secrets[slug].hex().encode() not in stored
    for one in embedded.frozen.sign_ins.values():
        assert one.passphrase.encode() not in stored
        assert one.totp_secret.encode() not in stored


def test_an_organisation_that_is_not_there_is_not_found(embedded):
    with pytest.raises(NotFound):
        lookup.office_by_ref("0" * 32)
    with pytest.raises(NotFound):
        lookup.recipient_for("0" * 32, "requests")
