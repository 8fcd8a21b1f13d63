"""The commitments of one post's job profile, with what the records show of each: evidence, and no word on how well.

A case counts for the post that holds it, a row of the office's own record for the post that noted it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from safeconduct.guidance.commitment import Commitment
from safeconduct.guidance.instrument import Instrument
from safeconduct.reports.promises import PromiseRow, PromiseVerdict


@dataclass(frozen=True)
class PostEvidence:
    """`done` shows it, `unanswered` called for it and had no answer in time, `waiting` has time left."""

    commitment: Commitment
    instrument: Instrument
    done: tuple[PromiseRow, ...]
    unanswered: tuple[PromiseRow, ...]
    waiting: tuple[PromiseRow, ...]


def evidence_of(
    known: Iterable[PromiseVerdict], profile: Collection[str], post: str, post_name: str
) -> tuple[PostEvidence, ...]:
    """In the order of the register. `profile`: commitments by their names; `post` by reference."""

    def own(rows: Iterable[PromiseRow]) -> tuple[PromiseRow, ...]:
        return tuple(row for row in rows if _is_of(row, post, post_name))

    return tuple(
        PostEvidence(one.commitment, one.instrument, own(one.rows), own(one.missing), own(one.still_open))
        for one in known
        if one.commitment.id in profile
    )


def _is_of(row: PromiseRow, post: str, post_name: str) -> bool:
    """`noted_by` is a post, and may name its office after a comma."""
    if row.card:
        return row.card.holder == post
    return row.noted is not None and row.noted.noted_by.partition(",")[0].strip() == post_name
