"""What is written down of a step: each kind asks for its own, required where it is required, readable or refused."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.account import in_words, moment_parts, refusal_to_account
from safeconduct.guidance.register import action_kinds
from tests.protecting import an_account, written
from tests.rules.cases.protecting import TODAY

KINDS = action_kinds()
FILE = 7


def refusal(kind, **changes):
    account = an_account(kind, on=TODAY)
    shown = {one.name: str(FILE) for one in KINDS[kind].evidence if one.type == "file" and not one.optional}
    inputs = {one.name: str(FILE) for one in KINDS[kind].inputs if one.type == "file" and not one.optional}
    account = replace(account, shown={**account.shown, **shown}, inputs={**account.inputs, **inputs})
    for part, given_now in changes.items():
        whole = {**getattr(account, part), **given_now} if isinstance(given_now, dict) else given_now
        account = replace(account, **{part: whole})
    found = refusal_to_account(account, KINDS[kind], files=(FILE,), on=TODAY)
    return found.sentence if found else ""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_can_be_recorded_with_what_it_asks_for(kind):
    assert refusal(kind) == ""


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_kind_requires_its_own_inputs_and_its_own_evidence(kind):
    for part, asked in (("inputs", KINDS[kind].inputs), ("shown", KINDS[kind].evidence)):
        for one in asked:
            sentence = refusal(kind, **{part: {one.name: " "}})
            assert (f"“{one.label}”" in sentence) is not one.optional


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_cannot_be_read_as_its_type_is_refused(kind):
    free = ("text", "words", "office", "country")
    for part, asked in (("inputs", KINDS[kind].inputs), ("shown", KINDS[kind].evidence)):
        for one in asked:
            sentence = refusal(kind, **{part: {one.name: "soon, we think"}})
            assert bool(sentence) is (one.type not in free)
            assert not sentence or f"“{one.label}” cannot be read." in sentence


def test_no_two_kinds_ask_for_the_same():
    asked = [(kind.inputs, kind.evidence, kind.preconditions) for kind in KINDS.values()]
    assert len(set(map(repr, asked))) == len(KINDS)


def test_a_day_ahead_is_not_recorded():
    assert refusal("DIP-01", on=TODAY + timedelta(days=1)).startswith("The day lies ahead.")


@pytest.mark.parametrize("result", ["refused", "adjourned", "no_answer", "failed"])
def test_what_was_not_done_needs_a_word_and_no_evidence_of_being_done(result):
    """_refusal_without_evidence asks for the one or the other."""
    assert refusal("PUB-01", result=result, shown={"address": ""}).startswith("Nothing shows what happened.")
    assert refusal("PUB-01", result=result, shown={"address": ""}, evidence="The desk said no.") == ""


def test_a_file_is_one_of_the_case():
    assert "cannot be read" in refusal("DIP-02", shown={"copy": "8"})
    assert refusal("DIP-02", shown={"copy": "7"}) == ""


@given(st.text(max_size=40))
def test_a_moment_is_read_whole_or_not_at_all(text):
    parts = moment_parts(text)
    assert parts is None or len(parts) == 3


def test_a_moment_keeps_the_time_of_its_own_place():
    day, hour, zone = moment_parts("2026-04-16 09:30 Africa/Nairobi")
    assert (day.isoformat(), hour, zone) == ("2026-04-16", "09:30", "Africa/Nairobi")


def test_values_are_read_in_words():
    level = next(one for one in KINDS["DIP-01"].evidence if one.name == "level")
    assert in_words(level, "head") == "Head of the body"
    copy = next(one for one in KINDS["DIP-02"].evidence if one.name == "copy")
    assert in_words(copy, "7") == "File 7"
    assert written(KINDS["DIP-01"].inputs)["official"]
