"""Which support the defender wants, stage by stage; what was told of a stage stands until it is told anew.

Needs of body and mind are kept in the medical scope. What came with the code alone, as from a relay, stands beside
what the defender says and never for it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.vocabulary.telling import MEDICAL, STAGES, SUPPORT


@dataclass(frozen=True)
class Support:
    """Coded kinds of need, and words, for one stage. Without the key of the medical scope the medical ones are not in it."""

    stage: str
    kinds: tuple[str, ...] = field(repr=False)
    words: str = field(repr=False)
    at: datetime


def telling_of(stage: str, kinds: Iterable[str], words: str, *, scope: str, ref: str) -> list[NewEntry]:
    """The words go to the medical scope as soon as one kind does: nobody can tell of which kind they speak."""
    ticked = set(kinds)
    medical = sorted(ticked & MEDICAL)
    data = {"ref": ref, "stage": stage, "kinds": sorted(ticked - MEDICAL), "words": "" if medical else words}
    entries = [NewEntry(scope, "support_wanted", data)]
    if medical:
        entries.append(NewEntry("medical", "support_wanted", {**data, "kinds": medical, "words": words}))
    return entries


def own_wishes(written: Iterable[Entry]) -> tuple[Support, ...]:
    return _folded(entry for entry in written if entry.by.kind == "defender")


def wishes_with_the_code_alone(written: Iterable[Entry]) -> tuple[Support, ...]:
    return _folded(entry for entry in written if entry.by.kind == "code")


def _folded(written: Iterable[Entry]) -> tuple[Support, ...]:
    told = [entry for entry in written if entry.kind == "support_wanted"]
    newest = {entry.data["stage"]: entry.data["ref"] for entry in told}
    return tuple(
        _joined([entry for entry in told if entry.data["ref"] == newest[stage]]) for stage in STAGES if stage in newest
    )


def _joined(parts: list[Entry]) -> Support:
    kinds = {kind for part in parts for kind in part.data["kinds"]}
    words = "".join(part.data["words"] for part in parts)
    return Support(parts[0].data["stage"], tuple(kind for kind in SUPPORT if kind in kinds), words, parts[-1].at)
