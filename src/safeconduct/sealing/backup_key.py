"""The backup key, which artefacts of a backup are sealed to: the public half seals, the secret half is on paper alone.

A sealed artefact is a head (a mark, the fingerprint of the backup key, a key for this artefact wrapped to it) and then
the artefact in frames, padded, as a file is sealed. Everything is bound to the artefact's name, so none stands in for
another. The fingerprint tells papers apart; it proves nothing.
"""

import os
from dataclasses import dataclass, field
from typing import BinaryIO

from safeconduct.sealing.keys import PUBLIC_SEAL_BYTES, WRAP_OVERHEAD_BYTES, fingerprint, public_seal_key, unwrap, wrap
from safeconduct.sealing.place import place
from safeconduct.sealing.record import KEY_BYTES, derived_key, new_key
from safeconduct.sealing.stream import Sealer, content_bytes, frames_of, opened
from safeconduct.sealing.unopened import Unopened

_MARK = b"safeconduct-sealed-backup-1\n"
_FINGERPRINT_BYTES, _NAME_BYTES = 32, 8
_WRAPPED_BYTES = KEY_BYTES + WRAP_OVERHEAD_BYTES
HEAD_BYTES = len(_MARK) + _FINGERPRINT_BYTES + _WRAPPED_BYTES


@dataclass(frozen=True)
class BackupKey:
    """The public half."""

    key: bytes = field(repr=False)

    @property
    def name(self) -> str:
        """By which people tell papers apart: the beginning of the fingerprint, in groups."""
        return name_of(fingerprint(self.key))

    def written(self) -> str:
        """A line for a file. The fingerprint stands in front, so that a slip in either is noticed."""
        return f"{fingerprint(self.key).hex()} {self.key.hex()}\n"


def new_secret() -> bytes:
    return new_key()


def public_half(secret: bytes) -> BackupKey:
    return BackupKey(public_seal_key(_seed(secret)))


def public_half_from(written: str) -> BackupKey:
    """Raises ValueError."""
    first, _, second = written.strip().partition(" ")
    key = bytes.fromhex(second)
    if len(key) != PUBLIC_SEAL_BYTES or fingerprint(key) != bytes.fromhex(first):
        raise ValueError("no public half of a backup key")
    return BackupKey(key)


def name_of(whole_fingerprint: bytes) -> str:
    digits = whole_fingerprint[:_NAME_BYTES].hex()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def sealed_to(file: BinaryIO) -> bytes:
    """The fingerprint of the backup key that opens it, from its head. Raises ValueError."""
    return _head(file)[0]


class SealedArtefact:
    """A sealed artefact on its way: what is written goes in. Without a finish it has no end and opens no more."""

    def __init__(self, to: BackupKey, file: BinaryIO, name: str) -> None:
        key, at = new_key(), _at(name)
        file.write(_MARK + fingerprint(to.key) + wrap(to.key, key, at))
        self._sealer = Sealer(key, file.write, at)

    def write(self, more: bytes) -> int:
        self._sealer.push(more)
        return len(more)

    def tell(self) -> int:
        return self._sealer.size

    def finish(self) -> None:
        self._sealer.finish()


class OpenedArtefact:
    """Reads what was sealed, and zeros behind it, chunk by chunk. That the end is missing shows at the end.

    Raises ValueError, as whatever reads a broken artefact does: jobs, which know no sealing, take it so.
    """

    def __init__(self, secret: bytes, file: BinaryIO, name: str) -> None:
        sealed_bytes = file.seek(0, os.SEEK_END) - HEAD_BYTES
        file.seek(0)
        _, wrapped = _head(file)
        try:
            key = unwrap(_seed(secret), wrapped, _at(name))
        except Unopened:
            raise ValueError("another key, another name or a changed head") from None
        self._chunks = opened(key, frames_of(file.read), _at(name), size=content_bytes(sealed_bytes))
        self._waiting = bytearray()

    def read(self, size: int) -> bytes:
        try:
            while len(self._waiting) < size and (chunk := next(self._chunks, b"")):
                self._waiting += chunk
        except Unopened:
            raise ValueError("changed or cut off") from None
        taken = bytes(self._waiting[:size])
        del self._waiting[:size]
        return taken


def _head(file: BinaryIO) -> tuple[bytes, bytes]:
    head = file.read(HEAD_BYTES)
    if len(head) != HEAD_BYTES or not head.startswith(_MARK):
        raise ValueError("no sealed artefact")
    rest = head.removeprefix(_MARK)
    return rest[:_FINGERPRINT_BYTES], rest[_FINGERPRINT_BYTES:]


def _seed(secret: bytes) -> bytes:
    return derived_key(secret, "backup-key")


def _at(name: str) -> bytes:
    return place("backup-artefact", name)
