"""Signed notes: a text and, below it, signatures that any program for such notes can check (C2SP signed-note, Ed25519).

The text is signed as it stands. It begins with a printable letter and a place never does, so that no signature over
a note passes for one over a place, nor the other way round.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from safeconduct.sealing.keys import Identity, signed_by

_ED25519 = b"\x01"
_KEY_ID_BYTES = 4
_DASH = "— "
LONGEST_NOTE = 16_000


@dataclass(frozen=True)
class NoteSignature:
    """One line below the text: the key's name, and its short identifier with the signature."""

    name: str
    signature: bytes = field(repr=False)

    def line(self) -> str:
        return f"{_DASH}{self.name} {base64.b64encode(self.signature).decode()}\n"

    def is_by(self, public_sign: bytes, text: str) -> bool:
        key_id, signature = self.signature[:_KEY_ID_BYTES], self.signature[_KEY_ID_BYTES:]
        return key_id == _key_id(self.name, public_sign) and signed_by(public_sign, signature, text.encode())


@dataclass(frozen=True)
class Note:
    """`text` ends with a newline and has no empty line at its end."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def written(self) -> str:
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)


def signed_note(text: str, name: str, identity: Identity) -> Note:
    """`text` must end with a newline; `name` must have neither blanks nor a plus."""
    signature = _key_id(name, identity.public_sign) + identity.sign(text.encode())
    return Note(text, (NoteSignature(name, signature),))


def read_note(typed: str) -> Note | None:
    """The note that was pasted, whatever its ends of lines; None when it is none."""
    plain = typed.replace("\r\n", "\n").strip() + "\n"
    text, empty_line, below = plain.rpartition("\n\n")
    signatures = tuple(_signature(line) for line in below.splitlines())
    is_a_note = len(plain) <= LONGEST_NOTE and text and empty_line and all(signatures)
    if not is_a_note or any(mark < " " and mark != "\n" for mark in plain):
        return None
    return Note(text + "\n", tuple(filter(None, signatures)))


def _signature(line: str) -> NoteSignature | None:
    name, blank, encoded = line.removeprefix(_DASH).partition(" ")
    if not line.startswith(_DASH) or not name or not blank or "+" in name:
        return None
    try:
        return NoteSignature(name, base64.b64decode(encoded, validate=True))
    except (binascii.Error, ValueError):
        return None


def _key_id(name: str, public_sign: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_sign).digest()[:_KEY_ID_BYTES]
