"""Names in Arabic, which has no capitals: what follows a word for somebody, and what goes on after a name with “and”."""

import tomllib
from collections.abc import Iterator
from functools import cache

from safeconduct.observatory.lexicon import FOLDER, Lexicon
from safeconduct.observatory.phrase import Hits
from safeconduct.observatory.reading import Reading, plain

_LONGEST = 3
_SKIPPED = 5  # words between the one for somebody and the name
_BEGINNINGS = frozenset({"عبد", "بن", "ابن", "ال", "ابو", "بنت", "ابي", "ام"})
_SERVANT = "عبد"  # of whom the next word says: one name of two words
_AND = "و"
_THE = "ال"
_OF = frozenset({"عن", "وعن", "علي", "وعلي", "بحق", "حق", "ضد", "سراح", "ان", "قتل", "موت"})
_WHO_IS = frozenset({"وهو", "وهي"})
_WITH_THE = ("بال", "لل", "كال")  # by the, to the, like the


def arabic_names(
    reading: Reading,
    hits: Hits,
    *,
    somebody: frozenset[int],
    officials: frozenset[int],
    of_places: frozenset[int],
    words: Lexicon,
) -> Iterator[tuple[int, int]]:
    """`somebody`: places of words for people and for what is done to them, which end a name as small words do."""
    no_names = {forms for forms in set(reading.forms) if any(map(words.is_no_name, forms[:2]))}
    no_name = frozenset(at for at, forms in enumerate(reading.forms) if forms in no_names)
    stops = no_name | of_places | somebody | officials
    # Whose rights, which country, how well known: what stands between the word for somebody and the name.
    skipped = of_places.union(*(range(hit.start, hit.end) for hit in hits.get("before_name", ())))
    told = list(_after_words(reading, hits, stops, skipped))
    yield from told
    taken = frozenset(at for start, end in told for at in range(start, end))
    yield from _by_given_name(reading, hits, stops | taken, officials)


def _after_words(
    reading: Reading, hits: Hits, stops: frozenset[int], skipped: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """What follows a word for somebody."""
    taken_up_to = 0
    for hit in sorted((*hits.get("role", ()), *hits.get("among", ())), key=lambda one: one.end):
        at = hit.end
        while at < min(hit.end + _SKIPPED, len(reading.forms)) and at in skipped:
            at += 1
        end = _end(reading, stops, at, hit.start)
        if end - at < 2 or at < taken_up_to or _begins_no_name(reading, at, hit.finds == "among"):
            continue
        yield at, end
        while (next_end := _next_in_row(reading, stops, end)) > end + 1:
            yield end, next_end
            end = next_end
        taken_up_to = end


def _by_given_name(
    reading: Reading, hits: Hits, stops: frozenset[int], officials: frozenset[int]
) -> Iterator[tuple[int, int]]:
    """Two given names, or one and a word with the article, or a name of whom more is said, after “of” or “on”, where a sentence
    tells what is done to people."""
    suffering = {reading.sentences[hit.start] for hit in (*hits.get("taken", ()), *hits.get("release", ()))}
    for at in range(1, len(reading.forms) - 1):
        if _OF.isdisjoint(reading.forms[at - 1]) or at in stops or reading.sentences[at] not in suffering:
            continue
        if {at - 1, at - 2, at - 3} & officials:
            continue
        end = _end(reading, stops, at, at)
        if end - at >= 2 and (_is_named(reading, at) or _is_told_of(reading, end)):
            yield at, end


def _is_named(reading: Reading, at: int) -> bool:
    if reading.forms[at][0] not in _given():
        return False
    return reading.forms[at + 1][0].startswith(_THE) or reading.forms[at + 1][0] in _given()


def _is_told_of(reading: Reading, end: int) -> bool:
    """`…, who is a lawyer`."""
    return end < len(reading.forms) and reading.forms[end][0] in _WHO_IS and reading.between(end - 1).startswith("،")


def less_and(name: str) -> str:
    """A name that goes on after another, without the “and” that is written onto it."""
    return name[1:] if plain(name.split()[0])[1:] in _given() and name.startswith(_AND) else name


def _begins_no_name(reading: Reading, at: int, among: bool) -> bool:
    """First names have no article; what has one is somebody or something of which more is said. Among others any may be told of."""
    form = reading.forms[at][0]
    return form not in _given() and (among or form.startswith(_THE))


def _end(reading: Reading, stops: frozenset[int], at: int, since: int) -> int:
    end, words = at, 0
    while end < len(reading.forms) and reading.sentences[end] == reading.sentences[since] and words < _LONGEST:
        # A name that differs from “on” by its last letter alone.
        is_name = end == at and reading.word(end) == "علي"
        is_name = is_name or (end > at and reading.forms[end - 1][0] == _SERVANT)
        if (end in stops and not is_name) or (end > at and reading.between(end - 1) != " "):
            break
        if end > at + 1 and reading.word(end).startswith((_AND, *_WITH_THE)):
            break
        words += reading.forms[end][0] not in _BEGINNINGS
        end += 1
    return end


def _next_in_row(reading: Reading, stops: frozenset[int], at: int) -> int:
    """Where the name ends that goes on after another; `at` if none does. Without a word for somebody only a name tells it."""
    if at >= len(reading.forms) or reading.sentences[at] != reading.sentences[at - 1]:
        return at
    form = reading.forms[at][0]
    told = form.startswith(_AND) and form[1:] in _given()
    return _end(reading, stops, at, at) if told and at not in stops else at


@cache
def _given() -> frozenset[str]:
    written = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))
    return frozenset(map(plain, written["arabic"]["given"].split()))
