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
_TOUR = 4  # states from which a text without one in its title goes from one to the next


@dataclass(frozen=True)
class Addressed:
    """Codes in the order of their weight, and the mentions that they rest on."""

    countries: tuple[str, ...]
    resting: tuple[Mention, ...]


def addressed(
    reading: Reading, hits: Hits, named: Iterable[Mention], *, speaking: str, by_states: bool, in_forum: bool = False
) -> Addressed:
    """`speaking`: the code of a state whose page it is; `by_states`: states speak, and name themselves. `in_forum`: the Union
    speaks in one, so that the shelf of a delegation says nothing of whom it addresses."""
    known = _without_documents(hits, [one for one in named if one.countries])
    found = [one for one in _without_speakers(reading, hits, known) if speaking not in one.countries]
    elsewhere = [one for one in found if not _is_shelf(reading, hits, one)] or ([] if in_forum else found)
    asked = [one for one in elsewhere if not _may_speak(one)] or _weighty(reading, hits, elsewhere, by_states=by_states)
    asked = [one for one in asked if not _is_example(reading, hits, one)]
    passing = _in_passing(reading, hits, known)
    asked = [one for one in asked if one.start not in passing] or asked
    asked = _without_those_who_suffer(reading, asked)
    weights = _weights(reading, asked)
    if not weights or (hits.get("worldwide") and max(weights.values()) <= _IN_PASSING):
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
    """`For instance in Chad`: a text on the whole world shows what it means, and does not address the state."""
    return any(_is_near(reading, hit.start, mention.start) for hit in hits.get("example", ()))


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


def _weighty(reading: Reading, hits: Hits, found: list[Mention], *, by_states: bool) -> list[Mention]:
    """Members of the Union and like-minded states that are named often; of a state's own text, if it speaks with nobody."""
    if by_states and hits.get("joint"):
        return []
    weights = _weights(reading, found)
    return [one for one in found if any(weights[code] >= (_OFTEN if by_states else _TWICE) for code in one.countries)]


def _without_speakers(reading: Reading, hits: Hits, found: list[Mention]) -> list[Mention]:
    """Less states that are named side by side and speak, and all of a sentence in which some join in what is said."""
    joining = {reading.sentences[hit.start] for hit in (*hits.get("aligning", ()), *hits.get("aside", ()))}
    found = [one for one in found if reading.sentences[one.start] not in joining]
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
