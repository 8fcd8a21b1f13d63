"""How far things are, in plain words without names: what a code alone may show, and when a promise was missed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from safeconduct.dossiers.entry import Entry
from safeconduct.sealing.place import place

STEPS = ("arrived", "read", "working", "answered")


@dataclass(frozen=True)
class Progress:
    """The day (ISO) on which each step was reached, and the moment by which the office said it would read."""

    days: Mapping[str, str]
    read_by: datetime
    more_by: str = ""

    def reached(self, step: str, *, day: str) -> "Progress":
        """The same with a step done; a step that was done keeps its first day."""
        return replace(self, days={**self.days, step: self.days.get(step, day)})

    def is_done(self, step: str) -> bool:
        return step in self.days

    def is_late(self, *, at: datetime) -> bool:
        """The promise to read was missed and is still missed."""
        return not self.is_done("read") and at > self.read_by

    def as_bytes(self) -> bytes:
        written = {"v": 1, "days": dict(self.days), "read_by": self.read_by.isoformat(), "more_by": self.more_by}
        return json.dumps(written).encode()


def progress_from(body: bytes) -> Progress:
    written = json.loads(body)
    return Progress(written["days"], datetime.fromisoformat(written["read_by"]), written["more_by"])


def progress_place(dossier: str) -> bytes:
    return place("progress", dossier)


def progress_of(entries: Iterable[Entry]) -> Progress | None:
    """Folds the entries that a code may know of: each step has the day of its first entry."""
    progress: Progress | None = None
    for entry in entries:
        day = entry.at.date().isoformat()
        if entry.kind == "arrived":
            progress = progress or Progress({"arrived": day}, datetime.fromisoformat(entry.data["read_by"]))
        elif progress and entry.kind in _REACHED_BY:
            for step in _REACHED_BY[entry.kind]:
                progress = progress.reached(step, day=day)
    return progress


# An answer means that somebody has read and worked on it, whether or not they wrote that down.
_REACHED_BY = {"read": ("read",), "accepted": ("read", "working"), "answer": ("read", "working", "answered")}
