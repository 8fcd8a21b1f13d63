"""Phrases of the lexicons and where a text has them: one pass over its words finds the phrases of every rule.

`word*` any ending, `a|b` either, `...` up to seven words between, `@ask` any word of the list of that name. A phrase is found
within one sentence, in plain letters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from safeconduct.observatory.reading import Reading, plain

_GAP = 7
_INDEXED_LETTERS = 3
_MOST_KNOWN = 20_000  # words that are remembered before it begins anew


@dataclass(frozen=True)
class Step:
    """One word of a phrase: whole words, beginnings of words, and whether others may stand before it."""

    whole: frozenset[str]
    beginnings: tuple[str, ...]
    after_gap: bool


@dataclass(frozen=True)
class Phrase:
    finds: str
    steps: tuple[Step, ...]


class Hit(NamedTuple):
    """Words from `start` up to `end` of a reading."""

    finds: str
    start: int
    end: int

    def meets(self, other: "Hit") -> bool:
        return self.start < other.end and other.start < self.end


Hits = Mapping[str, tuple[Hit, ...]]


def fault_in(phrase: str, lists: Mapping[str, tuple[str, ...]]) -> str | None:
    """What is wrong with a phrase, in one clause; None if it can be used."""
    words = phrase.split()
    if not words or words[0] == "..." or words[-1] == "...":
        return "it must begin and end with a word"
    for part in (part for word in words if word != "..." for part in word.split("|")):
        if part.startswith("@"):
            if part[1:] not in lists:
                return f"there is no list of words {part[1:]}"
        elif not part.removesuffix("*").isalnum():
            return f"“{part}” is not one word of letters, with * at its end at most"
        elif part.endswith("*") and len(plain(part[:-1])) < _INDEXED_LETTERS:
            return f"“{part}” needs {_INDEXED_LETTERS} letters before its *"
    return None


def phrase_of(finds: str, written: str, lists: Mapping[str, tuple[str, ...]]) -> Phrase:
    steps, gap = [], False
    for word in written.split():
        if word == "...":
            gap = True
            continue
        parts = [one for part in word.split("|") for one in (lists[part[1:]] if part.startswith("@") else (part,))]
        whole = frozenset(plain(part) for part in parts if not part.endswith("*"))
        beginnings = tuple(sorted(plain(part[:-1]) for part in parts if part.endswith("*")))
        steps.append(Step(whole, beginnings, gap))
        gap = False
    return Phrase(finds, tuple(steps))


# The steps that a word fits, and the phrases that may begin with it.
_Known = tuple[frozenset[int], tuple[int, ...]]


class PhraseBook:
    """Phrases by the first word. What a word can be the first or a later step of is looked up once for each word, and
    a phrase is tried only in a sentence that has something for each of its steps."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._phrases = tuple(dict.fromkeys(phrases))
        numbers: dict[tuple[frozenset[str], tuple[str, ...]], int] = {}
        self._steps = tuple(
            tuple(numbers.setdefault((step.whole, step.beginnings), len(numbers)) for step in phrase.steps)
            for phrase in self._phrases
        )
        self._needed = tuple(map(frozenset, self._steps))
        self._starting: dict[int, list[int]] = {}
        for phrase, steps in enumerate(self._steps):
            self._starting.setdefault(steps[0], []).append(phrase)
        self._whole: dict[str, list[int]] = {}
        self._begun: dict[str, list[tuple[str, int]]] = {}
        for (whole, beginnings), number in numbers.items():
            for word in whole:
                self._whole.setdefault(word, []).append(number)
            for beginning in beginnings:
                self._begun.setdefault(beginning[:_INDEXED_LETTERS], []).append((beginning, number))
        self._known: dict[str, _Known] = {}

    def hits(self, reading: Reading) -> dict[str, tuple[Hit, ...]]:
        """By what they find. What a rule `not_…` finds takes away the hits that it meets."""
        known = self._known
        words = [known.get(forms[0]) or self._look_up(forms) for forms in reading.forms]
        there = _in_sentences(reading, words)
        found: dict[str, dict[Hit, None]] = {}
        for at, (_, phrases) in enumerate(words):
            for number in phrases:
                needed = self._needed[number]
                if len(needed) == 1 and len(self._steps[number]) == 1:
                    end = at + 1
                elif needed <= there[reading.sentences[at]]:
                    end = self._end(reading, words, number, at)
                else:
                    continue
                if end:
                    finds = self._phrases[number].finds
                    found.setdefault(finds, {})[Hit(finds, at, end)] = None
        return {finds: kept for finds, hits in found.items() if (kept := _left(hits, found.get(f"not_{finds}")))}

    def _look_up(self, forms: tuple[str, ...]) -> _Known:
        steps = {number for form in forms for number in self._whole.get(form, ())}
        for form in forms:
            for beginning, number in self._begun.get(form[:_INDEXED_LETTERS], ()):
                if form.startswith(beginning):
                    steps.add(number)
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        known = frozenset(steps), tuple(phrase for step in sorted(steps) for phrase in self._starting.get(step, ()))
        self._known[forms[0]] = known
        return known

    def _end(self, reading: Reading, words: list[_Known], number: int, at: int) -> int:
        """Where a phrase ends whose first word stands at `at`; 0 if the text goes on otherwise."""
        place, sentence, sentences = at, reading.sentences[at], reading.sentences
        steps = self._phrases[number].steps
        for step, wanted in zip(steps[1:], self._steps[number][1:], strict=True):
            furthest = min(place + 1 + (_GAP if step.after_gap else 0), len(words) - 1)
            for near in range(place + 1, furthest + 1):
                if sentences[near] == sentence and wanted in words[near][0]:
                    place = near
                    break
            else:
                return 0
        return place + 1


def _in_sentences(reading: Reading, words: list[_Known]) -> dict[int, frozenset[int]]:
    """The steps for which each sentence has a word."""
    fitting: dict[int, list[frozenset[int]]] = {}
    for sentence, (steps, _) in zip(reading.sentences, words, strict=True):
        if steps:
            fitting.setdefault(sentence, []).append(steps)
    return {sentence: frozenset().union(*listed) for sentence, listed in fitting.items()}


def _left(hits: Iterable[Hit], taken_away: Iterable[Hit] | None) -> tuple[Hit, ...]:
    away = tuple(taken_away or ())
    return tuple(hit for hit in hits if not any(map(hit.meets, away)))
