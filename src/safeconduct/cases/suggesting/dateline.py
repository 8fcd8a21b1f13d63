"""The days on which a text says that it was written, posted or numbered: they are not those of its acts.

`dates` are those that it writes with their year, as written_date.dates() finds them."""

import re
from calendar import monthrange
from collections.abc import Sequence, Set
from datetime import date

from safeconduct.cases.suggesting.finding import spans
from safeconduct.cases.suggesting.passage import Passage, Span, plain
from safeconduct.cases.suggesting.word_list import WordList
from safeconduct.cases.suggesting.written_date import Dated
from safeconduct.vocabulary.calendar_names import weekday_names

_NAMES_OF_A_DATELINE, _NAMES_OF_A_HEAD, _SHORT_WORD = 3, 5, 3
_HEAD_ENDS = re.compile(r"(?:\s*года|\s*г\.?|\s?م)?\.?\)?\s*[-–—|/]|\.(?:\s|$)|\)?[^\S\n]*(?:\n|$)")
_BEFORE_NAMES = re.compile(
    r"(?:\s*года|\s*г\.?)?,\s+[A-ZÀ-ÝА-Я][\w'’-]*(?:,?\s+(?:[a-z]{2,3}\s+)?[A-ZÀ-ÝА-Я][\w'’-]*){0,3}\s+[-–—]"
)
_AFTER_NAMES = re.compile(r"(?:\s*года|\s*г\.?|\s?م)?\)?(?:\s*\([^()\n]{2,30}\))?\s*:")
# Where a day that tells an act has a word before it (“On”, “Le”, “El”), one that runs into a sentence is that of posting.
_INTO_A_SENTENCE = re.compile(r"\s+[«“\"]?[A-ZÀ-Ý][\w'’]")
_WITH_A_WORD_BEFORE = ("en", "fr", "es")
# As machines write when a page was posted: “17 Dec 2024 04:14:33 +0000”.
_STAMPED = re.compile(r"[T ]\d\d:\d\d(?::\d\d)?\s?(?:Z\b|GMT|UTC|[+-]\d{4})")
# As a chat is exported: “22/11/2026, 09:10 - Ana: …” or “[22 Nov 2026, 9:10:04 p. m.] Ana: …”.
_OF_A_MESSAGE = re.compile(r",?\s+\d{1,2}[:.٫]\d\d(?:[:.٫]\d\d)?(?:\s?[ap]\.?\s?m\.?)?(?:\]|\s[-–—])\s", re.IGNORECASE)
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:٫]\d\d(?!\d)")
_WORDS_OF_A_STAMP = 6
_INDEXED = re.compile(r"\b[A-Z]{2,3} ?\d+/\d+(?:/\d+)?")
# When an appeal was numbered: month and year in those of the Observatory, the year in those of Amnesty International.
_NUMBERED = re.compile(r"[A-Z]{3} ?\d{3} ?/ ?(?P<month>0[1-9]|1[0-2])(?P<year>\d\d)(?!\d)")
_NUMBERED_IN_YEAR = re.compile(r"(?<!\w)(?:AFR|AMR|ASA|EUR|MDE|ACT) ?\d\d/\d{1,5}/(?P<year>20\d\d)(?!\d)")


def posted(dates: Sequence[Dated], passage: Passage, words: WordList) -> list[Dated]:
    """Days of posting: after a word that says so, or alone in a sentence."""
    after = spans(words.sentences["posted"], passage)
    return [
        one
        for one in dates
        if any(0 <= one.span.start - word.end <= 12 for word in after)
        or not words_about(one, passage)
        or _STAMPED.match(passage.text, one.span.end)
        or _begins_a_message(one, passage)
        or _has_a_clock(one, passage)
    ]


def _begins_a_message(one: Dated, passage: Passage) -> bool:
    return _line_before(one, passage).strip(" [\u200e\u200f") == "" and bool(
        _OF_A_MESSAGE.match(passage.text, one.span.end)
    )


def _has_a_clock(one: Dated, passage: Passage) -> bool:
    """“Sunday 2/2/2025, 21:07” or “[audio 0:58, 9 October 2024]”: a short line of its own, as messages and mails have it."""
    before = _line_before(one, passage)
    line = before + passage.text[one.span.end :].partition("\n")[0]
    return (
        line != passage.text
        and bool(_CLOCK.search(line))
        and len(re.findall(r"[^\W\d]{3,}", line)) <= _WORDS_OF_A_STAMP
    )


def datelines(dates: Sequence[Dated], passage: Passage) -> list[Dated]:
    """Days in the first or last line, beside nothing but names: “Lima, 12 May 2021”."""
    lines = {passage.sentences[0], passage.sentences[-1]} if passage.sentences else set()
    return [
        one
        for one in dates
        if one.to_the_day and passage.sentence_with(one.span) in lines and _only_names_about(one, passage)
    ]


def heads(dates: Sequence[Dated], passage: Passage, words: WordList, language: str) -> list[Dated]:
    """The day with which one line begins, perhaps after names, before a dash or a stop: “New York, March 3, 2021 – Police …”;
    or that makes the line: “Bogotá, martes 4 de junio de 2024”.

    Where several lines begin with a day, they tell what happened on it."""
    weekdays = {plain(name) for name in weekday_names(language)}
    found = [
        one
        for one in dates
        if one.to_the_day
        and _only_names(_line_before(one, passage), weekdays)
        and _ends_a_head(one, passage, words.language)
    ]
    return found if len({one.day for one in found}) == 1 else []


def _ends_a_head(one: Dated, passage: Passage, language: str) -> bool:
    before = bool(re.search(r"\w", _line_before(one, passage)))
    into = not before and one.year_said and language in _WITH_A_WORD_BEFORE
    ends = [_HEAD_ENDS, _BEFORE_NAMES, *([_AFTER_NAMES] if before else []), *([_INTO_A_SENTENCE] if into else [])]
    return any(end.match(passage.text, one.span.end) for end in ends)


def _line_before(one: Dated, passage: Passage) -> str:
    return passage.text[: one.span.start].rpartition("\n")[2]


def _only_names(written: str, weekdays: Set[str]) -> bool:
    beside = [word for word in re.findall(r"\w+", _INDEXED.sub("", written)) if plain(word) not in weekdays]
    return len(beside) <= _NAMES_OF_A_HEAD and not any(word[0].islower() for word in beside if len(word) > _SHORT_WORD)


def _only_names_about(one: Dated, passage: Passage) -> bool:
    beside = _words_beside(one, passage)
    return len(beside) <= _NAMES_OF_A_DATELINE and not any(word[0].islower() for word in beside)


def among(one: Dated, others: Sequence[Dated]) -> bool:
    return any(one.span.meets(other.span) for other in others)


def any_day(dates: Sequence[Dated], passage: Passage, words: WordList) -> date | None:
    """The last day of a year in which dates without one are: the year of another date, or of the number of an appeal."""
    others = spans(words.sentences["other_day"], passage)
    said = next(
        (date(one.day.year, 12, 31) for one in dates if one.year_said and not of_no_act(one, others, passage, words)),
        None,
    )
    if said is None and (found := _NUMBERED.search(passage.text)):
        year, month = 2000 + int(found["year"]), int(found["month"])
        return date(year, month, monthrange(year, month)[1])
    if said is None and (found := _NUMBERED_IN_YEAR.search(passage.text)):
        return date(int(found["year"]), 12, 31)
    return said


def of_no_act(one: Dated, others: Sequence[Span], passage: Passage, words: WordList) -> bool:
    """A day of a birth or a picture, or one after `others`: words for laws, elections and the like."""
    return one.follows_any(others) or _of_birth(one, passage) or _of_picture(one, passage, words)


def _of_birth(one: Dated, passage: Passage) -> bool:
    """“Rosa Quilla (14.06.1986)” was born then, and so was who has “г. р.” after the year."""
    before, after = passage.text[: one.span.start], passage.text[one.span.end :]
    bracketed = re.search(r"\b[^\W\d_]+\s\($", before) if after.startswith(")") else None
    return bool(bracketed and bracketed[0][0].isupper()) or bool(re.match(r"\s*г\.\s?р\.", after))


def _of_picture(one: Dated, passage: Passage, words: WordList) -> bool:
    """“FILE – Police in Lima, 30 March 2015” tells when a picture was taken, and so does “… 2015 (Getty Images)”."""
    line = _line_before(one, passage)
    whole = passage.sentence_with(one.span)
    sentence = passage.text[whole.start : one.span.start]
    credited = words.sentences["credit"].search(passage.plain_of(Span(one.span.end, whole.end)))
    return bool(credited) or any(
        words.sentences["picture"].match(plain(re.sub(r"^\W+", "", before))) for before in (line, sentence)
    )


def words_about(one: Dated, passage: Passage) -> int:
    return len(_words_beside(one, passage))


def _words_beside(one: Dated, passage: Passage) -> list[str]:
    """The words of three letters or more that stand beside a date in its sentence."""
    sentence = passage.sentence_with(one.span)
    rest = passage.text[sentence.start : one.span.start] + passage.text[one.span.end : sentence.end]
    return re.findall(r"\w{3,}", rest)
