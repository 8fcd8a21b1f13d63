"""One turn of a conversation: when, who, and what they said. A name is whatever the export calls a person."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Turn:
    """`on` is None where the export has no day that can be; `time` is as it was written, and may be empty."""

    on: date | None
    time: str
    who: str = field(repr=False)
    text: str = field(repr=False)


def in_order(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """By day; within a day, and without one, as they came."""
    return tuple(sorted(turns, key=lambda turn: turn.on or date.max))


def people(turns: Iterable[Turn]) -> tuple[str, ...]:
    """Each once, in the order in which they first speak."""
    return tuple(dict.fromkeys(turn.who for turn in turns))
