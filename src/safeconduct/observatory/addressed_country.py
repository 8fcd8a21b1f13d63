"""Which states a text addresses: those whose conduct it speaks of, not those that speak, nor the shelf that it stands on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.observatory.country_name import Mention
from safeconduct.observatory.phrase import Hits
from safeconduct.observatory.publisher import state_kind
from safeconduct.observatory.reading import Reading

_SPEAKERS = 2  # states of the Union or like-minded ones that are named side by side speak together
# Where the one is addressed and the other named, both are coded.
_TOGETHER = (("CN", "HK"), ("HK", "CN"), ("CN", "MO"), ("IL", "PS"), ("PS", "IL"), ("EH", "MA"))
# Whose people suffer what the other does: by their adjective alone they are not addressed, unless it is of who rules them.
_SUFFERING = (("PS", "IL"), ("UA", "RU"))
# Of territories, in which somebody else may act.
_PARTS = frozenset(
    [
        *("west", "bank", "gaza", "opt", "territory", "territories", "cisjordanie", "cisjordania", "franja", "bande"),
        *("территори", "территории", "берег", "берегу", "газа", "газе", "сектор", "секторе", "الضفه", "غزه", "الاراضي"),
    ]
)
_RULING = ("authorit", "govern", "autorit", "gouvern", "autoridad", "gobiern", "власт", "правительств", "سلط", "حكوم")
_NEAR = 8
_SIDE_BY_SIDE = 4
_AND = frozenset(["and", "et", "y", "e", "и", "или", "or", "ou", "o", "u", "with", "avec", "con", "as"])
_MARKS = ",،/–•*("
_TITLE_WEIGHT = 3.0
_OTHER_WEIGHT = 0.7
_AS_MUCH = 0.3
_TWICE, _OFTEN = 2.0, 2.5
_BESIDE = 1
_HYPHENS = frozenset("-‐‑")
_ORIGINS = frozenset(
    {"born", "based", "style", "backed", "registered", "educated", "inspired", "funded", "led", "made"}
)
_IN_PASSING = 1.0  # the weight of one name in the text
_CONDUCT = ("concern", "calling", "release", "protection", "suffers")
_ADJECTIVE_FIRST, _SMALL = frozenset({"en", "ru"}), frozenset({"fr", "es", "ru"})
_OF_PEOPLE = 3  # words between a state's adjective and who defends rights
_IN_ROW = 8  # words from a state to the words that make it an example, with others of its row between
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
    language: str = "en",
) -> Addressed:
    """`speaking`: the code of a state whose page it is; `by_states`: states speak, and name themselves. `in_forum`: the Union
    speaks in one, so that the shelf of a delegation says nothing of whom it addresses."""
    known = _without_documents(hits, [one for one in named if one.countries])
    found = [one for one in _without_speakers(reading, hits, known) if speaking not in one.countries]
    elsewhere = [one for one in found if not _is_shelf(reading, hits, one)] or ([] if in_forum else found)
    asked = [one for one in elsewhere if not _may_speak(one)] or _weighty(
        reading, hits, elsewhere, by_states=by_states, speaking=speaking
    )
    asked = [one for one in asked if not _is_example(reading, hits, one)]
    passing = _in_passing(reading, hits, known)
    asked = [one for one in asked if one.start not in passing] or asked
    asked = _without_those_who_suffer(reading, asked)
    asked = _without_where_people_are_from(reading, hits, asked, language=language)
    asked = _without_what_only_a_title_names(reading, asked) if in_forum else asked
    weights = _weights(reading, asked)
    if not weights or (hits.get("worldwide") and _is_aside(reading, hits, asked, weights)):
        return Addressed((), ())
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


def _without_those_who_suffer(reading: Reading, asked: list[Mention]) -> list[Mention]:
    """`Israel closed six Palestinian organisations`."""
    there = {code for one in asked for code in one.countries}
    for suffering, doing in _SUFFERING:
        if {suffering, doing} <= there and not any(
            suffering in one.countries and (_rules(reading, one) or _is_state(reading, one)) for one in asked
        ):
            asked = [one for one in asked if suffering not in one.countries]
    return asked


def _is_aside(reading: Reading, hits: Hits, asked: list[Mention], weights: dict[str, float]) -> bool:
    """Named once in a text on the whole world, and without a word on what it did. Sentence after sentence on
    one state each are a tour."""
    conduct = (*_CONDUCT, "taken") if len(weights) == 1 else _CONDUCT
    told = {reading.sentences[hit.start] for finds in conduct for hit in hits.get(finds, ())}
    told_of = {reading.sentences[one.start] for one in asked}
    return max(weights.values()) <= _IN_PASSING and len(told_of) < _TOUR and not told_of & told


def _without_where_people_are_from(
    reading: Reading, hits: Hits, asked: list[Mention], *, language: str
) -> list[Mention]:
    """`A Sudanese lawyer was arrested in Abu Dhabi`: whose people suffer by what another state does is not addressed."""
    of_people = {one.start for one in asked if not one.named and _is_of_people(reading, hits, one, language)}
    does = {code for one in asked if one.start not in of_people for code in one.countries}
    return [one for one in asked if does & set(one.countries)] if does else asked


def _is_of_people(reading: Reading, hits: Hits, mention: Mention, language: str) -> bool:
    """An adjective beside who defends rights; in the order of the language, and small where adjectives are."""
    if language in _SMALL and reading.capitals[mention.start]:
        return False
    adjective_first = language in _ADJECTIVE_FIRST
    for finds in ("term", "role", "reference"):
        for hit in hits.get(finds, ()):
            apart = hit.start - mention.end if adjective_first else mention.start - hit.end
            if 0 <= apart <= _OF_PEOPLE and reading.sentences[hit.start] == reading.sentences[mention.start]:
                return True
    return False


def _without_what_only_a_title_names(reading: Reading, asked: list[Mention]) -> list[Mention]:
    """The heading of a session names more states than are spoken of."""
    spoken = {code for one in asked if one.start >= reading.title_words for code in one.countries}
    return [one for one in asked if spoken & set(one.countries)] if spoken else asked


def _is_state(reading: Reading, mention: Mention) -> bool:
    """Not a part of it, as `the West Bank`."""
    return mention.named and not any(
        form in _PARTS for at in range(mention.start, mention.end) for form in reading.forms[at]
    )


def _rules(reading: Reading, mention: Mention) -> bool:
    """`The Palestinian Authority`, `le gouvernement ukrainien`."""
    beside = range(max(0, mention.start - 1), min(mention.end + 1, len(reading.forms)))
    return any(form.startswith(_RULING) for at in beside for form in reading.forms[at])


def _is_example(reading: Reading, hits: Hits, mention: Mention) -> bool:
    """`For instance in Chad`, `in Chad for instance`: a text on the whole world shows what it means, and does not address the
    state. Of a row the last one stands beside it."""
    return any(_is_near(reading, hit.start, mention.start) for hit in hits.get("example", ())) or any(
        0 <= hit.start - mention.end <= _IN_ROW and reading.sentences[hit.start] == reading.sentences[mention.start]
        for hit in hits.get("example_after", ())
    )


def _in_passing(reading: Reading, hits: Hits, found: list[Mention]) -> set[int]:
    """Where `the war against Chad`, `deported to Laos`, `thank Costa Rica and Chad` name states of which something else is
    said, and those that stand in a row with one."""
    places: set[int] = set()
    last: Mention | None = None
    passing = hits.get("passing", ())
    for mention in found:
        in_row = last is not None and _side_by_side(reading, last, mention)
        if in_row or any(_follows(reading, hit.end, mention.start) for hit in passing) or _is_origin(reading, mention):
            last = mention
            places.add(mention.start)
    return places


def _is_origin(reading: Reading, mention: Mention) -> bool:
    """`Georgian-born`, `Lima-based`, `Russian-style`."""
    end = mention.end
    return end < len(reading.forms) and reading.between(end - 1) in _HYPHENS and reading.forms[end][0] in _ORIGINS


def _may_speak(mention: Mention) -> bool:
    """Members of the Union and like-minded states are named as those that speak far oftener than as those that are addressed."""
    return all(map(state_kind, mention.countries))


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
    said, and what goes on with a line that leads to other pages."""
    joining = {reading.sentences[hit.start] for hit in hits.get("aligning", ())}
    aside = [(reading.starts[hit.start], _line_end(reading, hit.end - 1)) for hit in hits.get("aside", ())]
    found = [
        one
        for one in found
        if reading.sentences[one.start] not in joining
        and not any(start <= reading.starts[one.start] < end for start, end in aside)
    ]
    kept: list[Mention] = []
    row: list[Mention] = []
    for mention in [*found, None]:
        if mention is not None and row and _side_by_side(reading, row[-1], mention):
            row.append(mention)
            continue
        together = sum(map(_may_speak, row)) >= _SPEAKERS
        kept.extend(one for one in row if not (together and _may_speak(one)))
        row = [mention] if mention is not None else []
    return kept


def _line_end(reading: Reading, at: int) -> int:
    end = reading.text.find("\n", reading.ends[at])
    return end if end >= 0 else len(reading.text)


def _side_by_side(reading: Reading, one: Mention, other: Mention) -> bool:
    """`France, Italy and the Netherlands`, not `France asks Italy`."""
    if other.start - one.end >= _SIDE_BY_SIDE or reading.sentences[one.start] != reading.sentences[other.start]:
        return False
    between = reading.text[reading.ends[one.end - 1] : reading.starts[other.start]]
    joined = any(reading.forms[at][0] in _AND for at in range(one.end, other.start))
    return (
        not between.strip()
        or joined
        or any(mark in between for mark in _MARKS)
        or reading.word(other.start).startswith("و")
    )


def _is_shelf(reading: Reading, hits: Hits, mention: Mention) -> bool:
    """`Delegation of the European Union to China`: where it is shown, not of whom it speaks."""
    return any(_is_near(reading, hit.start, mention.start) for hit in hits.get("shelf", ()))


def _follows(reading: Reading, end: int, start: int) -> bool:
    return 0 <= start - end <= _BESIDE and reading.sentences[end - 1] == reading.sentences[start]


def _is_near(reading: Reading, first: int, second: int) -> bool:
    """The second word is at most some words after the first, in the same sentence."""
    return (
        0 <= second - first <= _NEAR
        and second < len(reading.forms)
        and reading.sentences[first] == reading.sentences[second]
    )
