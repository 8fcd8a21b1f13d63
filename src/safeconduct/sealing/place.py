"""Where a sealed thing belongs. Every seal, wrap and signature is bound to one place and opens nowhere else."""

_FIRST = b"\0\0\0\x03sc1"


def place(kind: str, *parts: str | int | bytes) -> bytes:
    """Length-prefixed bytes naming one place: two different places never give the same bytes."""
    named = [kind.encode(), *map(_as_bytes, parts)]
    return _FIRST + b"".join([len(part).to_bytes(4, "big") + part for part in named])


def _as_bytes(part: str | int | bytes) -> bytes:
    # The type is part of the encoding: the text "1" and the number 1 name different places.
    if isinstance(part, bytes):
        return b"b" + part
    if isinstance(part, int):
        return b"i%d" % part
    return b"s" + part.encode()
