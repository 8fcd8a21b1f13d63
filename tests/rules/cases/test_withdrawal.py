"""After a consent was taken back: who is asked to delete, what they say, and what nothing undoes."""

from dataclasses import replace

import pytest

from safeconduct.cases.withdrawal import (
    deletions,
    lasting,
    refusal_to_checking,
    refusal_to_settling,
    stopped,
)
from safeconduct.intake.consent import Terms
from tests.builders import an_entry

TERMS = Terms("0a" * 16, "Lighthouse Network", ("story",), "support", "TLP:AMBER", "2026-03-31")


def asked(ref="d1", seq=1):
    return an_entry("deletion_asked", seq=seq, ref=ref, holder="Lighthouse Network", share="s1")


def said(what, ref="d1", seq=2):
    return an_entry("deletion_confirmed", seq=seq, ref=ref, said=what)


def test_a_holder_who_was_asked_waits_until_it_answers_and_the_newest_answer_counts():
    assert [one.said for one in deletions([asked()])] == [""]
    assert [one.said for one in deletions([said("deleted", seq=3), asked(), said("silent")])] == ["deleted"]


def test_an_answer_that_nobody_asked_for_is_none():
    assert deletions([said("deleted")]) == ()


def shared(seq=1):
    made = {"share": "s1", "consent": "c1", "compartment": "k1", "scope_refs": ["r1"], **TERMS.as_data()}
    return an_entry("shared", seq=seq, **made)


def test_a_share_without_its_consent_is_stopped_and_lasts_in_what_is_known():
    assert [share.ref for share in stopped([shared()])] == ["s1"]
    assert [(one.kind, one.on, one.recipient) for one in lasting([shared()])] == [
        ("shared", "2026-03-04", "Lighthouse Network")
    ]


def test_a_step_that_was_taken_lasts_whether_or_not_its_kind_is_told():
    told = {"step": "p1", "on": "2026-03-09", "kind": "DIP-01"}
    steps = [
        replace(an_entry("step_done", seq=1), data=told),
        an_entry("step_done", seq=2, step="p2", on="2026-03-08"),
    ]
    assert [(one.kind, one.on) for one in lasting(steps)] == [("", "2026-03-08"), ("DIP-01", "2026-03-09")]


@pytest.mark.parametrize("refusal_to", [refusal_to_settling, refusal_to_checking], ids=["settling", "checking"])
def test_what_a_holder_or_the_defender_said_is_written_in_words(refusal_to):
    assert "Nothing is written about it" in refusal_to(" ").sentence
    assert refusal_to("Ana rang them; they deleted it.") is None
