"""A file sealed while it streams in: nothing in plain on the disk, nothing left of an abandoned one."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safeconduct.dossiers.sealed_file import Incoming, chunks_of, copied, path_of, sealed_file_from
from safeconduct.sealing.unopened import Unopened

CANARY = b"canary-in-a-file"


def store(folder, *chunks, name="gate.jpg"):
    incoming = Incoming(folder, name, "image/jpeg")
    for chunk in chunks:
        incoming.push(chunk)
    return incoming.finish()


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


SIZES = {
    "nothing": [],
    "an empty chunk": [b""],
    "one byte": [b"a"],
    "a chunk short of a frame": [b"a" * 65_535],
    "a frame": [b"a" * 65_536],
    "a frame and a byte": [b"a" * 65_537],
    "many small chunks": [b"abc"] * 3000,
    "zeros, like the padding": [bytes(70_000)],
}


@pytest.mark.parametrize("chunks", SIZES.values(), ids=SIZES)
def test_a_file_comes_back_as_it_came(tmp_path, chunks):
    file, content = store(tmp_path, *chunks), b"".join(chunks)
    assert b"".join(chunks_of(tmp_path, file)) == content
    assert (file.size, file.digest) == (len(content), sha256(content).hexdigest())


@settings(max_examples=20)
@given(st.lists(st.binary(max_size=2000)))
def test_any_chunks_come_back(tmp_path_factory, chunks):
    folder = tmp_path_factory.mktemp("files")
    assert b"".join(chunks_of(folder, store(folder, *chunks))) == b"".join(chunks)


def test_neither_content_nor_name_is_on_the_disk(tmp_path):
    store(tmp_path, CANARY * 9000, name="canary-name.jpg")
    for path in files(tmp_path):
        assert CANARY not in path.read_bytes()
        assert b"canary-name" not in path.read_bytes()
        assert "canary" not in str(path.relative_to(tmp_path))


def test_while_it_comes_in_nothing_is_in_plain(tmp_path):
    incoming = Incoming(tmp_path, "gate.jpg", "image/jpeg")
    incoming.push(CANARY * 20_000)
    assert not any(CANARY in path.read_bytes() for path in files(tmp_path))
    incoming.abandon()


def test_the_size_on_the_disk_says_little(tmp_path):
    sizes = {path_of(tmp_path, store(tmp_path, b"a" * size).ref).stat().st_size for size in (1, 100, 900)}
    assert len(sizes) == 1


def test_only_the_owner_of_the_process_may_read_it(tmp_path):
    assert path_of(tmp_path, store(tmp_path, b"a").ref).stat().st_mode & 0o077 == 0


def test_an_abandoned_file_leaves_nothing(tmp_path):
    incoming = Incoming(tmp_path, "gate.jpg", "image/jpeg")
    incoming.push(b"a" * 200_000)
    incoming.abandon()
    incoming.abandon()
    assert files(tmp_path) == []


def changed(body, kind):
    middle = len(body) // 2
    return {
        "a bit": body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1 :],
        "the end": body[:-1],
        "the header": bytes(24) + body[24:],
        "more at the end": body + b"more",
        "everything": b"",
        "a frame left out": body[: 24 + 65_553] + body[24 + 2 * 65_553 :],
    }[kind]


@pytest.mark.parametrize(
    "kind", ["a bit", "the end", "the header", "more at the end", "everything", "a frame left out"]
)
def test_a_file_that_was_touched_does_not_open(tmp_path, kind):
    file = store(tmp_path, b"a" * 300_000)
    path = path_of(tmp_path, file.ref)
    path.write_bytes(changed(path.read_bytes(), kind))
    with pytest.raises(Unopened):
        list(chunks_of(tmp_path, file))


def test_two_files_cannot_be_exchanged(tmp_path):
    first, second = store(tmp_path, b"first"), store(tmp_path, b"other")
    path_of(tmp_path, first.ref).write_bytes(path_of(tmp_path, second.ref).read_bytes())
    with pytest.raises(Unopened):
        list(chunks_of(tmp_path, first))


def test_a_copy_lives_on_when_the_first_is_erased_and_nothing_ties_the_two(tmp_path):
    first = store(tmp_path, CANARY)
    second = copied(tmp_path, first)
    assert (first.ref, first.key) != (second.ref, second.key)
    assert path_of(tmp_path, first.ref).read_bytes() != path_of(tmp_path, second.ref).read_bytes()
    path_of(tmp_path, first.ref).unlink()
    assert b"".join(chunks_of(tmp_path, second)) == CANARY
    with pytest.raises(FileNotFoundError):
        list(chunks_of(tmp_path, first))


def test_a_file_comes_back_from_an_entry_and_is_not_printed(tmp_path):
    file = store(tmp_path, CANARY, name="canary.jpg")
    assert sealed_file_from(file.as_data()) == file
    assert "canary" not in repr(file)
    assert file.key.hex() not in repr(file)
    assert file.digest not in repr(file)
