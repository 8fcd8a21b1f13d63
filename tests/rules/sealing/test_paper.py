"""A secret on paper comes back whole, and a slip of the pen is noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.sealing.paper import secret_of_words, words_of_secret

# The last vector of 256 bits of BIP-39's reference list.
ENTROPY = "f585c11aec520db57dd353c69554b21a89b20fb0650966fa0a9d6f74fd989d8f"
WORDS = (
    "void come effort suffer camp survey warrior heavy shoot primary clutch crush "
    "open amazing screen patrol group space point ten exist slush involve unfold"
)


def test_the_words_are_those_of_the_standard():
    assert words_of_secret(bytes.fromhex(ENTROPY)) == tuple(WORDS.split())
    assert secret_of_words(f"  {WORDS.upper()} \n") == bytes.fromhex(ENTROPY)


@given(st.binary(min_size=32, max_size=32))
def test_what_was_written_is_read_again(secret):
    assert secret_of_words(" ".join(words_of_secret(secret))) == secret


@pytest.mark.parametrize(
    "typed",
    ["", WORDS.rsplit(" ", 1)[0], f"{WORDS} void", WORDS.replace("void", "vood"), WORDS.replace("void", "come", 1)],
)
def test_a_slip_is_noticed(typed):
    assert secret_of_words(typed) is None
