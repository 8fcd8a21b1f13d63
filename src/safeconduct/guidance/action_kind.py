"""The action catalogue: the kinds of protective step, what each needs, risks and opens as a duty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from safeconduct.guidance.source import Address

COMMUNITY = "community"
"""The family of what people do for each other. Nothing about it is recorded unless they ask for it."""


@dataclass(frozen=True)
class Duty:
    """What must follow and by when: each of `due` after (or before) the act or the named event, then `every` so often.

    `within` is the time in the source's words; `sooner` holds instead of `due` at a band of risk. `basis`: the time is
    "published" by a source or "proposed" by this register.
    """

    says: str
    within: str
    basis: str
    due: tuple[timedelta, ...]
    counted_from: str = ""
    every: timedelta | None = None
    sooner: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True)
class Input:
    """One thing that is filled in of an action, as `name` stores it and `label` asks for it. `type` is text (a line), words,
    day, moment (a day and an hour in a time zone), number, amount (with a currency), office (never a person), country,
    link, choice (one of `choices`: what is stored, how it is read) or file (of the case)."""

    name: str
    label: str
    type: str
    choices: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False


@dataclass(frozen=True)
class Precondition:
    """What must be so before an action is taken, and what to do when it is not."""

    says: str
    otherwise: str


@dataclass(frozen=True)
class ActionKind:
    """`inputs` are what it needs, `evidence` is what shows afterwards that it was done. `consents`: all of these are
    needed, each by one of its alternatives; "none" stands for no consent."""

    id: str
    name: str
    family: str
    level: tuple[str, ...]
    visibility: tuple[str, ...]
    actors: tuple[str, ...]
    inputs: tuple[Input, ...]
    preconditions: tuple[Precondition, ...]
    risks: tuple[str, ...]
    consents: tuple[frozenset[str], ...]
    follow_up: tuple[Duty, ...]
    evidence: tuple[Input, ...]
    done_when: str
    sources: str
    addresses: tuple[Address, ...]
    verification: str
    note: str
