"""Telling the defender: how much, through whom, and never that one thing caused another."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.feedback import (
    effects,
    feedbacks,
    is_silent,
    last_word_to_defender,
    refusal_to_effect,
    refusal_to_telling,
    refusal_to_wording,
)
from tests.builders import MORNING, an_entry, by_member
from tests.rules.cases.protecting import an_effect


@pytest.mark.parametrize(
    ("level", "channel", "is_relay", "may_raise", "is_refused"),
    [
        ("full", "page", False, False, False),
        ("lowest", "relay", False, False, False),
        ("neutral", "relay", False, False, True),
        ("neutral", "relay", False, True, False),
        ("full", "page", True, False, True),
        ("full", "call", False, False, False),
    ],
    ids=["own page", "lowest by relay", "more by relay", "raised by the defender", "a relay’s page", "a call"],
)
def test_somebody_in_between_reads_the_lowest_wording_unless_the_defender_raised_it(
    level, channel, is_relay, may_raise, is_refused
):
    refusal = refusal_to_telling("A step was taken.", level, channel, is_relay=is_relay, may_raise=may_raise)
    assert bool(refusal) is is_refused


def test_nothing_is_told_without_words():
    assert refusal_to_telling("  ", "full", "page", is_relay=False, may_raise=False)


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("We spoke to the ministry on 3 March. On 5 March he was released.", False),
        ("He was released thanks to our visit.", True),
        ("Our statement led to the acquittal.", True),
        ("Because of the visit they let her go.", True),
        ("We obtained the release.", True),
        ("They asked because of the noise.", False),
        ("Elle a été libérée grâce à notre visite.", True),
        ("Grâce à son avocat, elle a vu le dossier.", False),
        ("La declaración llevó a su liberación.", True),
        ("Gracias a su abogada pudo hablar con su familia.", False),
        ("Его отпустили благодаря нашему заявлению.", True),
        ("Благодаря адвокату он увидел дело.", False),
        ("أُفرج عنه بفضل زيارتنا.", True),
        ("زرناه يوم الأحد وأُفرج عنه يوم الثلاثاء.", False),
    ],
    ids=[
        "one, then the other",
        "thanks to",
        "led to",
        "because of",
        "obtained",
        "an ordinary because",
        "French",
        "French, of others",
        "Spanish",
        "Spanish, of others",
        "Russian",
        "Russian, of others",
        "Arabic",
        "Arabic, one then the other",
    ],
)
def test_no_wording_says_that_one_thing_caused_another(text, is_refused):
    assert bool(refusal_to_wording(text)) is is_refused
    assert bool(refusal_to_effect(an_effect(words=text))) is is_refused


@pytest.mark.parametrize("scale", [-2, -1, 0, 1, 2])
def test_things_may_have_become_worse(scale):
    assert refusal_to_effect(an_effect(scale=scale)) is None
    assert refusal_to_effect(an_effect(scale=scale, words=" "))
    assert refusal_to_effect(an_effect(scale=scale * 10 + 3))


@pytest.mark.parametrize("left_out", ["contribution", "confidence"])
def test_whether_a_step_played_a_part_and_how_sure_we_are_is_always_said(left_out):
    assert refusal_to_effect(an_effect(**{left_out: ""}))
    assert refusal_to_effect(an_effect(**{left_out: "proven"}))


def test_no_answer_says_that_a_step_did_it():
    labels = [row.label for row in coded_list("contributions")]
    assert labels and not [label for label in labels if refusal_to_wording(label)]
    assert all("may have" in label.lower() or label.lower().startswith(("no sign", "cannot")) for label in labels)


@pytest.mark.parametrize(
    ("rhythm", "days", "silent"),
    [
        ("", 15, True),
        ("", 14, False),
        ("news", 15, True),
        ("week", 8, True),
        ("month", 20, False),
        ("month", 32, True),
        ("never", 400, False),
    ],
)
def test_how_long_silence_may_last_is_the_defenders_choice(rhythm, days, silent):
    assert is_silent(MORNING, MORNING, rhythm=rhythm, at=MORNING + timedelta(days=days)) is silent
    assert is_silent(None, MORNING, rhythm=rhythm, at=MORNING + timedelta(days=days)) is silent


def given(seq=1, **changes):
    data = {"ref": "f1", "steps": ["s1"], "level": "lowest", "channel": "page", "text": "A step was taken."}
    return by_member(an_entry("feedback_given", seq=seq, **{**data, **changes}))


def test_whether_it_reached_them_is_known_later_or_never():
    reached = by_member(an_entry("feedback_reached", seq=2, feedback="f1", reached="no"))
    assert [one.reached for one in feedbacks([given()])] == [""]
    assert [one.reached for one in feedbacks([given(), reached])] == ["no"]
    assert feedbacks([reached]) == ()


def test_their_view_and_ours_stand_apart():
    theirs = an_entry("effect_seen", seq=1, step="s1", scale=-1, words="They asked my sister.")
    ours = an_entry("effect_noted", seq=2, step="s1", scale=1, words="The guard left.", reaction="yields")
    found = effects([theirs, ours])
    assert [(one.by, one.scale, one.reaction) for one in found] == [("defender", -1, ""), ("office", 1, "yields")]


def test_the_last_word_is_ours_not_theirs():
    later = MORNING + timedelta(days=3)
    word = replace(an_entry("word", seq=2, text="Hello?"), at=later)
    assert last_word_to_defender([given(), word]) == MORNING
    assert last_word_to_defender([word]) is None
