"""How cards are found among many without opening them all: beside each segment stands, sealed, what is looked for.

A card has the same place in the words as in its segment. A wanted word holds no white space: it stands within one of a
card's texts or in none.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from safeconduct.dossiers.card import Card, Facts
from safeconduct.sealing.place import place

SHARED = "shared"
_VERSION = b"2"
_REF_BYTES = 16
_LETTERS = {"received": b"r", "case": b"c", "declined": b"d", SHARED: b"s"}
_PLAIN = ("codename", "shared_by", "country", "language", "source")
_CODED = ("needs", "told_kinds", "told_groups", "themes")
SOUGHT = frozenset(("stage", *_PLAIN, *_CODED))
"""The facts that decide whether a card fits."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for: every word, in UTF-8 and without case, and one stage or all ("")."""

    words: tuple[bytes, ...] = field(default=(), repr=False)
    stage: str = ""

    @property
    def is_everything(self) -> bool:
        return not self.words and not self.stage


@dataclass(frozen=True)
class Whole:
    """Of all segments together, when the newest was written: how many cards are the compartment's own, how many of its
    dossiers were erased, and the number of the last note that was folded in."""

    own: int = 0
    erased: int = 0
    upto: int = 0


@dataclass(frozen=True)
class SegmentWords:
    """Of one segment's cards: the references, a letter for each stage, and a line of words each, which begin
    in the body at `lines_at` (most are only looked through, and never copied). The newest segment's words say what
    the whole list is."""

    whole: Whole
    refs: bytes = field(repr=False)
    stages: bytes = field(repr=False)
    body: bytes = field(repr=False)
    lines_at: int = 0

    def ref_at(self, position: int) -> str:
        return self.refs[position * _REF_BYTES : (position + 1) * _REF_BYTES].hex()

    def position_of(self, ref: str) -> int | None:
        sought, start = bytes.fromhex(ref), 0
        while (found := self.refs.find(sought, start)) >= 0:
            if found % _REF_BYTES == 0:
                return found // _REF_BYTES
            start = found + 1
        return None

    def positions(self, wanted: Wanted) -> list[int]:
        """Where the cards stand that fit, oldest first."""
        found = self._lines_with(wanted.words) if wanted.words else list(range(len(self.stages)))
        if wanted.stage:
            letter = _LETTERS.get(wanted.stage, b"-")[0]
            found = [position for position in found if self.stages[position] == letter]
        return found

    def count(self, wanted: Wanted) -> int:
        """How many cards fit. A word that many cards have is counted without taking the lines apart."""
        if wanted.stage or len(wanted.words) != 1:
            return len(self.positions(wanted))
        (word,), found, at = wanted.words, 0, self.lines_at
        while at >= 0 and (met := self.body.find(word, at)) >= 0:
            found, at = found + 1, self.body.find(b"\n", met)
        return found

    def _lines_with(self, words: tuple[bytes, ...]) -> list[int]:
        counted = sorted((self.body.count(word, self.lines_at), word) for word in words)
        often, rarest = counted[0]
        if not often:
            return []
        if often < len(self.stages) // 4:
            return self._around(rarest, words)
        lines = self.body[self.lines_at :].split(b"\n")
        found: Iterable[int] = range(len(lines))
        for _often, word in counted:
            found = [at for at in found if word in lines[at]]
        return list(found)

    def _around(self, rarest: bytes, words: tuple[bytes, ...]) -> list[int]:
        """From one place of a word to the next: the lines that do not hold it are not taken apart."""
        found, line, at = [], 0, self.lines_at
        while (met := self.body.find(rarest, at)) >= 0:
            line += self.body.count(b"\n", at, met)
            first = max(self.body.rfind(b"\n", at, met), at)
            at = self.body.find(b"\n", met)
            if at < 0:
                at = len(self.body)
            if all(self.body.find(word, first, at) >= 0 for word in words):
                found.append(line)
        return found

    def shared_positions(self) -> list[int]:
        letter = _LETTERS[SHARED]
        return [at for at, one in enumerate(self.stages) if one == letter[0]] if letter in self.stages else []


def wanted(words: str, stage: str) -> Wanted:
    return Wanted(tuple(word.encode() for word in words.casefold().split()), stage)


def fits(facts: Facts, sought: Wanted) -> bool:
    """The same rule for one opened card."""
    line = _line(facts)
    return sought.stage in ("", _stage(facts)) and all(word in line for word in sought.words)


def words_of(cards: Iterable[Card], whole: Whole) -> SegmentWords:
    cards = tuple(cards)
    return SegmentWords(
        whole,
        b"".join(bytes.fromhex(card.dossier) for card in cards),
        b"".join(_LETTERS.get(_stage(card.facts), b"?") for card in cards),
        b"\n".join(_line(card.facts) for card in cards),
    )


def _stage(facts: Facts) -> str:
    return SHARED if "shared_by" in facts else str(facts.get("stage", ""))


def _line(facts: Facts) -> bytes:
    """Codename, who shares it, country code, language, source, and the codes of needs, kinds, groups and themes."""
    plain = (str(facts.get(name) or "") for name in _PLAIN)
    coded = (code.replace("_", " ") for name in _CODED for code in facts.get(name) or ())
    return " ".join(" ".join((*plain, *coded)).casefold().split()).encode()


def words_as_bytes(words: SegmentWords) -> bytes:
    whole = words.whole
    head = b"%s %d %d %d %d\n" % (_VERSION, len(words.stages), whole.own, whole.erased, whole.upto)
    return head + words.refs + words.stages + words.body[words.lines_at :]


def words_from(body: bytes) -> SegmentWords | None:
    """None for words of another version: they are made anew when the segment is."""
    refs_at = body.index(b"\n") + 1
    version, *numbers = body[:refs_at].split()
    if version != _VERSION:
        return None
    count, *whole = map(int, numbers)
    stages_at = refs_at + count * _REF_BYTES
    lines_at = stages_at + count
    return SegmentWords(Whole(*whole), body[refs_at:stages_at], body[stages_at:lines_at], body, lines_at)


def words_place(compartment: str, number: int) -> bytes:
    return place("card-words", compartment, number)
