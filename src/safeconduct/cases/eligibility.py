"""Eligibility: what the person does for the rights of others, never status or fame. Who is no defender is helped too."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.cases.coded_list import coded_list
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

DEFENDER, PROTECTED, UNKNOWN = "defender", "protected", "unknown"
STATUSES = (DEFENDER, PROTECTED, UNKNOWN)
ACTS, SAYERS = "acts_for_rights", "who_says_so"


@dataclass(frozen=True)
class Assessment:
    """`acts` and `said_by` are coded; `words` may name people and stay among the sources. `at` is None in one that is
    not written yet."""

    status: str
    acts: tuple[str, ...]
    said_by: str
    words: str = field(default="", repr=False)
    at: datetime | None = None
    by: str = ""


def assessments(written: Iterable[Entry]) -> tuple[Assessment, ...]:
    """Oldest first; the newest stands. Words that were erased are empty."""
    known = list(written)
    words = {entry.data["eligibility"]: entry.data["text"] for entry in known if entry.kind == "eligibility_words"}
    return tuple(
        Assessment(
            entry.data["status"],
            tuple(entry.data["acts"]),
            entry.data["said_by"],
            words.get(entry.data["ref"], ""),
            entry.at,
            entry.by.post_name,
        )
        for entry in known
        if entry.kind == "eligibility"
    )


def eligibility(written: Iterable[Entry]) -> Assessment | None:
    return next(reversed(assessments(written)), None)


def is_called_defender(written: Iterable[Entry]) -> bool:
    """False where the person needs protection and must not be called a defender, on any page or in any text."""
    newest = eligibility(written)
    return newest is None or newest.status != PROTECTED


def refusal_to_assessing(assessment: Assessment, *, newest: Assessment | None) -> Refusal | None:
    if assessment.status not in STATUSES:
        return Refusal("There is no status yet. Choose one; “not known yet” is one too.")
    if not set(assessment.acts) <= {row.value for row in coded_list(ACTS)}:
        return Refusal("One of the acts is not on the list. Choose from the list, and describe others in words.")
    if assessment.status == DEFENDER and not assessment.acts:
        return Refusal("Nothing is said about what the person does for the rights of others. Choose at least one act.")
    if assessment.status != UNKNOWN and assessment.said_by not in {row.value for row in coded_list(SAYERS)}:
        return Refusal("It is not said who says so. Choose one.")
    if newest and _said(newest) == _said(assessment):
        return Refusal("This stands here already. Change something, or leave it as it is.")
    return None


def _said(assessment: Assessment) -> tuple[object, ...]:
    return assessment.status, frozenset(assessment.acts), assessment.said_by, assessment.words
