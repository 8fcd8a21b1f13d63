"""The box behind a code: sealed to the code, and what the office gets to know of its holder."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.intake.box import Box, BoxDossier, Holder, box_from, box_place
from safeconduct.sealing.code import Code
from safeconduct.sealing.keys import Identity, signed_by, wrap
from safeconduct.sealing.unopened import Unopened

CODE, OTHER = Code(b"0123456789abcdef"), Code(b"fedcba9876543210")


@pytest.mark.slow
@given(st.lists(st.builds(BoxDossier, st.text(), st.text()), max_size=3))
def test_a_box_comes_back_from_bytes_as_it_was(kept):
    assert box_from(Box(tuple(kept)).as_bytes()) == Box(tuple(kept))


def test_only_the_code_opens_its_box_and_only_in_its_place():
    box = Box((BoxDossier("d0", "c0"),))
    sealed = wrap(CODE.identity().public_seal, box.as_bytes(), box_place(CODE.locator()))
    assert box_from(CODE.identity().unwrap(sealed, box_place(CODE.locator()))) == box
    for identity, locator in [(OTHER.identity(), CODE.locator()), (CODE.identity(), OTHER.locator())]:
        with pytest.raises(Unopened):
            identity.unwrap(sealed, box_place(locator))


def test_the_own_word_does_not_open_the_box_and_the_code_alone_not_the_messages():
    sealed = wrap(CODE.identity_with("lantern").public_seal, b"message", b"place")
    with pytest.raises(Unopened):
        CODE.identity().unwrap(sealed, b"place")


def test_a_defender_arrives_with_two_sets_of_keys_and_a_relay_with_one():
    defender, relay = Holder(CODE, "lantern").arrival(), Holder(CODE).arrival()
    assert (set(defender["keys"]), defender["relay"]) == ({"alone", "own"}, False)
    assert (set(relay["keys"]), relay["relay"]) == ({"alone"}, True)


def test_the_public_keys_let_the_office_know_the_signature():
    arrival = Holder(CODE, "lantern").arrival()
    signature = CODE.identity_with("lantern").sign(b"statement")
    assert signed_by(bytes.fromhex(arrival["keys"]["own"]["sign"]), signature, b"statement")
    assert not signed_by(bytes.fromhex(arrival["keys"]["alone"]["sign"]), signature, b"statement")


@pytest.mark.parametrize("saw_it", [True, False])
def test_it_is_written_down_that_staff_saw_the_code(saw_it):
    assert Holder(CODE, "lantern", staff_saw_it=saw_it).arrival()["staff_saw_code"] is saw_it


def test_what_the_office_gets_leads_neither_to_the_code_nor_to_the_word():
    told = json.dumps(Holder(CODE, "lantern").arrival())
    secrets = (CODE.bits, CODE.identity().secret, CODE.identity_with("lantern").secret, b"lantern")
    assert not any(secret.hex() in told for secret in secrets)
    assert "lantern" not in told
    assert CODE.locator() not in told


def test_printing_a_holder_shows_neither_code_nor_word():
    assert "lantern" not in repr(Holder(CODE, "lantern"))
    assert "0123456789abcdef" not in repr(Holder(CODE, "lantern"))


def test_keys_of_a_code_are_made_from_the_code_alone():
    assert CODE.identity() == Identity(CODE.identity().secret)
    assert CODE.identity() != OTHER.identity()
