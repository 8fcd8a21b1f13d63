"""Links that rest on what the person allows: noted in the messages, so that their own withdrawal finds what to close.

A link is a key that others hold. What it opens is sealed apart from the file, so nothing but its row can end it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from safeconduct.dossiers.entry import Entry, NewEntry
from safeconduct.intake.consent import YES, ticks
from safeconduct.vocabulary.sharing import OF_KIND


@dataclass(frozen=True)
class ConsentLink:
    """`row` is the hash of its token; `purposes` are what it rests on; `seq` the number of the entry that says so."""

    ref: str
    row: str
    purposes: frozenset[str]
    seq: int


def noting(link: str, row: str, purposes: Iterable[str]) -> NewEntry:
    return NewEntry("messages", "link_given_out", {"link": link, "row": row, "purposes": sorted(purposes)})


def closing(link: ConsentLink) -> NewEntry:
    return NewEntry("messages", "link_closed", {"link": link.ref})


def consent_links(entries: Iterable[Entry]) -> tuple[ConsentLink, ...]:
    """Those that no withdrawal closed yet, oldest first; used and withdrawn ones among them."""
    known: dict[str, ConsentLink] = {}
    for entry in entries:
        data = entry.data
        if entry.kind == "link_given_out":
            known[data["link"]] = ConsentLink(data["link"], data["row"], frozenset(data["purposes"]), entry.seq)
        elif entry.kind == "link_closed":
            known.pop(data["link"], None)
    return tuple(known.values())


def links_without_consent(entries: Iterable[Entry]) -> tuple[ConsentLink, ...]:
    """Of these, what must go: something that it rests on became less since, for whomever. Another can be made of what
    still stands."""
    entries = tuple(entries)
    return tuple(link for link in consent_links(entries) if _became_less(link, entries))


def _became_less(link: ConsentLink, entries: tuple[Entry, ...]) -> bool:
    before = ticks(entry for entry in entries if entry.seq <= link.seq)
    lost = before - ticks(entries)
    return bool(lost & link.purposes) or any(_narrows(entry, link) for entry in entries if entry.seq > link.seq)


def _narrows(entry: Entry, link: ConsentLink) -> bool:
    if entry.kind == "answered":
        return entry.data["purpose"] in link.purposes and (entry.data["word"] != YES or bool(entry.data["until"]))
    is_no = entry.kind == "consent_withdrawn" or (entry.kind == "consent_answered" and not entry.data["yes"])
    return is_no and bool(link.purposes & set(OF_KIND.values()))
