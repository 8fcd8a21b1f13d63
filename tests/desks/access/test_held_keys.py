"""What keyring_of and _held_epochs give a member who is here: nothing that rows claim and nobody signed."""

from datetime import timedelta

import pytest

from safeconduct.access.certificate import MemberStatement
from safeconduct.access.desk import signing_in
from safeconduct.access.models import CompartmentEpoch, CompartmentWrap, Member, MemberCertificate
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.record import new_key
from tests.embedded import COLLEAGUE, PROTECTION
from tests.organising import REGISTRARS, certify_key, leave, make_keys, member_ref

pytestmark = pytest.mark.as_owner

STRANGER = Identity(new_key())


def held(presence):
    return [(one.compartment, one.epoch) for one in signing_in._held_epochs(*_of(presence))]


def _of(presence):
    row = Member.objects.get(ref=presence.who)
    return row.organisation, row.ref, Identity(bytes.fromhex(presence.secrets["member"]))


def test_keyring_of_who_left_is_none_also_when_the_row_says_otherwise(embedded):
    """_keyring asks whether a registrar signed that the member has left."""
    presence = embedded.presence(COLLEAGUE)
    assert signing_in.keyring_of(presence) is not None
    leave(embedded, COLLEAGUE)
    assert signing_in.keyring_of(presence) is None
    Member.objects.filter(name=COLLEAGUE).update(ended_on=None)
    assert signing_in.keyring_of(presence) is None


def test_keyring_of_who_is_not_certified_has_no_role(embedded):
    presence = embedded.presence(PROTECTION)
    MemberCertificate.objects.filter(member=presence.who).delete()
    keyring = signing_in.keyring_of(presence)
    assert (keyring.role, keyring.until_day) == ("", "")


def test_keyring_of_whose_name_is_certified_for_other_keys_has_no_role(embedded):
    """_keyring compares the certified keys with those that the member has."""
    presence, today = embedded.presence(PROTECTION), embedded.now.date()
    here, until = embedded.office().ref, today + timedelta(days=9)
    keys = {"public_seal": STRANGER.public_seal, "public_sign": STRANGER.public_sign}
    statement = MemberStatement(
        here, presence.who, "officer", from_day=today.isoformat(), until_day=until.isoformat(), **keys
    )
    MemberCertificate.objects.filter(member=presence.who).delete()
    for name in REGISTRARS:
        registrar = embedded.keyring(name)
        MemberCertificate.objects.create(
            organisation=here,
            member=presence.who,
            role="officer",
            from_day=today,
            until_day=until,
            signed_by=registrar.member,
            signature=registrar.identity.sign(statement.text()),
            **keys,
        )
    assert signing_in.keyring_of(presence).role == ""


def test_held_epochs_are_certified_and_open_with_one_s_own_keys(embedded):
    """A wrap that does not open, and one of a secret that nobody certified, are not in _held_epochs."""
    presence = embedded.presence(PROTECTION)
    before = held(presence)
    ((compartment, epoch),) = before
    CompartmentWrap.objects.create(compartment=compartment, epoch=9, member=presence.who, wrapped=b"x" * 1168)
    assert held(presence) == before
    place = signing_in.wrap_place(compartment, epoch, presence.who)
    mine = _of(presence)[2]
    forged = wrap(mine.public_seal, STRANGER.secret, place)
    CompartmentWrap.objects.filter(member=presence.who, epoch=epoch).update(wrapped=forged)
    assert held(presence) == []


def test_held_epochs_of_who_was_not_let_into_the_newest_are_not_held(embedded):
    presence = embedded.presence(PROTECTION)
    leave(embedded, COLLEAGUE)
    make_keys(embedded)
    certify_key(embedded)
    compartment = held(presence)[0][0]
    assert held(presence) == [(compartment, 1), (compartment, 2)]
    CompartmentWrap.objects.filter(member=member_ref(PROTECTION), epoch=2).delete()
    assert held(presence) == []
    assert CompartmentEpoch.objects.filter(compartment=compartment).count() == 2
