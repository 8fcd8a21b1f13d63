"""The date of the act: dates are found by the names of months and digits, read by a library, and the act's is chosen."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from dateparser.date import DateDataParser

from safeconduct.cases.suggesting.finding import spans
from safeconduct.cases.suggesting.passage import Passage, Span, plain
from safeconduct.cases.suggesting.word_list import LANGUAGES, WordList
from safeconduct.vocabulary.calendar_names import month_names

_DAY = r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|-?го|-?е)?"
_UNTIL = r"(?:\s*(?:to|and|or|au|et|al|y|a|и|по|на|-)\s*\d{1,2})?"
_YEAR = r"(?:,?\s*(?:de|del|of)?\s*\(?(?P<year>(?:19|20)\d\d)(?!\d)\)?)"
_FEW_WORDS = 5
_DIGITS = re.compile(r"(?<!\d)(?:(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d)(?!\d)")


@dataclass(frozen=True)
class Dated:
    """`year_said` is False where the year was taken from the day on which it was said."""

    span: Span
    day: date
    to_the_day: bool
    year_said: bool

    def __str__(self) -> str:
        return self.day.isoformat() if self.to_the_day else self.day.strftime("%Y-%m")


def of_the_act(
    passage: Passage, acts: Sequence[Span], words: WordList, *, language: str, said_on: date | None
) -> Dated | None:
    """The first date in the first sentence that tells an act and has a date; else the first that is no day of posting."""
    telling = [passage.sentence_with(act) for act in acts]
    posted = _posted(passage, words, language)
    told_on = said_on or next((one.day for one in posted), None) or _any_year(passage, words, language)
    told = [one for one in _dates(passage, words, language, told_on) if not _among(one, posted)]
    # A date with few words about it is more likely the day of posting, unless there is no other.
    dates = [one for one in told if not _beside_few_words(one, telling, passage)] or told
    in_acts = [one for one in dates if any(sentence.holds(one.span) for sentence in telling)]
    exact = [one for one in in_acts if one.to_the_day]
    return next(iter(exact or in_acts or dates), None)


def _posted(passage: Passage, words: WordList, language: str) -> list[Dated]:
    """Days of posting: after a word that says so, or alone in a sentence."""
    posted = spans(words.sentences["posted"], passage)
    return [
        one
        for one in _dates(passage, words, language, None)
        if any(0 <= one.span.start - word.end <= 12 for word in posted) or not _words_about(one, passage)
    ]


def _among(one: Dated, others: Sequence[Dated]) -> bool:
    return any(one.span.meets(other.span) for other in others)


def _beside_few_words(one: Dated, telling: Sequence[Span], passage: Passage) -> bool:
    return passage.sentence_with(one.span) not in telling and _words_about(one, passage) <= _FEW_WORDS


def _words_about(one: Dated, passage: Passage) -> int:
    """How many words of three letters or more stand beside a date in its sentence."""
    sentence = passage.sentence_with(one.span)
    rest = passage.text[sentence.start : one.span.start] + passage.text[one.span.end : sentence.end]
    return len(re.findall(r"\w{3,}", rest))


def _any_year(passage: Passage, words: WordList, language: str) -> date | None:
    return next((one.day for one in _dates(passage, words, language, None) if one.year_said), None)


def _dates(passage: Passage, words: WordList, language: str, told_on: date | None) -> Iterator[Dated]:
    reader = _reader(language, told_on)
    found = [*_in_digits(passage, reader), *_with_months(passage, words, language, reader, told_on)]
    if told_on:
        found += _relative(passage, words, reader)
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
    for found in _DIGITS.finditer(passage.text):
        if day := reader.get_date_data(found[0]).date_obj:
            yield Dated(Span(*found.span()), day.date(), to_the_day=True, year_said=True)


def _with_months(
    passage: Passage, words: WordList, language: str, reader: DateDataParser, told_on: date | None
) -> Iterator[Dated]:
    spelled = {plain(name): name for name in month_names(language)} | {plain(k): v for k, v in words.months.items()}
    for found in _month_pattern(tuple(spelled)).finditer(passage.plain):
        parts = {name: value for name, value in found.groupdict().items() if value}
        month = parts.get("month") or parts.get("m") or parts["mm"]
        day = parts.get("day") or parts.get("day_after")
        year = parts.get("year") or parts.get("year_after") or parts.get("year_alone")
        if (not day and not year) or not (year or told_on):
            continue
        written = " ".join(part for part in (day, spelled[month], year) if part)
        if read := reader.get_date_data(written).date_obj:
            yield Dated(passage.span_of(found), read.date(), to_the_day=bool(day), year_said=bool(year))


def _month_pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    month = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    after = r"(?:19|20)\d\d"
    day_first = rf"{_DAY}{_UNTIL}\.?\s*(?:de|of|d')?\s*(?P<month>{month})\.?(?!\w)(?:\s*/\s*\w+)?{_YEAR}?"
    month_first = rf"(?<!\w)(?P<m>{month})\.?\s+(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)"
    month_alone = rf"(?<!\w)(?:[وفبكل]|لل|ال)?(?P<mm>{month})\.?\s*(?:de|of|del)?,?\s*(?P<year_alone>{after})(?!\d)"
    return re.compile(rf"{day_first}|{month_first}(?:,?\s+\(?(?P<year_after>{after})\)?)?|{month_alone}")


def _relative(passage: Passage, words: WordList, reader: DateDataParser) -> Iterator[Dated]:
    for span in spans(words.sentences["relative"], passage):
        read = reader.get_date_data(passage.words(span))
        if read.date_obj:
            yield Dated(span, read.date_obj.date(), to_the_day=read.period == "day", year_said=True)


def day_in(written: str) -> date | None:
    """The day of a date that stands alone, in any of our languages; the day stands before the month if it could be either."""
    read = DateDataParser(languages=list(LANGUAGES), settings={"DATE_ORDER": "DMY"}).get_date_data(written)
    return read.date_obj.date() if read.date_obj and read.period in ("day", "time") else None
