"""The evidence of one post: its own cases and what it noted, for the commitments of its profile, and for no other post."""

from datetime import date
from types import SimpleNamespace

import pytest

from safeconduct.guidance.evidence import RecordedEvent
from safeconduct.guidance.office_record import OfficeEvent
from safeconduct.reports.post_promises import evidence_of
from safeconduct.reports.promises import PromiseRow

POST, OTHER = "0a" * 16, "0b" * 16
DAY = date(2026, 3, 4)


def of_case(holder):
    return PromiseRow(RecordedEvent(holder, "DIP-01", DAY, holder), card=SimpleNamespace(holder=holder))


def noted(by):
    event = OfficeEvent("coordination_meeting", DAY, "They met.", by)
    return PromiseRow(RecordedEvent(by, event.kind, DAY), noted=event)


def a_verdict(name, *rows):
    return SimpleNamespace(
        commitment=SimpleNamespace(id=name), instrument=None, rows=rows, missing=rows[:1], still_open=()
    )


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        (of_case(POST), True),
        (of_case(OTHER), False),
        (of_case(""), False),
        (noted("Duty officer"), True),
        (noted("Duty officer, Harbour Desk"), True),
        (noted("Deputy duty officer"), False),
    ],
    ids=["its case", "another post's", "nobody's", "its note", "with its office", "a longer name"],
)
def test_what_counts_for_a_post(row, counts):
    (found,) = evidence_of([a_verdict("EU-09a", row)], ("EU-09a",), POST, "Duty officer")
    assert (found.done == (row,)) is counts and (found.unanswered == (row,)) is counts


def test_only_commitments_of_the_profile_are_listed_in_the_order_of_the_register():
    known = [a_verdict("EU-03"), a_verdict("EU-09a"), a_verdict("EU-09b")]
    found = evidence_of(known, ("EU-09b", "EU-03", "unknown"), POST, "Duty officer")
    assert [one.commitment.id for one in found] == ["EU-03", "EU-09b"]
