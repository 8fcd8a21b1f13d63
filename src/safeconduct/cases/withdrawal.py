"""When a consent is taken back: what ends now, who must confirm that copies are deleted, what cannot be undone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from safeconduct.cases.press_note import press_notes, taken_out
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import Share, shares, without_consent
from safeconduct.vocabulary.refusal import Refusal


@dataclass(frozen=True)
class Deletion:
    """A holder who was asked to delete copies. `said` is what came of it: deleted, kept or silent; "" while it waits."""

    ref: str
    holder: str
    asked: datetime
    said: str = ""
    on: datetime | None = None


@dataclass(frozen=True)
class Lasting:
    """Something that was done and that no withdrawal undoes. `kind` is shared, press, or the kind of a step where it is
    known."""

    kind: str
    on: str
    recipient: str


def stopped(written: Iterable[Entry]) -> tuple[Share, ...]:
    """The shares that end now, because their consent no longer stands."""
    return without_consent(written)


def deletions(written: Iterable[Entry]) -> tuple[Deletion, ...]:
    """Each holder who was asked to delete, oldest first, with the newest answer."""
    known: dict[str, Deletion] = {}
    for entry in sorted(written, key=lambda entry: entry.seq):
        ref = entry.data.get("ref", "")
        if entry.kind == "deletion_asked":
            known[ref] = Deletion(ref, entry.data["holder"], entry.at)
        elif entry.kind == "deletion_confirmed" and ref in known:
            known[ref] = replace(known[ref], said=entry.data["said"], on=entry.at)
    return tuple(known.values())


def lasting(written: Iterable[Entry]) -> tuple[Lasting, ...]:
    """What was shared, raised or published already, oldest first: whoever knows it keeps knowing it."""
    written = tuple(written)
    shared = [Lasting("shared", share.since.date().isoformat(), share.terms.office) for share in shares(written)]
    steps = [entry.data for entry in written if entry.kind == "step_done"]
    done = [Lasting(str(step.get("kind", "")), str(step["on"]), "") for step in steps]
    outlets = {one.ref: one.outlet for one in press_notes(written)}
    told = [
        Lasting("press", at.date().isoformat(), outlets[ref])
        for ref, at in taken_out(written).items()
        if ref in outlets
    ]
    return tuple(sorted((*shared, *told, *done), key=lambda one: one.on))


def refusal_to_settling(words: str) -> Refusal | None:
    """Why what a holder says may not be written down."""
    if not words.strip():
        return Refusal("Nothing is written about it. Say who answered, when and how.")
    return None


def refusal_to_checking(words: str) -> Refusal | None:
    if not words.strip():
        return Refusal("Nothing is written about it. Say how the defender was asked and what was found.")
    return None
