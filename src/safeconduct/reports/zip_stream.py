"""A ZIP made while it is sent: nothing of it is ever on the disk, and in memory only the piece at hand.

Written with the standard library, which marks each member as of unknown length until it has passed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_ONLY_THE_OWNER = 0o100600 << 16


@dataclass(frozen=True)
class Part:
    """One file of the archive: its name inside, and its content in pieces. `is_packed` where packing pays."""

    name: str
    pieces: Iterable[bytes] = field(repr=False)
    is_packed: bool = True


class _Outlet:
    """What the archive is written to: keeps nothing that was taken away. It cannot seek, so nothing is changed later."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._waiting.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing lies behind this."""

    def taken(self) -> bytes:
        together = b"".join(self._waiting)
        self._waiting.clear()
        return together


def zipped(parts: Iterable[Part]) -> Iterator[bytes]:
    outlet = _Outlet()
    with ZipFile(cast(IO[bytes], outlet), "w") as archive:
        for part in parts:
            about = ZipInfo(part.name, _FIRST_DAY)
            about.external_attr = _ONLY_THE_OWNER
            about.compress_type = ZIP_DEFLATED if part.is_packed else ZIP_STORED
            with archive.open(about, "w") as member:
                for piece in part.pieces:
                    member.write(piece)
                    if ready := outlet.taken():
                        yield ready
            yield outlet.taken()
    yield outlet.taken()
