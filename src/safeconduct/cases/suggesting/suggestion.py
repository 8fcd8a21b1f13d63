"""What a pasted text may say, in the codes of the casework, each with the words that it rests on. Nothing is decided here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from safeconduct.cases.suggesting import act_date, atlas, bystander, coding, company, country, emphasis, finding
from safeconduct.cases.suggesting.atlas import Mention, Way
from safeconduct.cases.suggesting.finding import Finding
from safeconduct.cases.suggesting.passage import Passage, Span, read
from safeconduct.cases.suggesting.word_list import language_read_as, word_list

Evidence = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Suggestions:
    """Each field as code (or value) and the words of the text that speak for it; empty where the text says nothing.

    `mentioned`, by field, is what a long text mentions besides what it is about: kinds of violation and groups."""

    country: Evidence
    people_or_groups: Evidence
    defender_types: Evidence
    violation_types: Evidence
    place: Evidence
    date_of_event: Evidence
    perpetrator_kind: Evidence
    asks: Evidence
    outcome: Evidence
    mentioned: Mapping[str, Evidence] = field(default_factory=dict)


def suggested(
    text: str,
    language: str,
    *,
    said_on: date | None = None,
    shown_by: date | None = None,
    filed_on: date | None = None,
    filed_in: date | None = None,
) -> Suggestions:
    """Suggestions for a text in one of our languages (others are read by the nearest); `said_on` helps dates without year,
    and `shown_by`, `filed_on` and `filed_in` where nothing in the text does."""
    words = word_list(language_read_as(language))
    passage = read(text)
    named = atlas.mentions(passage, language=words.language)
    names = [one.span for one in named if one.way not in (Way.HINT, Way.SMALL)]
    perpetrators = finding.findings(passage, words, "perpetrator_kind")
    told = finding.that_happened(finding.findings(passage, words, "violation_types", names=names), passage, words)
    every_kind = coding.kinds(told, perpetrators, passage)
    of_the_case = bystander.less_feared(every_kind, passage, words)
    kinds = company.kept(emphasis.told(of_the_case, passage, "violation_types"), of_the_case, passage)
    every_act = [one for listed in every_kind.values() for one in listed]
    act_spans = [one.span for listed in kinds.values() for one in listed]
    countries = country.chosen(named, act_spans, passage, words)
    day = act_date.of_the_act(
        passage,
        act_spans,
        words,
        language=language,
        said_on=said_on,
        shown_by=shown_by,
        filed_on=filed_on,
        filed_in=filed_in,
    )
    every_group = finding.findings(passage, words, "defender_types", names=names)
    on_the_day = passage.sentence_with(day.span) if day else None
    kept_from = [one.span for one in every_kind.get("denial_of_lawyer", ())]
    of_victims = bystander.less_others(every_group, act_spans, passage, words, kept_from=kept_from)
    weighty = emphasis.told(of_victims, passage, "defender_types", beside=on_the_day)
    told_groups = company.kept(weighty, of_victims, passage)
    groups = coding.groups(told_groups, of_victims)
    return Suggestions(
        country=_of_countries(countries, passage),
        people_or_groups=_people(passage, named, [one for listed in groups.values() for one in listed]),
        defender_types=_evidence(groups, passage),
        violation_types=_evidence(kinds, passage),
        place=_place(country.scenes(named, act_spans, passage, words), passage),
        date_of_event={str(day): (passage.words(day.span),)} if day else {},
        perpetrator_kind=_evidence(coding.perpetrators(perpetrators, every_act, passage), passage) or {"unknown": ()},
        asks=_evidence(finding.that_is_asked(finding.findings(passage, words, "asks"), passage, words), passage),
        outcome=_evidence(finding.that_happened(finding.findings(passage, words, "outcome"), passage, words), passage),
        mentioned={
            "violation_types": _evidence(emphasis.mentioned(every_kind, kinds), passage),
            "defender_types": _evidence(emphasis.mentioned(every_group, told_groups | groups), passage),
        },
    )


def _evidence(found: Mapping[str, Sequence[Finding]], passage: Passage) -> Evidence:
    return {code: tuple(dict.fromkeys(passage.words(one.span) for one in listed)) for code, listed in found.items()}


def _of_countries(chosen: Sequence[Mention], passage: Passage) -> Evidence:
    words: dict[str, list[str]] = {}
    for mention in chosen:
        for code in sorted(mention.countries):
            words.setdefault(code, []).append(passage.words(mention.span))
    return {code: tuple(dict.fromkeys(listed)) for code, listed in words.items()}


def _place(scenes: Sequence[Mention], passage: Passage) -> Evidence:
    first = next((passage.words(one.span) for one in scenes), None)
    return {first: (first,)} if first else {}


def _people(passage: Passage, named: Sequence[Mention], groups: Sequence[Finding]) -> Evidence:
    """Names of two words or more that begin with capital letters, in sentences that speak of defenders. Not in Arabic."""
    telling = [passage.sentence_with(one.span) for one in groups]
    people = dict.fromkeys(
        passage.words(span)
        for span in _capitalised(passage.text)
        if any(sentence.holds(span) for sentence in telling) and not any(span.meets(one.span) for one in named)
    )
    return {name: (name,) for name in people}


def _capitalised(text: str) -> Iterator[Span]:
    for found in re.finditer(
        r"[^\W\d_][\w'’-]+(?:\s+(?:(?:de|del|la|al|el|bin|ibn|van|von|da|dos)\s+)?[^\W\d_][\w'’-]+)+", text
    ):
        start = None
        for word in [*re.finditer(r"\S+", found[0]), None]:
            capital = word is not None and word[0][0].isupper()
            if capital and start is None and word is not None:
                start, many = word.start(), 0
            if start is not None and word is not None and capital:
                many, end = many + 1, word.end()
            if start is not None and not capital:
                if many >= 2:
                    yield Span(found.start() + start, found.start() + end)
                start = None
