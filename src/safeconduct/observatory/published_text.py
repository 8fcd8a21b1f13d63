"""Public texts as JSON lines: which can be read, and why a line is rejected. Nothing is guessed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

LONGEST_TEXT = 200_000
LONGEST_LINE = 4_000_000  # octets
_SHOWN = 1_000  # letters of a line that is too long
_FIELDS = ("title", "url", "language", "published")


@dataclass(frozen=True)
class PublishedText:
    """`published`: the day of the page, as its source gives it beside the text."""

    id: str
    title: str
    text: str = field(repr=False)
    url: str = ""
    language: str = ""
    published: str = ""


@dataclass(frozen=True)
class UnreadLine:
    """A line that cannot be coded. `line` counts from 1; the reason says what to mend."""

    line: int
    reason: str
    raw: str = field(repr=False)

    def as_line(self) -> str:
        return json.dumps({"line": self.line, "reason": self.reason, "raw": self.raw}, ensure_ascii=False)


def doubted(text_id: str, field: str, reason: str, *, line: int) -> str:
    """A line for people, of a text that was coded but for one field."""
    return json.dumps({"line": line, "id": text_id, "field": field, "reason": reason}, ensure_ascii=False)


def numbered_lines(file: BinaryIO, *, first: int = 1, end: int | None = None) -> Iterator[tuple[int, bytes]]:
    """Lines that are not empty, by number, up to an octet or all; of one that is too long the beginning, and one letter more than
    may be read."""
    number = first - 1
    while (end is None or file.tell() < end) and (raw := file.readline(LONGEST_LINE + 1)):
        number += 1
        rest = raw
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        if raw.strip():
            yield number, raw


def read_line(raw: bytes, *, line: int) -> PublishedText | UnreadLine:
    """One line with id and text; title, url, language and published may be there, other fields are not looked at."""
    written, reason = parsed_line(raw)
    reason = reason or _fault(written)
    if reason:
        shown = raw if len(raw) <= LONGEST_LINE else raw[:_SHOWN]
        return UnreadLine(line, reason, shown.decode("utf-8", errors="replace").strip("\r\n"))
    given = {name: (written.get(name) or "").strip() for name in _FIELDS}
    return PublishedText(id=written["id"], text=written["text"], **given)


def parsed_line(raw: bytes) -> tuple[Mapping[str, Any], str]:
    """One JSON object, and a sentence if the line is none."""
    if len(raw) > LONGEST_LINE:
        return {}, f"This line is longer than {LONGEST_LINE:,} octets. Split the text."
    try:
        written = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {}, "This line is not UTF-8 text. Save the file as UTF-8."
    except (ValueError, RecursionError):  # ValueError also for a number of thousands of digits
        return {}, "This line is not one JSON object. Put each text on one line."
    if not isinstance(written, dict):
        return {}, "This line is not a JSON object with fields. Put each text in braces."
    return written, ""


def _fault(written: Mapping[str, Any]) -> str:
    for name in ("id", "text"):
        if not isinstance(written.get(name), str) or not written[name].strip():
            return f"The field “{name}” is missing or empty. Add it as text."
    if len(written["text"]) > LONGEST_TEXT:
        return f"The text is longer than {LONGEST_TEXT:,} characters. Split it."
    for name in _FIELDS:
        if written.get(name) is not None and not isinstance(written[name], str):
            return f"The field “{name}” is not text. Put it in quotation marks."
    if any("\ud800" <= letter <= "\udfff" for name in ("id", "text", *_FIELDS) for letter in written.get(name) or ""):
        return "This line holds half of a character. Export it again as UTF-8."
    return ""
