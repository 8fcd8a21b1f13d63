"""A chain of hashes over sealed bytes: nothing in it can be changed, swapped or left out in the middle unseen."""

from hashlib import sha256

from safeconduct.sealing.place import place

START = bytes(32)


def link(before: bytes, kind: str, *parts: str | int | bytes) -> bytes:
    """The hash of one more link after `before`. Large bytes should come hashed."""
    return sha256(place(kind, before, *parts)).digest()
