"""How far a dossier's chain reached when its office last opened it: kept where whoever cuts its end off cannot write it.

It stands in the wrap of the first entry's scope to that office. Only who holds the scope's key can make another such
wrap, and without one the dossier does not open; so it can be put back as it once was, and neither made nor left out.
"""

from dataclasses import dataclass, field

from safeconduct.sealing.chain import START

_COUNT_BYTES = 8


@dataclass(frozen=True)
class Reach:
    """How many entries there are, and the hash of the last one."""

    count: int
    hash: bytes = field(repr=False)

    def as_bytes(self) -> bytes:
        return self.count.to_bytes(_COUNT_BYTES) + self.hash


NOWHERE = Reach(0, START)
"""Of a dossier that nobody opened yet, or not since a release that keeps this."""

REACH_BYTES = len(NOWHERE.as_bytes())


def reach_from(written: bytes) -> Reach:
    return Reach(int.from_bytes(written[:_COUNT_BYTES]), written[_COUNT_BYTES:]) if written else NOWHERE


def cut_short(hashes: tuple[bytes, ...], kept: Reach) -> int | None:
    """How many entries there were when it was last opened, where these are not all of them; None when they are."""
    is_met = kept == NOWHERE or (len(hashes) >= kept.count and hashes[kept.count - 1] == kept.hash)
    return None if is_met else kept.count
