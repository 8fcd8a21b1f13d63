"""What a case file shows and what may be put into it: the identity stays closed, and what was changed is written to no more."""

from dataclasses import replace

import pytest

from safeconduct.cases.casefile import (
    casefile,
    names,
    names_of_persons,
    refusal_to_answering,
    refusal_to_giving_code,
    refusal_to_noting,
    refusal_to_revealing_for,
    refusal_to_writing,
)
from safeconduct.dossiers.entry import EmptySlip
from safeconduct.dossiers.signing import Checked
from tests.builders import MORNING, an_entry, an_open_dossier

ALL_SIGNED = Checked(frozenset(), frozenset(), ())
CODE = {"alone": {"seal": "00", "sign": "00"}}


def arrived(**changes):
    data = {"about": "self", "read_by": MORNING.isoformat(), "keys": CODE, "relay": False, "entries": 2, **changes}
    return an_entry("arrived", **data)


TOLD = an_entry("told", seq=2, scope="story", happened="They came to the market.")
NAMED = an_entry("identity", seq=3, scope="identity", name="Teresa (invented)")


def case_of(*entries, signatures=ALL_SIGNED, **changes):
    return casefile(replace(an_open_dossier(*entries), **changes), signatures)


def said(refusal):
    return refusal.sentence if refusal else ""


def test_the_identity_is_in_no_case_file_only_that_there_is_one():
    case = case_of(arrived(), TOLD, NAMED, EmptySlip(4, "2026-03-04", erased=True))
    assert case.has_identity and "Teresa" not in repr(case.entries) + repr(case.written)
    assert [entry.kind for entry in case.written] == ["arrived", "told"]
    assert [entry.seq for entry in case.entries] == [4, 2, 1]
    assert not case_of(arrived(), TOLD).has_identity


def test_names_of_others_are_read_in_the_identity_alone():
    beside = an_entry("person_name", seq=4, scope="identity", label="sister", name="Ana (invented)")
    elsewhere = an_entry("person_name", seq=5, scope="messages", label="sister", name="Somebody else")
    at_court = an_entry("names_at_court", seq=6, scope="identity", label="At court", text="Ruben (invented)")
    in_the_open = an_entry("names_at_court", seq=7, scope="messages", label="At court", text="Somebody else")
    dossier = an_open_dossier(arrived(), NAMED, beside, elsewhere, at_court, in_the_open)
    given = {"": "Teresa (invented)", "sister": "Ana (invented)"}
    assert names_of_persons(dossier, ALL_SIGNED) == given
    assert names(dossier, ALL_SIGNED) == given | {"At court": "Ruben (invented)"}


def test_sharing_is_read_in_the_messages_alone():
    asked = {"consent": "c1", "organisation": "0a" * 16, "office": "Quay", "parts": ["story"], "purpose": "support"}
    asked |= {"marking": "TLP:AMBER", "until": "2026-03-31"}
    here = an_entry("consent_asked", seq=2, **asked)
    elsewhere = an_entry("consent_asked", seq=3, scope="coordination", **{**asked, "consent": "c2"})
    assert [one.ref for one in case_of(arrived(), here, elsewhere).sharing.consents] == ["c1"]


WRITING = {
    "whole": (case_of(arrived(), TOLD), False),
    "a broken chain": (case_of(arrived(), TOLD, broken_at=2), True),
    "a broken first link": (case_of(arrived(), TOLD, broken_at=0), True),
    "a first entry that is not signed": (
        replace(case_of(arrived(), TOLD), unsigned=frozenset({1})),
        True,
    ),
    "a later entry that is not signed": (replace(case_of(arrived(), TOLD), unsigned=frozenset({2})), False),
}


@pytest.mark.parametrize(("case", "is_refused"), WRITING.values(), ids=list(WRITING))
def test_refusal_to_writing_into_what_was_changed_outside(case, is_refused):
    assert said(refusal_to_writing(case)).startswith("This file was changed outside") is is_refused


ONCE = {"an answer": (refusal_to_answering, "answer"), "a note": (refusal_to_noting, "note")}


@pytest.mark.parametrize(("refusal_to", "kind"), ONCE.values(), ids=list(ONCE))
def test_an_answer_and_a_note_are_words_and_are_not_kept_twice(refusal_to, kind):
    empty, kept = case_of(arrived()), case_of(arrived(), an_entry(kind, seq=2, text="We call today."))
    assert "is empty" in said(refusal_to(empty, " \n"))
    assert "already" in said(refusal_to(kept, "We call today."))
    assert refusal_to(empty, "We call today.") is None
    assert refusal_to(kept, "We call tomorrow.") is None


def test_a_name_is_revealed_for_a_reason():
    assert said(refusal_to_revealing_for("")).startswith("There is no reason yet")
    assert refusal_to_revealing_for("call") is None


@pytest.mark.parametrize(
    ("first", "is_refused"),
    [(arrived(), True), (arrived(relay=True), False), (arrived(keys={}), False)],
    ids=["who has one", "a relay's", "who has none"],
)
def test_refusal_to_giving_code_to_who_has_one(first, is_refused):
    assert said(refusal_to_giving_code(case_of(first))).startswith("The person has a code already") is is_refused
