"""How far things are, in plain words without names: what a code alone may show, and when a promise was missed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from safeconduct.dossiers.entry import Entry
from safeconduct.intake.promise import AnswerPromise, promise_to_answer
from safeconduct.sealing.place import place

STEPS = ("arrived", "read", "working", "answered")


@dataclass(frozen=True)
class Progress:
    """The day (ISO) on which each step was reached, the moment by which the office said it would read and answer, and
    how that promise stands."""

    days: Mapping[str, str]
    read_by: datetime
    more_by: str = ""
    moved: AnswerPromise | None = None

    @property
    def promise(self) -> AnswerPromise:
        return self.moved or AnswerPromise(self.read_by)

    def reached(self, step: str, *, day: str) -> "Progress":
        """The same with a step done; a step that was done keeps its first day."""
        return replace(self, days={**self.days, step: self.days.get(step, day)})

    def is_done(self, step: str) -> bool:
        return step in self.days

    def is_late(self, *, at: datetime) -> bool:
        """The promise to answer was missed and is still missed."""
        return not self.is_done("answered") and self.promise.is_broken(at=at)

    def after_reply(self, at: datetime) -> "Progress":
        """The same once the defender has written back."""
        return replace(self, moved=self.promise.after_reply(at))

    def as_bytes(self) -> bytes:
        written = {"v": 1, "days": dict(self.days), "read_by": self.read_by.isoformat(), "more_by": self.more_by}
        if self.moved:
            moments = (self.moved.by, self.moved.asked, self.moved.replied, self.moved.answered)
            written["moved"] = [moment and moment.isoformat() for moment in moments]
        return json.dumps(written).encode()


def progress_from(body: bytes) -> Progress:
    written = json.loads(body)
    moved = [moment and datetime.fromisoformat(moment) for moment in written.get("moved", ())]
    read_by = datetime.fromisoformat(written["read_by"])
    return Progress(written["days"], read_by, written["more_by"], AnswerPromise(*moved) if moved else None)


def progress_place(dossier: str) -> bytes:
    return place("progress", dossier)


def progress_of(entries: Iterable[Entry]) -> Progress | None:
    """Folds the entries that a code may know of: each step has the day of its first entry."""
    progress: Progress | None = None
    known = list(entries)
    for entry in known:
        day = entry.at.date().isoformat()
        if entry.kind == "arrived":
            progress = progress or Progress({"arrived": day}, datetime.fromisoformat(entry.data["read_by"]))
        elif progress and entry.kind in _REACHED_BY:
            for step in _REACHED_BY[entry.kind]:
                progress = progress.reached(step, day=day)
    if progress is None:
        return None
    promise = promise_to_answer(known, read_by=progress.read_by)
    return progress if promise == AnswerPromise(progress.read_by) else replace(progress, moved=promise)


# An answer means that somebody has read and worked on it, whether or not they wrote that down.
# A decline may be told from the card alone, so it claims no reading.
_REACHED_BY = {
    "read": ("read",),
    "accepted": ("read", "working"),
    "answer": ("read", "working", "answered"),
    "declined": ("answered",),
}
