"""Decided cases that differ from comparable ones and say not why: found without comparing each case with each.

Cases with the same traits are counted once, and only those are looked at that share what has to be alike.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import merge
from itertools import islice, product
from typing import Any

from safeconduct.cases.like_case import (
    CONSENT,
    TOKENS,
    Difference,
    LikeCase,
    Profile,
    by_day,
    difference_from,
    is_alike,
    is_comparable,
    needed_traits,
    without,
)
from safeconduct.guidance.action_kind import ActionKind

NAMED = 3
"""How many comparable cases the list names; all of them stand on the page of the case."""

_FIELDS = {"verification": ("verified",), CONSENT: ("agreed", "refused")}


@dataclass(frozen=True)
class UnlikeCase:
    """A decided case beside a `number` of comparable ones, and how it differs from them; `beside` are the newest of them."""

    case: LikeCase
    number: int
    beside: tuple[LikeCase, ...]
    difference: Difference


def differing_without_reason(
    among: Iterable[LikeCase], kinds: Mapping[str, ActionKind], *, start: int = 0, stop: int | None = None
) -> Iterator[UnlikeCase]:
    """The newest decision first, then by codename. Of that order the cases from `start` up to `stop` are looked at; they
    are compared with all."""
    cases = sorted(among, key=by_day)
    for one in each_compared(cases[start:stop], cases, kinds):
        left = without(one.difference, one.case.explained)
        if left.codes:
            yield replace(one, difference=left)


def each_compared(
    cases: Iterable[LikeCase], among: Iterable[LikeCase], kinds: Mapping[str, ActionKind]
) -> Iterator[UnlikeCase]:
    """Each of the cases beside those of `among` that are comparable, of which it may be one; also those that differ in nothing."""
    among = tuple(among)
    counts, theirs = _counts(among), {one.dossier for one in among}
    compared: dict[Profile, _Count] = {}
    for one in cases:
        own = _needed_only(one.profile)
        if own not in compared:
            compared[own] = _joined(counts.comparable(own))
        is_among = one.dossier in theirs and is_comparable(own, own)
        number, done = compared[own].without(one, is_among=is_among)
        found = difference_from(one.codes, done, number, refused=one.profile.refused, kinds=kinds)
        yield UnlikeCase(one, number, compared[own].newest(but=one), found)


def _needed_only(profile: Profile) -> Profile:
    """The profile without what keeps no case out: fewer of them differ."""
    needed = {trait for traits in needed_traits() for trait in traits}
    kept = {name for trait in needed for name in _FIELDS.get(trait, (trait,))}
    facts = zip(Profile._fields, profile, strict=True)
    return Profile._make(value if name in kept else type(value)() for name, value in facts)


@dataclass
class _Count:
    """Cases that are compared with the same others, newest first in each list, and how many had which treatment."""

    lists: list[list[LikeCase]] = field(default_factory=lambda: [[]])
    number: int = 0
    done: Counter[str] = field(default_factory=Counter)

    def add(self, one: LikeCase) -> None:
        self.lists[0].append(one)
        self.number += 1
        self.done.update(one.codes)

    def without(self, one: LikeCase, *, is_among: bool) -> tuple[int, Counter[str]]:
        if not is_among:
            return self.number, self.done
        done = self.done.copy()
        done.subtract(one.codes)
        return self.number - 1, done

    def newest(self, *, but: LikeCase) -> tuple[LikeCase, ...]:
        in_order = merge(*self.lists, key=by_day)
        return tuple(islice((one for one in in_order if one.dossier != but.dossier), NAMED))


def _joined(parts: Iterable[_Count]) -> _Count:
    whole = _Count([])
    for part in parts:
        whole.lists += part.lists
        whole.number += part.number
        whole.done.update(part.done)
    return whole


@dataclass
class _Counts:
    """Profiles with their counts, by number; and the numbers by each way of sharing what has to be alike."""

    numbers: dict[Profile, int] = field(default_factory=dict)
    counts: list[tuple[Profile, _Count]] = field(default_factory=list)
    shared: dict[tuple[Any, ...], list[int]] = field(default_factory=dict)

    def add(self, one: LikeCase) -> None:
        own = _needed_only(one.profile)
        number = self.numbers.setdefault(own, len(self.counts))
        if number == len(self.counts):
            self.counts.append((own, _Count()))
            for way in _ways(own):
                self.shared.setdefault(way, []).append(number)
        self.counts[number][1].add(one)

    def comparable(self, own: Profile) -> Iterator[_Count]:
        near = sorted({number for way in _ways(own) for number in self.shared.get(way, ())})
        rest = [traits for traits in needed_traits() if CONSENT in traits]
        for other, count in (self.counts[number] for number in near):
            if all(any(is_alike(trait, own, other) for trait in traits) for traits in rest):
                yield count


def _counts(cases: Iterable[LikeCase]) -> _Counts:
    counts = _Counts()
    for one in cases:
        counts.add(one)
    return counts


def _ways(profile: Profile) -> Iterator[tuple[Any, ...]]:
    """A token for each group that has to be alike. Consent has none: it is asked of those who share the rest."""
    groups = (traits for traits in needed_traits() if CONSENT not in traits)
    return product(*([(trait, token) for trait in traits for token in TOKENS[trait](profile)] for traits in groups))
