"""The forms in which a text may have been left behind: what a search for it must look for. Pure.

A form is only as long as the part that is the same wherever the text stands, so base64 loses its edges.
"""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote, quote_plus

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
PART = 64 * 1024


def forms_of(text: str) -> Mapping[str, bytes]:
    """The text in each form, by name. Two forms of a text in plain letters may be the same bytes."""
    plain = text.encode()
    return {
        "utf-8": plain,
        "latin-1": text.encode("latin-1", "replace"),
        "utf-16le": text.encode("utf-16-le"),
        "utf-16be": text.encode("utf-16-be"),
        "utf-32le": text.encode("utf-32-le"),
        **{f"base64 at {lead}": _base64_core(plain, lead) for lead in range(3)},
        **{f"url-safe base64 at {lead}": _base64_core(plain, lead, b"-_") for lead in range(3)},
        "hex": plain.hex().encode(),
        "capital hex": plain.hex().upper().encode(),
        "JSON-escaped": json.dumps(text)[1:-1].encode(),
        "URL-encoded": quote_plus(text).encode(),
        "URL-encoded in small letters": _small_escapes(quote(text)).encode(),
        "every byte URL-encoded": "".join(f"%{byte:02X}" for byte in plain).encode(),
        "quoted-printable": "".join(chr(b) if b < 128 else f"={b:02X}" for b in plain).encode(),
        "reversed": text[::-1].encode(),
        "bytes reversed": plain[::-1],
    }


def needles_of(texts: Iterable[str]) -> tuple[bytes, ...]:
    """Every form of every text once; one that begins with another is left out, since finding the shorter finds it."""
    found = sorted({form for text in texts for form in forms_of(text).values()}, key=len)
    needles: list[bytes] = []
    for form in found:
        if not any(shorter in form for shorter in needles):
            needles.append(form)
    return tuple(needles)


def places_of(needles: Iterable[bytes], haystack: bytes, *, context: int = 60) -> list[bytes]:
    """What stands around each find."""
    found = []
    for needle in needles:
        start = haystack.find(needle)
        while start >= 0:
            found.append(haystack[max(0, start - context) : start + len(needle) + context])
            start = haystack.find(needle, start + len(needle))
    return found


@dataclass
class Search:
    """Looks through memory again and again: a part that held nothing is not searched while it is the same to the byte."""

    needles: Sequence[bytes]
    held_nothing: set[bytes] = field(default_factory=set)

    def places_in(self, region: bytes) -> list[bytes]:
        found = []
        beyond = max(map(len, self.needles)) - 1
        for start in range(0, len(region), PART):
            part = region[start : start + PART + beyond]
            digest = hashlib.sha256(part).digest()
            if digest not in self.held_nothing:
                places = places_of(self.needles, part)
                found += places
                if not places:
                    self.held_nothing.add(digest)
        return found


def _base64_core(plain: bytes, lead: int, instead: bytes = b"+/") -> bytes:
    """What base64 makes of the text after `lead` other bytes, without the letters that its neighbours shape."""
    written = base64.b64encode(bytes(lead) + plain, instead)
    first = (0, 2, 3)[lead]
    last = (len(plain) + lead) * 8 // 6
    return written[first:last]


def _small_escapes(quoted: str) -> str:
    parts = quoted.split("%")
    return parts[0] + "".join(f"%{part[:2].lower()}{part[2:]}" for part in parts[1:])
