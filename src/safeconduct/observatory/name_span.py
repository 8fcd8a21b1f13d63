"""What may be a name in a text with capitals: words that begin with one, side by side. Who they are is seen in named_person."""

import re
from collections.abc import Iterator

from safeconduct.observatory.lexicon import Lexicon
from safeconduct.observatory.reading import Reading

_PARTICLES = frozenset(
    [
        *("al", "el", "bin", "ibn", "ben", "bint", "abu", "abd", "ul", "ud", "ur", "de", "del", "della", "da", "das"),
        *("do", "dos", "di", "la", "las", "los", "le", "van", "von", "der", "den", "ter", "ould"),
    ]
)
# In Arabic names; in Spanish they begin sentences.
_CAPITAL_PARTICLES = frozenset({"al", "el"})
_JOINS = frozenset({" ", "-", "‐", "‑", "’", "'", "ʼ", ". ", "."})
_AFTER_INITIALS = frozenset({". ", "."})
_AROUND_BYNAMES = frozenset([(" (", ") "), (" “", "” "), (' "', '" ')])
_HYPHENS = "-‐‑"
# Before the name of a thing, a body or a place; before that of a person only with what the person is called.
_ARTICLES = frozenset(["the", "le", "les", "l", "la", "du", "des", "au", "aux", "el", "los", "las", "del", "al"])
_NAMED_AFTER_SOMEBODY = frozenset(
    [
        "award",
        "awards",
        "prize",
        "foundation",
        "institute",
        "street",
        "avenue",
        "square",
        "university",
        "act",
        "amendment",
    ]
)
# Russian ways to address somebody, of which the first letter has a capital: г-жа.
_TO_ADDRESS = frozenset(["н", "на", "ну", "жа", "жи", "же", "жу", "жой"])
_COUNT = re.compile(r"\d{1,3}")  # a year may stand before a name
_LONGEST = 6
_SHORTEST_TAIL = 4  # of “Lima-based”; shorter ones may end a name, as in Jong-un
_TITLE_CASE = 0.6  # share of capital words from which capitals in a title say nothing


def name_spans(
    reading: Reading, of_places: frozenset[int], called: frozenset[int], words: Lexicon
) -> Iterator[tuple[int, int]]:
    """Where each begins and ends. `called`: places of words for what somebody is, which may stand in capitals before a name."""
    small: frozenset[str] | None = None
    at, first = 0, _first_word(reading)
    for capital in [place for place in range(first, len(reading.forms) - 1) if reading.capitals[place]]:
        if capital < at or not _may_go_on(reading, capital):
            continue
        end = at = _end_of_capitals(reading, of_places, words, capital)
        start = capital
        while start < end - 2 and (start in called or len(reading.word(start)) == 1) and reading.between(start) == " ":
            start += 1
        while end - start > 1 and _is_word_of_one_letter(reading, end - 1):
            end -= 1
        if _is_span(reading, start, end):
            small = _small(reading) if small is None else small
            if not (_is_thing(reading, small, start, end) or (start == capital and _is_of_article(reading, capital))):
                yield start, end


def _may_go_on(reading: Reading, at: int) -> bool:
    """A cheap look at the next word: most words with a capital stand alone."""
    if reading.capitals[at + 1] or reading.forms[at + 1][0] in _PARTICLES:
        return reading.between(at) in _JOINS or _is_byname(reading, at + 1)
    return reading.text[reading.ends[at]] in _HYPHENS


def _small(reading: Reading) -> frozenset[str]:
    return frozenset(forms[0] for forms, capital in zip(reading.forms, reading.capitals, strict=True) if not capital)


def _is_span(reading: Reading, start: int, end: int) -> bool:
    """Two words or more, beside one another and not only joined by a hyphen."""
    if not 2 <= end - start <= _LONGEST or all(reading.between(place) in _HYPHENS for place in range(start, end - 1)):
        return False
    return max(map(len, map(reading.word, range(start, end)))) > 1


def _is_word_of_one_letter(reading: Reading, at: int) -> bool:
    """`Instead I learn`: at the end of a name an initial has its point."""
    return reading.ends[at] - reading.starts[at] == 1 and reading.text[reading.ends[at] : reading.ends[at] + 1] != "."


def _is_thing(reading: Reading, small: frozenset[str], start: int, end: int) -> bool:
    """All of its words stand in the text without capitals too; a number before it counts it; or it is a prize or a street."""
    if {reading.forms[place][0] for place in range(start, min(end + 1, len(reading.forms)))} & _NAMED_AFTER_SOMEBODY:
        return True
    told = [reading.forms[place][0] for place in range(start, end) if reading.forms[place][0] not in _PARTICLES]
    counted = start > 0 and reading.between(start - 1) == " " and _COUNT.fullmatch(reading.word(start - 1)) is not None
    counted = counted and not (start > 1 and reading.capitals[start - 2])  # `on January 19 …`
    return counted or all(form in small for form in told)


def _is_of_article(reading: Reading, at: int) -> bool:
    """`The Silent Harbour`, `the 2013 Gezi Park`."""
    at -= 1 if at > 1 and reading.word(at - 1).isdigit() else 0
    return at > 0 and reading.forms[at - 1][0] in _ARTICLES and reading.between(at - 1) in (" ", "'", "’")


def _first_word(reading: Reading) -> int:
    """In a title in which most words have capitals, they tell no name."""
    capitals = sum(reading.capitals[: reading.title_words])
    return reading.title_words if capitals >= _TITLE_CASE * reading.title_words else 0


def _end_of_capitals(reading: Reading, of_places: frozenset[int], words: Lexicon, at: int) -> int:
    if not _may_be_name(reading, of_places, words, at):
        return at
    end, last = at + 1, at + 1
    while end < len(reading.forms) and ((between := reading.between(end - 1)) in _JOINS or _is_byname(reading, end)):
        if between not in _JOINS:
            last = end = end + 1 + _may_be_name(reading, of_places, words, end + 1)
            continue
        if between in _AFTER_INITIALS and len(reading.forms[end - 1][0]) > 1:
            break
        tail = reading.forms[end][0]
        hyphened = between in _HYPHENS and last == end
        hyphened = hyphened and not (len(tail) >= _SHORTEST_TAIL and words.is_no_name(tail))
        if hyphened or _may_be_name(reading, of_places, words, end) or _may_end(reading, words, end):
            last = end + 1
        elif tail not in _PARTICLES:
            break
        end += 1
    return last


def _is_byname(reading: Reading, at: int) -> bool:
    """`Maryam (Mimi) Lund`, `Juan “Chito” Paz`: one word between the words of a name."""
    if at + 1 >= len(reading.forms) or not (reading.capitals[at] and reading.capitals[at + 1]):
        return False
    return (reading.between(at - 1), reading.between(at)) in _AROUND_BYNAMES


def _may_be_name(reading: Reading, of_places: frozenset[int], words: Lexicon, at: int) -> bool:
    if not reading.capitals[at]:
        return False
    word, form = reading.word(at), reading.forms[at][0]
    if form in _CAPITAL_PARTICLES and words.language != "es":
        return True
    if len(word) == 1 and form == "г" and at + 1 < len(reading.forms) and reading.forms[at + 1][0] in _TO_ADDRESS:
        return False
    if at in of_places or words.is_no_name(form) or not word.isalpha():
        return False
    return len(word) == 1 or not word.isupper() or _is_surname_in_capitals(reading, at)


def _is_surname_in_capitals(reading: Reading, at: int) -> bool:
    """`Amina SOW`, `NGUYEN Van Dai`: beside a word that is no abbreviation."""
    beside = [one for one in (at - 1, at + 1) if 0 <= one < len(reading.forms) and reading.between(min(one, at)) == " "]
    return len(reading.word(at)) >= 2 and any(
        reading.capitals[one] and len(reading.word(one)) > 1 and not reading.word(one).isupper() for one in beside
    )


def _may_end(reading: Reading, words: Lexicon, at: int) -> bool:
    """`Rosa White`: no name by itself, and the end of one."""
    if not reading.capitals[at] or reading.forms[at][0] not in words.surnames:
        return False
    return at + 1 >= len(reading.forms) or reading.between(at) != " " or not reading.capitals[at + 1]
