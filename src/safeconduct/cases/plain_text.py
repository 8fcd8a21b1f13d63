"""Text as people save it, in whatever encoding their program chose: to be read, or refused in a sentence."""

import unicodedata

from charset_normalizer import from_bytes

from safeconduct.vocabulary.refusal import Refusal, Refused

LARGEST_BYTES = 5 * 1024 * 1024
_LOOKED_AT = 64 * 1024
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# What programs of the last thirty years saved our languages in, where it was not Unicode.
_OLD_ENCODINGS = ("cp1252", "cp1251", "cp1256", "koi8_r", "iso8859_6")
# Direction marks and the like: nobody sees them, and programs put them in front of dates and names.
_HIDDEN = dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
TOO_LARGE = Refusal("This file is larger than 5 MB. Export a shorter time, or save it without pictures.")
NO_TEXT = Refusal("This file is not text that can be read. Export it as text, or paste the part that matters.")


def text_from(content: bytes) -> str:
    """Lines end in \\n; signs without a shape are gone, digits of all scripts are as they were. Raises Refused."""
    if len(content) > LARGEST_BYTES:
        raise Refused(TOO_LARGE)
    text = _decoded(content)
    if text is None or any(unicodedata.category(sign) == "Cc" and sign not in "\t\n\r\f" for sign in text[:_LOOKED_AT]):
        raise Refused(NO_TEXT)
    return tidy(text)


def tidy(text: str) -> str:
    narrow = text.replace("\u202f", " ").replace("\u00a0", " ").translate(_HIDDEN).replace("\0", "")
    return narrow.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(content: bytes) -> str | None:
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(marked)
    except UnicodeDecodeError:
        guess = from_bytes(content[:_LOOKED_AT], cp_isolation=list(_OLD_ENCODINGS)).best()
    try:
        return content.decode(guess.encoding) if guess else None
    except UnicodeDecodeError:
        return None
