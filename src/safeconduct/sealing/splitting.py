"""A secret in parts: `needed` of its holders together have it, fewer have nothing at all.

For each group of `needed` holders the secret is split anew by XOR, all parts but the last being random, and each part
is sealed to its holder. So the only mathematics is XOR, and less than a whole group holds only random bytes. The
price is the number of parts: 30 for 3 of 5, 140 for 4 of 7. Each part has a public digest, so that its holder can
check it in a drill without anything being joined.
"""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from hashlib import sha256
from itertools import combinations

from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.place import place
from safeconduct.sealing.record import KEY_BYTES
from safeconduct.sealing.unopened import Unopened

LEAST_NEEDED, MOST_NEEDED, MOST_HOLDERS = 2, 4, 7

Group = tuple[int, ...]
"""The numbers, from 1, of the holders who together have the secret."""


@dataclass(frozen=True)
class Part:
    """What one holder has for one group. `digest` is public."""

    group: Group
    holder: int
    sealed: bytes = field(repr=False)
    digest: bytes


def groups(holders: int, needed: int) -> tuple[Group, ...]:
    return tuple(combinations(range(1, holders + 1), needed))


def split(secret: bytes, publics: tuple[bytes, ...], needed: int, name: str) -> tuple[Part, ...]:
    """Every part of a 32-byte secret, sealed to the holders with these public keys. `name` is of this one splitting."""
    parts = []
    for group in groups(len(publics), needed):
        for holder, part in zip(group, _pieces(secret, needed), strict=True):
            where = place("recovery-part", name, _text(group), holder)
            parts.append(
                Part(group, holder, wrap(publics[holder - 1], part, where), digest_of(name, group, holder, part))
            )
    return tuple(parts)


def open_part(holder: Identity, name: str, part: Part) -> bytes:
    """Raises Unopened, also when it is not the part whose digest was published."""
    opened = holder.unwrap(part.sealed, place("recovery-part", name, _text(part.group), part.holder))
    return checked(name, part, opened)


def checked(name: str, part: Part, opened: bytes) -> bytes:
    if not hmac.compare_digest(digest_of(name, part.group, part.holder, opened), part.digest):
        raise Unopened
    return opened


def digest_of(name: str, group: Group, holder: int, part: bytes) -> bytes:
    return sha256(place("recovery-part-digest", name, _text(group), holder, part)).digest()


def hand_over(public: bytes, ceremony: str, part: Part, opened: bytes) -> bytes:
    """The opened part, sealed to a ceremony's own key."""
    return wrap(public, opened, _handed(ceremony, part))


def open_handed(ceremony_key: Identity, ceremony: str, name: str, part: Part, handed: bytes) -> bytes:
    """Raises Unopened: also for a part of another ceremony, group, holder or splitting."""
    return checked(name, part, ceremony_key.unwrap(handed, _handed(ceremony, part)))


def joined(parts: Iterable[bytes]) -> bytes:
    return reduce(_xor, parts)


def _pieces(secret: bytes, needed: int) -> list[bytes]:
    if len(secret) != KEY_BYTES or needed < LEAST_NEEDED:
        raise ValueError("A secret of 32 bytes is split among two or more.")
    random = [secrets.token_bytes(KEY_BYTES) for _ in range(needed - 1)]
    return [*random, joined([secret, *random])]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _handed(ceremony: str, part: Part) -> bytes:
    return place("handed-part", ceremony, _text(part.group), part.holder)


def _text(group: Group) -> str:
    return "-".join(map(str, group))
