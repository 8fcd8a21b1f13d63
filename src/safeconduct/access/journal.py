"""The journal of who opened what: per organisation, in order, sealed to its auditors, chained by hashes.

In clear are only the number, the day and the hashes. Visits of defenders are never written here.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from safeconduct.sealing.chain import START, link
from safeconduct.sealing.place import place


@dataclass(frozen=True)
class Line:
    """One thing that a member did, in the past tense, to one object, for one post."""

    event: str
    object_ref: str
    member: str
    post: str
    at: datetime
    note: str = ""

    def as_bytes(self) -> bytes:
        return json.dumps(
            {
                "v": 1,
                "event": self.event,
                "object": self.object_ref,
                "member": self.member,
                "post": self.post,
                "at": self.at.isoformat(timespec="minutes"),
                "note": self.note,
            }
        ).encode()


@dataclass(frozen=True)
class SealedLine:
    seq: int
    day: str
    before: bytes
    hash: bytes
    sealed: bytes


def where(organisation: str, seq: int) -> bytes:
    return place("journal", organisation, seq)


def hash_of(organisation: str, seq: int, day: str, before: bytes, sealed: bytes) -> bytes:
    return link(before, "journal", organisation, seq, day, sha256(sealed).digest())


def first_break(organisation: str, lines: tuple[SealedLine, ...]) -> int | None:
    """The number of the first line that was changed, moved or left out; None when the chain holds."""
    before = START
    for expected, line in enumerate(lines, start=1):
        right = line.seq == expected and line.before == before
        if not right or line.hash != hash_of(organisation, line.seq, line.day, line.before, line.sealed):
            return expected
        before = line.hash
    return None
