"""The questions of the short survey on how well the guidelines are known."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AwarenessQuestion:
    """`group` is diplomats or defenders."""

    id: str
    group: str
    asks: str
