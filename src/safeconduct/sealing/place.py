"""Where a sealed thing belongs. Every seal, wrap and signature is bound to one place and opens nowhere else."""


def place(kind: str, *parts: str | int | bytes) -> bytes:
    """Length-prefixed bytes naming one place: two different places never give the same bytes."""
    named = [b"sc1", kind.encode(), *(_as_bytes(part) for part in parts)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in named)


def _as_bytes(part: str | int | bytes) -> bytes:
    # The type is part of the encoding: the text "1" and the number 1 name different places.
    if isinstance(part, bytes):
        return b"b" + part
    if isinstance(part, int):
        return b"i%d" % part
    return b"s" + part.encode()
