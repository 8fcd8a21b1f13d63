"""Single-use six-digit codes (TOTP, RFC 6238) as the second factor of sign-in; a code is good once."""

import unicodedata
from datetime import datetime, timedelta

import pyotp

STEP = timedelta(seconds=30)
_STEPS_BESIDE = 1  # a clock may be half a minute off


def new_totp_secret() -> str:
    return pyotp.random_base32()


def enrolment_address(secret: str, *, name: str) -> str:
    """The otpauth address that an authenticator program reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name="Safe Conduct")


def code_at(secret: str, *, at: datetime) -> str:
    return pyotp.TOTP(secret).at(at)


def step_matched(secret: str, typed: str, *, after: int, at: datetime) -> int | None:
    """The time step whose code was typed, if it is later than the last one used (`after`); else None."""
    now = int(at.timestamp() // STEP.total_seconds())
    digits = "".join(str(unicodedata.decimal(character)) for character in typed if character.isdecimal())
    totp = pyotp.TOTP(secret)
    # Every step is compared, so that the time taken does not tell which one was right.
    matched = [
        step
        for step in range(now - _STEPS_BESIDE, now + _STEPS_BESIDE + 1)
        if pyotp.utils.strings_equal(totp.generate_otp(step), digits)
    ]
    fresh = [step for step in matched if step > after]
    return max(fresh) if fresh else None
