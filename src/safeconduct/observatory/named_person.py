"""People affected whom a text names; officials and those who speak are left out. Codebook 2, `individuals`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from safeconduct.observatory.country_name import Mention
from safeconduct.observatory.lexicon import Lexicon
from safeconduct.observatory.phrase import Hits
from safeconduct.observatory.reading import Reading, plain

_PARTICLES = frozenset(
    [
        "al",
        "el",
        "bin",
        "ibn",
        "ben",
        "bint",
        "abu",
        "abd",
        "ul",
        "ud",
        "ur",
        "de",
        "del",
        "della",
        "da",
        "das",
        "do",
        "dos",
        "di",
        "la",
        "las",
        "los",
        "le",
        "van",
        "von",
        "der",
        "den",
        "ter",
        "ould",
    ]
)
_CAPITAL_PARTICLES = frozenset({"al", "el"})
_JOINS = frozenset({" ", "-", "‐", "‑", "’", "'", "ʼ", ". ", "."})
_BETWEEN_NAMES = frozenset({",", "and", "et", "y", "e", "и", "ou", "or", "as", "well", "ainsi", "que", "o"})
_LONGEST, _LONGEST_ARABIC = 6, 3
_BEFORE, _AFTER, _TAKEN, _OFFICIAL = 4, 5, 8, 2  # words around a name
_SHORTEST_TAIL = 4  # of “Lima-based”; shorter ones may end a name, as in Jong-un
_SKIPPED_IN_ARABIC = 5
_TITLE_CASE = 0.6  # share of capital words from which capitals in a title say nothing
_ARABIC_BEGINNINGS = frozenset({"عبد", "بن", "ابن", "ال", "ابو", "بنت", "ابي", "ام"})


@dataclass(frozen=True)
class _Marks:
    """Places of words that say something of a name beside them."""

    role: frozenset[int]
    official: frozenset[int]
    taken: frozenset[int]
    telling: frozenset[int]

    def near(self, places: frozenset[int], reading: Reading, start: int, end: int, *, before: int, after: int) -> bool:
        sentence = reading.sentences[start]
        around = (*range(max(0, start - before), start), *range(end, min(end + after, len(reading.forms))))
        return any(at in places and reading.sentences[at] == sentence for at in around)


def named_people(reading: Reading, hits: Hits, countries: Iterable[Mention], *, words: Lexicon) -> tuple[str, ...]:
    """Each once, in the order of the text, as it is written there first."""
    marks = _Marks(
        *(
            frozenset(at for hit in hits.get(finds, ()) for at in range(hit.start, hit.end))
            for finds in ("role", "official", "taken", "tells")
        )
    )
    of_countries = frozenset(at for mention in countries for at in range(mention.start, mention.end))
    if words.language == "ar":
        spans = list(_arabic_names(reading, hits, marks, of_countries, words))
    else:
        spans = _affected(reading, marks, list(_capital_names(reading, of_countries, words)))
    return _each_once(reading.written(start, end) for start, end in spans)


def _capital_names(reading: Reading, of_countries: frozenset[int], words: Lexicon) -> Iterator[tuple[int, int]]:
    at = _first_word(reading)
    while at < len(reading.forms):
        if not reading.capitals[at]:
            at += 1
            continue
        end = _end_of_capitals(reading, of_countries, words, at)
        if 2 <= end - at <= _LONGEST and any(len(reading.word(place)) > 1 for place in range(at, end)):
            yield at, end
        at = max(end, at + 1)


def _first_word(reading: Reading) -> int:
    """In a title in which most words have capitals, they tell no name."""
    capitals = sum(reading.capitals[: reading.title_words])
    return reading.title_words if capitals >= _TITLE_CASE * reading.title_words else 0


def _end_of_capitals(reading: Reading, of_countries: frozenset[int], words: Lexicon, at: int) -> int:
    if not _may_be_name(reading, of_countries, words, at):
        return at
    end, last = at + 1, at + 1
    while end < len(reading.forms) and reading.between(end - 1) in _JOINS:
        if reading.between(end - 1) == ". " and len(reading.forms[end - 1][0]) > 1:
            break
        tail = reading.forms[end][0]
        hyphened = reading.between(end - 1) in "-‐‑" and last == end
        hyphened = hyphened and not (len(tail) >= _SHORTEST_TAIL and words.is_no_name(tail))
        if hyphened or _may_be_name(reading, of_countries, words, end):
            last = end + 1
        elif reading.forms[end][0] not in _PARTICLES:
            break
        end += 1
    return last


def _may_be_name(reading: Reading, of_countries: frozenset[int], words: Lexicon, at: int) -> bool:
    if not reading.capitals[at]:
        return False
    word, form = reading.word(at), reading.forms[at][0]
    if form in _CAPITAL_PARTICLES:
        return True
    if at in of_countries or words.is_no_name(form) or not word.isalpha():
        return False
    return len(word) == 1 or not word.isupper()


def _affected(reading: Reading, marks: _Marks, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names beside what is done to people or what defenders are called; and those that stand in a row with such a name."""
    rows: list[list[tuple[int, int]]] = []
    for span in spans:
        if rows and _in_a_row(reading, rows[-1][-1][1], span[0]):
            rows[-1].append(span)
        else:
            rows.append([span])
    return [span for row in rows if any(_is_affected(reading, marks, *one) for one in row) for span in row]


def _is_affected(reading: Reading, marks: _Marks, start: int, end: int) -> bool:
    if start - 1 in marks.telling or _is_said_by(reading, marks, end):
        return False
    if {start - 1, start - 2} & marks.taken and start - 1 not in marks.official:
        return True
    if start - 1 in marks.official or (end in marks.official and reading.between(end - 1).startswith(",")):
        return False
    if marks.near(marks.official, reading, start, end, before=_OFFICIAL, after=_OFFICIAL):
        return False
    role = marks.near(marks.role, reading, start, end, before=_BEFORE, after=_AFTER)
    return role or marks.near(marks.taken, reading, start, end, before=_TAKEN, after=_TAKEN)


def _is_said_by(reading: Reading, marks: _Marks, end: int) -> bool:
    """`Name said`; `Name: words`, in a transcript."""
    after = reading.text[reading.ends[end - 1] :]
    return after.startswith(":") or (end in marks.telling and after.startswith(" "))


def _in_a_row(reading: Reading, end: int, start: int) -> bool:
    if reading.sentences[end - 1] != reading.sentences[start] or start - end > 2:
        return False
    between = reading.text[reading.ends[end - 1] : reading.starts[start]]
    words = between.replace(",", " , ").split()
    return bool(words) and all(word in _BETWEEN_NAMES for word in words)


def _arabic_names(
    reading: Reading, hits: Hits, marks: _Marks, of_countries: frozenset[int], words: Lexicon
) -> Iterator[tuple[int, int]]:
    """What follows a word for somebody affected, up to a word that ends a name."""
    no_name = frozenset(at for at, forms in enumerate(reading.forms) if any(map(words.is_no_name, forms[:2])))
    stops = no_name | of_countries | marks.role | marks.taken
    # Whose rights, which country, how well known: what stands between the word for somebody and the name.
    skipped = of_countries.union(*(range(hit.start, hit.end) for hit in hits.get("before_name", ())))
    taken_up_to = 0
    for hit in sorted(hits.get("role", ()), key=lambda one: one.end):
        at = hit.end
        while at < min(hit.end + _SKIPPED_IN_ARABIC, len(reading.forms)) and at in skipped:
            at += 1
        end = _end_of_arabic(reading, stops | marks.official, at, hit.start)
        if end - at >= 2 and at >= taken_up_to:
            yield at, end
            taken_up_to = end


def _end_of_arabic(reading: Reading, stops: frozenset[int], at: int, since: int) -> int:
    end, words = at, 0
    while end < len(reading.forms) and reading.sentences[end] == reading.sentences[since] and words < _LONGEST_ARABIC:
        # A name that differs from “on” by its last letter alone.
        is_name = end == at and reading.word(end) == "علي"
        if (end in stops and not is_name) or (end > at and reading.between(end - 1) != " "):
            break
        if end > at + 1 and reading.word(end).startswith("و"):
            break
        words += reading.forms[end][0] not in _ARABIC_BEGINNINGS
        end += 1
    return end


def _each_once(names: Iterable[str]) -> tuple[str, ...]:
    kept: dict[tuple[str, ...], str] = {}
    for name in names:
        words = tuple(plain(word) for word in name.replace("-", " ").split())
        if not any(set(words) <= set(other) for other in kept):
            kept = {other: written for other, written in kept.items() if not set(other) < set(words)}
            kept[words] = name
    return tuple(kept.values())
