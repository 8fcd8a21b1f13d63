"""Texts as rows of a table: JSON lines or CSV, with `text` and, where there are, id, title, url, language, published and seen."""

import csv
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from io import TextIOWrapper
from typing import Any, BinaryIO

from safeconduct.observatory.collecting.found_text import Found, FoundAddress, FoundText, Reject, Waiting, rejected
from safeconduct.observatory.given_date import given_date
from safeconduct.observatory.published_text import LONGEST_LINE, parsed_line

_TOLD = ("id", "title", "url", "language", "published", "date", "seen")
_SAMPLE = 8_000
_SEPARATORS = ",;\t|"
NO_TEXT = "This table has no column “text”. Name the column that holds the texts so."


def json_line_items(file: BinaryIO, *, seen: str) -> Iterator[Waiting]:
    while raw := file.readline(LONGEST_LINE + 1):
        rest = raw
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = file.readline(LONGEST_LINE + 1)
        if raw.strip():
            yield partial(_of_line, raw, seen)


def _of_line(raw: bytes, seen: str) -> Found:
    written, reason = parsed_line(raw)
    if reason:
        return Reject(reason, shown=raw[:500].decode("utf-8", "replace"))
    return _of_row(written, seen)


def csv_items(file: BinaryIO, *, seen: str) -> Iterator[Waiting]:
    """Octets that are not UTF-8 spoil their row and no other."""
    lines = TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    sample = lines.read(_SAMPLE)
    lines.seek(0)
    csv.field_size_limit(min(LONGEST_LINE, sys.maxsize))
    reader = csv.reader(lines, delimiter=_separator(sample))
    headings = [heading.strip().casefold() for heading in _next_row(reader) or ()]
    if "text" not in headings:
        yield rejected(NO_TEXT)
        return
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield rejected(f"A row before line {reader.line_num + 1} is damaged, or a quotation mark is not closed.")
            continue
        if any(cell.strip() for cell in cells):
            yield partial(_of_cells, headings, cells, seen)


def _separator(sample: str) -> str:
    """The one that stands most often in the line of headings."""
    first = sample.partition("\n")[0]
    return max(_SEPARATORS, key=first.count)


def _next_row(reader: Any) -> list[str]:
    try:
        return list(next(reader, ()))
    except csv.Error:
        return []


def _of_cells(headings: list[str], cells: list[str], seen: str) -> Found:
    if len(cells) > len(headings):
        return Reject("This row has more cells than the table has headings. Look for an open quotation mark.")
    if any("\udc80" <= letter <= "\udcff" for cell in cells for letter in cell):
        return Reject("This row is not UTF-8 text. Save the table as UTF-8.")
    return _of_row(dict(zip(headings, cells, strict=False)), seen)


def _of_row(written: Mapping[str, Any], seen: str) -> Found:
    for name in ("text", *_TOLD):
        if written.get(name) is not None and not isinstance(written[name], str):
            return Reject(f"The field “{name}” is not text. Put it in quotation marks.")
    told = {name: (written.get(name) or "").strip() for name in _TOLD}
    published, doubt = given_date(told["published"] or told["date"])
    saw, doubt_of_seen = given_date(told["seen"])
    text = written.get("text") or ""
    if not text.strip():
        if told["url"]:
            return FoundAddress(told["url"], told["seen"] if saw else seen)
        return Reject("The field “text” is missing or empty. Add it as text.", shown=told["title"])
    return FoundText(
        text=text,
        title=told["title"],
        url=told["url"],
        language=told["language"],
        published=published,
        seen=told["seen"] if saw else seen,
        given=told["id"],
        doubts=tuple(filter(None, (doubt, doubt_of_seen))),
    )
