"""A member's paper code: a third copy of the member's secret, under 128 random bits that stand only on paper.

The code is not kept in any form: whoever makes a new one, or uses one, closes the old one for good.
"""

from safeconduct.sealing.code import WORDS, Code
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key, unwrap_key, wrap_key


def seal_for_paper(code: Code, member: str, held: bytes) -> bytes:
    return wrap_key(derived_key(code.bits, "paper-code"), held, _at(member))


def open_with_paper(code: Code, member: str, sealed: bytes) -> bytes:
    """Raises Unopened."""
    return unwrap_key(derived_key(code.bits, "paper-code"), sealed, _at(member))


def asked_back(code: Code) -> tuple[int, int]:
    """The places (from 0) of the two words that are typed back, one in each half."""
    half = WORDS // 2
    return code.bits[0] % half, half + code.bits[1] % (WORDS - half)


def _at(member: str) -> bytes:
    return place("paper-code", member)
