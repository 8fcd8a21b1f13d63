"""Who or what says something of a case, and where that knowledge came from: two who heard it from one count once.

Who a source is stands in the scope of sources alone, which is neither shared nor opened by a code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

FIRST_HAND, DEFENDER, NOT_KNOWN = "first_hand", "defender", "not_known"
"""Where somebody knows it from: seen or known by themselves; from the defender; nobody knows. Else another source."""


@dataclass(frozen=True)
class Source:
    """`basis` is a value of the list of bases. `may_be_named`: the source agreed to be named to a partner."""

    ref: str
    name: str = field(repr=False)
    basis: str
    heard_from: str
    may_be_named: bool
    words: str = field(repr=False)


def sources(written: Iterable[Entry]) -> tuple[Source, ...]:
    return tuple(
        Source(
            ref=entry.data["source"],
            name=entry.data["name"],
            basis=entry.data["basis"],
            heard_from=entry.data["heard_from"],
            may_be_named=entry.data["may_be_named"],
            words=entry.data["words"],
        )
        for entry in written
        if entry.kind == "source_added"
    )


def origin_of(ref: str, known: Mapping[str, Source]) -> str:
    """The source with which the knowledge began, or DEFENDER, or NOT_KNOWN; hearsay is followed back to its start."""
    passed: set[str] = set()
    while ref in known and ref not in passed:
        passed.add(ref)
        heard_from = known[ref].heard_from
        if heard_from == FIRST_HAND:
            return ref
        ref = heard_from
    return DEFENDER if ref == DEFENDER else NOT_KNOWN


def refusal_to_adding_source(source: Source, known: Iterable[Source]) -> Refusal | None:
    if not source.name.strip():
        return Refusal("The source has no name yet. Write one by which this office knows it.")
    if any(one.name.casefold() == source.name.casefold() for one in known):
        return Refusal("A source of this name is here already. Choose it below, or write how the two differ.")
    if source.heard_from not in (FIRST_HAND, DEFENDER, NOT_KNOWN, *(one.ref for one in known)):
        return Refusal("That source is not in this file. Choose where this one knows it from.")
    return None
