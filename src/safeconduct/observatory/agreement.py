"""How far codings by rules agree with codings by hand: F1 for yes and no, shares for one of many, F1 for names."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import mean
from typing import Any

from safeconduct.observatory.reading import plain

STATEMENT = ("is_hrd_statement", "is_hrd_statement_extended")
YES_OR_NO = (
    *("uses_hrd_term", "calls_immediate_release", "concern_only", "mentions_fair_trial", "calls_investigation"),
    "cites_intl_law",
)
SHARED = ("countries", "issuer_level", "date")
_SAME_IN_EACH_CASE = 4
_WORD = re.compile(r"\w+")

Pair = tuple[Mapping[str, Any], Mapping[str, Any]]


@dataclass(frozen=True)
class Agreement:
    """`f1` by field, None where neither has it; `macro` over the yes-and-no fields; `same`: the share of texts, on statements
    in the wide sense alone; `names`: F1 over all names of those."""

    f1: Mapping[str, float | None]
    macro: float | None
    same: Mapping[str, float | None]
    names: float | None

    def lines(self) -> Iterable[str]:
        named = {**self.f1, "yes and no, on average": self.macro, **self.same, "individuals": self.names}
        return [f"{name}: {'nothing to compare' if value is None else f'{value:.3f}'}" for name, value in named.items()]


def agreement(pairs: list[Pair]) -> Agreement:
    """Pairs of a coding by hand and one by rules."""
    f1 = {name: _f1(pairs, partial(_said, name=name)) for name in (*STATEMENT, *YES_OR_NO)}
    measured = [f1[name] for name in YES_OR_NO if f1[name] is not None]
    wide = [pair for pair in pairs if pair[0].get("is_hrd_statement_extended")]
    return Agreement(
        f1,
        mean(one for one in measured if one is not None) if measured else None,
        {name: _same(wide, name) for name in SHARED},
        _f1(wide, lambda row: set(map(_name, row.get("individuals") or ()))),
    )


def _f1(pairs: list[Pair], found: Callable[[Mapping[str, Any]], set[Any]]) -> float | None:
    both = sum(len(found(hand) & found(rules)) for hand, rules in pairs)
    either = sum(len(found(hand)) + len(found(rules)) for hand, rules in pairs)
    return 2 * both / either if either else None


def _said(row: Mapping[str, Any], *, name: str) -> set[Any]:
    return {name} if row.get(name) else set()


def _same(pairs: list[Pair], name: str) -> float | None:
    return mean(_comparable(hand.get(name)) == _comparable(rules.get(name)) for hand, rules in pairs) if pairs else None


def _comparable(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


def _name(written: str) -> tuple[str, ...]:
    """Without accents; of a Russian name's words the first letters, which are the same in each case."""
    words = tuple(map(plain, _WORD.findall(written)))
    return tuple(word[:_SAME_IN_EACH_CASE] if "\u0400" <= word[0] <= "\u04ff" else word for word in words)
