"""Who is here: a member or a holder of a code, for as long as their session lives.

A session ends after a time without a request and after a time in all; some verbs want the passphrase again.
"""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from safeconduct.vocabulary.refusal import Refusal

STAFF_IDLE, STAFF_ABSOLUTE = timedelta(minutes=15), timedelta(hours=8)
DEFENDER_IDLE, DEFENDER_ABSOLUTE = timedelta(minutes=20), timedelta(hours=2)
PROOF_LASTS = timedelta(minutes=5)
NOT_PROVED = Refusal("That passphrase did not match. Type your own passphrase again.")
SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Presence:
    """What a session's sealed row says. `secrets` are the keys of the one who is here, in hexadecimal."""

    kind: str
    who: str
    secrets: dict[str, str] = field(repr=False)
    started_at: datetime
    seen_at: datetime
    proved_at: datetime | None = None

    def ends_at(self) -> datetime:
        idle, absolute = _limits(self.kind)
        return min(self.seen_at + idle, self.started_at + absolute)

    def lives_at(self, at: datetime) -> bool:
        # A clock that went back does not lengthen a session.
        return self.started_at <= at < self.ends_at()

    def needs_marking_at(self, at: datetime) -> bool:
        return at - self.seen_at >= SEEN_EVERY

    def seen(self, at: datetime) -> "Presence":
        return replace(self, seen_at=at)

    def proved(self, at: datetime) -> "Presence":
        return replace(self, proved_at=at)

    def unproved(self) -> "Presence":
        return replace(self, proved_at=None)

    def has_proved_at(self, at: datetime) -> bool:
        return self.proved_at is not None and self.proved_at <= at < self.proved_at + PROOF_LASTS

    def as_bytes(self) -> bytes:
        written = {
            "v": 1,
            "kind": self.kind,
            "who": self.who,
            "secrets": self.secrets,
            "started": self.started_at.isoformat(),
            "seen": self.seen_at.isoformat(),
            "proved": self.proved_at.isoformat() if self.proved_at else None,
        }
        return json.dumps(written).encode()


def presence_from(body: bytes) -> Presence:
    written = json.loads(body)
    return Presence(
        kind=written["kind"],
        who=written["who"],
        secrets=written["secrets"],
        started_at=datetime.fromisoformat(written["started"]),
        seen_at=datetime.fromisoformat(written["seen"]),
        proved_at=datetime.fromisoformat(written["proved"]) if written["proved"] else None,
    )


def lasts_at_most(kind: str) -> timedelta:
    return _limits(kind)[1]


def _limits(kind: str) -> tuple[timedelta, timedelta]:
    return (STAFF_IDLE, STAFF_ABSOLUTE) if kind == "staff" else (DEFENDER_IDLE, DEFENDER_ABSOLUTE)


def refusal_without_proof(*, has_proved: bool) -> Refusal | None:
    return None if has_proved else NOT_PROVED
