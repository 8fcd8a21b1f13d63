"""Texts to suggest for, as JSON lines: which can be read, and why a line is rejected. What comes out, as JSON lines."""

import json
import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from safeconduct.cases.suggesting.suggestion import Evidence, Suggestions, suggested
from safeconduct.intake.appeal import LONGEST_TEXT, Reject, parsed

_FILED = re.compile(r"/(?P<year>(?:19|20)\d\d)(?:[/-](?P<month>0?[1-9]|1[0-2]))?(?=[/-]|$)")
_FILED_ON = re.compile(
    r"[/-](?P<year>(?:19|20)\d\d)(?:(?P<s>[/-])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)"
    r"|(?P<month>\d\d)(?P<day>\d\d)(?:\d{4}(?:\d\d)?)?)(?=[/.-]|$)"
)
_LAST_MONTH = 12
_ONE_VALUE = ("place", "date_of_event", "outcome")


@dataclass(frozen=True)
class Pasted:
    """A text with its title, if any, in front. `said_on` is the day on which it was written or received, `shown_by` the last
    one on which it can have been, by the year or month in its address; `filed_on` is the day in it, `filed_in` the first of
    the month."""

    id: str
    language: str
    text: str = field(repr=False)
    said_on: date | None = None
    shown_by: date | None = None
    filed_on: date | None = None
    filed_in: date | None = None


def read_line(raw: bytes, *, line: int) -> Pasted | Reject:
    """One line with id, text and language; title, url and said_on may be there, other fields are not looked at."""
    reason, written = parsed(raw)
    if reason is None and written is not None:
        reason = _fault(written)
    if reason is not None or written is None:
        return Reject(line, reason or "", raw.decode("utf-8", errors="replace").strip("\r\n"))
    said_on = date.fromisoformat(written["said_on"]) if written.get("said_on") else None
    title = (written.get("title") or "").strip()
    text = f"{title}\n{written['text']}".strip()
    filed_on = _filed_on(written)
    shown_by = _shown_by(written) or filed_on
    return Pasted(written["id"], written["language"], text, said_on, shown_by, filed_on, _filed_in(written))


def _shown_by(written: Mapping[str, Any]) -> date | None:
    """The last day of the year or month under which an address files its page: `/2016/08/`."""
    found = _FILED.search(written.get("url") or "")
    if not found:
        return None
    year, month = int(found["year"]), int(found["month"] or _LAST_MONTH)
    return date(year, month, monthrange(year, month)[1])


def _filed_in(written: Mapping[str, Any]) -> date | None:
    """The month under which an address files its page: `/2016/08/`."""
    found = _FILED.search(written.get("url") or "")
    return date(int(found["year"]), int(found["month"]), 1) if found and found["month"] else None


def _filed_on(written: Mapping[str, Any]) -> date | None:
    """The day under which an address files its page: `/2016/08/03/`, `/20160803/` or, with the hour, `/201608031215`."""
    found = _FILED_ON.search(written.get("url") or "")
    parts = (found["year"], found["m"] or found["month"], found["d"] or found["day"]) if found else ()
    day = "-".join(part.zfill(2) for part in parts)
    return date.fromisoformat(day) if _is_day(day) else None


def _fault(written: Mapping[str, Any]) -> str | None:
    for name in ("id", "text", "language"):
        if not isinstance(written.get(name), str) or not written[name].strip():
            return f"The field “{name}” is missing or empty. Add it as text."
    if len(written["text"]) > LONGEST_TEXT:
        return f"The text is longer than {LONGEST_TEXT:,} characters. Split it."
    for name in ("title", "url", "said_on"):
        if written.get(name) is not None and not isinstance(written[name], str):
            return f"The field “{name}” is not text. Put it in quotation marks."
    if written.get("said_on") and not _is_day(written["said_on"]):
        return "The field “said_on” is no day. Write it as 2026-11-22."
    return None


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def answer(pasted: Pasted) -> str:
    """One line: the id, each suggested field, and under `evidence` the words that each code rests on; under
    `also_mentioned` the same for what the text mentions besides what it is about."""
    found = suggested(
        pasted.text,
        pasted.language,
        said_on=pasted.said_on,
        shown_by=pasted.shown_by,
        filed_on=pasted.filed_on,
        filed_in=pasted.filed_in,
    )
    beside = {name: dict(codes) for name, codes in found.mentioned.items() if codes}
    said = {"id": pasted.id, **coded(found), "evidence": evidence(found), "also_mentioned": beside}
    return json.dumps(said, ensure_ascii=False)


def coded(found: Suggestions) -> dict[str, object]:
    """The fields alone: lists, and for place, date and outcome one value or None."""
    listed = {name: list(codes) for name, codes in _about(found).items()}
    return {name: next(iter(codes), None) if name in _ONE_VALUE else codes for name, codes in listed.items()}


def evidence(found: Suggestions) -> dict[str, dict[str, list[str]]]:
    said = _about(found)
    return {name: {code: list(words) for code, words in codes.items()} for name, codes in said.items() if codes}


def _about(found: Suggestions) -> dict[str, Evidence]:
    return {one.name: getattr(found, one.name) for one in fields(found) if one.name != "mentioned"}
