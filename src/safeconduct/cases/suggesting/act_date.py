"""The date of the act: which of the dates that a text writes is the day on which what it tells happened."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from safeconduct.cases.suggesting import dateline, written_date
from safeconduct.cases.suggesting.finding import spans
from safeconduct.cases.suggesting.passage import Passage, Span
from safeconduct.cases.suggesting.word_list import WordList
from safeconduct.cases.suggesting.written_date import Dated

_FEW_WORDS = 5
_THE = " the "
_THAT = re.compile(r"\s*,?\s*(?:that|que|qu'|что|ان)(?!\w)")
_A_WORD = 4  # letters of a short word between a verb and its day
_WHO_IS_TOLD = re.compile(
    r"\s(?:(?:to|a|al|à|au|aux|l|the|news)['’\s]\s?)*(?:[A-ZÀ-ÝА-Я«“\"][\w'’.»”\"-]*\s){0,3}"
    r"(?:(?:reporters|journalists|journalistes|periodistas|журналистам|on|le|el|ce|cette|este|в|во)\s){0,3}"
)


def of_the_act(
    passage: Passage,
    acts: Sequence[Span],
    words: WordList,
    *,
    language: str,
    said_on: date | None,
    shown_by: date | None = None,
    filed_on: date | None = None,
    filed_in: date | None = None,
) -> Dated | None:
    """The first date in the first sentence that tells an act and has a date; else the first that is no day of posting.

    Where an act has an hour and no day stands in the text but its own, it is that day; else it is a month without a year,
    then a day of a statement, and last the day with which a line begins. `shown_by` is the last day on which the text can
    have been published, `filed_on` the day under which it was filed, where it does not say one itself, and `filed_in` a day
    of the month, where that is all."""
    telling = [passage.sentence_with(act) for act in acts]
    in_full = [*written_date.dates(passage, words, language, None)]
    heads = dateline.heads(in_full, passage, words, language)
    posted = dateline.posted([*in_full, *written_date.months_in_digits(passage)], passage, words)
    written_on = said_on or next((one.day for one in (*heads, *posted) if one.to_the_day), None)
    written_on = written_on or next((one.day for one in dateline.datelines(in_full, passage)), None)
    told_on = (
        written_on or next((one.day for one in posted), None) or shown_by or dateline.any_day(in_full, passage, words)
    )
    dated = [*written_date.dates(passage, words, language, told_on)] if told_on else [*in_full]
    dated = [_as_in_full(one, [day for day in in_full if not dateline.among(day, posted)]) for one in dated]
    # The clock of who files a page may be a day behind: from its day only yesterday and the like are counted, no year.
    if counted_from := written_on or filed_on:
        dated += written_date.relative(passage, words, language, counted_from)
        dated += written_date.weekdays(passage, language, counted_from, besides=dated, of_news=not said_on)
        dated += written_date.days_alone(passage, words, counted_from, telling, besides=dated)
    if not counted_from and (written_in := next((one.day for one in posted), None) or filed_in):
        dated += [
            one
            for one in written_date.days_of_the_month(passage, words, language, written_in)
            if not dateline.among(one, dated)
        ]
    told = sorted((one for one in dated if not dateline.among(one, posted)), key=lambda one: one.span.start)
    headed = _of_no_other(told, passage, words)
    told = [one for one in headed if not dateline.among(one, heads)]
    # A date with few words about it is more likely the day of posting, unless there is no other.
    dates = [one for one in told if not _beside_few_words(one, telling, passage)] or told
    of_acts = _nearest_first(_not_of_saying(dates, acts, passage, words), telling)
    of_the_hour = [one for one in posted if one.to_the_day] if _has_an_hour(telling, passage, words) else []
    months = written_date.months_alone(passage, words, language, told_on, telling) if told_on else ()
    ranked = (of_acts, of_the_hour, months, _nearest_first(dates, telling), headed)
    return next((one for listed in ranked for one in listed), None)


def _as_in_full(one: Dated, in_full: Sequence[Dated]) -> Dated:
    """A day without a year has that of the same day elsewhere in the text: “21 November: the law of 21 November 2012”."""
    same = [other.day for other in in_full if other.to_the_day and _is_same_day(one.day, other.day)]
    return replace(one, day=same[0]) if same and one.to_the_day and not one.year_said else one


def _is_same_day(one: date, other: date) -> bool:
    return (one.month, one.day) == (other.month, other.day)


def _nearest_first(dates: Sequence[Dated], telling: Sequence[Span]) -> list[Dated]:
    """Days where an act is told, then months there, then all others."""
    in_acts = [one for one in dates if any(sentence.holds(one.span) for sentence in telling)]
    return [*(one for one in in_acts if one.to_the_day), *in_acts, *dates]


def _of_no_other(dates: Sequence[Dated], passage: Passage, words: WordList) -> list[Dated]:
    """Without the days of births, pictures, laws, elections and hearings to come."""
    others = spans(words.sentences["other_day"], passage)
    events = spans(words.sentences["other_day_after"], passage)
    return [
        one
        for one in dates
        if not dateline.of_no_act(one, others, passage, words)
        and not (passage.before(one.span).endswith(_THE) and any(_follows(event, one, passage) for event in events))
    ]


def _not_of_saying(dates: Sequence[Dated], acts: Sequence[Span], passage: Passage, words: WordList) -> list[Dated]:
    """Without the days on which somebody only said what had happened: “said on Friday”, “On 3 July 22 groups voiced …”;
    or let somebody go."""
    saying = [*spans(words.sentences["saying"], passage), *spans(words.sentences["letting_go"], passage)]
    return [one for one in dates if not _is_of_saying(one, saying, acts, passage)]


def _is_of_saying(one: Dated, saying: Sequence[Span], acts: Sequence[Span], passage: Passage) -> bool:
    sentence = passage.sentence_with(one.span)
    said = [verb for verb in saying if sentence.holds(verb)]
    first = min((act.start for act in acts if sentence.holds(act)), default=sentence.end)
    before_that = _THAT.match(passage.plain_of(Span(one.span.end, sentence.end)))
    right_after = any(_is_right_after(verb, one, passage) for verb in said)
    right_before = any(0 <= verb.start - one.span.end <= 2 for verb in said)
    first_of_all = any(one.span.end <= verb.start and verb.end <= first for verb in said)
    return bool(before_that) or right_after or right_before or first_of_all


def _is_right_after(verb: Span, one: Dated, passage: Passage) -> bool:
    """“Said on Friday”, and “told Reuters on Friday”: with nobody but who is told between."""
    between = passage.text[verb.end : one.span.start]
    near = len(between) <= _A_WORD or bool(_WHO_IS_TOLD.fullmatch(between))
    return near and verb.end <= one.span.start


def _follows(event: Span, one: Dated, passage: Passage) -> bool:
    """Directly, or with one word between: “the July 2017 seaside memorial”."""
    return bool(re.fullmatch(r"\s(?:\w+\s)?", passage.text[one.span.end : event.start]))


def _has_an_hour(telling: Sequence[Span], passage: Passage, words: WordList) -> bool:
    hours = spans(words.sentences["hour"], passage)
    return any(sentence.holds(hour) for sentence in telling for hour in hours)


def _beside_few_words(one: Dated, telling: Sequence[Span], passage: Passage) -> bool:
    return passage.sentence_with(one.span) not in telling and dateline.words_about(one, passage) <= _FEW_WORDS
