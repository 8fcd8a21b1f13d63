"""Public appeals as JSON lines: which become requests, and why a line is rejected. Nothing is guessed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from safeconduct.intake.telling import Telling

LONGEST_TEXT = 200_000
_KEPT = ("id", "item", "title", "source", "url")


@dataclass(frozen=True)
class Appeal:
    digest: str
    telling: Telling = field(repr=False)


@dataclass(frozen=True)
class Reject:
    """A line that was not taken in. `line` counts from 1; the reason says what to mend."""

    line: int
    reason: str
    raw: str = field(repr=False)

    def as_line(self) -> str:
        return json.dumps({"line": self.line, "reason": self.reason, "raw": self.raw}, ensure_ascii=False)


def read_line(raw: bytes, *, line: int, reader: str) -> Appeal | Reject:
    """One line of a file of appeals for one reader (an organisation's reference)."""
    text = raw.decode("utf-8", errors="replace").strip("\r\n")
    reason, written = parsed(raw)
    if reason is None and written is not None:
        reason = _fault(written)
    if reason is not None or written is None:
        return Reject(line, reason or "", text)
    # The text is part of it: a listing may show several cases under one address and one id.
    digest = sha256(json.dumps([reader, written["id"], written["text"]]).encode()).hexdigest()
    return Appeal(digest, _telling(written))


def parsed(raw: bytes) -> tuple[str | None, Mapping[str, Any] | None]:
    """The fields of one line, or why it cannot be read."""
    try:
        written = json.loads(raw.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
    except UnicodeDecodeError:
        return "This line is not UTF-8 text. Save the file as UTF-8.", None
    except _Double:
        return "A field stands twice in this line. Keep one of the two.", None
    except (ValueError, RecursionError):  # ValueError also for a number of thousands of digits
        return "This line is not one JSON object. Put each appeal on one line.", None
    if not isinstance(written, dict):
        return "This line is not a JSON object with fields. Put each appeal in braces.", None
    return None, {name: value.replace("\0", "") if isinstance(value, str) else value for name, value in written.items()}


class _Double(Exception):
    pass


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _Double
    return fields


def _fault(written: Mapping[str, Any]) -> str | None:
    for name in ("id", "text"):
        if not isinstance(written.get(name), str) or not written[name].strip():
            return f"The field “{name}” is missing or empty. Add it as text."
    if len(written["text"]) > LONGEST_TEXT:
        return f"The text is longer than {LONGEST_TEXT:,} characters. Split it."
    for name in (*_KEPT, "language"):
        if written.get(name) is not None and not isinstance(written[name], str):
            return f"The field “{name}” is not text. Put it in quotation marks."
    if any(_holds_half(written.get(name) or "") for name in ("text", "language", *_KEPT)):
        return "This line holds half of a character. Export it again as UTF-8."
    return None


def _holds_half(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _telling(written: Mapping[str, Any]) -> Telling:
    return Telling(
        language=(written.get("language") or "")[:16],
        about="someone",
        happened=written["text"],
        source="public",
        origin={name: written[name] for name in _KEPT if written.get(name)},
    )
