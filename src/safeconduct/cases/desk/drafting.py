"""The verb of drafting: keep the draft of a public statement that was read line by line."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk.deciding import standing
from safeconduct.cases.desk.opening import append, journal, opened
from safeconduct.cases.draft import DEFENDER_LABEL, Draft, still_open
from safeconduct.cases.eligibility import is_called_defender
from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.vocabulary.refusal import Refusal, insist


def what_is_open(case: CaseFile, draft: Draft, *, at: datetime) -> tuple[Refusal, ...]:
    """All that keeps this draft from being kept as checked."""
    return still_open(
        draft,
        persons=labels_of(case.written),
        consents=standing(case, at=at).consents,
        may_use_term=is_called_defender(case.written),
    )


def labels_of(written: Iterable[Entry]) -> dict[str, str]:
    """Who may be named in a draft, by label in small letters; the defender is `name`."""
    added = {entry.data["label"].casefold(): entry.data["ref"] for entry in written if entry.kind == "person_added"}
    return {**added, DEFENDER_LABEL: ""}


@transaction.atomic
def keep_draft(ref: str, draft: Draft, keyring: Keyring, *, at: datetime) -> None:
    """Raises Refused with the first line that is open."""
    one = opened(ref, keyring)
    for refusal in what_is_open(one.case, draft, at=at):
        insist(refusal)
    append(one, keyring, [NewEntry("decisions", "statement_drafted", draft.as_data())], at=at)
    journal("StatementDrafted", ref, keyring, at=at)
