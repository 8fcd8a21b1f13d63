"""Which country a passage is about, of those that it mentions."""

import re
from collections.abc import Sequence

from safeconduct.cases.suggesting.atlas import Mention, Way
from safeconduct.cases.suggesting.passage import Passage, Span, word_spans
from safeconduct.cases.suggesting.word_list import WordList

_HEADLINE, _ALONE, _SCENE, _NAMED, _BESIDE, _NOWHERE = 6, 5, 3, 2, 1, 0


def chosen(found: Sequence[Mention], acts: Sequence[Span], passage: Passage, words: WordList) -> list[Mention]:
    """The mentions of the country, or of several if act and concern differ, the weightiest first."""
    weighed = _weighed(found, acts, passage, words)
    if any(mention.way is not Way.PLACE for mention, weight in weighed if weight > _NOWHERE):
        named = {code for one, weight in weighed if one.way is not Way.PLACE and weight > _NOWHERE for code in one.countries}
        weighed = [(one, weight) for one, weight in weighed if one.way is not Way.PLACE or one.countries & named]
    most = max((weight for _, weight in weighed), default=_NOWHERE)
    if most == _NOWHERE:
        return []
    if most >= _SCENE:
        return [one for one, weight in sorted(weighed, key=lambda pair: -pair[1]) if weight >= _SCENE]
    tally: dict[frozenset[str], int] = {}
    for one, weight in weighed:
        tally[one.countries] = tally.get(one.countries, 0) + weight * 10 + 1
    best = max(tally, key=lambda countries: tally[countries])
    return [one for one, weight in weighed if one.countries == best and weight > _NOWHERE]


def _weighed(
    found: Sequence[Mention], acts: Sequence[Span], passage: Passage, words: WordList
) -> list[tuple[Mention, int]]:
    weighed: list[tuple[Mention, int]] = []
    for mention in found:
        weight = _weight(mention, found, acts, passage, words)
        if weighed and weighed[-1][1] == _NOWHERE and _goes_on(weighed[-1][0], mention, passage):
            weight = _NOWHERE
        weighed.append((mention, weight))
    return weighed


def _weight(
    mention: Mention, found: Sequence[Mention], acts: Sequence[Span], passage: Passage, words: WordList
) -> int:
    before, after = passage.before(mention.span), passage.after(mention.span)
    sentence = passage.sentence_with(mention.span)
    if mention.way is not Way.ADJECTIVE:
        if not before.strip() and re.match(r"\s*[:\-]\s", after):
            return _HEADLINE
        if _alone(sentence, found, passage) or (before.rstrip().endswith("(") and after.startswith(")")):
            return _ALONE
    if _elsewhere(before, after, words):
        return _NOWHERE
    in_act = any(sentence.holds(act) for act in acts)
    if mention.way is Way.PLACE:
        return _BESIDE if _after_place_word(before, words) or after.lstrip().startswith(",") else _NOWHERE
    if in_act and mention.way is Way.NAME and _after_place_word(before, words):
        return _SCENE
    if in_act and mention.way is Way.ADJECTIVE and words.codes["perpetrator_kind"]["police"].match(after.lstrip()):
        return _SCENE
    return _NAMED


def _alone(sentence: Span, found: Sequence[Mention], passage: Passage) -> bool:
    """Whether a sentence is nothing but names of places, perhaps with one word more: “Lima, Peru.”"""
    inside = [one.span for one in found if sentence.holds(one.span) and one.way is not Way.ADJECTIVE]
    others = [
        word
        for word in word_spans(passage.text[sentence.start : sentence.end])
        if not any(one.meets(Span(sentence.start + word.start, sentence.start + word.end)) for one in inside)
    ]
    return bool(inside) and len(others) <= 1 and len(inside) <= 3 and len(others) < len(inside) + 1


def _elsewhere(before: str, after: str, words: WordList) -> bool:
    near = " ".join(re.findall(r"[\w'-]+", before)[-5:])
    elsewhere = words.sentences["elsewhere"]
    last = [found.end() for found in elsewhere.finditer(near)]
    following = re.match(r"\W*\w+", after)
    return bool(
        (last and len(near[last[-1] :].split()) <= 2) or (following and elsewhere.search(following[0]))
    )


def _after_place_word(before: str, words: WordList) -> bool:
    near = " ".join(re.findall(r"[\w'-]+", before)[-3:])
    return bool(words.sentences["place"].search(near)) or words.language == "ar"


def _goes_on(last: Mention, mention: Mention, passage: Passage) -> bool:
    between = passage.text[last.span.end : mention.span.start]
    return bool(re.fullmatch(r"\s*(?:,|and|et|y|e|и|و|,\s*and)?\s*(?:the|la|les|el|in|en)?\s*", between)) and len(between) < 12
