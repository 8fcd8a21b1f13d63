"""An address that a calendar asks again and again: the hearings that one organisation takes in one group.

What it opens is sealed under a key made from the token in the address. Members of the organisation keep that key in the
group, under one that they alone hold, and seal anew what stands now whenever one of them opens the group.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from safeconduct.coordination.appointment import Appointment, appointment_of, taken_by
from safeconduct.coordination.hearing import Hearing
from safeconduct.dossiers.entry import Entry
from safeconduct.sealing.place import place
from safeconduct.sealing.record import derived_key
from safeconduct.vocabulary.refusal import Refusal

LASTS = timedelta(days=180)
MOST = 5


@dataclass(frozen=True)
class Feed:
    """`row` finds what is sealed, `key` seals it; neither is the token, so nobody reads the address back. `until` is its last day."""

    ref: str
    row: str
    key: bytes = field(repr=False)
    scope_ref: str
    until: date
    at: datetime


@dataclass(frozen=True)
class SealedFeed:
    """What a feed opens. Each appointment stands with the key that its hearing is read with: when that ends, it goes."""

    group: str
    compartment: str
    appointments: tuple[tuple[str, Appointment], ...]

    def as_bytes(self) -> bytes:
        rows = [[scope, one.ref, one.begins.isoformat(), one.title] for scope, one in self.appointments]
        return json.dumps({"v": 1, "group": self.group, "compartment": self.compartment, "rows": rows}).encode()


def sealed_feed_from(body: bytes) -> SealedFeed:
    held = json.loads(body)
    rows = tuple(
        (scope, Appointment(ref, datetime.fromisoformat(begins), title)) for scope, ref, begins, title in held["rows"]
    )
    return SealedFeed(held["group"], held["compartment"], rows)


def feed_with(group: str, compartment: str, hearings: Iterable[Hearing], organisation: str) -> SealedFeed:
    made = ((one.scope_ref, appointment_of(one, organisation)) for one in taken_by(hearings, organisation))
    return SealedFeed(group, compartment, tuple((scope, one) for scope, one in made if one))


def key_of(token: str) -> bytes:
    return derived_key(token.encode(), "feed", "seal")


def feed_place(row: str) -> bytes:
    return place("feed", row)


def feeds(written: Iterable[Entry], organisation: str) -> tuple[Feed, ...]:
    """Those of an organisation that were not ended, oldest first."""
    known: dict[str, Feed] = {}
    for entry in written:
        data = entry.data
        if entry.kind == "feed_made" and data["organisation"] == organisation:
            until = date.fromisoformat(data["until"])
            known[data["feed"]] = Feed(
                data["feed"], data["row"], bytes.fromhex(data["key"]), entry.scope_ref, until, entry.at
            )
        elif entry.kind == "feed_ended" and data["organisation"] == organisation:
            known.pop(data["feed"], None)
    return tuple(known.values())


def refusal_to_making_feed(standing: Iterable[Feed], *, on: date) -> Refusal | None:
    if sum(on <= one.until for one in standing) >= MOST:
        return Refusal(f"There are {MOST} addresses already. End one that nobody needs, then make another.")
    return None
