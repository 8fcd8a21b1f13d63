"""Records and keys sealed under a key, wraps sealed to a holder, and statements signed: what is promised of each."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.sealing.keys import (
    PUBLIC_SEAL_BYTES,
    WRAP_OVERHEAD_BYTES,
    Identity,
    fingerprint,
    public_seal_key,
    signed_by,
    unwrap,
    wrap,
)
from safeconduct.sealing.padding import padded_size
from safeconduct.sealing.place import place
from safeconduct.sealing.record import (
    KEY_BYTES,
    derived_key,
    new_key,
    new_ref,
    seal,
    sealed_together,
    unseal,
    unseal_one,
    unwrap_key,
    wrap_key,
)
from safeconduct.sealing.session_key import new_boot_secret, new_cookie, row_of, session_key
from safeconduct.sealing.unopened import Unopened

KEY = b"k" * KEY_BYTES
HOLDER = Identity(b"h" * KEY_BYTES)
NONCE_AND_TAG_BYTES = 12 + 16


@given(st.binary(max_size=3000), st.binary(max_size=40))
def test_a_record_opens_at_its_place_and_shows_only_its_padded_size(body, at):
    sealed = seal(KEY, body, at)
    assert unseal(KEY, sealed, at) == body
    assert len(sealed) == padded_size(len(body) + 8) + NONCE_AND_TAG_BYTES


@given(st.lists(st.tuples(st.binary(max_size=3000), st.binary(max_size=40)), max_size=4))
def test_what_is_sealed_together_opens_each_at_its_place_under_a_key_that_nothing_else_has(bodies):
    key, sealed = sealed_together(bodies)
    assert [unseal_one(key, one, at) for one, (_body, at) in zip(sealed, bodies, strict=True)] == [
        body for body, _at in bodies
    ]
    assert [len(one) for one in sealed] == [padded_size(len(body) + 8) + NONCE_AND_TAG_BYTES for body, _at in bodies]
    assert len(key) == KEY_BYTES
    assert key != sealed_together(bodies)[0]


def test_a_record_does_not_open_as_one_of_those_that_were_sealed_together_nor_the_other_way():
    key, (sealed,) = sealed_together([(b"body", b"here")])
    with pytest.raises(Unopened):
        unseal(key, sealed, b"here")
    with pytest.raises(Unopened):
        unseal_one(key, seal(key, b"body", b"here"), b"here")


@given(st.binary(min_size=1, max_size=80), st.binary(max_size=40))
def test_a_wrapped_key_opens_at_its_place(inner, at):
    wrapped = wrap_key(KEY, inner, at)
    assert unwrap_key(KEY, wrapped, at) == inner
    assert len(wrapped) == len(inner) + NONCE_AND_TAG_BYTES


@pytest.mark.slow
@given(st.binary(max_size=300), st.binary(max_size=5000))
def test_a_wrap_opens_for_its_holder_at_its_place_however_long_the_place(secret, at):
    wrapped = wrap(HOLDER.public_seal, secret, at)
    assert HOLDER.unwrap(wrapped, at) == unwrap(HOLDER.seal_seed, wrapped, at) == secret
    assert len(wrapped) == len(secret) + WRAP_OVERHEAD_BYTES


def test_sealing_the_same_twice_never_gives_the_same():
    assert len({seal(KEY, b"same", b"here") for _ in range(500)}) == 500
    assert len({wrap(HOLDER.public_seal, b"same", b"here") for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "seals", [pytest.param(20_000, marks=pytest.mark.slow), pytest.param(10**6, marks=pytest.mark.long)]
)
def test_no_nonce_comes_twice(seals):
    assert len({wrap_key(KEY, b"\0" * 32, b"here")[:12] for _ in range(seals)}) == seals


def test_one_secret_gives_two_key_pairs_that_have_nothing_in_common():
    assert len({HOLDER.secret, HOLDER.seal_seed, HOLDER.sign_seed}) == 3
    assert len(HOLDER.public_seal) == PUBLIC_SEAL_BYTES == 1216
    assert HOLDER.public_seal == public_seal_key(HOLDER.seal_seed)
    assert len(HOLDER.public_sign) == len(fingerprint(HOLDER.public_seal)) == 32
    assert repr(HOLDER.secret)[2:-1] not in repr(HOLDER)


@pytest.mark.parametrize(
    ("public", "signature", "statement"),
    [
        (lambda: Identity(b"o" * 32).public_sign, lambda: HOLDER.sign(b"yes"), b"yes"),
        (lambda: HOLDER.public_sign, lambda: HOLDER.sign(b"yes"), b"no"),
        (lambda: HOLDER.public_sign, lambda: HOLDER.sign(b"yes")[:-1], b"yes"),
        (lambda: HOLDER.public_sign, lambda: b"", b"yes"),
        (lambda: HOLDER.public_sign, lambda: bytes(64), b"yes"),
        (lambda: b"", lambda: HOLDER.sign(b"yes"), b"yes"),
        (lambda: HOLDER.public_seal, lambda: HOLDER.sign(b"yes"), b"yes"),
        (lambda: b"\xff" * 32, lambda: HOLDER.sign(b"yes"), b"yes"),
    ],
    ids=[
        "another signer",
        "another statement",
        "a cut signature",
        "no signature",
        "an empty signature",
        "no key",
        "a sealing key",
        "not a point",
    ],
)
def test_what_was_not_signed_is_not_taken_as_signed(public, signature, statement):
    assert not signed_by(public(), signature(), statement)


def test_what_was_signed_is_taken_as_signed():
    assert signed_by(HOLDER.public_sign, HOLDER.sign(b"yes"), b"yes")


purposes = st.tuples(
    st.binary(min_size=16, max_size=32), st.sampled_from(["a", "b", "ab"]), st.lists(st.text(max_size=3))
)


@given(purposes, purposes)
def test_a_derived_key_is_for_one_secret_and_one_purpose(one, other):
    keys = [derived_key(secret, purpose, *parts) for secret, purpose, parts in (one, other)]
    assert (keys[0] == keys[1]) == (one == other)
    assert len(keys[0]) == KEY_BYTES


def test_a_session_key_needs_both_halves_and_its_row_leads_to_neither():
    cookie, boot_secret = new_cookie(), new_boot_secret()
    assert session_key(cookie, boot_secret) == session_key(cookie, boot_secret)
    assert session_key(cookie, boot_secret) != session_key(cookie, new_boot_secret())
    assert session_key(cookie, boot_secret) != session_key(new_cookie(), boot_secret)
    assert len(bytes.fromhex(cookie)) == len(boot_secret) == len(bytes.fromhex(row_of(cookie))) == 32
    assert row_of(cookie) != session_key(cookie, boot_secret).hex()
    assert row_of(cookie) == row_of(cookie) != row_of(new_cookie())


def test_fresh_keys_and_references_are_long_and_never_the_same():
    assert {len(new_key()) for _ in range(100)} == {32}
    assert len({new_key() for _ in range(1000)}) == len({new_ref() for _ in range(1000)}) == 1000
    assert re.fullmatch("[0-9a-f]{32}", new_ref())


def test_a_cookie_is_256_random_bits():
    cookies = {new_cookie() for _ in range(1000)}
    assert len(cookies) == 1000
    assert all(re.fullmatch("[0-9a-f]{64}", cookie) for cookie in cookies)


def test_a_place_of_a_seal_is_bound_even_when_it_is_long():
    long_place = place("kind", "x" * 4000)
    assert unseal(KEY, seal(KEY, b"body", long_place), long_place) == b"body"
