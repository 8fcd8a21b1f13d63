"""The archive is made piece by piece, and any program opens it."""

import io
import os
import tracemalloc
import zipfile

from safeconduct.reports.zip_stream import Part, zipped

CHUNK = 64 * 1024


def test_the_standard_library_opens_it_and_finds_no_fault():
    parts = [
        Part("README.txt", [b"one ", b"two"]),
        Part("a/1.bin", [b"\0" * CHUNK] * 3, is_packed=False),
        Part("e", []),
    ]
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(parts))))
    assert archive.testzip() is None
    assert {name: len(archive.read(name)) for name in archive.namelist()} == {
        "README.txt": 7,
        "a/1.bin": 3 * CHUNK,
        "e": 0,
    }
    assert archive.read("README.txt") == b"one two"


def test_a_file_of_100_mb_passes_in_small_pieces_and_leaves_nothing_in_memory():
    noise = os.urandom(CHUNK)
    content = (noise for _ in range(1600))
    tracemalloc.start()
    largest = max(len(piece) for piece in zipped([Part("a", content, is_packed=False)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert largest < 4 * CHUNK and peak < 40 * CHUNK


def test_the_next_part_is_not_asked_for_before_the_one_before_has_gone():
    asked = []

    def parts():
        for name in ("a", "b"):
            asked.append(name)
            yield Part(name, [b"x"])

    pieces = zipped(parts())
    next(pieces)
    assert asked == ["a"]


def test_two_made_at_different_times_are_the_same_bytes():
    assert b"".join(zipped([Part("a", [b"x"])])) == b"".join(zipped([Part("a", [b"x"])]))
