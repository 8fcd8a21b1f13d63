"""A mailbox in one file (mbox), as mail programs and archives of press lists save it: mail by mail, one of them in memory."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from safeconduct.observatory.collecting.found_text import Waiting, rejected
from safeconduct.observatory.collecting.mail_message import LARGEST_MAIL, mail_items

_LONGEST = 1_000_000  # octets of a line that is read at once
# A line of a text may begin with “From” too, so a time has to follow; what was quoted for this reason gets its first mark off.
_BEGINS = re.compile(rb"From \S+ .*\d\d?:\d\d")
_QUOTED = re.compile(rb">+From ")
NO_MAILBOX = (
    "This is no mailbox: it does not begin with the line “From …” of a mail. Save the mails one by one as .eml."
)


def mailbox_items(file: BinaryIO, *, seen: str) -> Iterator[Waiting]:
    """What each mail holds, in the order of the file. One that is too large is left out with its reason, and the rest goes on."""
    for octets in _mails(file):
        if octets is None:
            yield rejected(NO_MAILBOX)
        else:
            yield from mail_items(octets, seen=seen)


def _mails(file: BinaryIO) -> Iterator[bytes | None]:
    """Each mail as it stands, of one that is too large a little more than may be read; None if the file is no mailbox."""
    lines: list[bytes] = []
    length, begun, after_empty, whole = 0, False, True, True
    while line := file.readline(_LONGEST):
        if whole and after_empty and _BEGINS.match(line):
            if begun:
                yield _mail(lines)
            lines, length, begun = [], 0, True
        elif not begun and line.strip():
            yield None
            return
        elif begun and length <= LARGEST_MAIL:
            lines.append(line[1:] if whole and _QUOTED.match(line) else line)
            length += len(line)
        after_empty, whole = whole and not line.strip(b"\r\n"), line.endswith(b"\n")
    if begun:
        yield _mail(lines)
    else:
        yield None


def _mail(lines: list[bytes]) -> bytes:
    """Without the empty line that parts it from the next one."""
    return b"".join(lines[:-1] if lines and not lines[-1].strip(b"\r\n") else lines)
