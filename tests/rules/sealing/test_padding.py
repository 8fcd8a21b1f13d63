"""What is sealed shows one of few sizes, and comes back as it was."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from safeconduct.sealing.padding import pad, padded_size, unpad
from safeconduct.sealing.unopened import Unopened

KIB = 1024
LENGTH_BYTES = 8


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, KIB),
        (1, KIB),
        (KIB, KIB),
        (KIB + 1, 4 * KIB),
        (4 * KIB, 4 * KIB),
        (4 * KIB + 1, 16 * KIB),
        (16 * KIB + 1, 64 * KIB),
        (64 * KIB + 1, 256 * KIB),
        (256 * KIB, 256 * KIB),
        # Worked out by hand from the paper: exponent 18, 5 bits kept, so steps of 2**13.
        (256 * KIB + 1, 256 * KIB + 8 * KIB),
        (300_000, 303_104),
        (25 * KIB * KIB, 25 * KIB * KIB),
        (25 * KIB * KIB + 1, 25 * KIB * KIB + 512 * KIB),
    ],
)
def test_a_size_is_shown_as_the_next_step(size, shown):
    assert padded_size(size) == shown


@given(st.integers(min_value=256 * KIB + 1, max_value=2**50))
def test_above_the_last_step_padding_costs_at_most_twelve_per_cent(size):
    assert size <= padded_size(size) <= size * 1.12


@given(st.integers(min_value=0, max_value=2**40), st.integers(min_value=0, max_value=2**40))
def test_sizes_keep_their_order_and_a_padded_size_is_its_own(one, other):
    smaller, larger = sorted((one, other))
    assert padded_size(smaller) <= padded_size(larger)
    assert padded_size(padded_size(larger)) == padded_size(larger)


def test_of_all_sizes_up_to_a_mebibyte_few_are_told_apart():
    assert len({padded_size(size) for size in range(0, KIB * KIB, 13)}) <= 5 + 2 * 2**5


@given(st.binary(max_size=5 * KIB))
@example(b"")
@example(b"\0" * 40)
@example(b"x" * (KIB - LENGTH_BYTES))
@example(b"x" * (KIB - LENGTH_BYTES + 1))
def test_what_is_padded_comes_back_and_only_its_step_is_seen(body):
    padded = pad(body)
    assert unpad(padded) == body
    assert len(padded) == padded_size(len(body) + LENGTH_BYTES)


@pytest.mark.parametrize(
    "malformed",
    [
        b"",
        b"\0\0\0",
        bytes(LENGTH_BYTES - 1),
        (1).to_bytes(LENGTH_BYTES, "big"),
        (5).to_bytes(LENGTH_BYTES, "big") + b"four",
        b"\xff" * LENGTH_BYTES + b"body",
    ],
    ids=["nothing", "three bytes", "short length", "no body", "body one short", "largest length"],
)
def test_malformed_padding_does_not_open(malformed):
    with pytest.raises(Unopened):
        unpad(malformed)


@given(st.binary(max_size=64))
def test_no_bytes_make_unpadding_fail_in_any_other_way(anything):
    with suppress(Unopened):
        assert len(unpad(anything)) <= len(anything)
