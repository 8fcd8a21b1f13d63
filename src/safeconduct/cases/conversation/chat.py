"""Splits a chat that was exported or copied as text: by the style that fits most of its lines."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from safeconduct.cases.conversation.turn import Turn
from safeconduct.cases.suggesting.written_date import day_in
from safeconduct.vocabulary.refusal import Refusal, Refused

NO_TURNS = Refusal(
    "No messages with a day and a name were found in this. Export the chat as text, or write it down as one text."
)
_LOOKED_AT = 200_000
# Phones set to the United States write the month first and a capital AM or PM; other clocks of twelve hours write am, pm.
_AMERICAN = re.compile(r".*[AP]M$")
_QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)


@dataclass(frozen=True)
class Style:
    name: str
    pattern: re.Pattern[str]
    example: str

    @property
    def has_numbers(self) -> bool:
        return "a" in self.pattern.groupindex


def styles() -> tuple[Style, ...]:
    listed = tomllib.loads((Path(__file__).parent / "styles.toml").read_text(encoding="utf-8"))["style"]
    return tuple(Style(one["name"], re.compile(rf"^{one['pattern']}", re.MULTILINE), one["example"]) for one in listed)


def turns_in_chat(text: str, *, month_first: bool | None = None) -> tuple[Turn, ...]:
    """The turns as they came, with what stands before the first. `month_first` says how 3/4/2026 is meant; None leaves
    it to the text. Raises Refused where there is none."""
    style = _style_of(text[:_LOOKED_AT]) or _style_of(text)
    if style is None:
        raise Refused(NO_TURNS)
    found = [*style.pattern.finditer(text)]
    if month_first is None:
        is_american = any(_AMERICAN.match(one["time"] or "") for one in found[:1] if style.has_numbers)
        month_first = reads_month_first([_numbers(one) for one in found], is_american=is_american)
    return tuple(_turns(text, found, month_first=month_first))


def _style_of(text: str) -> Style | None:
    counted = [(sum(1 for _ in style.pattern.finditer(text)), style) for style in styles()]
    most, style = max(counted, key=lambda one: one[0])
    return style if most else None


def reads_month_first(days: Sequence[tuple[int, int, int] | None], *, is_american: bool = False) -> bool:
    """A number above 12 can only be a day; else the order in which the days never fall; else the custom."""
    written = [one for one in days if one is not None and one[0] < 1000]
    if any(first > 12 for first, _, _ in written):
        return False
    if any(second > 12 for _, second, _ in written):
        return True
    rising = {
        order: all(earlier <= later for earlier, later in pairwise(ordered))
        for order, ordered in (
            (True, [(year, first, second) for first, second, year in written]),
            (False, [(year, second, first) for first, second, year in written]),
        )
    }
    return is_american if rising[True] == rising[False] else rising[True]


def _turns(text: str, found: Sequence[re.Match[str]], *, month_first: bool) -> Iterator[Turn]:
    if before := text[: found[0].start()].strip():
        yield Turn(None, "", "", before)
    days: dict[str, date | None] = {}
    ends = [one.start() for one in found[1:]] + [len(text)]
    for one, end in zip(found, ends, strict=True):
        parts = one.groupdict()
        said = _unquoted(f"{parts['text'] or ''}{text[one.end() : end]}")
        if parts["who"] and said:
            written = str(_numbers(one) or parts["day"])
            if written not in days:
                days[written] = _day(one, month_first=month_first)
            yield Turn(days[written], parts.get("time") or "", " ".join(parts["who"].split()), said)


def _unquoted(text: str) -> str:
    """Without the marks by which a mail shows what it quotes."""
    return _QUOTED.sub("", text).strip()


def _numbers(found: re.Match[str]) -> tuple[int, int, int] | None:
    parts = found.groupdict()
    return (int(parts["a"]), int(parts["b"]), int(parts["c"])) if parts.get("a") else None


def _day(found: re.Match[str], *, month_first: bool) -> date | None:
    numbers = _numbers(found)
    if numbers is None:
        return day_in(found["day"])
    first, second, third = numbers
    year, month, day = numbers if first > 31 else (third, *((first, second) if month_first else (second, first)))
    try:
        return date(year if year > 99 else 2000 + year, month, day)
    except ValueError:
        return None
