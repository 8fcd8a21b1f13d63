"""What an instrument asks of whom and when, and which recorded events would show it met."""

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.guidance.instrument import Instrument, Version, standing, version_of
from safeconduct.guidance.source import doubt


@dataclass(frozen=True)
class EvidenceRule:
    """`how`: "each" opening must be answered, by one of `shown_by` about the same matter, within so many days (or
    before it); "at_least" so many in so many months; "reading" when no recorded event can show it.
    `basis`: the days and months are "published" by the instrument or "proposed" by this register."""

    how: str
    shown_by: frozenset[str] = frozenset()
    opened_by: frozenset[str] = frozenset()
    order: str = "after"
    within_days: int = 0
    at_least: int = 1
    months: int = 12
    basis: str = "proposed"


@dataclass(frozen=True)
class Change:
    """A reviewed change of an entry: on which day, what it said before, and why it was changed."""

    on: str
    was: str
    why: str


@dataclass(frozen=True)
class Commitment:
    id: str
    version: str
    clause: str
    says: str
    bound: tuple[str, ...]
    strength: str
    trigger: str
    trigger_kind: str
    topics: tuple[str, ...]
    actions: tuple[str, ...]
    evidence_says: str
    evidence: EvidenceRule
    verification: str
    note: str
    entered: str
    changes: tuple[Change, ...]


def history(commitment: Commitment, version: Version) -> tuple[str, ...]:
    """What became of an entry, oldest first, in sentences."""
    told = [f"{commitment.entered}: entered."]
    told += [f'{change.on}: changed, because {change.why} It said: "{change.was}"' for change in commitment.changes]
    if standing(version):
        told.append(f"{version.name}: {standing(version)}")
    return tuple(told)


def cautions(commitment: Commitment, instrument: Instrument, version: Version) -> tuple[str, ...]:
    """The sentences without which this commitment is not to be shown."""
    yardstick = "" if instrument.binds else f"{instrument.owner}: a yardstick that binds nobody."
    return tuple(sentence for sentence in (yardstick, standing(version), doubt(commitment.verification)) if sentence)


def clauses_served(
    kind: str, commitments: Iterable[Commitment], instruments: tuple[Instrument, ...]
) -> tuple[tuple[Instrument, Commitment], ...]:
    """What texts that bind and are in force ask for, and a step of this kind serves: by text, then clause."""
    found = [
        (named[0], one)
        for one in commitments
        if kind in one.actions and (named := version_of(instruments, one.version)) and _holds(*named)
    ]
    return tuple(sorted(found, key=lambda pair: (pair[0].title.casefold(), pair[1].clause)))


def _holds(instrument: Instrument, version: Version) -> bool:
    return instrument.binds and version.status == "in_force"
