"""Triage: what may be decided about a request when, and that a decline is always an answer."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.standard_words import standard_words, texts
from safeconduct.cases.triage import (
    REASONS,
    NewDecline,
    declines,
    refusal_to_asking_back,
    refusal_to_deciding,
    refusal_to_declining,
    refusal_to_overtaking,
    refusal_to_reopening,
    stage_of,
    standing_decline,
)
from safeconduct.vocabulary.language import LANGUAGES
from tests.builders import an_entry

DECLINED = an_entry("declined", ref="a", text="No.")
REASON = an_entry("decline_reason", scope="decisions", declined="a", reason="other_help", elsewhere=["one-body"])
REOPENED = an_entry("reopened", scope="decisions", declined="a")
AGAIN = an_entry("declined", ref="b", text="Still no.")
ACCEPTED = an_entry("accepted")

STAGES = {
    "nothing": ([], "received"),
    "answered only": ([an_entry("answer", text="")], "received"),
    "asked back only": ([an_entry("asked_back", text="")], "received"),
    "accepted": ([ACCEPTED], "case"),
    "declined": ([DECLINED, REASON], "declined"),
    "declined and reopened": ([DECLINED, REASON, REOPENED], "received"),
    "declined, reopened, declined": ([DECLINED, REOPENED, AGAIN], "declined"),
    "declined, reopened, accepted": ([DECLINED, REOPENED, ACCEPTED], "case"),
}


@pytest.mark.parametrize(("entries", "stage"), STAGES.values(), ids=STAGES)
def test_the_stage_is_the_same_in_whatever_order_entries_of_one_minute_arrive(entries, stage):
    assert {stage_of(order) for order in permutations(entries)} == {stage}


def test_the_reason_and_the_bodies_are_read_with_the_decline():
    (one,) = declines([DECLINED, REASON])
    assert (one.text, one.reason, one.elsewhere) == ("No.", "other_help", ("one-body",))
    assert standing_decline([DECLINED, REASON, REOPENED]) is None


@given(st.permutations([DECLINED, REASON, REOPENED, AGAIN, ACCEPTED]), st.integers(0, 4))
def test_an_erased_entry_never_changes_what_the_other_declines_say(entries, erased):
    left = [entry for position, entry in enumerate(entries) if position != erased]
    whole = {one.ref: one.text for one in declines(entries)}
    assert all(whole[one.ref] == one.text for one in declines(left))


FIT = frozenset({"one-body", "two-body"})
SAID = {"fitting": FIT, "is_unread_danger": False, "nobody_waits": False}
KIND = NewDecline("other_help", "We cannot.", ("one-body",))
DECLINES = {
    "with words and somewhere to go": (KIND, {}, None),
    "with two bodies": (NewDecline("other_help", "We cannot.", ("one-body", "two-body")), {}, None),
    "nobody else is known": (NewDecline("no_request", "We cannot.", nobody_else=True), {}, None),
    "danger now, unread": (KIND, {"is_unread_danger": True}, "Open it before"),
    "no reason": (NewDecline("", "We cannot.", ("one-body",)), {}, "no reason yet"),
    "a reason that is none": (NewDecline("because", "We cannot.", ("one-body",)), {}, "no reason yet"),
    "no words": (NewDecline("other_help", "  ", ("one-body",)), {}, "closing answer"),
    "nowhere to go": (NewDecline("other_help", "We cannot."), {}, "Nowhere else"),
    "a body that does not fit": (NewDecline("other_help", "We cannot.", ("three-body",)), {}, "does not fit"),
    "both": (NewDecline("other_help", "We cannot.", ("one-body",), nobody_else=True), {}, "Take one"),
    "a public appeal without words": (NewDecline("other_country", ""), {"nobody_waits": True}, None),
    "a public appeal without a reason": (NewDecline("", ""), {"nobody_waits": True}, "no reason yet"),
}


@pytest.mark.parametrize(("declining", "changed", "said"), DECLINES.values(), ids=DECLINES)
def test_a_decline_has_a_reason_words_and_somewhere_to_go(declining, changed, said):
    refusal = refusal_to_declining(declining, **(SAID | changed))
    assert refusal is None if said is None else refusal is not None and said in refusal.sentence


def test_what_is_decided_is_not_decided_again():
    assert refusal_to_deciding("received") is None
    assert "a case already" in refusal_to_deciding("case").sentence
    assert "Reopen it first" in refusal_to_deciding("declined").sentence
    assert refusal_to_reopening("declined") is None
    assert "nothing to reopen" in refusal_to_reopening("received").sentence


ASKED = {
    "a question": ("Where?", {}, None),
    "nothing": (" ", {}, "empty"),
    "one is open": ("Where?", {"waits": True}, "open already"),
    "a public appeal": ("Where?", {"nobody_waits": True}, "nobody to ask"),
}


@pytest.mark.parametrize(("text", "changed", "said"), ASKED.values(), ids=ASKED)
def test_one_question_at_a_time_to_somebody_who_can_reply(text, changed, said):
    refusal = refusal_to_asking_back(text, **({"waits": False, "nobody_waits": False} | changed))
    assert refusal is None if said is None else refusal is not None and said in refusal.sentence


def test_a_choice_by_an_older_card_does_not_count():
    assert refusal_to_overtaking("received|||", "received|||") is None
    assert "Look at it again" in refusal_to_overtaking("received|||", "case|||").sentence


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
def test_every_standard_text_is_there_in_every_language_and_no_two_are_mixed_up(language):
    for purpose, values in texts().items():
        written = [known.get(language, "").strip() for known in values.values()]
        assert all(written) and len(set(written)) == len(written), purpose


def test_every_reason_that_is_offered_has_its_words():
    assert set(texts()["decline"]) == {row.value for row in coded_list(REASONS)}
    assert standard_words("decline", "nothing_of_the_kind", "en") == ""
    assert standard_words("decline", "other_help", "pt") == standard_words("decline", "other_help", "en")
