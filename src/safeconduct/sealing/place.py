"""Where a sealed thing belongs. Every seal, wrap and signature is bound to one place and opens nowhere else."""

from struct import Struct

_FIRST = b"\0\0\0\x03sc1"
_length = Struct(">I").pack


def place(kind: str, *parts: str | int | bytes) -> bytes:
    """Length-prefixed bytes naming one place: two different places never give the same bytes."""
    # A hundred times for each page: the pieces are joined once, and no part is copied before.
    named = kind.encode()
    pieces = [_FIRST, _length(len(named)), named]
    for part in parts:
        # The type is part of the encoding: the text "1" and the number 1 name different places.
        if isinstance(part, bytes):
            mark, body = b"b", part
        elif isinstance(part, int):
            mark, body = b"i", b"%d" % part
        else:
            mark, body = b"s", part.encode()
        pieces += (_length(1 + len(body)), mark, body)
    return b"".join(pieces)
