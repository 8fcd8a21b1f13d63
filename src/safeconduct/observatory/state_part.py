"""What stands beside a named state, and so which part it has in a text: a shelf or seat, an example, named in passing, where
people are from, who rules there."""

from functools import cache

from safeconduct.observatory.country_name import Mention
from safeconduct.observatory.phrase import Hits
from safeconduct.observatory.publisher import state_kind
from safeconduct.observatory.reading import Reading

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
_HYPHENS = frozenset("-‐‑")
_ORIGINS = frozenset(
    {"born", "based", "style", "backed", "registered", "educated", "inspired", "funded", "led", "made"}
)
_ADJECTIVE_FIRST, _SMALL = frozenset({"en", "ru"}), frozenset({"fr", "es", "ru"})
_OF_PEOPLE = 3  # words between a state's adjective and who defends rights
_IN_ROW = 8  # words from a state to the words that make it an example, with others of its row between


def may_speak(mention: Mention) -> bool:
    """Members of the Union and like-minded states are named as those that speak far oftener than as those that are addressed."""
    return _may_all_speak(mention.countries)


@cache
def _may_all_speak(codes: tuple[str, ...]) -> bool:
    return all(map(state_kind, codes))


def is_shelf(reading: Reading, hits: Hits, mention: Mention) -> bool:
    """`Delegation of the European Union to China`: where it is shown, not of whom it speaks."""
    return any(_is_near(reading, hit.start, mention.start) for hit in hits.get("shelf", ()))


def is_example(reading: Reading, hits: Hits, mention: Mention) -> bool:
    """`For instance in Chad`, `in Chad for instance`: a text on the whole world shows what it means, and does not address the
    state. Of a row the last one stands beside it."""
    return any(_is_near(reading, hit.start, mention.start) for hit in hits.get("example", ())) or any(
        0 <= hit.start - mention.end <= _IN_ROW and reading.sentences[hit.start] == reading.sentences[mention.start]
        for hit in hits.get("example_after", ())
    )


def in_passing(reading: Reading, hits: Hits, found: list[Mention]) -> set[int]:
    """Where `the war against Chad`, `deported to Laos`, `thank Costa Rica and Chad` name states of which something else is
    said, and those that stand in a row with one."""
    places: set[int] = set()
    last: Mention | None = None
    passing = ends(hits, "passing")
    for mention in found:
        in_row = last is not None and side_by_side(reading, last, mention)
        if in_row or follows(reading, passing, mention) or _is_origin(reading, mention):
            last = mention
            places.add(mention.start)
    return places


def _is_origin(reading: Reading, mention: Mention) -> bool:
    """`Georgian-born`, `Lima-based`, `Russian-style`."""
    end = mention.end
    return end < len(reading.forms) and reading.between(end - 1) in _HYPHENS and reading.forms[end][0] in _ORIGINS


def is_of_people(reading: Reading, hits: Hits, mention: Mention, language: str) -> bool:
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


def rules(reading: Reading, mention: Mention) -> bool:
    """`The Palestinian Authority`, `le gouvernement ukrainien`."""
    beside = range(max(0, mention.start - 1), min(mention.end + 1, len(reading.forms)))
    return any(form.startswith(_RULING) for at in beside for form in reading.forms[at])


def owns(reading: Reading, mention: Mention) -> bool:
    """`An attack on Zambia's civil society`."""
    return mention.end < len(reading.forms) and reading.forms[mention.end] == ("s",)


def is_name(reading: Reading, mention: Mention, language: str) -> bool:
    """Russian names in a case other than their list's are told from adjectives by their capitals."""
    return mention.named or (language in _SMALL and reading.capitals[mention.start])


def is_whole_state(reading: Reading, mention: Mention) -> bool:
    """Not a part of it, as `the West Bank`."""
    return mention.named and not any(
        form in _PARTS for at in range(mention.start, mention.end) for form in reading.forms[at]
    )


def side_by_side(reading: Reading, one: Mention, other: Mention) -> bool:
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


def ends(hits: Hits, finds: str) -> frozenset[int]:
    """The words before which what is found ends."""
    return frozenset(hit.end for hit in hits.get(finds, ()))


def follows(reading: Reading, found: frozenset[int], mention: Mention) -> bool:
    """Right after one of the words before which something ends, or with one word between, in the same sentence."""
    start, sentences = mention.start, reading.sentences
    if start in found:
        return sentences[start - 1] == sentences[start]
    return start - 1 in found and sentences[start - 2] == sentences[start]


def _is_near(reading: Reading, first: int, second: int) -> bool:
    """The second word is at most some words after the first, in the same sentence."""
    return (
        0 <= second - first <= _NEAR
        and second < len(reading.forms)
        and reading.sentences[first] == reading.sentences[second]
    )
