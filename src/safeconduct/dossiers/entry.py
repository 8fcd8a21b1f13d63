"""One dated fact put into a dossier, signed by a member for a post or by the defender. Never changed.

A sealed entry is versioned JSON. The signature covers the content and the whole position: the dossier, the number,
the hash of what came before, the scope and its key. So it vouches for the order and for the key as well.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from safeconduct.dossiers.scope import ScopeKey
from safeconduct.sealing.chain import START, link
from safeconduct.sealing.keys import Identity, signed_by
from safeconduct.sealing.place import place
from safeconduct.sealing.record import seal, unseal

VERSION = 1


@dataclass(frozen=True)
class Author:
    """Who puts an entry in. `kind` is member, defender, code, relay, source or import; only members have a post."""

    kind: str
    ref: str = ""
    name: str = ""
    post: str = ""
    post_name: str = ""
    identity: Identity | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Position:
    """Where an entry stands: in which dossier, under which number, after which hash, under which key of a scope."""

    dossier: str
    seq: int
    before: bytes
    scope: ScopeKey


@dataclass(frozen=True)
class NewEntry:
    scope: str
    kind: str
    data: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Entry:
    seq: int
    scope: str
    scope_ref: str
    kind: str
    at: datetime
    by: Author
    data: Mapping[str, Any] = field(repr=False)
    statement: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    def signed_with(self, public_sign: bytes) -> bool:
        return signed_by(public_sign, self.signature, self.statement)


def foreseen(new: NewEntry, *, seq: int, by: Author, at: datetime) -> Entry:
    """An entry as it will be read when it has been put in: for folding ahead of writing, never for believing."""
    return Entry(seq, new.scope, "", new.kind, at, by, new.data, statement=b"", signature=b"")


@dataclass(frozen=True)
class EmptySlip:
    """What is left of an erased entry, or of one in a scope that this reader does not hold: its place and day."""

    seq: int
    day: str
    erased: bool


@dataclass(frozen=True)
class SealedEntry:
    """A row as it is stored; `entry_key` is None where the key was destroyed."""

    seq: int
    scope_ref: str
    day: str
    body: bytes
    before: bytes
    hash: bytes
    wrapped_key: bytes | None


def sealed_body(entry_key: bytes, position: Position, new: NewEntry, *, by: Author, at: datetime) -> bytes:
    content = {
        "kind": new.kind,
        "at": at.isoformat(timespec="minutes"),
        "by": {"kind": by.kind, "ref": by.ref, "name": by.name, "post": by.post, "post_name": by.post_name},
        "data": dict(new.data),
    }
    written = json.dumps(content, ensure_ascii=False, sort_keys=True)
    signature = by.identity.sign(_statement(position, written)) if by.identity else b""
    whole = json.dumps({"v": VERSION, "content": written, "signature": signature.hex()}, ensure_ascii=False)
    return seal(entry_key, whole.encode(), body_place(position))


def opened_body(entry_key: bytes, position: Position, body: bytes) -> Entry:
    """Raises Unopened."""
    whole = json.loads(unseal(entry_key, body, body_place(position)))
    content = json.loads(whole["content"])
    return Entry(
        seq=position.seq,
        scope=position.scope.name,
        scope_ref=position.scope.ref,
        kind=content["kind"],
        at=datetime.fromisoformat(content["at"]),
        by=Author(**content["by"]),
        data=content["data"],
        statement=_statement(position, whole["content"]),
        signature=bytes.fromhex(whole["signature"]),
    )


def hash_of(dossier: str, seq: int, scope_ref: str, day: str, before: bytes, body: bytes) -> bytes:
    return link(before, "entry", dossier, seq, scope_ref, day, sha256(body).digest())


def first_break(dossier: str, entries: tuple[SealedEntry, ...]) -> int | None:
    """The number of the first entry that was changed, moved or left out; None when the chain holds."""
    before = START
    for expected, entry in enumerate(entries, start=1):
        if entry.seq != expected or entry.before != before:
            return expected
        if entry.hash != hash_of(dossier, entry.seq, entry.scope_ref, entry.day, entry.before, entry.body):
            return expected
        before = entry.hash
    return None


def body_place(position: Position) -> bytes:
    return place("entry", position.dossier, position.seq, position.scope.name)


def key_place(dossier: str, seq: int) -> bytes:
    return place("entry-key", dossier, seq)


def _statement(position: Position, written: str) -> bytes:
    scope = position.scope
    key_digest = sha256(scope.key).digest()
    return place(
        "entry-signature", position.dossier, position.seq, position.before, scope.name, scope.ref, key_digest, written
    )
