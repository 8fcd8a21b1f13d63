"""Whether a text holds names, however either was typed: with marks of its script in one sign or two, with signs that nobody
sees, run together, bent by its sentence, or in a script that sets no spaces. All names are looked for in one reading.

Nothing is remembered here: a search lives as long as the request that made it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from safeconduct.vocabulary.bent_name import (
    BentName,
    alphabet_of,
    beginning_of,
    may_bend,
    without_arabic_beginnings,
)
from safeconduct.vocabulary.plain_letters import as_written, is_capital, parted_at_unseen, plain_words, words_of

SHORTEST_NAME = 3
_SHORTEST_JOINED = 5
"""Two words of a text that stand apart and are one part of a name: عبد الله, Mc Allen."""
_AROUND = 4
"""Words before and after a place that tell which place it is."""
_WITHOUT_SPACES = frozenset(
    "CJK HIRAGANA KATAKANA HANGUL THAI LAO KHMER MYANMAR TIBETAN JAVANESE BALINESE".split()  # noqa: SIM905
)
# Parts of many names that are words of every text, and alone tell nobody.
_SMALL_PARTS = frozenset(
    "abu abd ahl ait bar ben bin bint dal das del della den der des dos ibn las les los the umm van von vom zum zur".split()  # noqa: SIM905
) | {"عبد", "ابو", "بن", "ابن", "بنت", "ام", "ال", "الله"}
_AROUND_WORDS = ',;:!?…«»“”„"()[]{}،؛؟'
_INITIALS = re.compile(r"(?<!\w)(?:[^\W\d_]\.[ \u00a0]?){1,3}[^\W\d_](?:\.|(?!\w))")
_LATIN_FOR = dict(zip("абвгдежзийклмнопрстуфхцчшщыэюя", "abvgdezziiklmnoprstufhccssyeuy", strict=True))


@dataclass(frozen=True)
class NamePlace:
    """Where a text holds a name: the word as the text has it, and the words around it, by which the place is known again."""

    word: str
    around: str

    @property
    def key(self) -> str:
        return " ".join([*plain_words(self.word), "in", *plain_words(self.around)])


class NameSearch:
    """Looks for many names at once. Order does not matter: each part of a name is looked for by itself.

    `descriptions` are as often words as names ("the clinic in Karsa"): of these two words in a row are looked for that are more
    than "of the", and each one that looks a name."""

    def __init__(self, names: Iterable[str] = (), descriptions: Iterable[str] = ()) -> None:
        self._parts: set[str] = set()
        self._rows: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._in_reverse: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self._capitals: set[str] = set()
        self._within: dict[str, set[str]] = defaultdict(set)
        self._bent: dict[str, dict[str, BentName]] = defaultdict(dict)
        self._initials: set[str] = set()
        for name in {one for one in names if one.strip()}:
            self._add(name)
        for description in descriptions:
            self._add_description(description)

    def _add_description(self, description: str) -> None:
        words = words_of(description)
        if len(words) == 1:
            self._add(description)
            return
        for pair in pairwise(plain_words(description)):
            if max(map(len, pair)) > SHORTEST_NAME:
                self._rows[pair[0]].add(pair)
        self._capitals |= {word for word in words[1:] if len(word) >= SHORTEST_NAME and not word.islower()}

    def _add(self, name: str) -> None:
        parts = plain_words(name)
        written = as_written(name) if len(as_written(name)) == len(parts) else parts
        telling = [part for part in parts if part not in _SMALL_PARTS]
        is_short = all(len(part) < SHORTEST_NAME for part in telling)
        telling = telling if is_short else [part for part in telling if len(part) >= SHORTEST_NAME]
        for one, part in zip(written, parts, strict=True):
            if len(part) > 1 and alphabet_of(part) in _WITHOUT_SPACES:
                self._within[part[:2]].add(part)
            elif len(part) >= SHORTEST_NAME and (part in telling or not telling):
                self._parts.update(without_arabic_beginnings(part))
                if may_bend(part):
                    self._bent[beginning_of(part)].setdefault(part, BentName(part, one))
        for pair in pairwise(parts):
            if not _tell_together(pair, telling, is_short=is_short):
                continue
            for joined in ("".join(pair), "".join(reversed(pair))):
                self._within[joined[:2]].add(joined)
        if len(parts) > 1 and is_short:
            self._rows[parts[0]].add(tuple(parts))
            self._in_reverse[parts[-1]].add(tuple(reversed(parts)))
        self._add_initials([part for part in parts if part not in _SMALL_PARTS])

    def _add_initials(self, parts: list[str]) -> None:
        """Of a name of two parts and more, from either end: L. S., S. L.; a Russian one also as Latin letters have it."""
        letters = [part[0] for part in parts]
        for one in (letters, [_LATIN_FOR.get(letter, letter) for letter in letters]):
            if len(one) > 1:
                self._initials |= {"".join(one), "".join([*one[1:], one[0]]), "".join([one[-1], *one[:-1]])}
                self._initials |= {one[0] + one[-1], one[-1] + one[0]}

    def is_in(self, text: str) -> bool:
        return next(self._found(text), None) is not None

    def places(self, text: str) -> tuple[NamePlace, ...]:
        """In the order of the text, the same place once."""
        lines = [(at, piece) for at, line in enumerate(text.splitlines()) for piece in line.split()]
        found = (_place(lines, first, last) for first, last in sorted(set(self._found(text))))
        return tuple({one.key: one for one in found}.values())

    def _found(self, text: str) -> Iterator[tuple[int, int]]:
        """The first and the last piece of each place, where pieces are what spaces part."""
        if not (self._parts or self._within or self._rows or self._capitals):
            return
        pieces, known = text.split(), dict[str, tuple[list[tuple[str, str]], bool]]()
        for at, piece in enumerate(pieces):
            if piece not in known:
                known[piece] = self._read(piece)
            if known[piece][1]:
                yield at, at
        row = [(at, *word) for at, piece in enumerate(pieces) for word in known[piece][0]]
        for (at, word, _), (then, after, _) in pairwise(row):
            if len(word) + len(after) >= _SHORTEST_JOINED and self._is_one(word + after):
                yield at, then
        for start, (at, word, _) in enumerate(row):
            for wanted in self._rows.get(word, ()):
                if tuple(each for _, each, _ in row[start : start + len(wanted)]) == wanted:
                    yield at, row[start + len(wanted) - 1][0]
            for wanted in self._in_reverse.get(word, ()):
                there = row[start : start + len(wanted)]
                # Large letters say that it is a name.
                if tuple(each for _, each, _ in there) == wanted and all(is_capital(one) for _, _, one in there):
                    yield at, there[-1][0]
        yield from _initials_in(text, self._initials)

    def _read(self, piece: str) -> tuple[list[tuple[str, str]], bool]:
        """Its words, in plain letters and as written, and whether one of them is of a name."""
        words = plain_words(piece)
        written = as_written(piece) if len(as_written(piece)) == len(words) else words
        both = list(zip(words, written, strict=True))
        holds = any(self._holds(*one) for one in both) or not self._capitals.isdisjoint(words_of(piece))
        if not holds and not piece.isalnum():
            parted = plain_words(parted_at_unseen(piece))
            holds = any(self._holds(one, one) for one in {*parted, "".join(words)} - {"", *words})
        return both, holds

    def _holds(self, word: str, written: str) -> bool:
        if not self._parts.isdisjoint(without_arabic_beginnings(word)) or self._is_within(word):
            return True
        ahead = (self._bent.get(word[:size], {}) for size in (1, 2, 3))
        return any(forms.has(word, written) for bent in ahead for forms in bent.values())

    def _is_within(self, word: str) -> bool:
        return any(
            word.startswith(part, at) for at in range(len(word) - 1) for part in self._within.get(word[at : at + 2], ())
        )

    def _is_one(self, joined: str) -> bool:
        return joined in self._parts or joined in self._within.get(joined[:2], ())


def _tell_together(pair: tuple[str, str], telling: list[str], *, is_short: bool) -> bool:
    """Whether two parts written as one are of a name: `de los` is not, عبد الله is."""
    if alphabet_of(pair[0]) in _WITHOUT_SPACES:
        return True
    is_long = not is_short and len("".join(pair)) >= _SHORTEST_JOINED
    return is_long and (alphabet_of(pair[0]) == "ARABIC" or not set(pair).isdisjoint(telling))


def _place(lines: list[tuple[int, str]], first: int, last: int) -> NamePlace:
    """`lines`: each piece with its line. What stands in other lines may change without making it another place."""
    on = {lines[first][0], lines[last][0]}
    around = (piece for line, piece in lines[max(0, first - _AROUND) : last + _AROUND + 1] if line in on)
    word = " ".join(piece for _, piece in lines[first : last + 1])
    return NamePlace(word.strip(_AROUND_WORDS), " ".join(around))


def _initials_in(text: str, wanted: set[str]) -> Iterator[tuple[int, int]]:
    for found in _INITIALS.finditer(text):
        if "".join(plain_words(found.group())) in wanted:
            first = len(text[: found.start()].split()) - (found.start() > 0 and not text[found.start() - 1].isspace())
            yield first, first + len(found.group().split()) - 1


def stands_in(words: str, text: str) -> bool:
    """These words in a row, also as a part of longer ones."""
    wanted = " ".join(plain_words(words))
    return bool(wanted) and wanted in " ".join(plain_words(text))
