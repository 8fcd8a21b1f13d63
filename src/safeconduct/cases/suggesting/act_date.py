"""The date of the act: dates are found by the names of months and digits, read by a library, and the act's is chosen."""

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
_FEW_WORDS, _NAMES_OF_A_DATELINE, _NAMES_OF_A_HEAD, _SHORT_WORD = 5, 3, 5, 3
_HEAD_ENDS = re.compile(r"(?:\s*года|\s*г\.)?\.?\s*[-–—|]|\.(?:\s|$)")
_INDEXED = re.compile(r"\b[A-Z]{2,3} ?\d+/\d+(?:/\d+)?")
_THE = " the "
_NEAR = 4  # letters between a word and the date that it is said of
_DIGITS = re.compile(
    r"(?<![\d/.-])(?:(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})"
    r"|\d{1,2}(?P<t>[./-])\d{1,2}(?P=t)(?:19|20)\d\d|\d{1,2}(?P<u>[./])\d{1,2}(?P=u)\d\d)(?!\d|[/-]\d)"
)
# When an appeal was numbered: month and year in those of the Observatory, the year in those of Amnesty International.
_NUMBERED = re.compile(r"[A-Z]{3} ?\d{3} ?/ ?(?P<month>0[1-9]|1[0-2])(?P<year>\d\d)(?!\d)")
_NUMBERED_IN_YEAR = re.compile(r"(?<!\w)(?:AFR|AMR|ASA|EUR|MDE|ACT) ?\d\d/\d{1,5}/(?P<year>20\d\d)(?!\d)")


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
    passage: Passage,
    acts: Sequence[Span],
    words: WordList,
    *,
    language: str,
    said_on: date | None,
    shown_by: date | None = None,
) -> Dated | None:
    """The first date in the first sentence that tells an act and has a date; else the first that is no day of posting.

    Where an act has an hour and no day stands in the text but its own, it is that day; else it is a month without a year,
    and last the day with which a line begins. `shown_by`: the last day on which the
    text can have been published, where it does not say one itself."""
    telling = [passage.sentence_with(act) for act in acts]
    heads = _heads(passage, words, language)
    posted = _posted(passage, words, language)
    written_on = said_on or next((one.day for one in (*heads, *posted) if one.to_the_day), None)
    written_on = written_on or next((one.day for one in _datelines(passage, words, language)), None)
    told_on = written_on or next((one.day for one in posted), None) or shown_by or _any_day(passage, words, language)
    dated = [*_dates(passage, words, language, told_on)]
    if written_on:
        dated += _relative(passage, words, _reader(language, written_on))
        dated += _weekdays(passage, language, written_on, besides=dated)
    told = sorted((one for one in dated if not _among(one, posted)), key=lambda one: one.span.start)
    headed = _of_no_other(told, passage, words)
    told = [one for one in headed if not _among(one, heads)]
    # A date with few words about it is more likely the day of posting, unless there is no other.
    dates = [one for one in told if not _beside_few_words(one, telling, passage)] or told
    in_acts = [one for one in dates if any(sentence.holds(one.span) for sentence in telling)]
    exact = [one for one in in_acts if one.to_the_day]
    of_the_hour = [one for one in posted if one.to_the_day] if _has_an_hour(telling, passage, words) else []
    months = _months_alone(passage, words, language, told_on, telling) if told_on else ()
    return next((one for listed in (exact, in_acts, dates, of_the_hour, months, headed) for one in listed), None)


def _posted(passage: Passage, words: WordList, language: str) -> list[Dated]:
    """Days of posting: after a word that says so, or alone in a sentence."""
    posted = spans(words.sentences["posted"], passage)
    return [
        one
        for one in _dates(passage, words, language, None)
        if any(0 <= one.span.start - word.end <= 12 for word in posted) or not _words_about(one, passage)
    ]


def _datelines(passage: Passage, words: WordList, language: str) -> list[Dated]:
    """Days in the first or last line, beside nothing but names: “Lima, 12 May 2021”."""
    lines = {passage.sentences[0], passage.sentences[-1]} if passage.sentences else set()
    return [
        one
        for one in _dates(passage, words, language, None)
        if one.to_the_day and passage.sentence_with(one.span) in lines and _only_names_about(one, passage)
    ]


def _heads(passage: Passage, words: WordList, language: str) -> list[Dated]:
    """The day with which one line begins, perhaps after names, before a dash or a stop: “New York, March 3, 2021 – Police …”.

    Where several lines begin with a day, they tell what happened on it."""
    heads = [
        one
        for one in _dates(passage, words, language, None)
        if one.to_the_day and _HEAD_ENDS.match(passage.text, one.span.end) and _only_names(_line_before(one, passage))
    ]
    return heads if len(heads) == 1 else []


def _line_before(one: Dated, passage: Passage) -> str:
    return passage.text[: one.span.start].rpartition("\n")[2]


def _only_names(written: str) -> bool:
    beside = re.findall(r"\w+", _INDEXED.sub("", written))
    return len(beside) <= _NAMES_OF_A_HEAD and not any(word[0].islower() for word in beside if len(word) > _SHORT_WORD)


def _only_names_about(one: Dated, passage: Passage) -> bool:
    beside = _words_beside(one, passage)
    return len(beside) <= _NAMES_OF_A_DATELINE and not any(word[0].islower() for word in beside)


def _of_no_other(dates: Sequence[Dated], passage: Passage, words: WordList) -> list[Dated]:
    """Without the days of births, laws, elections and hearings to come."""
    others = spans(words.sentences["other_day"], passage)
    events = spans(words.sentences["other_day_after"], passage)
    return [
        one
        for one in dates
        if not any(0 <= one.span.start - other.end <= _NEAR for other in others)
        and not (passage.before(one.span).endswith(_THE) and any(_follows(event, one, passage) for event in events))
    ]


def _follows(event: Span, one: Dated, passage: Passage) -> bool:
    """Directly, or with one word between: “the July 2017 seaside memorial”."""
    return bool(re.fullmatch(r"\s(?:\w+\s)?", passage.text[one.span.end : event.start]))


def _has_an_hour(telling: Sequence[Span], passage: Passage, words: WordList) -> bool:
    hours = spans(words.sentences["hour"], passage)
    return any(sentence.holds(hour) for sentence in telling for hour in hours)


def _among(one: Dated, others: Sequence[Dated]) -> bool:
    return any(one.span.meets(other.span) for other in others)


def _beside_few_words(one: Dated, telling: Sequence[Span], passage: Passage) -> bool:
    return passage.sentence_with(one.span) not in telling and _words_about(one, passage) <= _FEW_WORDS


def _words_about(one: Dated, passage: Passage) -> int:
    return len(_words_beside(one, passage))


def _words_beside(one: Dated, passage: Passage) -> list[str]:
    """The words of three letters or more that stand beside a date in its sentence."""
    sentence = passage.sentence_with(one.span)
    rest = passage.text[sentence.start : one.span.start] + passage.text[one.span.end : sentence.end]
    return re.findall(r"\w{3,}", rest)


def _any_day(passage: Passage, words: WordList, language: str) -> date | None:
    """The last day of a year in which dates without one are: the year of another date, or of the number of an appeal."""
    said = next((date(one.day.year, 12, 31) for one in _dates(passage, words, language, None) if one.year_said), None)
    if said is None and (found := _NUMBERED.search(passage.text)):
        year, month = 2000 + int(found["year"]), int(found["month"])
        return date(year, month, monthrange(year, month)[1])
    if said is None and (found := _NUMBERED_IN_YEAR.search(passage.text)):
        return date(int(found["year"]), 12, 31)
    return said


def _dates(passage: Passage, words: WordList, language: str, told_on: date | None) -> Iterator[Dated]:
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


def _months_alone(
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


@cache
def _month_pattern(names: tuple[str, ...], numbers: tuple[str, ...]) -> re.Pattern[str]:
    month, said = _either(names), _either(numbers)
    year = r"(?:19|20)\d\d(?!\d)"
    day = rf"(?P<day>{_NUMBER}|(?<!\w)(?:{said})(?!\w))"
    joined = r"(?:[وفبكل]|لل|ال)?"
    other_name = r"(?:\s*/\s*\w+)?"
    day_first = (
        rf"{day}{_UNTIL}\.?\s*(?:day\s)?\s*(?:de|of|d'|من|/|-)?\s*(?:شهر)?\s*(?P<month>{month})\.?(?!\w){other_name}"
        rf"(?:[,/-]?\s*{_OF_YEAR}?\s*\(?(?P<year>{year})\)?)?"
    )
    month_first = rf"(?<!\w)(?P<m>{month})\.?\s+(?:the\s)?(?P<day_after>{_NUMBER}|(?:{said})(?!\w))(?!\s*[:h]\d)"
    of_year = rf"(?:,?\s+\(?(?P<year_after>{year})\)?)?"
    month_alone = rf"(?<!\w){joined}(?P<mm>{month})\.?(?!\w){other_name},?\s*{_OF_YEAR}?,?\s*(?P<year_alone>{year})"
    return re.compile(rf"{day_first}|{month_first}{of_year}|{month_alone}")


def _either(names: tuple[str, ...]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _weekdays(passage: Passage, language: str, written_on: date, *, besides: Sequence[Dated]) -> Iterator[Dated]:
    """A day of the week that stands without a date is the last one before the text was written."""
    numbers = {form: number for name, number in weekday_names(language).items() for form in _forms(plain(name))}
    for found in re.finditer(rf"(?<!\w)(?:{_either(tuple(numbers))})(?!\w)", passage.plain):
        span = passage.span_of(found)
        if not any(-_NEAR <= one.span.start - span.end <= _NEAR or one.span.meets(span) for one in besides):
            back = (written_on.weekday() - numbers[found[0]] - 1) % 7 + 1
            yield Dated(span, written_on - timedelta(days=back), to_the_day=True, year_said=True)


def _forms(name: str) -> frozenset[str]:
    return name_form.declined(name) if name_form.is_cyrillic(name) else frozenset({name})


def _relative(passage: Passage, words: WordList, reader: DateDataParser) -> Iterator[Dated]:
    numbers = {plain(word): str(number) for word, number in words.days.items()}
    for span in spans(words.sentences["relative"], passage):
        written = passage.words(span)
        said = " ".join(numbers.get(plain(word), word) for word in written.split())
        read = reader.get_date_data(written)
        if not read.date_obj:
            read = reader.get_date_data(said)
        if read.date_obj:
            yield Dated(span, read.date_obj.date(), to_the_day=read.period == "day", year_said=True)


def day_in(written: str) -> date | None:
    """The day of a date that stands alone, in any of our languages; the day stands before the month if it could be either."""
    read = DateDataParser(languages=list(LANGUAGES), settings={"DATE_ORDER": "DMY"}).get_date_data(written)
    return read.date_obj.date() if read.date_obj and read.period in ("day", "time") else None
