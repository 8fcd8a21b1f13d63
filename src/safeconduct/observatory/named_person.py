"""People affected whom a text names; officials and those who speak are left out. Codebook 2, `individuals`."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from safeconduct.observatory.arabic_name import arabic_names, less_and
from safeconduct.observatory.country_name import Mention
from safeconduct.observatory.lexicon import FOLDER, Lexicon
from safeconduct.observatory.name_span import name_spans
from safeconduct.observatory.phrase import Hits
from safeconduct.observatory.reading import Reading, plain
from safeconduct.observatory.russian_name import in_a_list

_BETWEEN_NAMES = frozenset(
    [
        ",",
        "and",
        "et",
        "y",
        "e",
        "и",
        "ou",
        "or",
        "as",
        "well",
        "ainsi",
        "que",
        "o",
        "with",
        "together",
        "avec",
        "junto",
        "con",
    ]
)
# Russian words that put a name after them into another case, and those between two names.
_GOVERNING = frozenset(["о", "об", "у", "от", "для", "против", "над", "с", "за", "по", "к", "в", "на", "со", "из"])
_AND = frozenset(["и", "а", "также", "или"])
_HONORIFICS = frozenset(
    ["mr", "mrs", "ms", "dr", "mme", "mm", "sr", "sra", "господин", "госпожа", "госпожи", "господина"]
)
_BEFORE_SIGNERS = _HONORIFICS | {"h", "e", "se", "s", "amb", "ambassador"}
_LAST_IN_A_ROW = frozenset(["and", "et", "y", "e", "и"])
_FIRST_AND_LAST = 2  # words of a name
_SAID_OF_ANOTHER = 12  # words at most between two names of a row
_BEFORE, _AFTER, _TAKEN, _OFFICIAL = 4, 5, 8, 2  # words around a name


@dataclass(frozen=True)
class PersonMention:
    """`name` as a list has it, `written` as the text has it."""

    name: str
    written: str


@dataclass(frozen=True)
class _Marks:
    """Places of words that say something of a name beside them. `belonging`: where a body or place begins to which people
    belong; `called`: surnames that stand after Mr, Ms and the like."""

    role: frozenset[int]
    official: frozenset[int]
    taken: frozenset[int]
    telling: frozenset[int]
    suffers: frozenset[int]
    belonging: frozenset[int]
    called: frozenset[str]

    def near(self, places: frozenset[int], reading: Reading, start: int, end: int, *, before: int, after: int) -> bool:
        ahead, after_it = range(max(0, start - before), start), range(end, min(end + after, len(reading.forms)))
        if places.isdisjoint(ahead) and places.isdisjoint(after_it):
            return False
        sentence = reading.sentences[start]
        return any(at in places and reading.sentences[at] == sentence for at in (*ahead, *after_it))


def named_people(
    reading: Reading, hits: Hits, places: Iterable[Mention], *, words: Lexicon
) -> tuple[PersonMention, ...]:
    """Each once, in the order of the text."""
    role, official, taken, telling, suffers = (
        frozenset(at for hit in hits.get(finds, ()) for at in range(hit.start, hit.end))
        for finds in ("role", "official", "taken", "tells", "suffers")
    )
    belonging = frozenset(hit.end for hit in hits.get("belongs", ()))
    marks = _Marks(role, official, taken, telling, suffers, belonging, _called(reading))
    of_places = frozenset(at for mention in places for at in range(mention.start, mention.end))
    if words.language == "ar":
        spans = list(
            arabic_names(
                reading,
                hits,
                somebody=marks.role | marks.taken,
                officials=marks.official,
                of_places=of_places,
                words=words,
            )
        )
    else:
        spans = _affected(
            reading, marks, list(name_spans(reading, of_places, marks.role | marks.official | marks.taken, words))
        )
    aside = {reading.sentences[hit.start] for hit in hits.get("aside", ())}
    affected = [span for span in spans if reading.sentences[span[0]] not in aside and not _in_office(reading, *span)]
    named = []
    for start, end in affected:
        both = [_named(reading, marks, start, end, language=words.language)]
        if words.language not in ("ru", "ar") and _shares_its_surname(reading, marks, start, end):
            first, surname = reading.word(start - 2), reading.word(end - 1)
            both.insert(0, PersonMention(f"{first} {surname}", reading.written(start - 2, end)))
        named += [(one, start < reading.title_words) for one in both]
    return _each_once(named)


def _affected(reading: Reading, marks: _Marks, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Names beside what is done to people or what defenders are called; and those that stand in a row with such a name."""
    rows: list[list[tuple[int, int]]] = []
    for span in spans:
        last = rows[-1][-1][1] if rows else 0
        if rows and (_in_a_row(reading, last, span[0]) or _after_more_of_another(reading, marks, last, span)):
            rows[-1].append(span)
        else:
            rows.append([span])
    people = (row for row in rows if not _is_body(reading, marks, *row[0]))
    return [span for row in people if any(_is_affected(reading, marks, *one) for one in row) for span in row]


def _is_body(reading: Reading, marks: _Marks, start: int, end: int) -> bool:
    """`Members of Casa Alianza`, `near Inya Lake`; but what is done to somebody has its own words beside a name."""
    if start not in marks.belonging or {start - 1, start - 2} & marks.taken:
        return False
    return not marks.near(marks.suffers, reading, start, end, before=0, after=1)


def _called(reading: Reading) -> frozenset[str]:
    """`Mr Sow`: whoever is called so in the text is somebody of whom it speaks."""
    if _HONORIFICS.isdisjoint(reading.there):
        return frozenset()
    places = (at for at, forms in enumerate(reading.forms[:-1]) if forms[0] in _HONORIFICS)
    return frozenset(reading.forms[at + 1][0] for at in places if reading.capitals[at + 1])


def _is_affected(reading: Reading, marks: _Marks, start: int, end: int) -> bool:
    if start - 1 in marks.telling or _is_said_by(reading, marks, start, end) or _signs(reading, marks, start, end):
        return False
    if start in marks.official:
        return False
    if marks.near(marks.suffers, reading, start, end, before=0, after=1):
        return True
    beside = {at for at in (start - 1, start - 2) if at >= 0 and reading.sentences[at] == reading.sentences[start]}
    if beside & marks.taken and start - 1 not in marks.official:
        return True
    named = start - (reading.forms[start - 1][0] in _HONORIFICS and start > 0)  # `delivered by Mr …`
    if start - 1 in marks.official or (end in marks.official and reading.between(end - 1).startswith(",")):
        return False
    if marks.near(marks.official, reading, named, end, before=_OFFICIAL, after=_OFFICIAL):
        return False
    role = marks.near(marks.role, reading, start, end, before=_BEFORE, after=_AFTER) or (
        reading.forms[end - 1][0] in marks.called
    )
    return role or marks.near(marks.taken, reading, start, end, before=_TAKEN, after=_TAKEN)


def _is_said_by(reading: Reading, marks: _Marks, start: int, end: int) -> bool:
    """`Name said`; `said lawyer Name`; `Name: words`, in a transcript."""
    if start - 1 in marks.role and start - 2 in marks.telling:
        return True
    after = reading.text[reading.ends[end - 1] : reading.ends[end - 1] + 1]
    begins = start < 2 or reading.sentences[start - 2] != reading.sentences[start]
    return (begins and after == ":") or (end in marks.telling and after == " ")


def _signs(reading: Reading, marks: _Marks, start: int, end: int) -> bool:
    """A name that is a line by itself, with an office in the next, signs the text or is whom to ask."""
    if end <= reading.title_words or not {end, end + 1} & marks.official:
        return False
    while (
        start
        and reading.sentences[start - 1] == reading.sentences[start]
        and reading.forms[start - 1][0] in _BEFORE_SIGNERS
    ):
        start -= 1
    before, after = reading.text[: reading.starts[start]].rstrip(" "), reading.text[reading.ends[end - 1] :].lstrip(" ")
    return before.endswith("\n") and (not after or after.startswith("\n"))


def _in_a_row(reading: Reading, end: int, start: int) -> bool:
    between = reading.text[reading.ends[end - 1] : reading.starts[start]]
    if between.strip() == ";":
        return True
    if reading.sentences[end - 1] != reading.sentences[start] or start - end > 2:
        return False
    words = between.replace(",", " , ").split()
    return bool(words) and all(word in _BETWEEN_NAMES for word in words)


def _shares_its_surname(reading: Reading, marks: _Marks, start: int, end: int) -> bool:
    """`The activists Lila and Omar Sand`: a first name after a word for people, with the surname of the next one."""
    if start - 3 not in marks.role or end - start != _FIRST_AND_LAST or not reading.capitals[start - 2]:
        return False
    return (
        reading.between(start - 3) == " "
        and reading.between(start - 2) == " "
        and (reading.forms[start - 1][0] in _LAST_IN_A_ROW)
    )


def _after_more_of_another(reading: Reading, marks: _Marks, end: int, span: tuple[int, int]) -> bool:
    """`Name, head of a centre, and Name were killed`: what is said of the first stands between commas."""
    start = span[0]
    if reading.sentences[end - 1] != reading.sentences[start] or not 2 < start - end <= _SAID_OF_ANOTHER:
        return False
    between = reading.text[reading.ends[end - 1] : reading.starts[start]]
    if not between.startswith(",") or between.rpartition(",")[2].strip() not in _LAST_IN_A_ROW:
        return False
    return not {start - 1, start - 2, span[1], span[1] + 1} & (marks.official | marks.telling)


def _in_office(reading: Reading, start: int, end: int) -> bool:
    """Everybody knows their office, so that texts do not always say it."""
    forms = [reading.forms[at][0] for at in range(start, end)]
    known = _known_officials()
    return any(
        tuple(forms[at : at + len(name)]) == name for at, form in enumerate(forms) for name in known.get(form, ())
    )


@cache
def _known_officials() -> dict[str, tuple[tuple[str, ...], ...]]:
    """By the first word, in plain letters."""
    listed = tomllib.loads((FOLDER / "people.toml").read_text(encoding="utf-8"))["in_office"]
    by_first: dict[str, list[tuple[str, ...]]] = {}
    for name in (name for names in listed.values() for name in names):
        forms = tuple(plain(word) for word in name.replace("-", " ").replace("'", " ").split())
        by_first.setdefault(forms[0], []).append(forms)
    return {first: tuple(names) for first, names in by_first.items()}


def _each_once(named: Iterable[tuple[PersonMention, bool]]) -> tuple[PersonMention, ...]:
    """With whether it stands in the title, where words in capitals run together: a name of the text inside it is that one."""
    kept: dict[tuple[str, ...], tuple[PersonMention, bool]] = {}
    for one, titled in named:
        words = tuple(plain(word) for word in one.name.replace("-", " ").split())
        holding = [other for other in kept if set(words) <= set(other)]
        if any(words == other or titled or not kept[other][1] for other in holding):
            continue
        kept = {other: rest for other, rest in kept.items() if other not in holding and not set(other) < set(words)}
        kept[words] = one, titled
    return tuple(one for one, _ in kept.values())


def _named(reading: Reading, marks: _Marks, start: int, end: int, *, language: str) -> PersonMention:
    written = reading.written(start, end)
    if language == "ar":
        return PersonMention(less_and(written), written)
    if language != "ru":
        return PersonMention(written, written)
    at = start - 1
    while at >= 0 and reading.sentences[at] == reading.sentences[start] and _may_be_passed(reading, marks, at):
        at -= 1
    told = at >= 0 and reading.sentences[at] == reading.sentences[start]
    before = reading.forms[at][0] if told else ""
    return PersonMention(
        in_a_list(written, before=before, governed=told and (at in marks.taken or before in _GOVERNING)), written
    )


def _may_be_passed(reading: Reading, marks: _Marks, at: int) -> bool:
    """Between a name and the word that puts it into its case stand other names of a row."""
    return reading.forms[at][0] in _AND or (reading.capitals[at] and at not in marks.taken | marks.role)
