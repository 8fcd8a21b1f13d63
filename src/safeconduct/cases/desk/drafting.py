"""The verbs of drafting: keep a draft that was read line by line, record that it was published, read like texts."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk.deciding import standing
from safeconduct.cases.desk.naming import names_known_to
from safeconduct.cases.desk.opening import Opened, append, journal, opened
from safeconduct.cases.draft import DEFENDER_LABEL, Draft, drafts, still_open
from safeconduct.cases.eligibility import is_called_defender
from safeconduct.cases.published_statement import (
    PublishedStatement,
    published_statements,
    refusal_to_publishing,
    violations_of,
)
from safeconduct.cases.request_card import request_card
from safeconduct.dossiers.desk import listing
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.vocabulary.refusal import Refusal, insist

LIKE_CASES_AT_MOST = 5
"""Opened to compare a draft: more would make the page slow and say little more."""


@transaction.atomic
def what_is_open(ref: str, draft: Draft, keyring: Keyring, *, at: datetime) -> tuple[Refusal, ...]:
    """All that keeps this draft from being kept as checked."""
    found = _open_in(opened(ref, keyring), draft, at=at)
    journal("DossierOpened", ref, keyring, at=at)
    return found


def _open_in(one: Opened, draft: Draft, *, at: datetime) -> tuple[Refusal, ...]:
    written = one.case.written
    return still_open(
        draft,
        persons=labels_of(written),
        known=names_known_to(one),
        consents=standing(one.case, at=at).consents,
        may_use_term=is_called_defender(written),
    )


def labels_of(written: Iterable[Entry]) -> dict[str, str]:
    """Who may be named in a draft, by label in small letters; the defender is `name`."""
    added = {entry.data["label"].casefold(): entry.data["ref"] for entry in written if entry.kind == "person_added"}
    return {**added, DEFENDER_LABEL: ""}


@transaction.atomic
def keep_draft(ref: str, draft: Draft, keyring: Keyring, *, at: datetime) -> None:
    """Raises Refused with the first line that is open."""
    one = opened(ref, keyring)
    for refusal in _open_in(one, draft, at=at):
        insist(refusal)
    append(one, keyring, [NewEntry("decisions", "statement_drafted", draft.as_data())], at=at)
    journal("StatementDrafted", ref, keyring, at=at)


@transaction.atomic
def publish(ref: str, draft: str, on: date, address: str, keyring: Keyring, *, at: datetime) -> None:
    """Record that a draft that was kept is public; the next draft on like violations stands beside it."""
    one = opened(ref, keyring)
    kept = next((kept for kept in drafts(one.case.written) if kept.ref == draft), None)
    insist(refusal_to_publishing(kept, address, on=on, today=at.date()))
    data = {"draft": draft, "on": on.isoformat(), "address": address}
    append(one, keyring, [NewEntry("decisions", "statement_published", data)], at=at)
    journal("StatementPublished", ref, keyring, at=at)


@transaction.atomic
def published_on_like(case: CaseFile, keyring: Keyring, *, at: datetime) -> tuple[PublishedStatement, ...]:
    """What was published on like violations in other cases that this keyring opens; the likest cases, five at most."""
    violations = violations_of(case.written)
    like = [
        card
        for card in map(request_card, (one for one in listing.cards(keyring, on=at.date()) if not one.is_shared))
        if card.dossier != case.ref and card.published & violations
    ]
    like.sort(key=lambda card: (-len(card.published & violations), card.dossier))
    return tuple(text for card in like[:LIKE_CASES_AT_MOST] for text in read_published(card.dossier, keyring, at=at))


@transaction.atomic
def read_published(ref: str, keyring: Keyring, *, at: datetime) -> tuple[PublishedStatement, ...]:
    """What was published in one case, for a draft in another."""
    found = published_statements(opened(ref, keyring).case.written)
    journal("StatementCompared", ref, keyring, at=at)
    return found
