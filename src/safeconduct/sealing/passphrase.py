"""A member's passphrase: one Argon2id run, then two slots that are always both there and always both tried.

The second slot holds a second passphrase or random bytes; nothing in the database tells which.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from hashlib import sha256

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from mnemonic import Mnemonic

from safeconduct.sealing.place import place
from safeconduct.sealing.record import KEY_BYTES, derived_key, unwrap_key, wrap_key
from safeconduct.sealing.unopened import Unopened

WORDS = 7  # of 2,048: 77 bits, and Argon2id on top

# The floor: a row that asks for less is refused, so that nobody can lower the price of guessing by editing it.
MEMORY_KIB, PASSES, LANES = 64 * 1024, 3, 1
_SALT_BYTES = 16
_SLOTS = ("first", "second")


@dataclass(frozen=True)
class Slot:
    verifier: bytes
    sealed_secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Slots:
    """What the server keeps of a passphrase. `member` binds the slots to one member's row."""

    member: str
    salt: bytes
    first: Slot
    second: Slot


@dataclass(frozen=True)
class Opened:
    """The secret of the slot that opened, and the slot's own key (it also seals the member's TOTP secret)."""

    slot: str
    secret: bytes = field(repr=False)
    slot_key: bytes = field(repr=False)


def new_passphrase() -> str:
    """Seven generated words, for people to learn; never one of their own choice."""
    words = Mnemonic("english").wordlist
    return " ".join(secrets.choice(words) for _ in range(WORDS))


def new_slots(member: str, passphrase: str, secret: bytes) -> tuple[Slots, bytes]:
    """Fresh slots with the secret in the first, and the first slot's key."""
    salt = secrets.token_bytes(_SALT_BYTES)
    root = _root(passphrase, salt)
    first_key = _slot_key(root, "first")
    decoy_root = secrets.token_bytes(KEY_BYTES)
    slots = Slots(
        member=member,
        salt=salt,
        first=Slot(_verifier(root, "first"), wrap_key(first_key, secret, _at(member, "first"))),
        second=Slot(
            _verifier(decoy_root, "second"),
            wrap_key(_slot_key(decoy_root, "second"), secrets.token_bytes(len(secret)), _at(member, "second")),
        ),
    )
    return slots, first_key


def open_slots(slots: Slots, passphrase: str) -> Opened | None:
    """The opened slot or None. One Argon2id, two comparisons and two openings, whatever the answer."""
    root = _root(passphrase, slots.salt)
    answers = [_try(slots, name, root) for name in _SLOTS]
    return next((answer for answer in answers if answer), None)


def _try(slots: Slots, name: str, root: bytes) -> Opened | None:
    slot: Slot = getattr(slots, name)
    slot_key = _slot_key(root, name)
    known = hmac.compare_digest(slot.verifier, _verifier(root, name))
    try:
        secret = unwrap_key(slot_key, slot.sealed_secret, _at(slots.member, name))
    except Unopened:
        return None
    return Opened(name, secret, slot_key) if known else None


def is_same_passphrase(one: str, other: str) -> bool:
    """Whether these are the same words, however they were typed; in constant time."""
    return hmac.compare_digest(_plain(one), _plain(other))


def _root(passphrase: str, salt: bytes) -> bytes:
    derivation = Argon2id(salt=salt, length=KEY_BYTES, iterations=PASSES, lanes=LANES, memory_cost=MEMORY_KIB)
    return derivation.derive(_plain(passphrase))


def _plain(passphrase: str) -> bytes:
    return " ".join(passphrase.casefold().split()).encode()


def _verifier(root: bytes, slot: str) -> bytes:
    return sha256(derived_key(root, "passphrase", "verifier", slot)).digest()


def _slot_key(root: bytes, slot: str) -> bytes:
    return derived_key(root, "passphrase", "slot", slot)


def _at(member: str, slot: str) -> bytes:
    return place("member-secret", member, slot)
