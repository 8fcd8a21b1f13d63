"""Media that may be told in an alarm: newspapers, stations and online news that report freely, known before anybody needs them.

A contact is a desk, never a person. Whoever notes it says whether that desk agreed to be passed on; without that yes it is
sealed to their own organisation alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from safeconduct.coordination.group import Group
from safeconduct.dossiers.entry import Entry
from safeconduct.vocabulary.refusal import Refusal

MOST_MEDIA = 60
"""Of one organisation in one group."""


@dataclass(frozen=True)
class MediaContact:
    """`kind` is coded (lists/media_kinds.toml); `free` says what shows that it reports freely and keeps a confidence."""

    ref: str
    organisation: str
    office: str
    outlet: str
    kind: str
    desk: str = field(repr=False)
    reach: str = field(repr=False)
    languages: tuple[str, ...]
    free: str = field(repr=False)
    may_pass_on: bool
    scope_ref: str = ""

    def as_data(self) -> dict[str, object]:
        plain = {name: getattr(self, name) for name in ("outlet", "kind", "desk", "reach", "free", "may_pass_on")}
        return {"contact": self.ref, **plain, "languages": list(self.languages)}


def stripped(contact: MediaContact) -> MediaContact:
    def tidy(text: str) -> str:
        return " ".join(text.split())

    outlet, desk, reach, free = map(tidy, (contact.outlet, contact.desk, contact.reach, contact.free))
    return replace(contact, outlet=outlet, desk=desk, reach=reach, free=free)


def media_contacts(written: Iterable[Entry], group: Group) -> tuple[MediaContact, ...]:
    """Of the organisations that belong to the group today, by outlet: as many of them as the reader's keys open."""
    known: dict[str, MediaContact] = {}
    for entry in written:
        ref = entry.data.get("contact", "")
        if entry.kind == "media_noted":
            known.setdefault(ref, _contact(entry))
        elif entry.kind == "media_dropped" and ref in known and _is_of(known[ref], entry):
            del known[ref]
    here = {seat.organisation for seat in group.seats}
    standing = (one for one in known.values() if one.organisation in here)
    return tuple(sorted(standing, key=lambda one: (one.outlet.casefold(), one.desk.casefold(), one.ref)))


def _is_of(contact: MediaContact, entry: Entry) -> bool:
    return contact.organisation == str(entry.data["organisation"])


def _contact(entry: Entry) -> MediaContact:
    data = entry.data
    own = (data["contact"], data["organisation"], data["office"], data["outlet"], data["kind"])
    said = (data["desk"], data["reach"], tuple(data["languages"]), data["free"], data["may_pass_on"])
    return MediaContact(*own, *said, entry.scope_ref)


# What may be done


def refusal_to_noting_media(contact: MediaContact, known: Iterable[MediaContact]) -> Refusal | None:
    """`known` are those of the group that the own organisation can read."""
    for name, sentence in _MISSING.items():
        if not getattr(contact, name):
            return Refusal(sentence)
    own = [one for one in known if one.organisation == contact.organisation]
    if any(_desk(one) == _desk(contact) for one in own):
        return Refusal("Your office has noted this desk already. Take that row out first, if it must be noted anew.")
    if len(own) >= MOST_MEDIA:
        return Refusal(f"Your office has noted {MOST_MEDIA} already. Take out those that you no longer turn to.")
    return None


_MISSING = {
    "outlet": "The newspaper or station has no name yet. Write the name that readers know.",
    "kind": "It is not said what it is. Choose it from the list.",
    "desk": "It is not said which desk. Write a desk or a function, such as “night desk”, and no person’s name.",
    "reach": "It is not said how the desk is reached. Write a number or an address of the house, not of a person.",
    "languages": "The languages are missing. Write in which ones it reports.",
    "free": "It is not said what shows that it is free to report. Write it in a sentence, for those who come after you.",
}


def _desk(contact: MediaContact) -> tuple[str, str]:
    return contact.outlet.casefold(), contact.desk.casefold()


def refusal_to_dropping_media(contact: MediaContact, why: str, *, own: str) -> Refusal | None:
    if contact.organisation != own:
        return Refusal("Another organisation noted this desk. Only it takes the row out.")
    if not why.strip():
        return Refusal("It is not said why. Write a sentence, so that nobody turns to it again by mistake.")
    return None
