"""A square code (QR) that an authenticator reads from the screen: drawn in the page itself, fetched from nowhere."""

from dataclasses import dataclass

import segno

QUIET = 4  # modules of white around the code, as its standard asks


@dataclass(frozen=True)
class SquareCode:
    """The side in modules and the path of an SVG picture with one unit per module."""

    side: int
    path: str


def square_code(text: str) -> SquareCode:
    rows = segno.make(text, micro=False).matrix
    dark = (
        f"M{x + QUIET} {y + QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark
    )
    return SquareCode(len(rows) + 2 * QUIET, "".join(dark))
