"""A statement that was made public: its draft, its day, and the kinds of violation that it stands for on the card."""

from datetime import timedelta

import pytest

from safeconduct.cases.draft import Draft
from safeconduct.cases.published_statement import (
    published_facts,
    published_statements,
    refusal_to_publishing,
    violations_of,
)
from tests.builders import an_entry, by_member
from tests.rules.cases.protecting import TODAY

DRAFT = Draft("d1", "Release [name].", "en")
ADDRESS = "https://mission.example/release"
KEPT = by_member(an_entry("statement_drafted", seq=1, scope="decisions", **DRAFT.as_data()))
PUBLIC = by_member(
    an_entry("statement_published", seq=2, scope="decisions", draft="d1", on=TODAY.isoformat(), address=ADDRESS)
)


def coded(*kinds, seq=3):
    facts = [{"field": "violation_types", "code": kind, "words": []} for kind in kinds]
    return by_member(an_entry("confirmed_facts", seq=seq, facts=facts))


def test_a_published_statement_is_its_draft_with_day_and_address():
    (one,) = published_statements([KEPT, PUBLIC])
    assert (one.draft, one.on, one.address) == (DRAFT, TODAY, ADDRESS)


def test_without_its_draft_it_says_nothing():
    assert published_statements([PUBLIC]) == ()


def test_the_card_has_the_kinds_of_violation_and_no_word_of_the_text():
    assert published_facts([KEPT, PUBLIC, coded("threat", "arbitrary_detention")]) == {
        "published": ["arbitrary_detention", "threat"]
    }
    assert published_facts([KEPT, coded("threat")]) == {"published": []}


def test_the_newest_confirmation_says_all_that_holds():
    assert violations_of([coded("threat"), coded("torture_ill_treatment", seq=4)]) == {"torture_ill_treatment"}


@pytest.mark.parametrize(
    ("draft", "address", "days", "says"),
    [
        (None, ADDRESS, 0, "No draft was kept as checked."),
        (DRAFT, ADDRESS, 1, "The day lies ahead."),
        (DRAFT, "mission.example", 0, "There is no address"),
        (DRAFT, ADDRESS, 0, ""),
    ],
)
def test_what_is_recorded_as_public_was_checked_and_can_be_found(draft, address, days, says):
    refusal = refusal_to_publishing(draft, address, on=TODAY + timedelta(days=days), today=TODAY)
    assert refusal.sentence.startswith(says) if refusal else says == ""
