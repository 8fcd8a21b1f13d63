"""What is sealed to a backup key opens with its secret half, whole and under its own name only."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.sealing import backup_key
from safeconduct.sealing.stream import CHUNK_BYTES

OURS, OTHERS = b"\x07" * 32, b"\x09" * 32
NAME = "data-20260601T120000Z"


def sealed(content, name=NAME):
    file = BytesIO()
    sealing = backup_key.SealedArtefact(backup_key.public_half(OURS), file, name)
    for start in range(0, len(content), 50_000):
        sealing.write(content[start : start + 50_000])
    sealing.finish()
    return file.getvalue()


def read(whole, secret=OURS, name=NAME, at_once=10_000):
    opening = backup_key.OpenedArtefact(secret, BytesIO(whole), name)
    pieces = []
    while piece := opening.read(at_once):
        pieces.append(piece)
    return b"".join(pieces)


@given(st.sampled_from([0, 1, 1024, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 300_000]), st.integers(1, 200_000))
def test_content_of_any_length_comes_back_with_nothing_but_zeros_behind(size, at_once):
    content = (b"0123456789" * (size // 10 + 1))[:size]
    back = read(sealed(content), at_once=at_once)
    assert back[:size] == content and not back[size:].strip(b"\0")


@pytest.mark.parametrize(
    "other",
    [{"secret": OTHERS}, {"name": "wraps-20260601T120000Z"}, {"name": "data-20260602T120000Z"}],
    ids=["another key", "another kind", "another moment"],
)
def test_it_opens_with_its_own_key_and_name_only(other):
    with pytest.raises(ValueError, match="another key, another name"):
        read(sealed(b"content"), **other)


def test_frames_of_one_artefact_do_not_pass_for_those_of_another():
    one, other = sealed(b"content"), sealed(b"content")
    with pytest.raises(ValueError, match="changed or cut off"):
        read(one[: backup_key.HEAD_BYTES] + other[backup_key.HEAD_BYTES :])


def test_two_backups_of_the_same_have_no_bytes_in_common_but_mark_and_fingerprint():
    one, other = sealed(b"content"), sealed(b"content")
    common = next(place for place in range(len(one)) if one[place] != other[place])
    assert common < backup_key.HEAD_BYTES - 1000 and backup_key.sealed_to(BytesIO(one)) in one[:common]


def test_the_name_is_the_beginning_of_the_fingerprint_that_stands_in_the_head():
    key = backup_key.public_half(OURS)
    assert backup_key.name_of(backup_key.sealed_to(BytesIO(sealed(b"")))) == key.name != ""
    assert key.name != backup_key.public_half(OTHERS).name
