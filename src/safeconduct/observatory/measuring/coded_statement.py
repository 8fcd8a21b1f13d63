"""Coded statements as a table: which lines can be counted, and why a line is left to people. Nothing is guessed."""

import calendar
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from safeconduct.observatory.measuring.local_version import NOT_TOLD, Version, at_once, in_local_language
from safeconduct.observatory.published_text import LONGEST_LINE, UnreadLine

if TYPE_CHECKING:
    import polars as pl

_TEXTS = ("label", "issuer_kind", "issuer_level", "release_call", "coded_by", "codebook", "language", "url")
YES_OR_NO = (
    *("uses_hrd_term", "concern_only", "mentions_fair_trial", "mentions_trial_observation", "calls_investigation"),
    *("cites_intl_law", "shows_deference", "promises_follow_up"),
)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True)
class CodedStatement:
    """`earliest` to `latest`: the days that its date may mean, one day or a whole month or year; None without a date.
    `versions`: none where nobody brought versions together."""

    id: str
    texts: Mapping[str, str]
    answers: Mapping[str, bool | None]
    countries: tuple[str, ...]
    people: tuple[str, ...]
    versions: tuple[Version, ...]
    earliest: date | None
    latest: date | None

    def as_row(self) -> dict[str, object]:
        named = {"names_somebody": bool(self.people), "people": list(self.people)}
        languages = sorted({one.language for one in self.versions})
        listed = {"countries": list(self.countries), "version_languages": languages}
        local = {
            "in_local_language": in_local_language(self.countries, self.versions),
            "local_at_once": at_once(self.countries, self.versions),
        }
        days = {"earliest": self.earliest, "latest": self.latest}
        return {"id": self.id, **self.texts, **self.answers, **listed, **local, **named, **days}


def read_coded(raw: bytes, *, line: int) -> CodedStatement | UnreadLine:
    """One line as `observatory code` or a corpus has it. `published` counts before `date`: somebody looked at it."""
    written, reason = _parsed(raw)
    if reason:
        return UnreadLine(line, reason, raw[:1000].decode("utf-8", errors="replace").strip("\r\n"))
    days = _days(str(written.get("published") or written.get("date") or ""))
    return CodedStatement(
        id=written["id"],
        texts={name: str(written.get(name) or "") for name in _TEXTS},
        answers={name: written.get(name) for name in YES_OR_NO},
        countries=tuple(sorted(set(written.get("countries") or ()))),
        people=tuple(sorted({" ".join(name.split()) for name in written.get("individuals") or ()})),
        versions=tuple(map(_version, written.get("versions") or ())),
        earliest=days[0],
        latest=days[1],
    )


def _version(written: Mapping[str, Any]) -> Version:
    first, last = _days(str(written.get("published") or ""))
    return Version(written.get("language") or NOT_TOLD, first if first == last else None)


def _parsed(raw: bytes) -> tuple[Mapping[str, Any], str]:
    if len(raw) > LONGEST_LINE:
        return {}, f"This line is longer than {LONGEST_LINE:,} octets. A coding is shorter: look at how it was written."
    try:
        written = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return {}, "This line is not UTF-8 text. Save the file as UTF-8."
    except (ValueError, RecursionError):
        return {}, "This line is not one JSON object. Put each coding on one line."
    if not isinstance(written, dict):
        return {}, "This line is not a JSON object with fields. Put each coding in braces."
    return written, _fault(written)


def _fault(written: Mapping[str, Any]) -> str:
    if not isinstance(written.get("id"), str) or not written["id"].strip():
        return "The field “id” is missing or empty. Add it as text."
    for name in (*_TEXTS, "published", "date"):
        if not isinstance(written.get(name) or "", str):
            return f"The field “{name}” is not text. Put it in quotation marks."
    for name in YES_OR_NO:
        if written.get(name) not in (True, False, None) or isinstance(written.get(name), int | float) > isinstance(
            written.get(name), bool
        ):
            return f"The field “{name}” is neither true, false nor null. Correct it."
    for name in ("countries", "individuals"):
        listed = written.get(name) or []
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            return f"The field “{name}” is not a list of texts. Put it in square brackets."
    versions = written.get("versions") or []
    if not isinstance(versions, list) or not all(_is_version(one) for one in versions):
        return "The field “versions” is not a list of texts with their language. Write it as `observatory table` does."
    when = written.get("published") or written.get("date")
    if when and not _days(when)[0]:
        return f"“{when[:40]}” is no day, month or year of the calendar. Write it as 2019-04-30, 2019-04 or 2019."
    return ""


def _is_version(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(name) or "", str) for name in ("language", "published"))


def _days(written: str) -> tuple[date | None, date | None]:
    """The first and last day that a date may mean; a time after the day is not looked at."""
    parts = _DATE.fullmatch(written.strip().partition("T")[0])
    if not parts:
        return None, None
    year, month, day = (int(part) if part else None for part in parts.groups())
    try:
        if day:
            return date(year or 0, month or 0, day), date(year or 0, month or 0, day)
        if month:
            return date(year or 0, month, 1), date(year or 0, month, calendar.monthrange(year or 0, month)[1])
        return date(year or 0, 1, 1), date(year or 0, 12, 31)
    except ValueError:
        return None, None


def statement_table(statements: Iterable[CodedStatement]) -> "pl.DataFrame":
    """Columns: id, the texts and answers of the codebook, countries and version_languages (codes), people, names_somebody,
    in_local_language, local_at_once, earliest, latest."""
    import polars as pl

    columns: dict[str, Any] = (
        {"id": pl.String} | dict.fromkeys(_TEXTS, pl.String) | dict.fromkeys(YES_OR_NO, pl.Boolean)
    )
    listed = dict.fromkeys(("countries", "version_languages", "people"), pl.List(pl.String))
    answers = dict.fromkeys(("in_local_language", "local_at_once", "names_somebody"), pl.Boolean)
    told = answers | {"earliest": pl.Date, "latest": pl.Date}
    return pl.DataFrame([one.as_row() for one in statements], schema=columns | listed | told).sort("id")
