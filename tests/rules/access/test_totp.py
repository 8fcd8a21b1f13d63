"""One-time codes: good once, for their half minute and the ones beside it, as RFC 6238 has them."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.access.totp import STEP, code_at, enrolment_address, new_totp_secret, step_matched
from tests.builders import MORNING

# The secret of RFC 6238, appendix B ("12345678901234567890"), and the last six digits of its values.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_VALUES = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}


@pytest.mark.parametrize(("second", "code"), RFC_VALUES.items())
def test_codes_are_those_of_the_standard(second, code):
    at = datetime.fromtimestamp(second, UTC)
    assert code_at(RFC_SECRET, at=at) == code
    assert step_matched(RFC_SECRET, code, after=0, at=at) == second // 30


def matched(typed, *, after=0, at=MORNING):
    return step_matched(RFC_SECRET, typed, after=after, at=at)


NOW = int(MORNING.timestamp() // 30)
CODE = code_at(RFC_SECRET, at=MORNING)
OFFSETS = {-3: None, -2: None, -1: NOW - 1, 0: NOW, 1: NOW + 1, 2: None, 3: None}


@pytest.mark.parametrize(("steps", "step"), OFFSETS.items(), ids=[f"{steps} steps off" for steps in OFFSETS])
def test_a_clock_may_be_half_a_minute_off_and_no_more(steps, step):
    assert matched(code_at(RFC_SECRET, at=MORNING + steps * STEP)) == step


@given(st.integers(-3, 60))
def test_a_code_is_good_once(seconds_later):
    step = matched(CODE)
    assert step is not None
    assert matched(CODE, after=step, at=MORNING + timedelta(seconds=seconds_later)) is None


def test_a_code_older_than_the_last_one_used_is_not_good_any_more():
    next_step = matched(code_at(RFC_SECRET, at=MORNING + STEP))
    assert next_step == NOW + 1
    assert matched(CODE, after=next_step) is None


def test_after_a_code_was_used_the_next_one_is_good():
    assert matched(code_at(RFC_SECRET, at=MORNING + STEP), after=NOW, at=MORNING + STEP) == NOW + 1


def test_when_the_clock_goes_back_no_used_code_comes_to_life():
    assert matched(CODE, after=NOW + 1000) is None


TYPED = {
    "with a blank": (f"{CODE[:3]} {CODE[3:]}", True),
    "with blanks around": (f"  {CODE}\n", True),
    "with a dash": (f"{CODE[:3]}-{CODE[3:]}", True),
    "nothing": ("", False),
    "five digits": (CODE[:5], False),
    "seven digits": (CODE + "0", False),
    "twice the same": (CODE + CODE, False),
    "letters": ("abcdef", False),
    "a wrong one": (str((int(CODE) + 1) % 10**6).zfill(6), False),
    "Arabic digits": (CODE.translate({ord(str(digit)): chr(0x660 + digit) for digit in range(10)}), True),
    "digits of full width": (CODE.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)}), True),
}


@pytest.mark.parametrize(("typed", "good"), TYPED.values(), ids=TYPED)
def test_a_code_is_read_as_people_type_it(typed, good):
    assert (matched(typed) is not None) is good


@given(st.text(max_size=12))
def test_whatever_is_typed_is_answered(typed):
    assert matched(typed) in (None, NOW - 1, NOW, NOW + 1)


def test_secrets_are_random_and_long_enough():
    secrets = {new_totp_secret() for _ in range(50)}
    assert len(secrets) == 50
    assert all(len(secret) * 5 >= 160 for secret in secrets)


def test_an_authenticator_can_read_the_enrolment_address():
    address = urlsplit(enrolment_address(RFC_SECRET, name="amina"))
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["secret"] == [RFC_SECRET]
