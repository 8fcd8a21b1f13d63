"""What a device may answer when a passkey is made, and which passkeys may be added."""

from dataclasses import replace
from secrets import token_bytes

import pytest

from safeconduct.access.passkey import (
    ANSWERED_WITHIN,
    KNOWN_ALREADY,
    LONGEST_CREDENTIAL,
    LONGEST_NAME,
    MOST,
    NOT_MADE,
    TOO_LONG,
    Answer,
    Passkeys,
    as_asked,
    made,
    new_challenge,
    refusal_to_adding,
    site_of,
)
from safeconduct.vocabulary.refusal import Refused
from tests.builders import MORNING
from tests.device import SITE, Device

RSA, ES512 = 3, -36


def answer_of(device, challenge=None):
    challenge = challenge or new_challenge()
    return Answer(site_of(SITE), challenge, device.make(as_asked(challenge)))


NONE_YET = Passkeys()


def add(device, known=NONE_YET):
    return made(answer_of(device), "My phone", known, at=MORNING)


def a_long_key():
    return {1: RSA, 3: -257, -1: token_bytes(2 * LONGEST_CREDENTIAL), -2: b"\1\0\1"}


def test_a_passkey_is_made_and_its_challenge_is_answered():
    device = Device()
    known = add(device)
    assert [one.credential for one in known.keys] == [device.credential]
    assert len(known.answered) == 1
    assert known.lately(MORNING + ANSWERED_WITHIN).answered == ()


NOT_TO_BE_MADE = {
    "a key of another algorithm than was asked for": (Device(key_sent={1: 2, 3: ES512, -1: 3, -2: b"x"}), NOT_MADE),
    "for another site": (Device(site="elsewhere"), NOT_MADE),
    "a credential that is too long": (Device(credential=token_bytes(LONGEST_CREDENTIAL + 1)), TOO_LONG),
    "a key that is too long": (Device(key_sent=a_long_key()), TOO_LONG),
}


@pytest.mark.parametrize(("device", "why"), NOT_TO_BE_MADE.values(), ids=list(NOT_TO_BE_MADE))
def test_no_passkey_is_made_of(device, why):
    with pytest.raises(Refused) as refused:
        add(device)
    assert str(refused.value) == why.sentence


def test_an_answer_without_a_key_makes_no_passkey():
    answer = answer_of(Device())
    with pytest.raises(Refused, match="does not fit"):
        made(replace(answer, challenge=new_challenge()), "My phone", Passkeys(), at=MORNING)
    with pytest.raises(Refused, match="does not fit"):
        made(replace(answer, response="{}"), "My phone", Passkeys(), at=MORNING)


def test_the_longest_credential_is_taken():
    assert add(Device(credential=token_bytes(LONGEST_CREDENTIAL))).keys


def test_the_same_device_is_added_once():
    device = Device()
    known = add(device)
    with pytest.raises(Refused) as refused:
        add(device, known)
    assert str(refused.value) == KNOWN_ALREADY.sentence
    assert len(add(Device(), known).keys) == 2


def with_passkeys(number):
    known = Passkeys()
    for _ in range(number):
        known = add(Device(), known)
    return known


ADDING = {
    "the last that is kept": ("My phone", MOST - 1, ""),
    "one too many": ("My phone", MOST, f"You have {MOST} passkeys already"),
    "no name": ("  ", 0, "The passkey has no name yet"),
    "the longest name": ("n" * LONGEST_NAME, 0, ""),
    "a name that is too long": ("n" * (LONGEST_NAME + 1), 0, "The name is too long"),
}


@pytest.mark.parametrize(("name", "number", "wanted"), ADDING.values(), ids=list(ADDING))
def test_which_passkeys_may_be_added(name, number, wanted):
    refusal = refusal_to_adding(name, with_passkeys(number))
    assert refusal.sentence.startswith(wanted) if wanted else refusal is None
