"""Which country a passage is about, of those that it mentions."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from safeconduct.cases.suggesting import held_land
from safeconduct.cases.suggesting.atlas import Mention, Way, names_of_towns
from safeconduct.cases.suggesting.finding import spans, told_about
from safeconduct.cases.suggesting.passage import Passage, Span, plain, word_spans
from safeconduct.cases.suggesting.standing import (
    after_place_word,
    close_to_place_word,
    elsewhere,
    in_a_name,
    is_abbreviation,
    of_authorities,
    part_of_a_name,
)
from safeconduct.cases.suggesting.word_list import WordList

_HEADLINE, _ALONE, _SCENE, _NAMED, _BESIDE, _NOWHERE = 60, 50, 30, 20, 10, 0
_IN_ACT = 8  # more for what stands in a sentence that tells an act
_IN_PLACE = 1  # and for a country after a word of place: one without is more often one that acts
_IN_HEADING = 9  # more for what the heading names; with _NAMED still less than _SCENE
_LONGEST_HEADING, _RIGHT_AFTER = 200, 2
_HINTS_ENOUGH = 2
# A place without a word of place, a country that looks on or stands in small letters, a hint:
# only where the text offers nothing else.
_FAINT = 1
_TOWNS_TOO = {"granada", "georgia"}  # towns or states elsewhere, where another country stands beside them
_HOLDS_CRIMEA = frozenset({"RU"})  # what happens there concerns Ukraine too, though the text names Russia alone


def chosen(found: Sequence[Mention], acts: Sequence[Span], passage: Passage, words: WordList) -> list[Mention]:
    """The mentions of the country, or of several if act and concern differ, the weightiest first."""
    weighed = _weighed(found, acts, passage, words)
    told = _told(weighed, passage, words)
    said = [one for one, weight in weighed if weight > _NOWHERE]
    return told + held_land.other_of_two(told, said, _heading(passage), passage, words)


def _told(weighed: list[tuple[Mention, int]], passage: Passage, words: WordList) -> list[Mention]:
    weighed = [(_settled(one, weighed, passage), weight) for one, weight in weighed]
    weighed = _of_this_heading(weighed, passage)
    weighed = _less_nationalities(weighed, passage, words)
    weighed = _of_those_told(weighed, passage)
    named = {code for one, weight in weighed if one.way is not Way.PLACE and weight > _FAINT for code in one.countries}
    if named and (told := _told_of(weighed, named) or _told_twice(weighed, passage)):
        weighed = [(one, weight) for one, weight in weighed if one.countries & told]
    elif named:
        weighed = [(one, weight) for one, weight in weighed if one.way is not Way.PLACE or one.countries & named]
    most = max((weight for _, weight in weighed), default=_NOWHERE)
    if most == _NOWHERE:
        return _only_one(weighed)
    if most >= _SCENE:
        return [one for one, weight in sorted(weighed, key=lambda pair: -pair[1]) if weight >= _SCENE]
    heading = len(_heading(passage))
    headed = {one.countries for one, weight in weighed if weight >= _NAMED + _IN_HEADING and one.span.end <= heading}
    weighed = [(one, weight) for one, weight in weighed if one.countries in headed] if headed else weighed
    tally: dict[frozenset[str], int] = {}
    for one, weight in weighed:
        tally[one.countries] = tally.get(one.countries, 0) + weight
    best = max(tally, key=lambda countries: tally[countries])
    return [one for one, weight in weighed if one.countries == best and weight > _NOWHERE]


def _only_one(weighed: Sequence[tuple[Mention, int]]) -> list[Mention]:
    """Where all stand as elsewhere (“she lives in Luanda, Angola”), the one country that is named."""
    named = [one for one, _ in weighed if one.way is Way.NAME]
    return named if len({one.countries for one in named}) == 1 else []


def _of_this_heading(weighed: Sequence[tuple[Mention, int]], passage: Passage) -> list[tuple[Mention, int]]:
    """Headings further down are those of other items of a list, where the first line has a country of its own."""
    heading = len(_heading(passage))
    headed = {one.countries for one, weight in weighed if weight > _NAMED and one.span.end <= heading}
    return [
        (one, weight)
        for one, weight in weighed
        if not headed or weight != _HEADLINE or one.span.end <= heading or one.countries in headed
    ]


def _of_those_told(weighed: Sequence[tuple[Mention, int]], passage: Passage) -> list[tuple[Mention, int]]:
    """Where the heading names several countries and the rest tells of one of them alone, it is that one."""
    title = _heading(passage)
    heading = passage.text.rfind(title) + len(title)  # it often stands twice
    headed = {one.countries for one, weight in weighed if _NAMED <= weight < _ALONE and one.span.end <= heading}
    told = {one.countries for one, weight in weighed if weight > _NOWHERE and one.span.end > heading} & headed
    first = {one.countries for one, weight in weighed if weight >= _ALONE and one.span.end <= heading}
    aside = headed - told - first if len(told) == 1 else set()
    return [(one, weight) for one, weight in weighed if one.countries not in aside]


def _told_of(weighed: Sequence[tuple[Mention, int]], named: set[str]) -> frozenset[str]:
    """The country where an act is told, where the text names another one only by somebody's nationality."""
    said = [one for one, weight in weighed if weight > _FAINT]
    nationality = all(one.way is Way.ADJECTIVE for one in said if one.way is not Way.PLACE)
    heavy = any(one.way is not Way.PLACE and weight >= _SCENE for one, weight in weighed)
    scenes = [one for one, weight in weighed if one.way is Way.PLACE and weight >= _BESIDE + _IN_ACT]
    at_home = any(one.countries & named for one in said if one.way is Way.PLACE)
    if heavy or at_home or not nationality:
        return frozenset()
    return scenes[0].countries if scenes else _hinted(weighed, named)


def _hinted(weighed: Sequence[tuple[Mention, int]], named: set[str]) -> frozenset[str]:
    """The one country of which two hints or more tell, where none tells of the country of the nationality."""
    hints = Counter(one.countries for one, weight in weighed if one.way is Way.HINT and weight > _NOWHERE)
    told = [countries for countries, many in hints.items() if many >= _HINTS_ENOUGH]
    return told[0] if len(hints) == 1 and told and not told[0] & named else frozenset()


def _told_twice(weighed: Sequence[tuple[Mention, int]], passage: Passage) -> frozenset[str]:
    """The country whose places the heading and an act both name, where other countries are named beside the acts alone."""
    beside_acts = all(weight <= _NAMED + _IN_PLACE for one, weight in weighed if one.way is not Way.PLACE)
    heading = len(_heading(passage))
    headed = {one.countries for one, _ in weighed if one.way is Way.PLACE and one.span.end <= heading}
    told = [one for one, weight in weighed if one.way is Way.PLACE and weight >= _BESIDE + _IN_ACT]
    twice = [one for one in told if one.countries in headed and one.span.start > heading]
    return twice[0].countries if beside_acts and twice else frozenset()


def _less_nationalities(
    weighed: Sequence[tuple[Mention, int]], passage: Passage, words: WordList
) -> list[tuple[Mention, int]]:
    """Somebody's nationality is no scene, unless the text names a place of that country or the adjective is its authorities'."""
    at_home = {code for one, weight in weighed if one.way is Way.PLACE and weight > _NOWHERE for code in one.countries}
    return [
        (one, min(weight, _SCENE - 1))
        if one.way is Way.ADJECTIVE and not one.countries & at_home and not of_authorities(one, passage, words)
        else (one, weight)
        for one, weight in weighed
    ]


def _settled(mention: Mention, weighed: Sequence[tuple[Mention, int]], passage: Passage) -> Mention:
    """A place that two countries claim goes to the one that the text names; Georgia after Atlanta is no country."""
    if plain(passage.words(mention.span)) in _TOWNS_TOO:
        beside = [one for one, _ in weighed if _is_beside(mention, one, passage)]
        return replace(mention, countries=beside[0].countries) if beside else mention
    if town := names_of_towns().get(plain(passage.words(mention.span))):
        others = {code for one, _ in weighed if one.span != mention.span for code in one.countries}
        return replace(mention, countries=frozenset({town})) if town in others - mention.countries else mention
    named = {one.countries for one, weight in weighed if len(one.countries) == 1 and weight >= _NAMED}
    own = [countries for countries in named if countries < mention.countries and countries != _HOLDS_CRIMEA]
    return replace(mention, countries=own[0]) if len(own) == 1 else mention


def _is_beside(mention: Mention, other: Mention, passage: Passage) -> bool:
    """“Granada, Nicaragua” or “Atlanta, Georgia”: with a comma between."""
    first, second = sorted((mention.span, other.span), key=lambda span: span.start)
    return other.way in (Way.PLACE, Way.NAME) and passage.text[first.end : second.start] == ", "


@dataclass(frozen=True)
class _Reading:
    """What is known of a passage when its mentions are weighed; `concern` is where it tells of concern, calls and money."""

    found: Sequence[Mention]
    acts: Sequence[Span]
    passage: Passage
    words: WordList
    concern: Sequence[Span]


def _weighed(
    found: Sequence[Mention], acts: Sequence[Span], passage: Passage, words: WordList
) -> list[tuple[Mention, int]]:
    reading = _Reading(found, acts, passage, words, spans(words.sentences["onlooker"], passage))
    subjects = told_about(passage, words)
    weighed: list[tuple[Mention, int]] = []
    for mention in found:
        spoken_of = any(mention.span.meets(subject) for subject in subjects)
        weight = min(_FAINT, _weight(mention, reading)) if spoken_of else _weight(mention, reading)
        if weight >= _NAMED and mention.span.end <= len(_heading(passage)):
            in_place = mention.way is Way.NAME and close_to_place_word(passage.before(mention.span), words)
            weight = max(weight, _SCENE) if in_place else weight + _IN_HEADING
        if weighed and weighed[-1][1] == _NOWHERE and _goes_on(weighed[-1][0], mention, reading):
            weight = _NOWHERE
        weighed.append((mention, weight))
    return weighed


def _heading(passage: Passage) -> str:
    """The first line of several, if it is short: it says what the rest is about."""
    first, more, _ = passage.text.partition("\n")
    return first if more and len(first) <= _LONGEST_HEADING else ""


def _weight(mention: Mention, reading: _Reading) -> int:
    passage, words = reading.passage, reading.words
    before, after = passage.before(mention.span), passage.after(mention.span)
    sentence = passage.sentence_with(mention.span)
    if mention.way is Way.SMALL:
        other = elsewhere(before, after, words) or not close_to_place_word(before, words)
        return _NOWHERE if other else _FAINT
    if mention.way is Way.HINT or in_a_name(mention, passage, words):
        return _FAINT
    if mention.way is not Way.ADJECTIVE:
        if not before.strip() and re.match(r"\s*[:\-]\s", after):
            return _HEADLINE
        if _alone(sentence, reading):
            return _ALONE
    if elsewhere(before, after, words):
        return _NOWHERE
    if mention.way is not Way.ADJECTIVE and before.rstrip().endswith("(") and after.startswith(")"):
        return _ALONE
    in_act = any(sentence.holds(act) for act in reading.acts)
    if mention.way is Way.PLACE:
        weight = _weight_of_place(mention, before, reading)
        return weight + _IN_ACT if in_act and weight >= _BESIDE else weight
    if mention.way is Way.ADJECTIVE:
        by_police = in_act and of_authorities(mention, passage, words)
        return _SCENE if by_police else _NAMED + (_IN_ACT if in_act else 0)
    if _looks_on(mention, sentence, before, reading):
        return _FAINT
    acting = any(0 <= act.start - mention.span.end <= 2 for act in reading.acts)
    if acting or (in_act and after_place_word(before, words)):
        return _SCENE
    in_place = _IN_PLACE if close_to_place_word(before, words) else 0
    return _NAMED + in_place + (_IN_ACT if in_act else 0)


def _looks_on(mention: Mention, sentence: Span, before: str, reading: _Reading) -> bool:
    """Whether a country is the one that is concerned, calls or pays: it stands before that word, in Arabic right after it."""
    concerned = [one for one in reading.concern if sentence.holds(one)]
    if reading.words.language == "ar":
        return any(0 <= mention.span.start - one.end <= _RIGHT_AFTER for one in concerned)
    who = any(mention.span.end <= one.start for one in concerned)
    return who and not close_to_place_word(before, reading.words)


def _weight_of_place(mention: Mention, before: str, reading: _Reading) -> int:
    written = reading.passage.words(mention.span)
    if is_abbreviation(written) or part_of_a_name(mention.span, reading.passage, reading.words):
        return _NOWHERE
    if any(0 <= one.start - mention.span.end <= _RIGHT_AFTER for one in reading.concern):
        return _FAINT  # where somebody is who calls: “Amnesty in London called”
    near = close_to_place_word(before, reading.words) or _of_an_office(mention, reading)
    return _BESIDE if near else _FAINT


def _of_an_office(mention: Mention, reading: _Reading) -> bool:
    """Whether a court or the police stands directly after: “a Lima court”."""
    after = reading.passage.after(mention.span).lstrip()
    return any(reading.words.codes["perpetrator_kind"][office].match(after) for office in ("court", "police"))


def _alone(sentence: Span, reading: _Reading) -> bool:
    """Whether a sentence is nothing but names of places, perhaps with one word more: “Lima, Peru.”"""
    inside = [one.span for one in reading.found if sentence.holds(one.span) and one.way is not Way.ADJECTIVE]
    others = [
        word
        for word in word_spans(reading.passage.text[sentence.start : sentence.end])
        if not any(one.meets(Span(sentence.start + word.start, sentence.start + word.end)) for one in inside)
    ]
    return bool(inside) and len(others) <= 1 and len(inside) <= 3 and len(others) < len(inside) + 1


def _goes_on(last: Mention, mention: Mention, reading: _Reading) -> bool:
    passage = reading.passage
    between = passage.text[last.span.end : mention.span.start]
    if last.way is Way.PLACE and part_of_a_name(last.span, passage, reading.words):
        return False
    return (
        bool(re.fullmatch(r"\s*(?:,|\(|and|et|y|e|и|و|,\s*and)?\s*(?:the|la|les|el|in|en)?\s*", between))
        and len(between) < 12
    )


def scenes(found: Sequence[Mention], acts: Sequence[Span], passage: Passage, words: WordList) -> list[Mention]:
    """Places that stand as places, after a word of place or before their country; those where an act is told come first."""
    telling = [passage.sentence_with(act) for act in acts]
    places = [one for one in found if one.way is Way.PLACE and _stands_as_place(one, found, passage, words)]
    return sorted(places, key=lambda one: not any(sentence.holds(one.span) for sentence in telling))


def _stands_as_place(mention: Mention, found: Sequence[Mention], passage: Passage, words: WordList) -> bool:
    before, after = passage.before(mention.span), passage.after(mention.span)
    if is_abbreviation(passage.words(mention.span)) or elsewhere(before, after, words):
        return False
    comma = re.match(r"\s*[,(]\s*", after)
    beside = comma and any(0 <= one.span.start - mention.span.end <= len(comma[0]) for one in found)
    return bool(beside) or (close_to_place_word(before, words) and not part_of_a_name(mention.span, passage, words))
