"""A scope's key opens for its recipient, in its dossier, and its name is not in clear."""

import pytest

from safeconduct.dossiers.scope import MESSAGES, SCOPES, new_scope_key, unwrapped, wrapped_for
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from safeconduct.sealing.unopened import Unopened

READER, OTHER = Identity(bytes(32)), Identity(bytes(31) + b"1")


@pytest.mark.parametrize("name", SCOPES)
def test_a_scope_comes_back_from_its_wrap_as_it_was(name):
    scope = new_scope_key(name)
    wrapped = wrapped_for(READER.public_seal, "d0", scope)
    assert unwrapped(READER, READER.public_seal, "d0", scope.ref, wrapped) == scope


def test_wraps_of_all_scopes_have_one_size_and_show_no_name():
    wraps = {name: wrapped_for(READER.public_seal, "d0", new_scope_key(name)) for name in SCOPES}
    assert len({len(wrapped) for wrapped in wraps.values()}) == 1
    assert not any(name.encode() in wrapped for name, wrapped in wraps.items())


SCOPE = new_scope_key(MESSAGES)
ELSEWHERE = {
    "another reader": (OTHER, OTHER.public_seal, "d0", SCOPE.ref),
    "another reader who claims to be the first": (OTHER, READER.public_seal, "d0", SCOPE.ref),
    "another dossier": (READER, READER.public_seal, "d1", SCOPE.ref),
    "another scope": (READER, READER.public_seal, "d0", "5" * 32),
}


@pytest.mark.parametrize(("identity", "public", "dossier", "ref"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_wrap_opens_for_nobody_else_and_nowhere_else(identity, public, dossier, ref):
    with pytest.raises(Unopened):
        unwrapped(identity, public, dossier, ref, wrapped_for(READER.public_seal, "d0", SCOPE))


def test_two_scopes_of_one_name_have_nothing_in_common():
    first, second = new_scope_key("story"), new_scope_key("story")
    assert first.ref != second.ref
    assert first.key != second.key


@pytest.mark.parametrize("name", ["", "Story", "everything", "a" * 40])
def test_there_are_no_other_scopes(name):
    with pytest.raises(ValueError, match="no such scope"):
        new_scope_key(name)


def test_printing_a_scope_does_not_show_its_key():
    key = new_scope_key("story")
    assert repr(key.key) not in repr(key)
    assert len(key.key) == len(new_key())
