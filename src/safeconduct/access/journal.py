"""The journal of who opened what: per organisation, in order, sealed to its auditors, chained by hashes.

In clear are only the number, the day and the hashes. Visits of defenders are never written here.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Protocol

from safeconduct.sealing.chain import START, link
from safeconduct.sealing.place import place
from safeconduct.sealing.unopened import Unopened


class Signer(Protocol):
    """Who does something, and for which post. A keyring is one."""

    @property
    def organisation(self) -> str: ...
    @property
    def member(self) -> str: ...
    @property
    def post(self) -> str: ...


@dataclass(frozen=True)
class Line:
    """One thing that a member did, in the past tense, to one object, for one post.

    `note` is a coded reason or a number, never a text: so all lines are sealed in the same size. `reach` is how far the
    chain of a dossier went then, where that is told.
    """

    event: str
    object_ref: str
    member: str
    post: str
    at: datetime
    note: str = ""
    reach: str = ""

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
                "reach": self.reach,
            }
        ).encode()


def line_from(body: bytes) -> Line:
    """Raises Unopened for what is no line: anybody who may write to the database can seal something to the auditors."""
    try:
        written = json.loads(body)
        names = ("event", "object", "member", "post", "at", "note")
        event, object_ref, member, post, at, note = (str(written[name]) for name in names)
        moment, reach = datetime.fromisoformat(at), str(written.get("reach", ""))
    except (ValueError, KeyError, TypeError):
        raise Unopened from None
    if moment.tzinfo is None:
        raise Unopened
    return Line(event, object_ref, member, post, moment, note, reach)


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


@dataclass(frozen=True)
class Chain:
    """What a journal shows without a key: the hash of each line up to the first that does not follow, and the first day."""

    hashes: tuple[bytes, ...] = field(repr=False)
    since: str
    broken_at: int | None

    @property
    def length(self) -> int:
        return len(self.hashes)

    def number_of(self, hash_start: bytes) -> int | None:
        """Which line has the hash that starts so."""
        return next((seq for seq, one in enumerate(self.hashes, start=1) if one.startswith(hash_start)), None)


def chain_of(organisation: str, lines: Iterable[SealedLine]) -> Chain:
    hashes: list[bytes] = []
    before, since = START, ""
    for expected, line in enumerate(lines, start=1):
        right = line.seq == expected and line.before == before
        if not right or line.hash != hash_of(organisation, line.seq, line.day, line.before, line.sealed):
            return Chain(tuple(hashes), since, expected)
        before, since = line.hash, since or line.day
        hashes.append(before)
    return Chain(tuple(hashes), since, None)


def first_break(organisation: str, lines: Iterable[SealedLine]) -> int | None:
    """The number of the first line that was changed, moved or left out; None when the chain holds."""
    return chain_of(organisation, lines).broken_at
