"""The date that a text prints: in full, or the month or year if it gives no more; never guessed."""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from safeconduct.observatory.lexicon import FOLDER
from safeconduct.observatory.publisher import Publisher
from safeconduct.observatory.reading import Reading, plain

_HEAD = 700  # letters after the title in which a statement's own date stands
_END = 300  # letters at the end in which a closing line stands
_BODY = 40  # words of a line by which the text itself has begun
_BESIDE = 8  # words beside the date in a line or short sentence that gives a date and tells nothing
_LED = 30  # letters before a date in which a page says that it was published then
_LED_BY = 70  # and by whom
_STAMPED_WORDS = 25  # of a line that is a page's own
_DATELINE = 4  # words before the date with which a text begins: a town, a day of the week
_DIGITS = re.compile(r"(?<![\d/.-])(\d{1,2})[./-](\d{1,2})[./-]((?:19|20)\d\d)(?!\d)")
_SHORT_YEAR = re.compile(r"\((\d{1,2})[./](\d{1,2})[./](\d\d)\)")  # of this century, as ministries' titles have it
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:-(\d{1,2})(?:-(\d{1,2}))?|([./])(\d{1,2})\4(\d{1,2}))(?!\d)")
_IN_PATH = re.compile(r"/((?:19|20)\d\d)(?:/(\d{1,2})(?:/(\d{1,2}))?)?(?=/|$)")
_DAY_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_](\d\d)[-_](\d\d)(?!\d)")
_MONTH_IN_PATH = re.compile(r"(?<!\d)(\d{1,2})-([a-z]{3,9})-((?:19|20)\d\d)(?!\d)")
_YEAR_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?=[^/]*/)")
_YEAR = re.compile(r"(?:19|20)\d\d")
_MOST_MONTHS, _MOST_DAYS = 12, 31
_IN_FULL = len("2016-03-12")
_FIRST_OF_MONTHS = frozenset({"كانون", "تشرين"})  # of months of two words, as the Levant has them
_OF_BETWEEN = frozenset({"es", "pt"})  # 9 de agosto; “of” may stand in English
# Between the parts of a line that gives what belongs to a page, as `46th Session – 9 March 2021 – EU Statement`.
_PART = re.compile(r"\s[–—|·•»>/-]+\s")
_MOST_BESIDE = 2  # words beside a date in such a part
_YEAR_WORDS = re.compile(r"\s*(?:года|год|г)?\s*[.)]?\s*(?:$|:)")
# `N'Djamena, le 5 mars 2021 –`: a town and its article before the date with which a line begins, and a mark after it.
_TOWN = re.compile(
    r"(?:^|\n)\W*(?:fait à |hecho en |done at )?[^\W\d_][^,\n.:]{1,40}, (?:le|el|il|a|this)\s+$", re.IGNORECASE
)
_AFTER_DATE = re.compile(r"\s*(?:г\.|года)?\s*[–—.:\n-]")
# A time of day, or a word for what is done to pages and letters.
_STAMPED = re.compile(
    r"\d:\d\d|^(?:date|sent):|نشر|تحديث|\b(?:publi|gepublic|veröffent|опубликов|обновл|updat|modif|actualiz|mise? à jour)"
    r"|\b(?:post(?:ed|é)|distribut|archiv|creat(?:ed|ion)|créée? le|cread[oa]|создан)",
    re.IGNORECASE,
)
_CHANGED_LATER = re.compile(
    r"(?:تحديث|\b(?:обновл|измен|updat|modif|actualiz|revis|mise? à jour))[^\d\n]*$", re.IGNORECASE
)
_ISSUED = re.compile(
    r"\b(?:issued|released|adopted|delivered|published|émise?|emitid[oa]|выпущенн\w+)"
    r"(?: (?:by|par|por) [^.\n]{1,40}?)? (?:on|le|el)?\s*$"
)
# Words that stand before a date of which a sentence tells.
_TELLING = frozenset(
    [
        "on",
        "in",
        "since",
        "by",
        "until",
        "from",
        "of",
        "during",
        "le",
        "en",
        "el",
        "du",
        "au",
        "depuis",
        "del",
        "desde",
        "hasta",
        "в",
        "с",
        "до",
        "на",
        "في",
        "منذ",
        "حتى",
        "il",
        "dal",
        "am",
        "vom",
        "seit",
        "op",
        "em",
    ]
)

# Where it begins and ends in letters, the date, its words, and whether its month is of another language than the text.
_Found = tuple[int, int, str, str, bool]


@dataclass(frozen=True)
class Printed:
    """`date` as 2016-03-12, 2016-03 or 2016, None if the text and its address give none; `words` that it rests on;
    `impossible`: what is written as a date and is none."""

    date: str | None
    words: str
    impossible: str


def printed_date(reading: Reading, shown_by: Publisher, *, language: str, of_page: str = "") -> Printed:
    """What stands by itself before the text is the statement's date, and of several the nearest to the text: pages have
    their own above it. Then the title's, a closing line's and the page's. A date that a sentence tells is of what it tells.
    `of_page`, ISO, is the page's date as its source gives it: it counts where nothing or less of the same date is printed."""
    dates = sorted(_dates(reading, shown_by, language), key=lambda one: (one.place, -len(one.written), -one.at))
    impossible = next((one.words for one in sorted(dates, key=lambda one: one.at) if not one.written), "")
    printed = [one for one in dates if one.written and one.place != _TOLD]
    for one in (*(one for one in printed if len(one.written) == _IN_FULL), *printed):
        if len(of_page) > len(one.written) and of_page.startswith(one.written):
            break
        return Printed(one.written, one.words, impossible)
    filed = _in_path(shown_by.path)
    if of_page and not (filed and len(filed[0]) == _IN_FULL):
        return Printed(of_page, of_page, impossible)
    if filed:
        return Printed(*filed, impossible)
    if year := _YEAR.search(reading.text, 0, reading.text.find("\n") + 1 if reading.title_words else 0):
        return Printed(year[0], year[0], impossible)
    return Printed(None, "", impossible)


def _in_path(path: str) -> tuple[str, str] | None:
    """The date in an address, and how it stands there: in its last part in full alone, as a year there may be of anything."""
    for found in (_DAY_IN_PATH.search(path), _IN_PATH.search(path)):
        if found and (written := _written(*(int(part or 0) for part in found.groups()))):
            return written, found[0]
    if found := _MONTH_IN_PATH.search(path):
        month = _months("en")[0].get(found[2], 0)
        if month and (written := _written(int(found[3]), month, int(found[1]))):
            return written, found[0]
    year = _YEAR_IN_PATH.search(path)
    return (year[1], year[0]) if year else None


class _Date(NamedTuple):
    """`at` in letters; `written` is empty for what is no day of the calendar; `place` is one of those below."""

    at: int
    written: str
    words: str
    place: int


_OWN, _TITLED, _CLOSING, _STAMP, _CHANGED, _TOLD = range(6)


def _dates(reading: Reading, shown_by: Publisher, language: str) -> Iterator[_Date]:
    head, end = _head(reading), len(reading.text.rstrip()) - _END
    for start, last in ((0, head), (max(head, end), len(reading.text))):
        for at, until, written, words, foreign in (
            *_in_digits(reading.text, start, last, month_first=shown_by.state == "US"),
            *_in_words(reading, start, last, language),
        ):
            yield _Date(at, written, words, _place(reading, at, until, head, foreign=foreign))


def _head(reading: Reading) -> int:
    """Where the text itself begins, or else as far as heads go."""
    at = reading.text.find("\n") + 1
    furthest = at + _HEAD
    while at < furthest and (line := reading.text.find("\n", at)) >= 0:
        if len(reading.text[at:line].split()) > _BODY:
            break
        at = line + 1
    line = reading.text.find("\n", at)
    return min(furthest, at + _HEAD if line < 0 else line)


def _place(reading: Reading, at: int, until: int, head: int, *, foreign: bool) -> int:
    first, last = bisect_left(reading.starts, at), bisect_left(reading.starts, until)
    if first < reading.title_words:
        return _TITLED
    begins = bisect_left(reading.sentences, reading.sentences[first])
    ends = bisect_right(reading.sentences, reading.sentences[first])
    line_ends = reading.text.find("\n", until)
    line = reading.text[reading.text.rfind("\n", 0, at) + 1 : line_ends if line_ends >= 0 else len(reading.text)]
    before = reading.text[max(0, at - _LED) : at]
    told = any(reading.forms[one][0] in _TELLING for one in range(begins, first))
    of_town = _TOWN.search(reading.text[max(0, at - _LED_BY) : at]) and _AFTER_DATE.match(reading.text, until)
    heads = reading.text[until : until + 1] == ":" and not (told and first - begins > _DATELINE)
    led = heads or of_town or _STAMPED.search(before) or _ISSUED.search(reading.text[max(0, at - _LED_BY) : at])
    alone = led or ((first - begins) + (ends - last) <= _BESIDE and not (told and ends - last > _DATELINE))
    alone = alone or (
        at < head and (_is_part(line, reading.text[at:until]) or _ends_caption(line, reading.text[at:until]))
    )
    begun = first - begins <= _DATELINE and not told
    if not alone and not begun:
        return _TOLD
    if _CHANGED_LATER.search(before):
        return _CHANGED
    if foreign or (len(line.split()) <= _STAMPED_WORDS and _STAMPED.search(line)):
        return _STAMP
    return _OWN if at < head else _CLOSING


def _is_part(line: str, written: str) -> bool:
    """By itself, or with a place, between the marks that part what a line gives of a page."""
    part = next((part for part in _PART.split(line) if written in part), line)
    beside = part.replace(written, " ").split()
    return part != line and len(beside) <= _MOST_BESIDE and not any(plain(word) in _TELLING for word in beside)


def _ends_caption(line: str, written: str) -> bool:
    """After a comma at the end of a line that says where and by whom something was said, or of one that leads to it."""
    before, _, after = line.partition(written)
    if not before.rstrip().endswith((",", "،")) or before.count(written):
        return False
    return bool(_YEAR_WORDS.match(after.rstrip())) or line.rstrip().endswith(":")


def _in_digits(text: str, start: int, end: int, *, month_first: bool) -> Iterator[_Found]:
    """Day first, as in Europe; month first only where day first is no date, or where a page is American."""
    for found in _DIGITS.finditer(text, start, end):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        orders = (_written(year, second, first), _written(year, first, second))
        written = (orders[1] or orders[0]) if month_first and "/" in found[0] else (orders[0] or orders[1])
        yield found.start(), found.end(), written, found[0], False
    for found in _SHORT_YEAR.finditer(text, start, end):
        written = _written(2000 + int(found[3]), int(found[2]), int(found[1]))
        yield found.start(), found.end(), written, found[0], False
    for found in _ISO.finditer(text, start, end):
        month, day = int(found[2] or found[5]), int(found[3] or found[6] or 0)
        yield found.start(), found.end(), _written(int(found[1]), month, day), found[0], False


def _in_words(reading: Reading, start: int, end: int, language: str) -> Iterator[_Found]:
    months, own = _months(language)
    first, last = bisect_left(reading.starts, start), bisect_left(reading.starts, end)
    for at, forms in enumerate(reading.forms[first:last], start=first):
        if forms[0] in _FIRST_OF_MONTHS and at + 1 < len(reading.forms):
            forms = tuple(f"{forms[0]}_{form}" for form in reading.forms[at + 1])
        if forms[0] not in months and (len(forms) == 1 or months.keys().isdisjoint(forms)):
            continue
        month = next(months[form] for form in forms if form in months)
        year = next((near for near in range(at + 1, min(at + 4, len(reading.forms))) if _is_year(reading, near)), 0)
        if not year:
            continue
        of = at > 0 and (language in _OF_BETWEEN or reading.forms[at - 1][0] == "of")
        far = 3 if of and reading.forms[at - 2][0] == "day" else 2  # `this 9th day of March`
        before = _day(reading, at - 1) or (_day(reading, at - far) if of else 0)
        after = _day(reading, at + 1) if year > at + 1 else 0
        day = before or after
        day_at = at if not before else at - 1 if _day(reading, at - 1) else at - far
        written = _written(int(reading.word(year)), month, day)
        foreign = not any(form in own for form in forms)
        yield reading.starts[day_at], reading.ends[year], written, reading.written(day_at, year + 1), foreign


def _is_year(reading: Reading, at: int) -> bool:
    word = reading.word(at)
    return word.isdecimal() and bool(_YEAR.fullmatch(str(int(word))))


def _day(reading: Reading, at: int) -> int:
    if not 0 <= at < len(reading.forms):
        return 0
    digits = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th|er|º|°)?", plain(reading.word(at)))
    return int(digits[1]) if digits and int(digits[1]) <= _MOST_DAYS else 0


def _written(year: int, month: int = 0, day: int = 0) -> str:
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
def _months(language: str) -> tuple[Mapping[str, int], frozenset[str]]:
    """Numbers by name in all languages, since pages have frames in others than their text; and the names in its own."""
    written = tomllib.loads((FOLDER / "months.toml").read_text(encoding="utf-8"))
    numbers: dict[str, int] = {}
    for spoken in (language, *written):
        for number, names in enumerate(written[spoken], start=1):
            for name in names.split():
                numbers.setdefault(plain(name), number)
    return numbers, frozenset(plain(name) for names in written[language] for name in names.split())
