"""The date that a text prints: in full, or the month or year if it gives no more; never guessed."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from safeconduct.observatory.lexicon import FOLDER
from safeconduct.observatory.publisher import Publisher
from safeconduct.observatory.reading import Reading, plain

_HEAD = 700  # letters after the title in which a statement's own date stands
_DIGITS = re.compile(r"(?<![\d/.-])(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})(?:-(\d{1,2}))?(?!\d)")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)(?:/(\d{1,2})(?:/(\d{1,2}))?)?(?=/|$)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_MONTHS, _MOST_DAYS = 12, 31


@dataclass(frozen=True)
class Printed:
    """`date` as 2016-03-12, 2016-03 or 2016, None if the text and its address give none; `words` that it rests on;
    `impossible`: what is written as a date and is none."""

    date: str | None
    words: str
    impossible: str


def printed_date(reading: Reading, shown_by: Publisher, *, language: str) -> Printed:
    head = reading.text[: _HEAD + reading.text.find("\n") + 1]
    dates = (*_in_digits(head), *_in_words(reading, head, language))
    impossible = next((words for _, written, words in dates if not written), "")
    for _, written, words in sorted(dates, key=lambda one: (-len(one[1]), one[0])):
        if written:
            return Printed(written, words, impossible)
    if path := _IN_PATH.search(shown_by.path):
        written = _written(*(int(part or 0) for part in path.groups()))
        return Printed(written or None, path[0] if written else "", impossible)
    return Printed(None, "", impossible)


def _in_digits(head: str) -> Iterator[tuple[int, str, str]]:
    """Day first, as in Europe; month first only where day first is no date."""
    for found in _DIGITS.finditer(head):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        yield found.start(), _written(year, second, first) or _written(year, first, second), found[0]
    for found in _ISO.finditer(head):
        yield found.start(), _written(int(found[1]), int(found[2]), int(found[3] or 0)), found[0]


def _in_words(reading: Reading, head: str, language: str) -> Iterator[tuple[int, str, str]]:
    months = _months(language)
    for at, forms in enumerate(reading.forms):
        if reading.starts[at] >= len(head):
            return
        month = next((months[form] for form in forms if form in months), 0)
        if not month:
            continue
        year = next((near for near in range(at + 1, min(at + 4, len(reading.forms))) if _is_year(reading, near)), 0)
        if not year:
            continue
        before = _day(reading, at - 1) or (_day(reading, at - 2) if language == "es" else 0)
        after = _day(reading, at + 1) if year > at + 1 else 0
        day = before or after
        start = at - 1 if before and _day(reading, at - 1) else at
        yield reading.starts[at], _written(int(reading.word(year)), month, day), reading.written(start, year + 1)


def _is_year(reading: Reading, at: int) -> bool:
    return bool(_YEAR.fullmatch(reading.word(at)))


def _day(reading: Reading, at: int) -> int:
    if not 0 <= at < len(reading.forms):
        return 0
    digits = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er|º|°)?", plain(reading.word(at)))
    return int(digits[1]) if digits and int(digits[1]) <= _MOST_DAYS else 0


def _written(year: int, month: int, day: int) -> str:
    """Empty for 31 February and the like."""
    if not month:
        return str(year)
    if not 1 <= month <= _MOST_MONTHS:
        return ""
    if not day:
        return f"{year}-{month:02}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


@cache
def _months(language: str) -> Mapping[str, int]:
    written = tomllib.loads((FOLDER / "months.toml").read_text(encoding="utf-8"))
    return {
        plain(name): number
        for spoken in (language, "en")
        for number, names in enumerate(written[spoken], start=1)
        for name in names.split()
    }
