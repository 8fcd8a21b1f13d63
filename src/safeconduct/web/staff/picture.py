"""A text as a picture that a phone reads: one path inside the page itself, so that nothing is fetched or kept."""

import segno

QUIET = 4  # empty modules around it, as the standard asks


def path_of(text: str) -> dict[str, object]:
    """`size` of the square in modules and `path`, the dark ones as runs in each row."""
    rows = segno.make_qr(text).matrix
    runs = [
        f"M{start + QUIET} {line + QUIET}h{length}v1h-{length}z"
        for line, row in enumerate(rows)
        for start, length in _runs(row)
    ]
    return {"size": len(rows) + 2 * QUIET, "path": "".join(runs)}


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many stand side by side."""
    starts = [at for at, dark in enumerate(row) if dark and (at == 0 or not row[at - 1])]
    return [(start, next((at for at in range(start, len(row)) if not row[at]), len(row)) - start) for start in starts]
