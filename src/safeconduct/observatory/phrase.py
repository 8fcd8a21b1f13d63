"""Phrases of the lexicons and where a text has them: one pass over its words finds the phrases of every rule.

`word*` any ending, `a|b` either, `...` up to seven words between, `@ask` any word of the list of that name. A phrase is found
within one sentence, in plain letters."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from safeconduct.observatory.reading import MOST_KNOWN, Reading, plain

_GAP = 7
INDEXED_LETTERS = 3


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
        elif part.endswith("*") and len(plain(part[:-1])) < INDEXED_LETTERS:
            return f"“{part}” needs {INDEXED_LETTERS} letters before its *"
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


class _Known(NamedTuple):
    """Of one word: the steps after the first that it fits, and the phrases that may begin with it, as numbers: those of one word;
    those that go on with the next word, and those that go on later, each by the step that then has to be met. `far`: the steps
    that may be met further away than in the next word. `idle`: no phrase begins with it."""

    steps: frozenset[int]
    far: frozenset[int]
    alone: tuple[int, ...]
    next: Mapping[int, tuple[int, ...]]
    nexts: frozenset[int]
    later: Mapping[int, tuple[int, ...]]
    laters: frozenset[int]
    idle: bool


_NO_STEPS: frozenset[int] = frozenset()
_NOTHING = _Known(_NO_STEPS, _NO_STEPS, (), {}, _NO_STEPS, {}, _NO_STEPS, idle=True)


class PhraseBook:
    """Phrases by the first word. What a word can be the first or a later step of is looked up once for each word. Most words
    begin some phrase and few go on as one: the next word is asked first, and a phrase is tried only in a sentence that has
    something for each of its steps."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        each = tuple(dict.fromkeys(phrases))
        numbers: dict[tuple[frozenset[str], tuple[str, ...]], int] = {}
        steps = [
            [numbers.setdefault((step.whole, step.beginnings), len(numbers)) for step in phrase.steps]
            for phrase in each
        ]
        in_order = sorted(zip(steps, each, strict=True), key=lambda one: one[0][0])
        self._finds = tuple(phrase.finds for _, phrase in in_order)
        # Of the steps after the first: which, and in how many words it has to be met.
        self._rest = tuple(
            tuple((one, 1 + _GAP * step.after_gap) for one, step in zip(fitting[1:], phrase.steps[1:], strict=True))
            for fitting, phrase in in_order
        )
        self._needed = tuple(frozenset(one for one, _ in rest[1:]) for rest in self._rest)
        self._far = frozenset(one for rest in self._rest for at, (one, within) in enumerate(rest) if at or within > 1)
        self._after_first = frozenset(one for rest in self._rest for one, _ in rest)
        self._starting: dict[int, list[int]] = {}
        for phrase_number, (fitting, _) in enumerate(in_order):
            self._starting.setdefault(fitting[0], []).append(phrase_number)
        self._whole: dict[str, list[int]] = {}
        self._begun: dict[str, list[tuple[str, int]]] = {}
        for (whole, beginnings), number in numbers.items():
            for word in whole:
                self._whole.setdefault(word, []).append(number)
            for beginning in beginnings:
                self._begun.setdefault(beginning[:INDEXED_LETTERS], []).append((beginning, number))
        self._known: dict[str, _Known] = {}
        self._by_steps = {frozenset[int](): _NOTHING}

    def hits(self, reading: Reading) -> dict[str, tuple[Hit, ...]]:
        """By what they find. What a rule `not_…` finds takes away the hits that it meets."""
        known = self._known
        words = [known.get(forms[0]) or self._look_up(forms) for forms in reading.forms]
        found: dict[str, dict[Hit, None]] = defaultdict(dict)
        for start, end in reading.each_sentence():
            for number, at, until in self._in_sentence(words[start:end]):
                finds = self._finds[number]
                found[finds][Hit(finds, start + at, start + until)] = None
        return {finds: kept for finds, hits in found.items() if (kept := _left(hits, found.get(f"not_{finds}")))}

    def _in_sentence(self, words: list[_Known]) -> Iterator[tuple[int, int, int]]:
        """Phrases as numbers, with the words at which each begins and before which it ends. From the last word to the first:
        `there` is what stands after each."""
        needed, rests = self._needed, self._rest
        found: list[tuple[int, int, int]] = []
        there: set[int] = set()
        next_steps = _NO_STEPS
        for at in range(len(words) - 1, -1, -1):
            word = words[at]
            if not word.idle:
                begun = word.alone
                if not word.nexts.isdisjoint(next_steps):
                    for step in word.nexts & next_steps:
                        begun += word.next[step]
                if not word.laters.isdisjoint(there):
                    for step in word.laters & there:
                        begun += word.later[step]
                for number in sorted(begun, reverse=True) if len(begun) > 1 else begun:
                    if not (rest := rests[number]):
                        found.append((number, at, at + 1))
                    elif needed[number] <= there and (until := _end(words, rest, at)):
                        found.append((number, at, until))
            if word.far:
                there |= word.far
            next_steps = word.steps
        return reversed(found)

    def _look_up(self, forms: tuple[str, ...]) -> _Known:
        fitting = {number for form in forms for number in self._whole.get(form, ())}
        for form in forms:
            for beginning, number in self._begun.get(form[:INDEXED_LETTERS], ()):
                if form.startswith(beginning):
                    fitting.add(number)
        if len(self._known) > MOST_KNOWN:
            self._known.clear()
        # Many words fit the same steps: what these begin is kept once, and stays close at hand.
        known = self._by_steps.get(frozenset(fitting))
        if known is None:
            known = self._by_steps[frozenset(fitting)] = self._starting_with(fitting)
        self._known[forms[0]] = known
        return known

    def _starting_with(self, fitting: set[int]) -> _Known:
        alone = []
        next_, later = defaultdict[int, list[int]](list), defaultdict[int, list[int]](list)
        for number in (number for step in fitting for number in self._starting.get(step, ())):
            if not self._rest[number]:
                alone.append(number)
                continue
            wanted, within = self._rest[number][0]
            (later if within > 1 else next_)[wanted].append(number)
        idle = not (alone or next_ or later)
        return _Known(
            self._after_first & fitting, self._far & fitting, tuple(alone), *_by_step(next_), *_by_step(later), idle
        )


def _by_step(numbers: Mapping[int, list[int]]) -> tuple[Mapping[int, tuple[int, ...]], frozenset[int]]:
    return {step: tuple(listed) for step, listed in numbers.items()}, frozenset(numbers)


def _end(words: list[_Known], rest: tuple[tuple[int, int], ...], at: int) -> int:
    """Where a phrase ends whose first word stands at `at`; 0 if the sentence goes on otherwise."""
    place = at
    for wanted, within in rest:
        for near in range(place + 1, min(place + 1 + within, len(words))):
            if wanted in words[near].steps:
                place = near
                break
        else:
            return 0
    return place + 1


def _left(hits: Iterable[Hit], taken_away: Iterable[Hit] | None) -> tuple[Hit, ...]:
    if not taken_away:
        return tuple(hits)
    return tuple([hit for hit in hits if not any(map(hit.meets, taken_away))])
