"""Which states a text addresses: those whose conduct it speaks of, not those that speak, nor the shelf that it stands on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.observatory.country_name import Mention
from safeconduct.observatory.phrase import Hits
from safeconduct.observatory.reading import Reading
from safeconduct.observatory.state_part import (
    ends,
    follows,
    in_passing,
    is_example,
    is_name,
    is_of_people,
    is_shelf,
    is_whole_state,
    may_speak,
    owns,
    rules,
    side_by_side,
)

_SPEAKERS = 2  # states of the Union or like-minded ones that are named side by side speak together
# Where the one is addressed and the other named, both are coded.
_TOGETHER = (("CN", "HK"), ("HK", "CN"), ("CN", "MO"), ("IL", "PS"), ("PS", "IL"), ("EH", "MA"))
# Whose people suffer what the other does: by their adjective alone they are not addressed, unless it is of who rules them.
_SUFFERING = (("PS", "IL"), ("UA", "RU"))
_TITLE_WEIGHT = 3.0
_OTHER_WEIGHT = 0.7
_AS_MUCH = 0.3
_TWICE, _OFTEN = 2.0, 2.5
_IN_PASSING = 1.0  # the weight of one name in the text
_CONDUCT = ("concern", "calling", "release", "protection", "suffers")
_MOST_OF_ROW = 2 / 3  # of a row of states that speak: the others in it speak with them
_TOUR = 4  # states from which a text without one in its title goes from one to the next


@dataclass(frozen=True)
class Addressed:
    """Codes in the order of their weight, and the mentions that they rest on."""

    countries: tuple[str, ...]
    resting: tuple[Mention, ...]


def addressed(
    reading: Reading,
    hits: Hits,
    named: Iterable[Mention],
    *,
    speaking: str,
    by_states: bool,
    in_forum: bool = False,
    on_the_spot: bool = False,
    language: str = "en",
) -> Addressed:
    """`speaking`: the code of a state whose page it is; `by_states`: states speak, and name themselves. `in_forum`: the Union
    speaks in one, so that the shelf of a delegation says nothing of whom it addresses. `on_the_spot`: who speaks has its seat
    in a state."""
    known = _without_namesakes(reading, hits, _without_documents(hits, [one for one in named if one.countries]))
    found = [one for one in _without_speakers(reading, hits, known) if speaking not in one.countries]
    elsewhere = [one for one in found if not is_shelf(reading, hits, one)] or ([] if in_forum else found)
    elsewhere = (_at_home(reading, hits, found, elsewhere) if on_the_spot else []) or elsewhere
    passing = in_passing(reading, hits, known)
    asked = [one for one in elsewhere if not may_speak(one)] or _weighty(
        reading, hits, [one for one in elsewhere if one.start not in passing], by_states=by_states, speaking=speaking
    )
    asked = [one for one in asked if not is_example(reading, hits, one)]
    asked = [one for one in asked if one.start not in passing] or asked
    asked = _without_those_who_suffer(reading, asked)
    asked = _without_where_people_are_from(reading, hits, asked, language=language)
    asked = _without_what_only_a_title_names(reading, asked) if in_forum else asked
    weights = _weights(reading, asked)
    if not weights or (hits.get("worldwide") and _is_aside(reading, hits, asked, weights)):
        return Addressed((), ())
    asked = _without_attacked(reading, hits, asked, known, language=language)
    weights = _weights(reading, asked)
    titled = {code for one in asked if one.start < reading.title_words for code in one.countries}
    most = max(weights.values())
    # A tour of states names each but once; what is said beside one main state is named far less often than it.
    touring = len(weights) >= _TOUR and sorted(weights.values())[-2] >= _AS_MUCH * most
    chosen = titled or {code for code, weight in weights.items() if touring or weight >= _AS_MUCH * most}
    chosen |= {with_it for code, with_it in _TOGETHER if code in chosen and with_it in weights}
    codes = tuple(sorted(chosen, key=lambda code: (-weights[code], code)))
    return Addressed(codes, tuple(one for one in asked if chosen & set(one.countries)))


def _without_documents(hits: Hits, named: list[Mention]) -> list[Mention]:
    """`The Astana Declaration`: a document is named after the city, and no state is meant."""
    documents = hits.get("international_law", ())
    return [one for one in named if one.named or not any(hit.start == one.start for hit in documents)]


def _without_namesakes(reading: Reading, hits: Hits, named: list[Mention]) -> list[Mention]:
    """`The Chinese version`, `the Moscow mechanism`: a language or a document is meant."""
    if not (after := hits.get("named_after", ())):
        return named
    return [one for one in named if one.named or not any(hit.start == one.end or hit.end == one.start for hit in after)]


def _without_attacked(
    reading: Reading, hits: Hits, asked: list[Mention], known: list[Mention], *, language: str
) -> list[Mention]:
    """Upon which another state makes war is where it does so, throughout the text: it is addressed only if its authorities are
    named, or if no other state is."""
    if not (wars := ends(hits, "attacked")):
        return asked
    attacked = {
        code
        for one in known
        if follows(reading, wars, one) and is_name(reading, one, language) and not owns(reading, one)
        for code in one.countries
    }
    if not attacked or any(attacked & set(one.countries) and rules(reading, one) for one in asked):
        return asked
    return [one for one in asked if not attacked & set(one.countries)] or asked


def _without_those_who_suffer(reading: Reading, asked: list[Mention]) -> list[Mention]:
    """`Israel closed six Palestinian organisations`."""
    there = {code for one in asked for code in one.countries}
    for suffering, doing in _SUFFERING:
        if {suffering, doing} <= there and not any(
            suffering in one.countries and (rules(reading, one) or is_whole_state(reading, one)) for one in asked
        ):
            asked = [one for one in asked if suffering not in one.countries]
    return asked


def _is_aside(reading: Reading, hits: Hits, asked: list[Mention], weights: dict[str, float]) -> bool:
    """Named once in a text on the whole world, and without a word on what it did; what befalls people is such a word unless
    the title too is of the whole world. Sentence after sentence on one state each are a tour."""
    conduct = (*_CONDUCT, "taken") if len(weights) == 1 else _CONDUCT
    if not any(hit.start < reading.title_words for hit in hits["worldwide"]):
        conduct = (*conduct, "plight")
    told = {reading.sentences[hit.start] for finds in conduct for hit in hits.get(finds, ())}
    told_of = {reading.sentences[one.start] for one in asked}
    return max(weights.values()) <= _IN_PASSING and len(told_of) < _TOUR and not told_of & told


def _without_where_people_are_from(
    reading: Reading, hits: Hits, asked: list[Mention], *, language: str
) -> list[Mention]:
    """`A Sudanese lawyer was arrested in Abu Dhabi`: whose people suffer by what another state does is not addressed."""
    of_people = {
        one.start
        for one in asked
        if not one.named and is_of_people(reading, hits, one, language) and not rules(reading, one)
    }
    does = {code for one in asked if one.start not in of_people for code in one.countries}
    return [one for one in asked if does & set(one.countries)] if does else asked


def _without_what_only_a_title_names(reading: Reading, asked: list[Mention]) -> list[Mention]:
    """The heading of a session names more states than are spoken of."""
    spoken = {code for one in asked if one.start >= reading.title_words for code in one.countries}
    return [one for one in asked if spoken & set(one.countries)] if spoken else asked


def _weights(reading: Reading, asked: list[Mention]) -> dict[str, float]:
    weights: dict[str, float] = defaultdict(float)
    for one in asked:
        for code in one.countries:
            in_title = one.start < reading.title_words
            weights[code] += (_TITLE_WEIGHT if in_title else 1.0) * (1.0 if one.named else _OTHER_WEIGHT)
    return weights


def _weighty(reading: Reading, hits: Hits, found: list[Mention], *, by_states: bool, speaking: str) -> list[Mention]:
    """Members of the Union and like-minded states that are named often; of a state's own text, if it speaks with nobody, and
    of another than itself."""
    alone = not speaking and len({code for one in found for code in one.countries}) == 1
    if by_states and (hits.get("joint") or alone):
        return []
    weights = _weights(reading, found)
    often = _OFTEN if by_states and not speaking else _TWICE
    return [one for one in found if any(weights[code] >= often for code in one.countries)]


def _without_speakers(reading: Reading, hits: Hits, found: list[Mention]) -> list[Mention]:
    """Less states that are named side by side and speak, all of a sentence in which some join in what is
    said but those whose authorities are meant, and what goes on with a line that leads to other pages."""
    joining = {reading.sentences[hit.start] for hit in hits.get("aligning", ())}
    aside = [(reading.starts[hit.start], _line_end(reading, hit.end - 1)) for hit in hits.get("aside", ())]
    found = [
        one
        for one in found
        if (reading.sentences[one.start] not in joining or rules(reading, one))
        and not any(start <= reading.starts[one.start] < end for start, end in aside)
    ]
    kept: list[Mention] = []
    row: list[Mention] = []
    for mention in [*found, None]:
        if mention is not None and row and side_by_side(reading, row[-1], mention):
            row.append(mention)
            continue
        together = sum(map(may_speak, row)) >= _SPEAKERS
        all_speak = together and len(row) >= _TOUR and sum(map(may_speak, row)) >= _MOST_OF_ROW * len(row)
        kept.extend(one for one in row if not (all_speak or (together and may_speak(one))))
        row = [mention] if mention is not None else []
    return kept


def _line_end(reading: Reading, at: int) -> int:
    end = reading.text.find("\n", reading.ends[at])
    return end if end >= 0 else len(reading.text)


def _at_home(reading: Reading, hits: Hits, found: list[Mention], elsewhere: list[Mention]) -> list[Mention]:
    """Who speaks on the spot speaks of the state where it has its seat, if others are named once each, none in the title, and
    none that rules over it."""
    hosts = [one for one in found if is_shelf(reading, hits, one) and not may_speak(one)]
    codes = {code for one in hosts for code in one.countries}
    others = [one for one in elsewhere if not codes & set(one.countries) and not may_speak(one)]
    doing = {doing for suffering, doing in _SUFFERING if suffering in codes}
    meant = any(one.start < reading.title_words or doing & set(one.countries) for one in others)
    if len(codes) != 1 or meant or max(_weights(reading, others).values(), default=0.0) > _IN_PASSING:
        return []
    return [one for one in found if codes & set(one.countries)]
