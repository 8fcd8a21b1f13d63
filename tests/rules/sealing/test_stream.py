"""A file that streams in opens again whole and in order, or not at all."""

from hashlib import sha256
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl import bindings

from safeconduct.sealing.padding import padded_size
from safeconduct.sealing.stream import CHUNK_BYTES, FRAME_BYTES, HEADER_BYTES, Sealer, frames_of, opened
from safeconduct.sealing.unopened import Unopened

KEY, OTHER_KEY = b"k" * 32, b"K" * 32
AT, ELSEWHERE = b"here", b"elsewhere"
THREE_CHUNKS = bytes(range(251)) * (3 * CHUNK_BYTES // 251)


def sealed(content, *, pushes=None, key=KEY, at=AT):
    file = BytesIO()
    sealer = Sealer(key, file.write, at)
    for piece in [content] if pushes is None else pushes:
        sealer.push(piece)
    digest = sealer.finish()
    assert (sealer.size, digest) == (len(content), sha256(content).hexdigest())
    return file.getvalue()


def read(whole, size, *, key=KEY, at=AT):
    return b"".join(opened(key, frames_of(BytesIO(whole).read), at, size=size))


def frames(whole):
    return list(frames_of(BytesIO(whole).read))


@pytest.mark.parametrize(
    "size",
    [0, 1, 1023, 1024, 1025, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 4 * CHUNK_BYTES, 4 * CHUNK_BYTES + 1],
)
def test_a_file_comes_back_and_shows_only_its_padded_size(size):
    content = (b"\x00\xff" * size)[:size]
    whole = sealed(content)
    assert read(whole, size) == content
    chunks = -(-padded_size(size) // CHUNK_BYTES)
    assert len(whole) == HEADER_BYTES + padded_size(size) + chunks * (FRAME_BYTES - CHUNK_BYTES)


@settings(max_examples=40)
@given(st.lists(st.integers(min_value=0, max_value=2 * CHUNK_BYTES), max_size=5))
def test_it_does_not_matter_in_what_pieces_a_file_arrives(lengths):
    pushes = [bytes([number]) * length for number, length in enumerate(lengths, start=1)]
    content = b"".join(pushes)
    whole = sealed(content, pushes=pushes)
    assert read(whole, len(content)) == content
    assert len(whole) == len(sealed(content))


def test_nothing_of_the_content_is_written_in_plain():
    content = b"a defender's name and street; " * 5000
    assert content[:20] not in sealed(content)


def test_the_same_file_sealed_twice_shares_no_frame():
    assert not set(frames(sealed(THREE_CHUNKS))) & set(frames(sealed(THREE_CHUNKS)))


@pytest.mark.parametrize(
    ("key", "at"), [(OTHER_KEY, AT), (KEY, ELSEWHERE), (KEY, b"")], ids=["another key", "another place", "no place"]
)
def test_a_file_opens_with_its_key_and_place_alone(key, at):
    with pytest.raises(Unopened):
        read(sealed(b"content"), 7, key=key, at=at)


def test_a_short_file_cut_at_any_length_does_not_open():
    whole = sealed(b"content")
    for length in range(len(whole)):
        with pytest.raises(Unopened):
            read(whole[:length], 7)


@pytest.mark.parametrize("size", [0, 7], ids=["none of it wanted", "some of it wanted"])
def test_a_short_file_with_any_byte_changed_does_not_open(size):
    whole = sealed(b"content")
    for position in range(len(whole)):
        changed = bytearray(whole)
        changed[position] ^= 1 << position % 8
        with pytest.raises(Unopened):
            read(bytes(changed), size)


def rearranged(how):
    header, first, second, third, *rest = frames(sealed(THREE_CHUNKS))
    other = frames(sealed(THREE_CHUNKS))
    return {
        "last frame cut off": [header, first, second, third, *rest[:-1]],
        "first frame left out": [header, second, third, *rest],
        "middle frame left out": [header, first, third, *rest],
        "two frames swapped": [header, second, first, third, *rest],
        "a frame repeated": [header, first, first, second, third, *rest],
        "last frame repeated": [header, first, second, third, *rest, rest[-1]],
        "a surplus byte": [header, first, second, third, *rest, b"\0"],
        "a surplus frame": [header, first, second, third, *rest, first],
        "a second file behind": [header, first, second, third, *rest, *other],
        "a frame of another sealing": [header, first, other[2], third, *rest],
        "header of another sealing": [other[0], first, second, third, *rest],
        "last frame first": [header, rest[-1], first, second, third],
        "two frames run together": [header, first + second, third, *rest],
        "an empty frame": [header, first, b"", second, third, *rest],
        "only the header": [header],
        "a short header": [header[:-1], first, second, third, *rest],
        "nothing": [],
    }[how]


CHANGES = [
    "last frame cut off",
    "first frame left out",
    "middle frame left out",
    "two frames swapped",
    "a frame repeated",
    "last frame repeated",
    "a surplus byte",
    "a surplus frame",
    "a second file behind",
    "a frame of another sealing",
    "header of another sealing",
    "last frame first",
    "two frames run together",
    "an empty frame",
    "only the header",
    "a short header",
    "nothing",
]


@pytest.mark.parametrize("how", CHANGES)
@pytest.mark.parametrize("size", [len(THREE_CHUNKS), 10, 0], ids=["all wanted", "a little wanted", "none wanted"])
def test_frames_that_were_rearranged_do_not_open(how, size):
    with pytest.raises(Unopened):
        list(opened(KEY, rearranged(how), AT, size=size))


def test_every_chunk_before_the_first_changed_frame_is_the_true_content():
    chunks = opened(KEY, rearranged("middle frame left out"), AT, size=len(THREE_CHUNKS))
    assert next(chunks) == THREE_CHUNKS[:CHUNK_BYTES]
    with pytest.raises(Unopened):
        next(chunks)


def test_more_than_was_sealed_cannot_be_asked_for():
    with pytest.raises(Unopened):
        read(sealed(b"content"), padded_size(7) + 1)


def test_nothing_is_read_behind_the_last_frame_even_if_it_was_sealed_with_the_key():
    state, file = bindings.crypto_secretstream_xchacha20poly1305_state(), BytesIO()
    file.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(state, KEY))
    for chunk in (b"content", b"surplus"):
        last = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        file.write(bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk.ljust(CHUNK_BYTES), AT, last))
    assert read(file.getvalue()[: HEADER_BYTES + FRAME_BYTES], 7) == b"content"
    with pytest.raises(Unopened):
        read(file.getvalue(), 7)


def test_a_file_that_was_never_finished_does_not_open():
    file = BytesIO()
    Sealer(KEY, file.write, AT).push(THREE_CHUNKS)
    with pytest.raises(Unopened):
        read(file.getvalue(), 10)
