"""Octets as letters: in the encoding that they say, else UTF-8. Nothing is guessed: a wrong letter may be a wrong name."""

import codecs
import re

from safeconduct.observatory.collecting.found_text import Reject

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_HEAD = 4_096  # octets in which a page says how it is written
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Pages that say so are written on Windows as a rule, and browsers read them as such.
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}


def letters(octets: bytes, *, declared: str = "") -> str | Reject:
    """`declared`: the charset of the answer that brought them, if there was one."""
    mark = next((name for start, name in _MARKS if octets.startswith(start)), "")
    said = mark or declared.strip(" \"'").casefold() or _said_inside(octets)
    encoding = _MEANT.get(said, said or "utf-8")
    try:
        return octets.decode(encoding)
    except UnicodeDecodeError:
        if said:
            return Reject(f"This says that it is written as {said[:40]} and is not. Save it as UTF-8.")
        return Reject("This does not say how it is written, and it is not UTF-8. Save it as UTF-8.")
    except (LookupError, ValueError):  # ValueError: a name that no encoding can have
        return Reject(f"There is no encoding {said[:40]}. Save it as UTF-8.")


def _said_inside(octets: bytes) -> str:
    found = _DECLARED.search(octets[:_HEAD])
    return found[1].decode("ascii").casefold() if found else ""
