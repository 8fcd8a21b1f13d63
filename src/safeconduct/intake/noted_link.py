"""Links that are out and rest on what the person allows: noted in the messages, so that their own withdrawal finds what to close.

Whoever opens a link brings its key and none of the file. So nothing can be compared then: a link is closed when something
comes into the file, by whoever writes it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.intake.consent import YES, ticks

HELD_BACK = "link_held_back"
NAME, CONSENT = "name", "consent"
"""Why a link was held back: a name that came later stands in it, or the person allows less than when it was made."""


@dataclass(frozen=True)
class NotedLink:
    """`row` is the hash of its token, `seq` the number of the entry that notes it."""

    ref: str
    row: str
    purposes: frozenset[str]
    seq: int


def noting(link: str, row: str, purposes: Iterable[str]) -> NewEntry:
    return NewEntry("messages", "link_noted", {"link": link, "row": row, "purposes": sorted(purposes)})


def holding_back(link: str, why: str) -> NewEntry:
    return NewEntry("messages", "link_held_back", {"link": link, "why": why})


def links_without_consent(entries: Iterable[Entry]) -> tuple[NotedLink, ...]:
    """An answer that it rests on became less since, for anybody: the page that it shows asks for all of it."""
    entries = tuple(entries)
    held = {entry.data["link"] for entry in entries if entry.kind == HELD_BACK}
    noted = (
        NotedLink(entry.data["link"], entry.data["row"], frozenset(entry.data["purposes"]), entry.seq)
        for entry in entries
        if entry.kind == "link_noted"
    )
    return tuple(one for one in noted if one.ref not in held and _rests_on_less(one, entries))


def _rests_on_less(one: NotedLink, entries: tuple[Entry, ...]) -> bool:
    before = ticks(entry for entry in entries if entry.seq <= one.seq)
    return bool((before - ticks(entries)) & one.purposes) or any(
        entry.data["purpose"] in one.purposes and (entry.data["word"] != YES or bool(entry.data["until"]))
        for entry in entries
        if entry.kind == "answered" and entry.seq > one.seq
    )
