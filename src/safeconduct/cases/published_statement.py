"""Statements that were made public: which draft, when and where; and on which kinds of violation, for those who draft next.

Texts are kept with labels for names, as they were checked. On the card stand the kinds alone, so that only cases with a like
statement need to be opened to compare texts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from safeconduct.cases.coded_list import label_of
from safeconduct.cases.draft import Draft, drafts
from safeconduct.cases.incident import incidents
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.telling import codes_in
from safeconduct.vocabulary.refusal import Refusal
from safeconduct.vocabulary.web_address import is_web_address


@dataclass(frozen=True)
class PublishedStatement:
    draft: Draft = field(repr=False)
    on: date
    address: str


def published_statements(written: Iterable[Entry]) -> tuple[PublishedStatement, ...]:
    """Every one whose draft still stands, oldest first."""
    written = tuple(written)
    known = {one.ref: one for one in drafts(written)}
    return tuple(
        PublishedStatement(known[entry.data["draft"]], date.fromisoformat(entry.data["on"]), entry.data["address"])
        for entry in written
        if entry.kind == "statement_published" and entry.data["draft"] in known
    )


def violations_of(written: Iterable[Entry]) -> frozenset[str]:
    """The kinds of violation of a case: those that a member confirmed, and those of its incidents."""
    written = tuple(written)
    coded: Iterable[Mapping[str, Any]] = next(
        (entry.data["facts"] for entry in reversed(written) if entry.kind == "confirmed_facts"), ()
    )
    return frozenset((*codes_in(coded, "violation_types"), *(act for one in incidents(written) for act in one.acts)))


def wording_of(violations: Iterable[str]) -> list[str]:
    return [label_of("acts", label_of("violation_type", one)) for one in sorted(violations)]


def published_facts(written: Iterable[Entry]) -> dict[str, Any]:
    """For the card: on which kinds of violation something was published."""
    written = tuple(written)
    return {"published": sorted(violations_of(written)) if published_statements(written) else []}


def refusal_to_publishing(draft: Draft | None, address: str, *, on: date, today: date) -> Refusal | None:
    if draft is None:
        return Refusal("No draft was kept as checked. Keep the text first, then record that it was published.")
    if on > today:
        return Refusal("The day lies ahead. Record it when it has been published.")
    if not is_web_address(address):
        return Refusal("There is no address of the text. Write where it stands; it begins with https://.")
    return None
