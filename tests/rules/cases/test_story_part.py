"""Parts of a story: by day, under labels, each once."""

from datetime import date

import pytest

from safeconduct.cases.conversation.turn import Turn
from safeconduct.cases.story_part import StoryPart, not_yet_in, part_of_story, refusal_to_putting_in, story_parts
from tests.builders import an_entry

EARLY, LATE = StoryPart(date(2026, 3, 1), "9:00", "defender", "First"), StoryPart(date(2026, 3, 2), "", "us", "Second")
UNDATED = StoryPart(None, "", "other", "Some day")


def put(*parts):
    return [
        an_entry("story_part", seq=seq, scope="story", ref="r", **part.as_data()) for seq, part in enumerate(parts, 2)
    ]


def test_parts_are_read_by_day_and_those_without_one_last():
    assert story_parts(put(UNDATED, LATE, EARLY)) == (EARLY, LATE, UNDATED)


def test_an_erased_part_changes_no_other():
    entries = put(EARLY, LATE, UNDATED)
    assert story_parts(entries[:1] + entries[2:]) == (EARLY, UNDATED)


def test_the_same_words_of_the_same_moment_enter_once():
    again = StoryPart(EARLY.on, EARLY.time, "relay", EARLY.text)
    assert not_yet_in((again, LATE, LATE), (EARLY,)) == (LATE,)


def test_a_name_does_not_enter():
    part = part_of_story(Turn(date(2026, 3, 1), "9:00", "Teresa (invented)", "They came."), "defender")
    assert "Teresa" not in repr(part.as_data())


REFUSED = {
    "nothing": ((), "Nothing is ticked"),
    "no label": ((StoryPart(None, "", "", "x"),), "no label"),
    "a label that is none": ((StoryPart(None, "", "spy", "x"),), "no label"),
    "a line like a book": ((StoryPart(None, "", "us", "x" * 100_001),), "longer than"),
    "all is said": ((EARLY, LATE), None),
}


@pytest.mark.parametrize(("parts", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_enter_is_said(parts, said):
    refusal = refusal_to_putting_in(parts)
    assert refusal is None if said is None else said in refusal.sentence
