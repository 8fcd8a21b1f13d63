"""Dated parts of a story: what was said in a conversation, put in turn by turn. Nobody is named but by what they are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from safeconduct.cases.coded_list import choices_of, label_of
from safeconduct.cases.conversation.turn import Turn
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

LONGEST_PART = 100_000


@dataclass(frozen=True)
class StoryPart:
    """`speaker` is a value of the list of speakers; `time` is as the export wrote it."""

    on: date | None
    time: str
    speaker: str
    text: str = field(repr=False)

    def as_data(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat() if self.on else "",
            "time": self.time,
            "speaker": self.speaker,
            "text": self.text,
        }

    @property
    def who(self) -> str:
        return label_of("speaker", self.speaker)


def story_parts(written: Iterable[Entry]) -> tuple[StoryPart, ...]:
    """By day; within a day as they were put in. Parts without a day stand last."""
    parts = [_from(entry) for entry in written if entry.kind == "story_part"]
    return tuple(sorted(parts, key=lambda part: part.on or date.max))


def not_yet_in(parts: Iterable[StoryPart], standing: Iterable[StoryPart]) -> tuple[StoryPart, ...]:
    """Each once: the same words of the same day are put in one time, whoever is said to have spoken."""
    known = {(part.on, part.time, part.text) for part in standing}
    new = {(part.on, part.time, part.text): part for part in parts if (part.on, part.time, part.text) not in known}
    return tuple(new.values())


def part_of_story(turn: Turn, speaker: str) -> StoryPart:
    return StoryPart(turn.on, turn.time, speaker, turn.text)


def refusal_to_putting_in(parts: tuple[StoryPart, ...]) -> Refusal | None:
    if not parts:
        return Refusal("Nothing is ticked yet. Tick what enters the story, then put it in.")
    if any(part.speaker not in dict(choices_of("speaker")) for part in parts):
        return Refusal(
            "Somebody who speaks in a ticked line has no label yet. Choose who they are; names do not enter."
        )
    if any(len(part.text) > LONGEST_PART for part in parts):
        return Refusal("One line is longer than 100,000 characters. Write down the part of it that matters.")
    return None


def _from(entry: Entry) -> StoryPart:
    data = entry.data
    return StoryPart(
        date.fromisoformat(data["on"]) if data["on"] else None, data["time"], data["speaker"], data["text"]
    )
