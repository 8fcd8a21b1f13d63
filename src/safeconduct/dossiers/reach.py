"""How far a dossier's chain reached when its office last opened it: kept where whoever cuts its end off cannot write it.

It stands in the wrap of the first entry's scope to that office. Only who holds the scope's key can make another such
wrap, and without one the dossier does not open; so it can be put back as it once was, and neither made nor left out.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from safeconduct.sealing.chain import START

_COUNT_BYTES = 8
_SAID = re.compile(r"(?P<count>[0-9]{1,9}):(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True)
class Reach:
    """How many entries there are, and the hash of the last one."""

    count: int
    hash: bytes = field(repr=False)

    def as_bytes(self) -> bytes:
        return self.count.to_bytes(_COUNT_BYTES) + self.hash

    def as_text(self) -> str:
        """For a line of the journal."""
        return f"{self.count}:{self.hash.hex()}"


NOWHERE = Reach(0, START)
"""Of a dossier that nobody opened yet, or not since a release that keeps this."""


def reach_from(written: bytes) -> Reach:
    return Reach(int.from_bytes(written[:_COUNT_BYTES]), written[_COUNT_BYTES:]) if written else NOWHERE


def cut_short(hashes: tuple[bytes, ...], kept: Reach) -> int | None:
    """How many entries there were when it was last opened, where these are not all of them; None when they are."""
    is_met = kept == NOWHERE or (len(hashes) >= kept.count and hashes[kept.count - 1] == kept.hash)
    return None if is_met else kept.count


# What a journal tells


@dataclass(frozen=True)
class ReachLine:
    """A line of a journal that says how far a dossier's chain went."""

    line: int
    day: date
    dossier: str
    reach: Reach


@dataclass(frozen=True)
class ReachGap:
    """A dossier that lacks what a journal tells of, by the furthest line; `there` is how many entries it has now."""

    told: ReachLine
    there: int


def reach_from_text(written: str) -> Reach | None:
    """As a line says it. None where it says nothing, or what nobody can read: anybody may have sealed it."""
    said = _SAID.fullmatch(written)
    return Reach(int(said["count"]), bytes.fromhex(said["hash"])) if said else None


def missed(told: Iterable[ReachLine], there: Mapping[str, Mapping[int, bytes]]) -> tuple[ReachGap, ...]:
    """`there`: by dossier, the hash at each number. The order is that of the lines, the newest first."""
    furthest: dict[str, ReachLine] = {}
    for one in told:
        links, known = there.get(one.dossier, {}), furthest.get(one.dossier)
        is_met = links.get(one.reach.count) == one.reach.hash
        if not is_met and (known is None or one.reach.count > known.reach.count):
            furthest[one.dossier] = one
    lines = sorted(furthest.values(), key=lambda one: one.line, reverse=True)
    return tuple(ReachGap(one, len(there.get(one.dossier, {}))) for one in lines)
