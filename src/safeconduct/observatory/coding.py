"""A public text coded by the rules of the lexicons: each field of the codebook with the words that it rests on.

A text in a language that the rules do not read is left to people: every field is None, as is whatever a text does not say."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.observatory.addressed_country import addressed
from safeconduct.observatory.coding_rules import coding_rules
from safeconduct.observatory.country_name import Mention, mentions
from safeconduct.observatory.demand import Demand, demand
from safeconduct.observatory.given_date import given_date
from safeconduct.observatory.issuer_level import STATES
from safeconduct.observatory.lexicon import LANGUAGES, Lexicon, lexicon
from safeconduct.observatory.named_person import named_people
from safeconduct.observatory.phrase import Hit, Hits
from safeconduct.observatory.printed_date import printed_date
from safeconduct.observatory.published_text import PublishedText
from safeconduct.observatory.publisher import Publisher, publisher, state_kind
from safeconduct.observatory.reading import Reading, read
from safeconduct.observatory.reference import Reference, reference
from safeconduct.observatory.speaker import STRICT, VOICES, WIDE, Speaker, speaker
from safeconduct.observatory.union_voice import FORUM_KINDS
from safeconduct.observatory.written_language import written_language
from safeconduct.vocabulary.stance import DEFERENCE, PROMISE, stances

FIELDS = (
    *("label", "is_hrd_statement", "is_hrd_statement_extended", "countries", "date", "issuer", "issuer_kind"),
    *("issuer_level", "individuals", "uses_hrd_term", "release_call", "calls_immediate_release", "concern_only"),
    *("mentions_fair_trial", "mentions_trial_observation", "calls_investigation", "cites_intl_law", "page_kind"),
    *("reports_statement", "other_asks", "translations", "confidence", "shows_deference", "promises_follow_up"),
)
_HEAD = 12  # words after the title in which a state that speaks is named
_FURTHER = 70  # the same for an office that is of no state in these
_OF = frozenset(
    ["of", "the", "republic", "de", "la", "du", "del", "des", "l", "d", "republique", "republica", "республики"]
)
_WORDS_OF = 3  # at most, between an office and the state that it is of
_DATELINE = 3  # words of a text in which the place stands where it was made
_MOST_WORDS = 5  # of evidence for a field


@dataclass(frozen=True)
class Coding:
    """`values` by the codebook's field, `words` by the same; `language` as it was recognised; `doubts`: what the text gives and
    no code can stand for, in a sentence by field; `url`: where the text stands, as it was given."""

    id: str
    language: str
    values: dict[str, object]
    words: dict[str, tuple[str, ...]]
    doubts: dict[str, str]
    url: str = ""

    def as_line(self) -> str:
        """One JSON line: the fields as hand-made codings name them, by which rules, and under `evidence` what each rests on."""
        untold = [name for name in FIELDS if self.values[name] is None]
        written = {"id": self.id, "url": self.url, "language": self.language, **self.values, "cannot_tell": untold}
        written["rules"] = coding_rules()
        evidence = {name: list(words) for name, words in self.words.items() if words}
        return json.dumps({**written, "evidence": evidence}, ensure_ascii=False)


@dataclass(frozen=True)
class _Read:
    """What was read of one text, each once: all fields are coded from it. `named`: states; `places`: and other places."""

    reading: Reading
    hits: Hits
    named: tuple[Mention, ...]
    places: tuple[Mention, ...]
    shown_by: Publisher
    words_of: Lexicon
    refers: Reference
    speaks: Speaker


_Coded = tuple[dict[str, object], dict[str, tuple[str, ...]]]


def coded(text: PublishedText) -> Coding:
    language = written_language(f"{text.title}\n{text.text}", text.language)
    if language not in LANGUAGES:
        return Coding(text.id, language, dict.fromkeys(FIELDS), {}, {}, text.url)
    one = _read(text, language)
    values: dict[str, object] = {"translations": None}
    words: dict[str, tuple[str, ...]] = {}
    for more_values, more_words in (_of_speaker(one), _of_wording(one), _of_people(one)):
        values |= more_values
        words |= more_words
    doubts = _of_facts(one, values, words, published=text.published)
    return Coding(text.id, language, {name: values[name] for name in FIELDS}, words, doubts, text.url)


def _read(text: PublishedText, language: str) -> _Read:
    reading = read(text.title, text.text, language=language)
    words_of, shown_by = lexicon(language), publisher(text.url)
    hits = words_of.book.hits(reading)
    places = tuple(mentions(reading, language=language))
    named = tuple(one for one in places if one.countries or one.former)
    speaks = speaker(
        reading,
        hits,
        shown_by,
        state=_state_that_speaks(reading, hits, named),
        further=_states_in_head(reading, named),
        at_seat=_begins_at_seat(reading, named),
        states_titled=_names_states_in_title(reading, named),
    )
    return _Read(reading, hits, named, places, shown_by, words_of, reference(hits), speaks)


def _state_that_speaks(reading: Reading, hits: Hits, named: tuple[Mention, ...]) -> str:
    head = reading.head(_HEAD)
    kinds = (state_kind(one.countries[0]) for one in named if one.start < head and one.countries)
    if kind := next(filter(None, kinds), ""):
        return kind
    offices = hits.get("state", ())
    owned = any(_owns(reading, one, office) for one in named if one.start < head for office in offices)
    return "target_state" if owned else ""


def _states_in_head(reading: Reading, named: Iterable[Mention]) -> str:
    """Of which kind the first state of the head is, for an office whose own words do not tell its state."""
    head = reading.head(_FURTHER)
    kinds = (state_kind(one.countries[0]) for one in named if one.start < head and one.countries)
    return next(filter(None, kinds), "")


def _owns(reading: Reading, mention: Mention, office: Hit) -> bool:
    """`The Ministry of Foreign Affairs of Zambia`, `the Zambian Foreign Ministry`: whose office it is, not of whom it speaks."""
    if mention.end <= office.start:
        between = reading.forms[mention.end : office.start]
        return between == (("s",),) or not (between or mention.named)
    between = reading.forms[office.end : mention.start]
    return len(between) <= _WORDS_OF and all(forms[0] in _OF for forms in between)


def _names_states_in_title(reading: Reading, named: Iterable[Mention]) -> bool:
    titled = (code for one in named if one.start < reading.title_words for code in one.countries)
    return len({code for code in titled if state_kind(code)}) > 1


def _begins_at_seat(reading: Reading, named: Iterable[Mention]) -> bool:
    """`Antananarivo, 3 March`: a dateline in a capital of a state that is neither of the Union nor like-minded."""
    first = reading.title_words + _DATELINE
    seats = (one for one in named if not one.named and reading.title_words <= one.start < first)
    return any(not any(map(state_kind, one.countries)) for one in seats)


def _of_speaker(one: _Read) -> _Coded:
    speaks, referring = one.speaks, one.refers.all
    itself = speaks.page in ("primary", "reprint") and bool(referring)
    strict = itself and speaks.kind in STRICT and not speaks.to_parliament
    envoy = speaks.kind == "eu_hq_other" and any(hit.finds == "eusr" for hit in speaks.hits)
    wide = itself and (speaks.kind in WIDE or envoy)
    named_as = _words(one.reading, speaks.hits)
    values: dict[str, object] = {
        "label": "S" if strict else "X" if wide else "N",
        "is_hrd_statement": strict,
        "is_hrd_statement_extended": wide,
        "issuer": named_as[0] if named_as else None,
        "issuer_kind": speaks.kind,
        "issuer_level": speaks.level,
        "page_kind": speaks.page,
        "reports_statement": speaks.reports,
        "confidence": "medium" if speaks.page == "listing" or one.reading.is_cut else "high",
    }
    rests_on = _words(one.reading, (*referring[:2], *speaks.hits))
    return values, dict.fromkeys(("label", "is_hrd_statement", "is_hrd_statement_extended"), rests_on) | dict.fromkeys(
        ("issuer", "issuer_kind", "issuer_level", "page_kind", "reports_statement"), named_as
    )


def _of_wording(one: _Read) -> _Coded:
    asks = _demand(one)
    concern_only = asks.concern_only and _shows_all_it_asks(one)
    found: dict[str, tuple[Hit, ...]] = {
        "uses_hrd_term": one.refers.term,
        "calls_investigation": asks.inquiry_hits,
        "mentions_fair_trial": one.hits.get("fair_trial", ()),
        "mentions_trial_observation": one.hits.get("observation", ()),
        "cites_intl_law": one.hits.get("international_law", ()),
    }
    words = {name: _words(one.reading, hits) for name, hits in found.items()} | _stances(one)
    values: dict[str, object] = {name: bool(found) for name, found in words.items()}
    values |= {
        "release_call": asks.release,
        "calls_immediate_release": asks.release == "immediate",
        "concern_only": concern_only,
        "other_asks": list(_words(one.reading, asks.other_hits)),
    }
    words |= dict.fromkeys(("release_call", "calls_immediate_release"), _words(one.reading, asks.release_hits))
    words["concern_only"] = _words(one.reading, asks.concern_hits if concern_only else ())
    return values, words


def _stances(one: _Read) -> dict[str, tuple[str, ...]]:
    taken = stances(one.reading.text, one.words_of.language, there=one.reading.there)
    fields = {"shows_deference": DEFERENCE, "promises_follow_up": PROMISE}
    return {
        name: tuple(" ".join(passage.split()) for passage in taken[stance][:_MOST_WORDS])
        for name, stance in fields.items()
    }


def _demand(one: _Read) -> Demand:
    """A report may tell of people held without a word for what they do. An issuer that counts shows concern also by telling
    what defenders go through."""
    about_people = bool(one.refers.all or (one.speaks.reports and one.hits.get("taken")))
    return demand(
        one.reading,
        one.hits,
        about_people=about_people,
        telling=one.speaks.kind in VOICES and one.speaks.page != "listing",
    )


def _shows_all_it_asks(one: _Read) -> bool:
    """That nothing is asked for can be seen in a statement and in a report of one. Lists, and what others publish, voice no
    issuer's concern; speeches in a forum ask for something at the end of each part, and one that is cut may have asked."""
    if one.speaks.page == "listing" or (one.speaks.kind in FORUM_KINDS.values() and one.reading.is_cut):
        return False
    return one.speaks.kind in VOICES or (one.speaks.kind == "media" and bool(one.speaks.reports or one.hits.get("we")))


def _of_people(one: _Read) -> _Coded:
    people = named_people(one.reading, one.hits, one.places, words=one.words_of)
    return {"individuals": [one.name for one in people]}, {"individuals": tuple(one.written for one in people)}


def _of_facts(
    one: _Read, values: dict[str, object], words: dict[str, tuple[str, ...]], *, published: str
) -> dict[str, str]:
    """Countries and date go into `values` and `words`; what is said of them and cannot be coded is handed back."""
    asked = addressed(
        one.reading,
        one.hits,
        one.named,
        speaking="" if one.speaks.kind == "target_state" else one.shown_by.state,
        by_states=one.speaks.kind in STATES,
        in_forum=one.speaks.kind in FORUM_KINDS.values(),
        on_the_spot=one.speaks.level == "local",
        language=one.words_of.language,
    )
    of_page, no_date = given_date(published)
    printed = printed_date(one.reading, one.shown_by, language=one.words_of.language, of_page=of_page)
    values |= {"countries": list(asked.countries), "date": printed.date}
    written = (one.reading.written(mention.start, mention.end) for mention in asked.resting)
    words["countries"] = tuple(dict.fromkeys(written))[:_MOST_WORDS]
    words["date"] = (printed.words,) if printed.words else ()
    doubts = {}
    if printed.impossible:
        doubts["date"] = f"“{printed.impossible}” is no day of the calendar. Look at the page for the right one."
    elif no_date:
        doubts["date"] = no_date
    former = [one.reading.written(mention.start, mention.end) for mention in one.named if mention.former]
    if former and not asked.countries:
        doubts["countries"] = f"“{former[0]}” is no more and has no code. Say which state of today is meant."
    return doubts


def _words(reading: Reading, hits: Iterable[Hit]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reading.written(hit.start, hit.end) for hit in hits))[:_MOST_WORDS]
