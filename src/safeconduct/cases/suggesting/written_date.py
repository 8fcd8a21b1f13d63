"""Dates as they are written: by the names of months, by digits, by days of the week and from another day. A library reads them."""

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

from dateparser.date import DateDataParser

from safeconduct.cases.suggesting import name_form
from safeconduct.cases.suggesting.finding import spans
from safeconduct.cases.suggesting.passage import Passage, Span, plain
from safeconduct.cases.suggesting.word_list import LANGUAGES, WordList
from safeconduct.vocabulary.calendar_names import month_names, weekday_names

_NUMBER = r"(?<!\d)\d{1,2}(?!\d)(?:\s?(?:st|nd|rd|th|er|eme|o|°|-?го|-?е)(?!\w))?"
_UNTIL = r"(?:\s*(?:to|and|or|au|et|al|y|a|и|по|на|الي|-|/)\s*(?:le|el|the)?\s*\d{1,2}(?!\d))?"
_OF_YEAR = r"(?:de l'annee|del ano|de|del|of|عام|سنه|لعام|لسنه|من عام|من سنه|года?)"
NEAR = 4  # letters between a word and the date that it is said of
_A_WEEK = timedelta(days=7)
_DIGITS = re.compile(
    r"(?<![\d/.-])(?:(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|\d{1,2}(?P<t>[./-])\d{1,2}(?P=t)(?:19|20)\d\d|\d{1,2}(?P<u>[./])\d{1,2}(?P=u)\d\d)(?!\d|[/-]\d)"
)
# As machines write the month of a page: “date 2024-09”.
_MONTH_IN_DIGITS = re.compile(r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)-(?P<m>0[1-9]|1[0-2])(?![\d/-])")
# After “on the”, a number is a day only before a stop: “on the 5th, police …”, not “on the 5th floor”.
_DAY_ALONE = re.compile(r"\s(?P<day>\d{1,2})(?:st|nd|rd|th|er|-?го|-?е)?(?=[,،;.:)](?!\d)|\s*$)")
_DAY_BEFORE = re.compile(r"(?<![\d.,/])(?P<day>\d{1,2})(?:st|nd|rd|th|er|-?го|-?е)?\s")


@dataclass(frozen=True)
class Dated:
    """`year_said` is False where the year was taken from the day on which it was said."""

    span: Span
    day: date
    to_the_day: bool
    year_said: bool

    def follows_any(self, others: Sequence[Span]) -> bool:
        return any(0 <= self.span.start - other.end <= NEAR for other in others)

    def __str__(self) -> str:
        return self.day.isoformat() if self.to_the_day else self.day.strftime("%Y-%m")


def dates(passage: Passage, words: WordList, language: str, told_on: date | None) -> Iterator[Dated]:
    reader = _reader(language, told_on)
    found = [*_in_digits(passage, reader), *_with_months(passage, words, language, reader, told_on)]
    yield from sorted(found, key=lambda one: one.span.start)


def _reader(language: str, told_on: date | None) -> DateDataParser:
    settings: dict[str, object] = {"DATE_ORDER": "DMY", "PREFER_DATES_FROM": "past", "PREFER_DAY_OF_MONTH": "first"}
    if told_on:
        settings["RELATIVE_BASE"] = datetime.combine(told_on, time(12))
    try:
        return DateDataParser(languages=[language], settings=settings)
    except ValueError:
        return DateDataParser(languages=["en"], settings=settings)


def _in_digits(passage: Passage, reader: DateDataParser) -> Iterator[Dated]:
    for found in _DIGITS.finditer(passage.plain):
        if day := _day_of(found, reader):
            yield Dated(passage.span_of(found), day, to_the_day=True, year_said=True)


def months_in_digits(passage: Passage) -> list[Dated]:
    return [
        Dated(passage.span_of(found), date(int(found["y"]), int(found["m"]), 1), to_the_day=False, year_said=True)
        for found in _MONTH_IN_DIGITS.finditer(passage.plain)
    ]


def _day_of(found: re.Match[str], reader: DateDataParser) -> date | None:
    if not found["y"]:
        read = reader.get_date_data(found[0]).date_obj
        return read.date() if read else None
    try:
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def _with_months(
    passage: Passage, words: WordList, language: str, reader: DateDataParser, told_on: date | None
) -> Iterator[Dated]:
    spelled = {plain(name): name for name in month_names(language)} | {plain(k): v for k, v in words.months.items()}
    numbers = {plain(word): number for word, number in words.days.items()}
    for found in _month_pattern(tuple(spelled), tuple(numbers)).finditer(passage.plain):
        parts = {name: value for name, value in found.groupdict().items() if value}
        month = parts.get("month") or parts.get("m") or parts["mm"]
        day = parts.get("day") or parts.get("day_after")
        year = parts.get("year") or parts.get("year_after") or parts.get("year_alone")
        if (not day and not year) or not (year or told_on):
            continue
        number = str(numbers.get(day) or re.sub(r"\D", "", day)) if day else None
        written = " ".join(part for part in (number, spelled[month], year) if part)
        if read := reader.get_date_data(written).date_obj:
            yield Dated(passage.span_of(found), read.date(), to_the_day=bool(day), year_said=bool(year))


def months_alone(
    passage: Passage, words: WordList, language: str, told_on: date, telling: Sequence[Span]
) -> Iterator[Dated]:
    """“In June”, where an act is told: of the year in which it is told or the one before."""
    spelled = {plain(name): name for name in month_names(language)} | {plain(k): v for k, v in words.months.items()}
    alone = re.compile(rf"\s({_either(tuple(spelled))})(?!\w|\s*\d)")
    reader = _reader(language, told_on)
    for found in words.sentences["in_month"].finditer(passage.plain):
        month = alone.match(passage.plain, found.end())
        if not month:
            continue
        span = Span(passage.origin[month.start(1)], passage.origin[month.end() - 1] + 1)
        if not any(sentence.holds(span) for sentence in telling):
            continue
        for year in (told_on.year, told_on.year - 1):
            read = reader.get_date_data(f"1 {spelled[month[1]]} {year}").date_obj
            if read and read.date() <= told_on:
                yield Dated(span, read.date(), to_the_day=False, year_said=False)
                break


def days_alone(
    passage: Passage, words: WordList, written_on: date, telling: Sequence[Span], *, besides: Sequence[Dated]
) -> Iterator[Dated]:
    """“On the 5th” or “the 5th of last month”, where an act is told: the last such day before the text was written."""
    said = ((*found, written_on) for found in _after_on(passage, words))
    for span, number, until in (*said, *_before_month(passage, words, written_on)):
        day = _last_day(number, until)
        told = any(sentence.holds(span) for sentence in telling)
        if day and told and not any(one.span.meets(span) for one in besides):
            yield Dated(span, day, to_the_day=True, year_said=False)


def _after_on(passage: Passage, words: WordList) -> Iterator[tuple[Span, int]]:
    for said in words.sentences["on_day"].finditer(passage.plain):
        if number := _DAY_ALONE.match(passage.plain, said.end()):
            yield _through(passage, said, number), int(number["day"])


def _before_month(passage: Passage, words: WordList, written_on: date) -> Iterator[tuple[Span, int, date]]:
    month_before = written_on.replace(day=1) - timedelta(days=1)
    for number in _DAY_BEFORE.finditer(passage.plain):
        if said := words.sentences["of_last_month"].match(passage.plain, number.end()):
            yield _through(passage, number, said), int(number["day"]), month_before
        elif said := words.sentences["of_month"].match(passage.plain, number.end()):
            yield _through(passage, number, said), int(number["day"]), written_on


def _through(passage: Passage, first: re.Match[str], last: re.Match[str]) -> Span:
    return Span(passage.span_of(first).start, passage.span_of(last).end)


def _last_day(number: int, until: date) -> date | None:
    """The last day of that number until a day; of this month or the one before."""
    for month in (until.replace(day=1), (until.replace(day=1) - timedelta(days=1)).replace(day=1)):
        days = monthrange(month.year, month.month)[1]
        if 1 <= number <= days and (day := month.replace(day=number)) <= until:
            return day
    return None


@cache
def _month_pattern(names: tuple[str, ...], numbers: tuple[str, ...]) -> re.Pattern[str]:
    month, said = _either(names), _either(numbers)
    year = r"(?:19|20)\d\d(?!\d)"
    day = rf"(?P<day>{_NUMBER}|(?<!\w)(?:{said})(?!\w))"
    joined = r"(?:[وفبكل]|لل|ال)?"
    other_name = r"(?:\s*/\s*\w+(?:\s(?:الاول|الثاني))?)?"
    day_first = (
        rf"{day}{_UNTIL}\.?\s*(?:day\s)?\s*(?:de|of|d'|من|/|-)?\s*(?:شهر)?\s*(?P<month>{month})\.?(?!\w){other_name}"
        rf"(?:[,/-]?\s*{_OF_YEAR}?\s*\(?(?P<year>{year})\)?)?"
    )
    month_first = rf"(?<!\w)(?P<m>{month})\.?\s+(?:the\s)?(?P<day_after>{_NUMBER}|(?:{said})(?!\w))(?!\s*[:h]\d)"
    of_year = rf"(?:,?\s+\(?(?P<year_after>{year})\)?)?"
    linked = r"(?:to|until|au|a|hasta|по|до|الي|-|(?(between)(?:and|et|y|и|و)|(?!)))"
    until = rf"(?:\s{linked}\s?(?:de\s)?{joined}(?:{month})\.?(?!\w){other_name})?"
    month_alone = (
        rf"(?<!\w)(?P<between>(?:between|entre|между|بين)\s)?{joined}(?P<mm>{month})\.?(?!\w){other_name}{until}"
        rf",?\s*{_OF_YEAR}?,?\s*(?P<year_alone>{year})"
    )
    return re.compile(rf"{day_first}|{month_first}{of_year}|{month_alone}")


def _either(names: tuple[str, ...]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def weekdays(
    passage: Passage, language: str, written_on: date, *, besides: Sequence[Dated], of_news: bool = False
) -> Iterator[Dated]:
    """A day of the week that stands without a date is the last one before the text was written; in news, which names
    the day on which it is written, it may be that day."""
    numbers = {form: number for name, number in weekday_names(language).items() for form in _forms(plain(name))}
    for found in re.finditer(rf"(?<!\w)(?:{_either(tuple(numbers))})(?!\w)", passage.plain):
        span = passage.span_of(found)
        if not any(-NEAR <= one.span.start - span.end <= NEAR or one.span.meets(span) for one in besides):
            least = 0 if of_news else 1
            back = (written_on.weekday() - numbers[found[0]] - least) % 7 + least
            yield Dated(span, written_on - timedelta(days=back), to_the_day=True, year_said=True)


def days_of_the_month(passage: Passage, words: WordList, language: str, written_in: date) -> Iterator[Dated]:
    """“On Sunday” or “yesterday” in a text of which only the month is known, is a day of that month, mostly."""
    middle = written_in.replace(day=15)
    near = [*relative(passage, words, language, middle), *weekdays(passage, language, middle, besides=())]
    for one in near:
        if one.to_the_day and timedelta() <= middle - one.day <= _A_WEEK:
            yield Dated(one.span, written_in.replace(day=1), to_the_day=False, year_said=True)


def _forms(name: str) -> frozenset[str]:
    return name_form.declined(name) if name_form.is_cyrillic(name) else frozenset({name})


def relative(passage: Passage, words: WordList, language: str, written_on: date) -> Iterator[Dated]:
    counted = list(_days_before(passage, words, written_on))
    yield from counted
    reader = _reader(language, written_on)
    numbers = {plain(word): str(number) for word, number in words.days.items()}
    for span in spans(words.sentences["relative"], passage):
        if any(one.span.meets(span) for one in counted):
            continue
        written = passage.words(span)
        said = " ".join(numbers.get(plain(word), word) for word in written.split())
        first = written.split()[0]
        # “Hier soir”, which the library does not read, is the day of “hier”.
        tried = [written, said, *([first] if words.sentences["relative"].fullmatch(plain(first)) else [])]
        read = next((one for one in map(reader.get_date_data, tried) if one.date_obj), None)
        if read and read.date_obj:
            yield Dated(span, read.date_obj.date(), to_the_day=read.period == "day", year_said=True)


def _days_before(passage: Passage, words: WordList, written_on: date) -> Iterator[Dated]:
    """“Anteanoche” and the like, of which the library reads few; “the day before yesterday” before the “yesterday” in it."""
    found: list[Span] = []
    for back, row in ((2, "before_yesterday"), (1, "yesterday")):
        for span in spans(words.sentences[row], passage):
            if not any(other.meets(span) for other in found):
                found.append(span)
                yield Dated(span, written_on - timedelta(days=back), to_the_day=True, year_said=True)


def day_in(written: str) -> date | None:
    """The day of a date that stands alone, in any of our languages; the day stands before the month if it could be either."""
    read = DateDataParser(languages=list(LANGUAGES), settings={"DATE_ORDER": "DMY"}).get_date_data(written)
    return read.date_obj.date() if read.date_obj and read.period in ("day", "time") else None
