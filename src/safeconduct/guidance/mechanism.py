"""Who can help: bodies, funds, procedures, rapporteurs, relocation, helplines and networks, as one source says it.

Community protection is never among them. What was not read is absent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from safeconduct.guidance.source import Address, doubts, staleness

EVERYWHERE = "*"


@dataclass(frozen=True)
class View:
    """What the state, defenders or others say about a mechanism, for or against it, and where they say it."""

    by: str
    says: str
    address: str


@dataclass(frozen=True)
class Answer:
    """How soon an answer comes: as promised (hours where the promise gives a time), and as seen by others."""

    promised: str = ""
    hours: int | None = None
    observed: str = ""


@dataclass(frozen=True)
class Area:
    """Countries under one name; which they are is read or unverified."""

    name: str
    countries: frozenset[str]
    verification: str


@dataclass(frozen=True)
class Subject:
    """What a mandate is there for, as its source says: in words, and as values of casework's list of acts. `beside`: the
    mandate of the same body for every defender, by its id."""

    words: str
    acts: tuple[str, ...]
    beside: str = ""


@dataclass(frozen=True)
class Mechanism:
    """`run_by`: state, intergovernmental or civil_society. `offers`: kinds of help in words of the call for help and of
    this register. `groups`: for whom alone, empty for every defender. `takes_up`: None where no source limits it to kinds
    of acts. `countries`: codes, those of its areas too, or "*". `place`: whether these are where somebody stays, is a
    national of, or either. `exile`: accepts, excludes, only, or unknown. `pause`: why it may take no requests at present.
    A field that its source left open is empty."""

    id: str
    name: str
    kind: str
    run_by: str
    arena: str
    opens: str
    offers: tuple[str, ...]
    actions: tuple[str, ...]
    applicants: tuple[str, ...]
    groups: tuple[str, ...]
    takes_up: Subject | None
    areas: tuple[Area, ...]
    countries: frozenset[str]
    place: str
    where: str
    exile: str
    languages: tuple[str, ...]
    how_to_ask: str
    contact: str
    answer: Answer
    limits: str
    excludes: tuple[str, ...]
    pause: str
    design: str
    scope: str
    implementation: str
    effectiveness: str
    views: tuple[View, ...]
    source: Address
    stored_copy: bool
    page_dated: str
    verification: str
    last_checked: date


def sides_of(mechanism: Mechanism) -> tuple[str, ...]:
    """Design, scope, implementation and effectiveness; each "" where it was not read."""
    return (mechanism.design, mechanism.scope, mechanism.implementation, mechanism.effectiveness)


def cautions(mechanism: Mechanism, *, today: date) -> tuple[str, ...]:
    """The sentences without which this entry is not to be shown."""
    said = (
        mechanism.pause,
        *doubts(mechanism.verification, mechanism.last_checked, today=today, stored_copy=mechanism.stored_copy),
        _doubt_of_areas(mechanism),
        "It is a body of the state: ask the defender first whether the state may know." if _of_state(mechanism) else "",
    )
    return tuple(sentence for sentence in said if sentence)


def by_reach(mechanisms: Iterable[Mechanism], country: str) -> dict[str, tuple[Mechanism, ...]]:
    """By name: those that name this country (here), all countries (everywhere), or others (elsewhere). Also those of which
    nothing was read lately: somebody may have asked them."""
    sorted_in: dict[str, list[Mechanism]] = {"here": [], "everywhere": [], "elsewhere": []}
    for one in sorted(mechanisms, key=lambda one: one.name.casefold()):
        reach = "everywhere" if EVERYWHERE in one.countries else "here" if country in one.countries else "elsewhere"
        sorted_in[reach].append(one)
    return {reach: tuple(found) for reach, found in sorted_in.items()}


def to_confirm(mechanisms: Iterable[Mechanism], *, today: date) -> tuple[Mechanism, ...]:
    """Those at which nobody has looked for half a year, the longest ago first."""
    stale = [one for one in mechanisms if staleness(one.last_checked, today=today)]
    return tuple(sorted(stale, key=lambda one: (one.last_checked, one.name.casefold())))


def _doubt_of_areas(mechanism: Mechanism) -> str:
    doubted = [area.name for area in mechanism.areas if area.verification == "unverified"]
    return f"Unverified: which countries belong to {' and '.join(doubted)}." if doubted else ""


def _of_state(mechanism: Mechanism) -> bool:
    return mechanism.kind == "state_mechanism"
