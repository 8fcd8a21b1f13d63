"""A keyring gives the key of the compartment and epoch that is asked for, and of no other."""

from dataclasses import replace

import pytest

from safeconduct.access.keyring import HeldEpoch, Keyring, refusal_to_signing
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key

FIRST, SECOND, OTHER = Identity(new_key()), Identity(new_key()), Identity(new_key())


def a_keyring():
    epochs = (HeldEpoch("c1", 1, FIRST), HeldEpoch("c1", 2, SECOND), HeldEpoch("c2", 1, OTHER))
    return Keyring("m1", "mara", "o1", "p1", "Officer", Identity(new_key()), epochs)


def test_each_compartment_and_epoch_has_its_own_key():
    keyring = a_keyring()
    assert keyring.identity_of("c1", 1) is FIRST
    assert keyring.identity_of("c1", 2) is SECOND
    assert keyring.identity_of("c2", 1) is OTHER


def test_of_each_compartment_one_epoch_is_the_newest():
    keyring = a_keyring()
    assert [(held.compartment, held.epoch) for held in keyring.newest] == [("c1", 2), ("c2", 1)]
    assert keyring.newest_of("c1").identity is SECOND and keyring.newest_of("c3") is None


def test_what_is_not_held_has_no_key():
    keyring = a_keyring()
    assert keyring.identity_of("c2", 2) is None
    assert keyring.identity_of("c3", 1) is None
    assert keyring.compartments == {"c1", "c2"}


@pytest.mark.parametrize(("role", "is_registrar", "may_sign"), [("registrar", 1, 1), ("officer", 0, 1), ("", 0, 0)])
def test_the_role_that_a_certificate_says_today_decides(role, is_registrar, may_sign):
    keyring = replace(a_keyring(), role=role)
    assert keyring.is_registrar == bool(is_registrar)
    assert (refusal_to_signing(keyring) is None) == bool(may_sign)
